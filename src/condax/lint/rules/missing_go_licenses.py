"""A Go program ships without the licences of what it links.

## Why
Go programs link their dependencies statically, and nearly every licence asks for its text beside
the program. `go-licenses` collects them.

## Bad
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("go") }}
        - ${{ stdlib("c") }}
    # build.sh
    go build -o $PREFIX/bin/example .

## Good
    # recipe.yaml
    requirements:
      build:
        - ${{ compiler("go") }}
        - ${{ stdlib("c") }}
        - go-licenses
    # build.sh
    go-licenses save . --save_path ./library_licenses
    go build -o $PREFIX/bin/example .
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

LANGUAGES = ("go", "go-cgo", "go-nocgo")
TOOL = "go-licenses"


@rule("CX402", severity=Severity.WARNING)
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
