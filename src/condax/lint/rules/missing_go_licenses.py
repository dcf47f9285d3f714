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
Unsafe: requires `go-licenses`, runs it before everything else in the only script that the output
has, and lists `library_licenses/` in its `license_file`. An output that shares its script or its
`license_file` with others is left for you, as these would list a file that they do not make; so is
one with a script for Windows beside `build.sh`, and one whose first command has a condition. One
text with all commands is left where Windows runs it too. A project in a subfolder of the source
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
    languages=("go", "go-cgo", "go-nocgo"),
    tool="go-licenses",
    command="go-licenses save . --save_path ./library_licenses",
    result="library_licenses/",
)


@rule("CX402", severity=Severity.WARNING, fix=UNSAFE, changes_native=True)
def check(context: LintContext) -> Iterator[Finding]:
    """Outputs with the compiler that nowhere require or run the tool."""
    return uncollected(context, COLLECTOR)
