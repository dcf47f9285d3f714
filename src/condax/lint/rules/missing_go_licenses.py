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

## Fix
Unsafe: requires `go-licenses`, runs it before everything else in the only script that the
recipe has, and lists `library_licenses/` in `license_file`. A recipe with several outputs, one
with a script for Windows beside `build.sh`, and one whose first command has a condition are left
for you. A project in a subfolder of the source needs a look.
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
    languages=("go", "go-cgo", "go-nocgo"),
    tool="go-licenses",
    command="go-licenses save . --save_path ./library_licenses",
    result="library_licenses/",
)


@rule("CX402", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with the compiler that nowhere require or run the tool."""
    return uncollected(context, COLLECTOR)
