"""A Rust program ships without the licences of what it links.

## Why
Rust programs link their dependencies statically, and nearly every licence asks for its text beside
the program. `cargo-bundle-licenses` collects them.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("rust") }}
        - ${{ stdlib("c") }}
    # build.sh
    cargo install --locked --no-track --root $PREFIX --path .

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("rust") }}
        - ${{ stdlib("c") }}
        - cargo-bundle-licenses
    # build.sh
    cargo-bundle-licenses --format yaml --output THIRDPARTY.yml
    cargo install --locked --no-track --root $PREFIX --path .
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

LANGUAGES = ("rust",)
TOOL = "cargo-bundle-licenses"


@rule("CX401", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with the compiler that nowhere require or run the tool."""
    run = any(TOOL in script.masked for script in context.scripts)
    for output in context.outputs:
        compiler = next((e for e in output.compilers if e.argument in LANGUAGES), None)
        if compiler is None or compiler.span is None or output.has("build", TOOL) or run:
            continue
        yield Finding(
            at=context.place(compiler.span),
            message="the licences of the linked dependencies are not collected",
            hint=f"require `{TOOL}` in `build`, run it, and list its output in `license_file`",
        )
