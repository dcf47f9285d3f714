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

## Fix
Unsafe: requires `cargo-bundle-licenses`, runs it before everything else in the only script that the
output has, and lists `THIRDPARTY.yml` in its `license_file`. An output that shares its script or
its `license_file` with others is left for you, as these would list a file that they do not make; so
is one with a script for Windows beside `build.sh`, and one whose first command has a condition.
One text with all commands is left where Windows runs it too. A project in a subfolder of the source
needs a look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.licences import Collector, uncollected
from condax.lint.registry import UNSAFE, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext
    from condax.lint.registry import Finding

COLLECTOR = Collector(
    languages=("rust",),
    tool="cargo-bundle-licenses",
    command="cargo-bundle-licenses --format yaml --output THIRDPARTY.yml",
    result="THIRDPARTY.yml",
)


@rule("CX401", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with the compiler that nowhere require or run the tool."""
    return uncollected(context, COLLECTOR)
