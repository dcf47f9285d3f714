"""The programs a recipe calls, `<triplet>-cc`, `-ld`, `-nm`, and the configuration of clang."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from condax.platforms import LongDouble
from condax.system.files import temporary_directory, write_text
from condax.toolchain.flags import render_header
from condax.toolchain.sysroot import NATIVE

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

LIBRARY = Path("lib/condax")
"""Folder of the prefix with zig, clang's resources and the configuration files."""

RESOURCES = LIBRARY / "clang"

SHARE = Path("share/condax")
"""Folder of the prefix with what build systems read."""

C_TOOLS = ("cc", "gcc", "clang", "cpp", "clang-cpp")
CXX_TOOLS = ("c++", "g++", "clang++")
BINARY_TOOLS = ("ld", "ld.lld", "ar", "gcc-ar", "ranlib", "gcc-ranlib", "as")
BINUTILS = (
    *("addr2line", "nm", "gcc-nm", "strip", "objcopy", "objdump", "readelf", "strings", "size"),
)
"""Names that `condax-binutils` answers to."""


def compile_wrapper(zig: Zig, build: Platform, output: Path) -> None:
    """Compile the wrapper program for the machine that builds run on."""
    with temporary_directory(output.parent) as scratch:
        write_text(scratch / "flags.h", render_header())
        compile_freestanding(zig, build, NATIVE / "wrapper.c", output, include=scratch)


def compile_freestanding(
    zig: Zig, build: Platform, source: Path, output: Path, *, include: Path = NATIVE
) -> None:
    """Compile one file to a static program without a C library, which starts in a millisecond."""
    with temporary_directory(output.parent) as scratch:
        compiled = scratch / "program.o"
        zig.tool(
            "clang",
            [
                f"--target={build.conda_triplet}",
                *("-std=c11", "-Os", "-g0", "-ffreestanding", "-nostdinc", "-fno-pic"),
                *("-fno-stack-protector", "-fno-asynchronous-unwind-tables"),
                *(f"-I{include}", "-c", str(source), "-o", str(compiled)),
            ],
        )
        zig.tool("ld.lld", ["-static", "-s", "-o", str(output), str(compiled)])
    output.chmod(0o755)


def compile_binutils(zig: Zig, build: Platform, prefix: Path, output: Path) -> None:
    """Compile `condax-binutils` against the build machine's sysroot and runtime in `prefix`."""
    sources = sorted((NATIVE / "binutils").glob("*.c"))
    sysroot = prefix / (build.conda_triplet or "") / "sysroot"
    with temporary_directory(output.parent) as scratch:
        linker = scratch / "ld"
        write_text(linker, f'#!/bin/sh\nexec "{zig.executable}" ld.lld "$@"\n', mode=0o755)
        zig.tool(
            "clang",
            [
                *(f"--target={build.conda_triplet}", f"--sysroot={sysroot}", "-std=c11", "-O2"),
                *("-g0", "-Wl,-s", "-rtlib=compiler-rt", "--unwindlib=none"),
                *(f"-resource-dir={prefix / RESOURCES}", f"--ld-path={linker}"),
                *(*map(str, sources), "-o", str(output)),
            ],
        )


def render_config(target: Platform) -> str:
    """The clang configuration file of a target.

    A file and not command line options, because build systems probe with
    `-Werror=unused-command-line-argument`, which never speaks about configured options.
    """
    triplet = target.conda_triplet
    lines = [
        f"# {triplet}: read by the compiler wrappers through --config.",
        f"--target={triplet}",
        f"--sysroot=<CFGDIR>/../../{triplet}/sysroot",
        "-resource-dir=<CFGDIR>/clang",
        f"--ld-path=<CFGDIR>/../../bin/{triplet}-ld",
        "-fuse-ld=lld",
        "-B<CFGDIR>/../../bin",
        f"-B<CFGDIR>/{triplet}",
        f"-L<CFGDIR>/{triplet}",
        "-rtlib=compiler-rt",
        "--unwindlib=none",
        # gcc is silent about linker options while compiling and about warnings it does not know.
        "-Qunused-arguments",
        "-Wno-unknown-warning-option",
        # gcc never takes `p[i - offset]` for a promise that nothing wraps round; clang's loops for
        # POWER go wrong on it, and published programs (snappy 1.1.9) have it.
        "-fwrapv-pointer",
    ]
    if target.long_double is LongDouble.IBM_DOUBLE_DOUBLE:
        lines.append("-mabi=ibmlongdouble")
    return "\n".join(lines) + "\n"


def render_cxx_config(target: Platform) -> str:
    """The configuration file that takes the place of a target's own where C++ is installed."""
    triplet = target.conda_triplet
    lines = [
        f"# {triplet}: read by the compiler wrappers through --config.",
        # Before the C compiler's own folder, whose libgcc_s has no unwinder.
        f"-L<CFGDIR>/../../{triplet}/lib",
        f"@{triplet}.cfg",
        "-stdlib=libc++",
    ]
    return "\n".join(lines) + "\n"
