"""LLVM's unwinder for one target: what its sources are compiled with, and the bridge to libgcc's.

It is made twice: shared, beside libc++, and hidden in the compiler runtime, for C and Rust.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.toolchain.glibc_sources import SOURCES
from condax.toolchain.sysroot import NATIVE

if TYPE_CHECKING:
    from pathlib import Path

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

BRIDGE = NATIVE / "unwind_bridge.c"
"""Has the public names of what it hands to LLVM's unwinder or to libgcc's."""

_BRIDGED = (
    *("GetGR", "SetGR", "GetIP", "SetIP", "GetIPInfo", "GetCFA", "GetRegionStart"),
    *("GetLanguageSpecificData", "GetDataRelBase", "GetTextRelBase"),
    *("ForcedUnwind", "Resume", "Resume_or_Rethrow"),
)
_DEFINES_BRIDGED = ("UnwindLevel1.c", "UnwindLevel1-gcc-ext.c")
_MEMBERS = (
    *("libunwind.cpp", *_DEFINES_BRIDGED, "gcc_personality_v0.c"),
    *("UnwindRegistersRestore.S", "UnwindRegistersSave.S"),
)


def renames(source: Path) -> tuple[str, ...]:
    """Flags that give LLVM's routines of a source the names that the bridge knows them by."""
    if source.name not in _DEFINES_BRIDGED:
        return ()
    return tuple(f"-D_Unwind_{name}=llvm_Unwind_{name}" for name in _BRIDGED)


def compile_hidden(zig: Zig, platform: Platform, folder: Path) -> list[Path]:
    """Objects that nothing outside of the program or library sees that they are linked into.

    gcc gives the same to C that unwinds or walks the stack, and to Rust as `-lgcc_s`. Where C++ is
    installed, the shared one comes first.
    """
    root, cpu = zig.lib / "libunwind", SOURCES[platform.zig_cpu or ""].headers
    parts = (f"{cpu}-linux-gnu", "generic-glibc", f"{cpu}-linux-any", "any-linux-any")
    headers = [zig.lib / "include", *(zig.lib / "libc" / "include" / part for part in parts)]
    minor = str(platform.min_libc).rpartition(".")[2]
    flags = [
        *(f"--target={platform.conda_triplet}", "-O2", "-fPIC", "-g0", "-w", "-nostdinc"),
        *("-fvisibility=hidden", "-funwind-tables", "-fno-stack-protector", "-DNDEBUG"),
        *("-D_LIBUNWIND_HIDE_SYMBOLS", "-D_LIBUNWIND_IS_NATIVE_ONLY", f"-I{root / 'include'}"),
        # Before glibc 2.34, dladdr is in a library of its own. Locks are taken where there are
        # threads; C without them needs no library for it.
        *("-D_LIBUNWIND_LINK_DL_LIB", "-DLIBUNWIND_USE_WEAK_PTHREAD"),
        f"-D__GLIBC_MINOR__={minor}",
        *(flag for header in headers for flag in ("-isystem", str(header))),
    ]
    objects = []
    for source in (*(root / "src" / name for name in _MEMBERS), BRIDGE):
        objects.append(folder / f"{source.name}.o")
        is_cxx = source.suffix == ".cpp"
        language = ("-std=c++17", "-fno-exceptions", "-fno-rtti") if is_cxx else ("-fexceptions",)
        file = ("-c", str(source), "-o", str(objects[-1]))
        zig.tool("clang", [*flags, *language, *renames(source), *file])
    return objects
