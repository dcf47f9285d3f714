"""A dependency has another name, or must not be required.

## Why
The package is kept for old recipes only, draws in a whole set of others, or is chosen by the
compilers themselves.

## Bad
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - jpeg

## Good
    requirements:
      build:
        - ${{ compiler("c") }}
        - ${{ stdlib("c") }}
      host:
        - libjpeg-turbo
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.diagnostics import Severity
from condax.lint.registry import Finding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.lint.context import LintContext

INSTEAD = {
    "jpeg": "require `libjpeg-turbo`",
    "boost": "require `libboost-devel`, or `libboost-python-devel`",
    "boost-cpp": "require `libboost-devel`",
    "matplotlib": "require `matplotlib-base`: `matplotlib` draws in Qt",
    "libgcc-ng": "remove it: the compilers add `libgcc`",
    "libstdcxx-ng": "remove it: the compilers add `libstdcxx`",
    "libgfortran-ng": "remove it: the compilers add `libgfortran`",
    "build": "require `python-build`",
    "abseil-cpp": "require `libabseil`",
    "grpc-cpp": "require `libgrpc`",
    "arrow-cpp": "require `libarrow-all`",
    "pytorch-cpu": "require `pytorch`",
    "pytorch-gpu": "require `pytorch`",
    "tensorflow-gpu": "require `tensorflow`",
}


@rule("CX224", severity=Severity.WARNING)
def check(context: LintContext) -> Iterator[Finding]:
    """Names that a recipe should not require."""
    for output in context.outputs:
        for entry in output.requirements:
            instead = INSTEAD.get(entry.name)
            if instead is None or entry.span is None or entry.section == "run_constraints":
                continue
            yield Finding(
                at=context.place(entry.span),
                message=f"`{entry.name}` is not to be required",
                hint=instead,
            )
