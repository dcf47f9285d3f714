"""What configure asks about the C library, answered once for a sysroot.

Each check of a header, a function or a size is a compilation of its own, and together they take
most of the time of a configure script. A sysroot's headers and symbols say the same. Answered is
only what is there, and what no flag for the language changes: what glibc lacks, a library of the
prefix may have.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from condax.toolchain.glibc_abi import SymbolKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.platforms import Platform
    from condax.toolchain.glibc_abi import Symbol

LIBC_SITE = Path("usr/share/condax/config.site")
"""Where the answers lie in a sysroot."""

SIZES = {
    **dict.fromkeys(("char", "signed char", "unsigned char", "_Bool", "int8_t", "uint8_t"), 1),
    **dict.fromkeys(("short", "short int", "unsigned short", "int16_t", "uint16_t"), 2),
    **dict.fromkeys(("int", "unsigned int", "unsigned", "float", "int32_t", "uint32_t"), 4),
    **dict.fromkeys(("wchar_t", "pid_t", "uid_t", "gid_t", "mode_t"), 4),
    **dict.fromkeys(("long", "long int", "unsigned long", "unsigned long int"), 8),
    **dict.fromkeys(("long long", "long long int", "unsigned long long"), 8),
    **dict.fromkeys(("void *", "char *", "int *", "double", "int64_t", "uint64_t"), 8),
    **dict.fromkeys(("size_t", "ssize_t", "ptrdiff_t", "intptr_t", "uintptr_t"), 8),
    **dict.fromkeys(("intmax_t", "uintmax_t", "off_t", "time_t", "dev_t", "ino_t"), 8),
    **dict.fromkeys(("long double", "fpos_t"), 16),
}
"""Bytes of C's types: the same on every 64-bit Linux that has glibc.

Only types that configure's default includes define in every version of C: of another one a script
that forgot its header would find no size.
"""

ALIGNED = 8
"""Types of up to as many bytes are aligned to their size, everywhere."""

DEFAULT_TYPES = (
    *("size_t", "ssize_t", "ptrdiff_t", "wchar_t", "off_t", "pid_t", "mode_t", "uid_t", "gid_t"),
    *("dev_t", "ino_t", "intmax_t", "uintmax_t", "intptr_t", "uintptr_t", "_Bool", "long long"),
    *("long double", "long long int", "unsigned long long int"),
)
"""Types that configure's default includes define."""

DEFAULT_MEMBERS = ("struct stat.st_blksize", "struct stat.st_blocks", "struct stat.st_rdev")
"""Members of what they define."""

_OF_OLD_STANDARDS = ("bsd_signal", "gets", "re_comp", "re_exec")
"""Functions that headers declare to programs of the past only."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DECLARED = re.compile(r"\b([a-z]\w*)\s*\(|\(\s*([a-z]\w*)\s*[,)]")
_WITHOUT_CODE = re.compile(r"^#define __stub_(\w+)", re.MULTILINE)


def libc_answers(include: Path, symbols: Iterable[Symbol], target: Platform) -> dict[str, str]:
    """Cache variables of configure for a sysroot's headers and its symbols."""
    return {
        "ac_cv_c_bigendian": "yes" if target.endian == "big" else "no",
        **{
            f"ac_cv_header_{_variable(str(path.relative_to(include)))}": "yes"
            for path in _headers(include)
        },
        **{f"ac_cv_func_{name}": "yes" for name in sorted(_functions(include, symbols))},
        **{f"ac_cv_type_{_variable(name)}": "yes" for name in DEFAULT_TYPES},
        **{f"ac_cv_c_{name}": "yes" for name in SIZES if re.fullmatch(r"u?int\d+_t", name)},
        **{f"ac_cv_member_{_variable(name)}": "yes" for name in DEFAULT_MEMBERS},
        **{f"ac_cv_sizeof_{_variable(name)}": str(size) for name, size in SIZES.items()},
        **{
            f"ac_cv_alignof_{_variable(name)}": str(size)
            for name, size in SIZES.items()
            if size <= ALIGNED
        },
    }


def _variable(name: str) -> str:
    """As autoconf makes the name of a variable of it: `sys/stat.h` → `sys_stat_h`."""
    return re.sub(r"\W", "_", name.replace("*", "p"))


def _headers(include: Path) -> Iterator[Path]:
    return (path for path in map(include.__truediv__, known_headers()) if path.exists())


@cache
def known_headers() -> tuple[str, ...]:
    """Headers of glibc and the kernel that compile alone in every sysroot that has them."""
    text = (Path(__file__).parent / "headers.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def _functions(include: Path, symbols: Iterable[Symbol]) -> set[str]:
    """What a program gets without any `-l`, can declare by a header, and does more than fail."""
    exported = {
        symbol.name
        for symbol in symbols
        if symbol.library == "c" and symbol.kind is SymbolKind.FUNCTION
    }
    texts = [
        _COMMENT.sub(" ", path.read_text(encoding="utf-8", errors="replace"))
        for path in (*_headers(include), *sorted((include / "bits").glob("*.h")))
    ]
    declared = {a or b for text in texts for a, b in _DECLARED.findall(text)}
    stubs = {
        name
        for path in (include / "gnu").glob("stubs*.h")
        for name in _WITHOUT_CODE.findall(path.read_text(encoding="utf-8"))
    }
    return (exported & declared) - stubs - set(_OF_OLD_STANDARDS)
