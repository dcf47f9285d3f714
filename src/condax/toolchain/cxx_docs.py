"""The part of the reference page that is about the C++ compiler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.toolchain.activation import compiler_flags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from condax.platforms import Platform

TEXT = """
## What the C++ compiler adds

`compiler("cxx")` brings `zigcxx_<target>`, which brings `zigcc_<target>`, and a dependency on
`libcxx` into what is built with it. Its script `activate-zigcxx_<target>.sh` exports what
conda-forge's `gxx_<target>` exports; `CXXFLAGS` and `DEBUG_CXXFLAGS` are the flags of C behind two
of their own, with the same appended.

| variable | value |
| --- | --- |
| `CXX` | `T-c++` |
| `CXX_FOR_BUILD` | `B-c++` |
| `GXX` | `T-g++` |
"""

FLAGS = ("CXXFLAGS", "DEBUG_CXXFLAGS")


def render_cxx(targets: Sequence[Platform]) -> str:
    """The section, with the flags of each target."""
    rows = ["variable", *(target.subdir for target in targets)], ["---"] * (len(targets) + 1)
    flags = [[f"`{name}`", *(f"`{compiler_flags(t)[name]}`" for t in targets)] for name in FLAGS]
    lines = (f"| {' | '.join(row)} |\n" for row in (*rows, *flags))
    return TEXT + "\n" + "".join(lines)
