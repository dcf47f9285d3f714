"""The compiler runtime of one target: what clang calls for arithmetic that the CPU lacks.

Zig's compiler_rt is one object with everything in it, its own `memcpy` and `sin` included, and a
link that needs one routine would get them all. Here it becomes an archive like libgcc.a: one
member per routine, holding that routine and what it calls.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from condax.platforms import LongDouble
from condax.system.files import temporary_directory
from condax.toolchain.sysroot import NATIVE
from condax.toolchain.unwinder import compile_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.platforms import Platform
    from condax.toolchain.zig import Zig

_INTEGER = "(?:[sdt]i)"
_FLOAT = "(?:[hsdxtk]f)"
LIBGCC_NAME = re.compile(
    rf"""__(?:
        aarch64_(?:cas|swp|ldadd|ldclr|ldeor|ldset)\w+     # outline atomics
      | (?:abs|add|sub|mul|neg)v{_INTEGER}[23]             # trapping arithmetic
      | (?:ashl|ashr|lshr|mul|div|mod|udiv|umod){_INTEGER}3
      | u?divmod{_INTEGER}4 | mulo{_INTEGER}4
      | (?:bswap|clz|ctz|ffs|neg|parity|popcount|cmp|ucmp){_INTEGER}2
      | (?:add|sub|mul|div){_FLOAT}3 | neg{_FLOAT}2 | powi{_FLOAT}2
      | (?:eq|ne|lt|le|gt|ge|unord|cmp){_FLOAT}2
      | (?:extend|trunc){_FLOAT}{_FLOAT}2
      | fix(?:uns)?{_FLOAT}{_INTEGER} | float(?:un)?{_INTEGER}{_FLOAT}
      | (?:mul|div)[hsdxtk]c3
      | clear_cache | gnu_[fh]2[fh]_ieee
    )""",
    re.VERBOSE,
)
"""What libgcc.a exports; zig's `memcpy` and `sin` are the C library's business."""


_FLOAT128: dict[str, tuple[str, ...]] = {"powerpc64le": ("-mabi=ibmlongdouble", "-mfloat128")}
"""By `Platform.zig_cpu`: what makes `__float128` known where `long double` is something else."""


_CPU_MODELS = ("aarch64", "x86_64")
"""Each `Platform.zig_cpu` with a `native/cpu_model_*.c`: one member, constructors included."""

_ATOMIC: dict[str, tuple[str, ...]] = {
    "x86_64": ("-mcx16",),
    "powerpc64le": ("-mcpu=power8", "-Xclang", "-target-feature", "-Xclang", "+quadword-atomics"),
}
"""By `Platform.zig_cpu`: what makes the instructions for 16 bytes known."""


def build_atomic(zig: Zig, platform: Platform, archive: Path) -> None:
    """Write the target's `libatomic.a`."""
    with temporary_directory(archive.parent) as scratch:
        member = scratch / "atomic.o"
        _compile(zig, platform, member, ("-std=c11", *_ATOMIC.get(str(platform.zig_cpu), ())))
        zig.tool("ar", ["rcsD", str(archive), str(member)])


def build_builtins(zig: Zig, platform: Platform, archive: Path) -> None:
    """Write the target's `libclang_rt.builtins-<cpu>.a`, with the unwinder of C in it."""
    with temporary_directory(archive.parent) as scratch:
        # All symbols are weak, and of two the first counts: zig's routines call ours, too.
        objects = (scratch / "runtime.o", scratch / "compiler_rt.o")
        float128 = _FLOAT128.get(str(platform.zig_cpu), ())
        _compile(zig, platform, objects[0], ("-ffunction-sections", *float128))
        _compile_compiler_rt(zig, platform, objects[1], scratch)
        names = _routines(zig, objects)
        with ThreadPoolExecutor(2) as pool:
            members = list(pool.map(lambda name: _member(zig, objects, name), names))
        # A linker takes the first member that has a name, and the smallest is the routine's own.
        members.sort(key=lambda path: (path.stat().st_size, path.name))
        if platform.long_double is LongDouble.IBM_DOUBLE_DOUBLE:
            members.append(scratch / "ibm_long_double.o")
            _compile(zig, platform, members[-1], ("-mabi=ibmlongdouble",))
        members += compile_hidden(zig, platform, scratch)
        if platform.zig_cpu in _CPU_MODELS:
            members.append(scratch / f"cpu_model_{platform.zig_cpu}.o")
            _compile(zig, platform, members[-1], ())
        zig.tool("ar", ["rcsD", str(archive), *map(str, members)])


def _compile_compiler_rt(zig: Zig, platform: Platform, output: Path, scratch: Path) -> None:
    zig.tool(
        "build-obj",
        [
            str(zig.lib / "compiler_rt.zig"),
            *("-target", platform.zig_target(), "-OReleaseFast", "-fstrip", "-fPIC"),
            *("-ffunction-sections", "-fdata-sections", f"-femit-bin={output}"),
            *("--cache-dir", str(scratch / "cache"), "--global-cache-dir", str(scratch / "cache")),
        ],
    )


def _routines(zig: Zig, objects: Sequence[Path]) -> list[str]:
    """Names of libgcc's routines that the objects define, from a link map of them."""
    link_map, output = objects[0].with_suffix(".map"), objects[0].with_suffix(".all")
    zig.tool("ld.lld", ["-r", *map(str, objects), "-o", str(output), f"-Map={link_map}"])
    words = (line.split() for line in link_map.read_text(encoding="utf-8").splitlines())
    found = {parts[-1] for parts in words if parts and LIBGCC_NAME.fullmatch(parts[-1])}
    return sorted(found)


def _member(zig: Zig, objects: Sequence[Path], name: str) -> Path:
    """One routine and what it calls, as an object of its own."""
    output = objects[0].with_name(f"{name}.o")
    arguments = ["-r", "--gc-sections", "-e", name, *map(str, objects), "-o", str(output)]
    zig.tool("ld.lld", arguments)
    return output


def _compile(zig: Zig, platform: Platform, output: Path, flags: Sequence[str]) -> None:
    """Compile the file of that name in `native/`, free of a C library and of contraction."""
    zig.tool(
        "clang",
        [
            *(f"--target={platform.conda_triplet}", *flags, "-O2", "-fPIC", "-g0", "-nostdinc"),
            *("-ffp-contract=off", "-fno-builtin", "-fvisibility=hidden", "-fno-stack-protector"),
            *("-c", str((NATIVE / output.name).with_suffix(".c")), "-o", str(output)),
        ],
    )
