"""What rules know about packages: which are compiled, which are programs, what replaced what."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from condax.recipe.model import RecipeFormat
from condax.recipe.natures import Nature, all_packages, by_name

if TYPE_CHECKING:
    from condax.recipe.model import Recipe

CROSS = "build_platform != host_platform"
"""The condition of everything that only a cross build needs."""


@functools.cache
def build_copies() -> tuple[str, ...]:
    """Packages that a Python build imports or runs, and that are compiled or lead to headers."""
    names = {each.name for each in all_packages() if each.nature is Nature.BUILD_IMPORT}
    return (*FIRST_COPIES, *sorted(names - {*FIRST_COPIES}))


FIRST_COPIES = ("cython", "numpy", "cffi", "pybind11")
"""In this order, as conda-forge's bots write them."""

X86_ONLY = ("blis", "intel", "ipp", "mkl", "nasm", "sysroot", "vtune", "yasm")
"""Beginnings of the names of packages that only exist for x86."""

CDT_SUCCESSORS = {
    "mesa-libgl-devel": "libgl-devel",
    "mesa-libgl": "libgl",
    "mesa-libegl-devel": "libegl-devel",
    "mesa-dri-drivers": "",
    "mesa-libgbm": "libgl-devel",
    "libglvnd-opengl": "libopengl",
    "libselinux-devel": "",
    "libglvnd": "",
    "libglvnd-glx": "",
    "libdrm": "libdrm",
    "libdrm-devel": "libdrm",
    "libx11": "xorg-libx11",
    "libx11-devel": "xorg-libx11",
    "libx11-common": "",
    "libxau": "xorg-libxau",
    "libxau-devel": "xorg-libxau",
    "libxcb": "libxcb",
    "libxcb-devel": "libxcb",
    "libxdamage": "xorg-libxdamage",
    "libxdamage-devel": "xorg-libxdamage",
    "libxext": "xorg-libxext",
    "libxext-devel": "xorg-libxext",
    "libxfixes": "xorg-libxfixes",
    "libxfixes-devel": "xorg-libxfixes",
    "libxi": "xorg-libxi",
    "libxi-devel": "xorg-libxi",
    "libxrandr": "xorg-libxrandr",
    "libxrandr-devel": "xorg-libxrandr",
    "libxrender": "xorg-libxrender",
    "libxrender-devel": "xorg-libxrender",
    "libxt": "xorg-libxt",
    "libxt-devel": "xorg-libxt",
    "libxtst": "xorg-libxtst",
    "libxtst-devel": "xorg-libxtst",
    "libxxf86vm": "xorg-libxxf86vm",
    "libice-devel": "xorg-libice",
    "libsm-devel": "xorg-libsm",
    "xorg-x11-proto-devel": "",
    "libxcomposite-devel": "xorg-libxcomposite",
    "libxcursor-devel": "xorg-libxcursor",
    "libxft-devel": "xorg-libxft",
    "libxinerama-devel": "xorg-libxinerama",
    "libxscrnsaver-devel": "xorg-libxscrnsaver",
    "libxshmfence-devel": "xorg-libxshmfence",
    "libxxf86vm-devel": "xorg-libxxf86vm",
    "libxkbcommon-devel": "libxkbcommon",
    "mesa-libegl": "libegl",
    "mesa-libglu-devel": "libglu",
    "mesa-khr-devel": "libgl-devel",
    "libglvnd-devel": "libglvnd-devel",
    "libglvnd-core-devel": "libglvnd-devel",
    "cups-devel": "libcups",
    "expat-devel": "expat",
    "fontconfig-devel": "fontconfig",
    "freetype-devel": "freetype",
    "glib2-devel": "glib",
    "gtk2-devel": "gtk2",
    "libnl3-devel": "libnl",
    "libpng-devel": "libpng",
    "libuuid-devel": "libuuid",
    "libxml2-devel": "libxml2-devel",
    "pango-devel": "pango",
    "pixman-devel": "pixman",
    "rdma-core-devel": "rdma-core",
    "numactl-devel": "libnuma",
    "alsa-lib": "alsa-lib",
    "alsa-lib-devel": "alsa-lib",
    "libudev-devel": "libudev",
    "systemd-devel": "libudev",
    "expat": "expat",
    "libselinux": "",
    "pam-devel": "",
}
"""CDT → conda-forge's package; empty where nothing is needed in its place."""


def cross_python(recipe: Recipe) -> str:
    """The name of `cross-python`, as recipes of this format write it."""
    variable = "host_platform" if recipe.format is RecipeFormat.V1 else "target_platform"
    return f"cross-python_${{{{ {variable} }}}}"


def is_build_tool(name: str) -> bool:
    """Whether it is a program that only runs while something is built."""
    row = by_name(name)
    return row is not None and row.nature is Nature.PROGRAM and not row.is_linked


def is_for_python(name: str) -> bool:
    """Whether it is a package that Python imports while something is built."""
    row = by_name(name)
    return row is not None and row.nature in {Nature.BACKEND, Nature.BUILD_IMPORT, Nature.PYTHON}


def is_library(name: str) -> bool:
    """Whether it is linked or compiled into what is built, and no build runs a program of it."""
    row = by_name(name)
    return row is not None and row.nature in {Nature.LIBRARY, Nature.HEADERS} and not row.tools
