"""Activation scripts of the compiler packages: conda-forge's variables with conda-forge's values.

The values are those of conda-forge's ctng-compiler-activation (gcc 14 to 16); each difference is
listed with its reason in `docs/reference/activation.md`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from condax.platforms import Platforms
from condax.toolchain import meson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.platforms import Platform

TEMPLATES = Path(__file__).parent / "templates"

BINUTILS_VARIABLES = (
    *("ADDR2LINE", "AR", "AS", "LD", "NM", "OBJCOPY", "OBJDUMP"),
    *("RANLIB", "READELF", "SIZE", "STRINGS", "STRIP"),
)

VARIABLES = (
    *("HOST", "CONDA_TOOLCHAIN_HOST", "host_alias"),
    *("BUILD", "CONDA_TOOLCHAIN_BUILD", "build_alias"),
    *("CONDA_BUILD_CROSS_COMPILATION", "CONDA_BUILD_SYSROOT"),
    *("CC", "CPP", "CC_FOR_BUILD", "CPP_FOR_BUILD", "AR_FOR_BUILD"),
    *("GCC", "GCC_AR", "GCC_NM", "GCC_RANLIB"),
    *BINUTILS_VARIABLES,
    *("CPPFLAGS", "CFLAGS", "LDFLAGS", "LDFLAGS_LD", "DEBUG_CPPFLAGS", "DEBUG_CFLAGS"),
    *("CMAKE_PREFIX_PATH", "CMAKE_ARGS", "MESON_ARGS"),
)
"""What every activation exports, in the order of the reference page."""

MAPS = ("CONDAX_MAP_SOURCES", "CONDAX_MAP_PREFIX")
"""In a build: folders, and what debug information calls them (`FOLDER=NAME`)."""

GO_FLAGS = {"CGO_CPPFLAGS": "CPPFLAGS", "CGO_CFLAGS": "CFLAGS", "CGO_LDFLAGS": "LDFLAGS"}
"""Go's names for the flags of its C parts, and whose values they get."""

CXX_VARIABLES = ("CXX", "CXX_FOR_BUILD", "GXX", "CXXFLAGS", "DEBUG_CXXFLAGS")
"""What the activation of the C++ compiler adds, as `gxx_<target>` does."""

CROSS_VARIABLES = ("QEMU_LD_PREFIX", "CMAKE_CROSSCOMPILING_EMULATOR", "CROSSCOMPILING_EMULATOR")
"""What a cross activation adds where the user has set nothing and the machine has something."""

_X86_ARCH = "-march=nocona -mtune=haswell"
_POWER_ARCH = "-mcpu=power8 -mtune=power8"
_RISCV_ARCH = "-march=rv64imafdc -mabi=lp64d"
ARCHITECTURE_FLAGS: dict[str, str] = {
    "x86_64": _X86_ARCH,
    "aarch64": "",
    "powerpc64le": _POWER_ARCH,
    "riscv64": _RISCV_ARCH,
    "s390x": "",
}
"""By `Platform.zig_cpu`."""

SECTIONED = ("x86_64",)
"""CPUs whose packages conda-forge links with `--gc-sections`, and therefore builds at `-O2`."""

_LINKER = "-O2 --sort-common --as-needed -z relro -z now"


def compiler_flags(target: Platform) -> dict[str, str]:
    """Default flags of a target, by variable, without anything that depends on the prefix."""
    cpu = target.zig_cpu or ""
    sectioned = cpu in SECTIONED
    common = f"{ARCHITECTURE_FLAGS[cpu]} -ftree-vectorize -fPIC"
    sections = "-ffunction-sections" if sectioned else ""
    linker = _LINKER + (" --disable-new-dtags --gc-sections" if sectioned else "")
    linker += " --allow-shlib-undefined"
    driver = "-Wl," + re.sub(r" (?!-)", ",", linker).replace(" -", " -Wl,-")
    flags = {
        "CPPFLAGS": "-DNDEBUG -D_FORTIFY_SOURCE=2 -O2",
        "CFLAGS": f"{common} -fstack-protector-strong -fno-plt {'-O2' if sectioned else '-O3'}"
        f" {sections} -pipe",
        "LDFLAGS": driver,
        "LDFLAGS_LD": linker,
        "DEBUG_CPPFLAGS": "-D_DEBUG -D_FORTIFY_SOURCE=2 -Og",
        "DEBUG_CFLAGS": f"{common} -fstack-protector-all -fno-plt -Og -g -Wall -Wextra"
        f" -fvar-tracking-assignments {sections} -pipe",
    }
    for name in ("CFLAGS", "DEBUG_CFLAGS"):
        cxx_name = name.replace("CFLAGS", "CXXFLAGS")
        flags[cxx_name] = f"-fvisibility-inlines-hidden -fmessage-length=0 {flags[name]}"
    return {name: " ".join(value.split()) for name, value in flags.items()}


def render_activate(build: Platform, target: Platform, package: str) -> str:
    """`etc/conda/activate.d/activate-<package>.sh`."""
    platforms = Platforms(build=build, host=target, target=target)
    values = {
        **compiler_flags(target),
        "PACKAGE": package,
        "TARGET": target.subdir,
        "HOST_TRIPLET": target.conda_triplet,
        "BUILD_TRIPLET": build.conda_triplet,
        "CROSS": platforms.conda_build_cross_compilation,
        "BINUTILS": _binutils(target),
        "LANGUAGES": "\n".join(
            f'_condax_set {name} "{value}"'
            for name, value in language_variables(build, target).items()
        ),
    }
    cross = _fill("activate-cross.sh", _cross_values(target)) + "\n" if platforms.is_cross else ""
    head = _fill("activate-head.sh", values)
    return _fill("activate.sh", {**values, "HEAD": head, "CROSS_PART": cross})


def language_variables(build: Platform, target: Platform) -> dict[str, str]:
    """What Rust's, Go's and pkg-config's own tools want to know, as the shell reads it."""
    linkers = {each.rust_target: each.conda_triplet for each in (build, target) if each.rust_target}
    found = {
        name: value
        for rust, triplet in linkers.items()
        for name, value in (
            (f"CARGO_TARGET_{_shouted(rust)}_LINKER", f"{triplet}-cc"),
            (f"CC_{rust.replace('-', '_')}", f"{triplet}-cc"),
            (f"AR_{rust.replace('-', '_')}", f"{triplet}-ar"),
        )
    }
    found |= {"CGO_ENABLED": "1", **{name: f"${{{flags}}}" for name, flags in GO_FLAGS.items()}}
    found["CONFIG_SITE"] = f"${{CONDA_PREFIX}}/share/condax/{target.conda_triplet}.site"
    if build == target:
        return found
    return {
        **found,
        "CARGO_BUILD_TARGET": target.rust_target or "",
        "BINDGEN_EXTRA_CLANG_ARGS": f"--target={target.conda_triplet}"
        " --sysroot=${CONDA_BUILD_SYSROOT}",
        "PKG_CONFIG_ALLOW_CROSS": "1",
        "GOOS": (target.cmake_system_name or "").lower(),
        "GOARCH": target.go_arch or "",
    }


def default_variables(target: Platform) -> tuple[str, ...]:
    """What a cross activation sets only where the user has set nothing."""
    return (*CROSS_VARIABLES, f"CARGO_TARGET_{_shouted(target.rust_target or '')}_RUNNER")


def _shouted(rust_target: str) -> str:
    """As in cargo's variables, e.g. `AARCH64_UNKNOWN_LINUX_GNU`."""
    return rust_target.upper().replace("-", "_")


def render_deactivate(build: Platform, target: Platform, package: str) -> str:
    """`etc/conda/deactivate.d/deactivate-<package>.sh`."""
    values = {
        "VARIABLES": " ".join((*VARIABLES, *MAPS, *language_variables(build, target))),
        "CROSS_VARIABLES": " ".join(default_variables(target)),
    }
    return _fill("deactivate.sh", {"PACKAGE": package, **values})


def render_cmake_toolchain(build: Platform, target: Platform) -> str:
    """`share/condax/<triplet>.cmake`: the compilers for CMake, outside of any recipe.

    How much to optimise is left to `CMAKE_BUILD_TYPE`.
    """
    flags = compiler_flags(target)
    kept = [word for word in flags["CFLAGS"].split() if not word.startswith("-O")]
    values = {
        "TARGET": target.subdir,
        "HOST_TRIPLET": target.conda_triplet,
        "CMAKE_FLAGS": " ".join(kept),
        "LDFLAGS": flags["LDFLAGS"],
    }
    cross = "" if build == target else _fill("toolchain-cross.cmake", _cross_values(target))
    return _fill("toolchain.cmake", {**values, "CROSS_PART": cross})


def render_cxx_activate(build: Platform, target: Platform, package: str) -> str:
    """`etc/conda/activate.d/activate-<package>.sh` of the C++ compiler."""
    values = {
        **compiler_flags(target),
        "PACKAGE": package,
        "TARGET": target.subdir,
        "HOST_TRIPLET": target.conda_triplet,
        "BUILD_TRIPLET": build.conda_triplet,
    }
    return _fill("activate-cxx.sh", {**values, "HEAD": _fill("activate-head.sh", values)})


def render_cxx_deactivate(package: str) -> str:
    """`etc/conda/deactivate.d/deactivate-<package>.sh` of the C++ compiler."""
    values = {"VARIABLES": " ".join(CXX_VARIABLES), "CROSS_VARIABLES": ""}
    return _fill("deactivate.sh", {"PACKAGE": package, **values})


def _cross_values(target: Platform) -> dict[str, str | None]:
    return {
        "HOST_TRIPLET": target.conda_triplet,
        "CMAKE_SYSTEM_NAME": target.cmake_system_name,
        "PROCESSOR": target.processor,
        "DEBIAN_TRIPLET": target.debian_triplet,
        "INTERPRETER": (target.elf_interpreter or "").lstrip("/"),
        "QEMU_ARCH": target.qemu_arch,
        "RUST_TARGET": _shouted(target.rust_target or ""),
        "MESON_MACHINE": _echoed(meson.machine_lines(target)),
        "MESON_BINARIES": _echoed(_meson_binaries(target)),
        "MESON_OPTIONAL": _meson_optional(),
    }


def _meson_binaries(target: Platform) -> tuple[str, ...]:
    """Bare names as in CC: what a package records of its compiler shows no path of the build."""
    return tuple(
        f"{name} = '{target.conda_triplet}-{tool}'" for name, tool in meson.BINARIES.items()
    )


def _meson_optional() -> str:
    return " ".join(f"{name}:{tool}" for name, tool in meson.OPTIONAL_BINARIES.items())


def _echoed(lines: Sequence[str]) -> str:
    return "\n".join(f'  echo "{line}"' for line in lines)


def _binutils(target: Platform) -> str:
    return "\n".join(
        f'_condax_set {name} "{target.conda_triplet}-{name.lower()}"' for name in BINUTILS_VARIABLES
    )


def _fill(template: str, values: Mapping[str, str | None]) -> str:
    """Substitute `@NAME@`; a name without a value is a mistake here, not in the input."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z_]+)@", lambda match: values[match[1]] or "", text)
