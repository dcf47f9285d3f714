"""What conda-build has without any variant file; pinnings leave some of it to conda-build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.variants import DEFAULT_PINS, VariantConfig

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.platforms import Platform

DEFAULT_COMPILERS: Mapping[Os, Mapping[str, tuple[str, ...]]] = {
    Os.LINUX: {
        "c_compiler": ("gcc",),
        "cxx_compiler": ("gxx",),
        "fortran_compiler": ("gfortran",),
    },
    Os.MACOS: {
        "c_compiler": ("clang",),
        "cxx_compiler": ("clangxx",),
        "fortran_compiler": ("gfortran",),
    },
    Os.WINDOWS: {
        "c_compiler": ("vs2017",),
        "cxx_compiler": ("vs2017",),
        "fortran_compiler": ("gfortran",),
        "vc": ("14",),
    },
}
DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "cpu_optimization_target": ("nocona",),
    "cran_mirror": ("https://cran.r-project.org",),
    "lua": ("5",),
    "perl": ("5.26.2",),
    "r_base": ("3.5",),
}


def default_variants(host: Platform) -> VariantConfig:
    """The weakest layer of a target's variants (`conda_build/variants.py`)."""
    return VariantConfig(
        values={**DEFAULTS, **DEFAULT_COMPILERS[host.os]}, pin_run_as_build=DEFAULT_PINS
    )
