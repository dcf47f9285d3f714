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

PROTOCOLS = (
    *("applewm", "bigreqs", "composite", "damage", "dmx", "fixes", "fontcache", "fonts", "gl"),
    *("input", "kb", "present", "print", "randr", "record", "render", "resource", "scrnsaver"),
    *("trap", "video", "windowswm", "x", "xcmisc", "xext", "xf86bigfont", "xf86dga"),
    *("xf86dri", "xf86misc", "xf86rush", "xf86vidmode", "xinerama"),
)
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
    "astropy": "require `astropy-base`: `astropy` draws in everything optional",
    "coincbc": "require `coin-or-cbc`",
    "importlib_metadata": "require `importlib-metadata`",
    "libboost": "require `libboost-devel` in `host`, or `libboost-headers`",
    "libboost-python": "require `libboost-python-devel` in `host`",
    "openmp": "require `llvm-openmp`",
    "pathlib": "remove it: it is part of Python",
    "magma": "require `libmagma-devel`",
    "posix": "require `m2-base`",
    "xorg-xcb-proto": "require `xcb-proto`",
    "xz": "require `liblzma-devel` to link, `xz-tools` or `xz-gpl-tools` to run programs",
    **dict.fromkeys(
        (f"xorg-{name}proto" for name in PROTOCOLS),
        "require `xorg-xorgproto`, which has all of them",
    ),
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
