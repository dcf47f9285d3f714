"""The headers of libc++ as they are packaged: what a file sees is what gcc's headers show it.

libc++'s headers include one another far beyond what their names promise, because programs once
relied on it: `<map>` has 48,000 lines for C++17. libc++ itself gets along without these includes
(`_LIBCPP_REMOVE_TRANSITIVE_INCLUDES`: 13,500), but programs that were written with gcc rely on what
libstdc++'s headers bring along. So each header has in front of it one that adds just that, from
`gnu_includes.txt`, and only where it is the outermost: libc++'s own uses of it stay bare, which
keeps them fast and free of circles.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import write_text
from condax.toolchain.cxx_trims import trim_headers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.toolchain.zig import Zig

PROMISES = Path(__file__).with_name("gnu_includes.txt")
BARE = "__bare"
"""Folder of libc++'s own headers, beside the ones in front of them."""

REPEATABLE = frozenset({"cassert", "version"})
"""Headers that mean something anew each time, or nothing at all."""

SITE: dict[str, str] = {
    "_LIBCPP_ABI_VERSION": "1",
    "_LIBCPP_ABI_NAMESPACE": "__1",
    "_LIBCPP_ABI_FORCE_ITANIUM": "0",
    "_LIBCPP_ABI_FORCE_MICROSOFT": "0",
    "_LIBCPP_HAS_THREADS": "1",
    "_LIBCPP_HAS_THREAD_API_PTHREAD": "1",
    "_LIBCPP_HAS_THREAD_API_EXTERNAL": "0",
    "_LIBCPP_HAS_THREAD_API_C11": "0",
    "_LIBCPP_HAS_THREAD_API_WIN32": "0",
    "_LIBCPP_HAS_MONOTONIC_CLOCK": "1",
    "_LIBCPP_HAS_TERMINAL": "1",
    "_LIBCPP_HAS_MUSL_LIBC": "0",
    "_LIBCPP_HAS_VENDOR_AVAILABILITY_ANNOTATIONS": "0",
    "_LIBCPP_HAS_FILESYSTEM": "1",
    "_LIBCPP_HAS_RANDOM_DEVICE": "1",
    "_LIBCPP_HAS_LOCALIZATION": "1",
    "_LIBCPP_HAS_UNICODE": "1",
    "_LIBCPP_HAS_WIDE_CHARACTERS": "1",
    # The zone data base is part of the experimental library, which is not built.
    "_LIBCPP_HAS_TIME_ZONE_DATABASE": "0",
    "_LIBCPP_INSTRUMENTED_WITH_ASAN": "0",
    "_LIBCPP_PSTL_BACKEND_STD_THREAD": "",
    "_LIBCPP_HARDENING_MODE_DEFAULT": "2",
    "_LIBCPP_ASSERTION_SEMANTIC_DEFAULT": "2",
}
"""LLVM's `__config_site`, which zig replaces by options; `2` stands for no hardening."""

_ZIG_PATCH = "/* zig patch: instead of including __config_site, zig adds -D flags when compiling */"
# For the IBM long double alone: gcc's library calls it IEC 559, and programs may have been told so.
_DOUBLE_DOUBLE = (
    "CONSTEXPR const bool is_iec559 = false;",
    "CONSTEXPR const bool is_iec559 = true;",
)
# libstdc++ has it where the classes of streams are declared, `<string>` and `<iosfwd>` among them.
_STREAM_TYPES = (
    "class _LIBCPP_EXPORTED_FROM_ABI ios_base;",
    "class _LIBCPP_EXPORTED_FROM_ABI ios_base;\ntypedef __PTRDIFF_TYPE__ streamsize;",
)
_TRANSITIVE = "!defined(_LIBCPP_REMOVE_TRANSITIVE_INCLUDES)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """What gcc's header of a name gives besides, as headers of libc++ and of the C library."""

    always: tuple[str, ...] = ()
    since_20: tuple[str, ...] = ()
    """From C++20 on."""


def write_headers(zig: Zig, include: Path) -> None:
    """Copy libc++'s and libc++abi's headers to `<include>/c++/v1`, with LLVM's `__config_site`."""
    folder = include / "c++" / "v1"
    shutil.copytree(zig.lib / "libcxx" / "include", folder, copy_function=shutil.copyfile)
    for header in sorted((zig.lib / "libcxxabi" / "include").glob("*.h")):
        shutil.copyfile(header, folder / header.name)
    configuration = (folder / "__config", *sorted((folder / "__configuration").iterdir()))
    patched = [_replace(header, _ZIG_PATCH, "#include <__config_site>") for header in configuration]
    changed = [_replace(header, _TRANSITIVE, "0") for header in _standard_headers(folder)]
    assert _replace(folder / "limits", *_DOUBLE_DOUBLE), _UNKNOWN_SHAPE
    assert _replace(folder / "__fwd" / "ios.h", *_STREAM_TYPES), _UNKNOWN_SHAPE
    assert any(patched), _UNKNOWN_SHAPE
    assert sum(changed) > len(changed) // 2, _UNKNOWN_SHAPE
    trim_headers(folder)
    write_text(folder / "__config_site", render_site())
    _write_fronts(folder, read_promises())


_UNKNOWN_SHAPE = "libc++'s headers have another shape than those of the supported zig minor"


def _standard_headers(folder: Path) -> list[Path]:
    """The headers with C++ names, e.g. `map` and `cstdlib`."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and path.name.isidentifier() and not path.name.startswith("_")
    )


def _replace(path: Path, old: str, new: str) -> bool:
    text = path.read_text(encoding="utf-8")
    if old in text:
        write_text(path, text.replace(old, new))
    return old in text


def _write_fronts(folder: Path, promises: Mapping[str, Promise]) -> None:
    (folder / BARE).mkdir()
    for header in _standard_headers(folder):
        if header.name not in REPEATABLE:
            header.rename(folder / BARE / header.name)
            promise = promises.get(header.name, Promise())
            write_text(header, render_front(header.name, promise))


def read_promises() -> dict[str, Promise]:
    """Those of all headers."""
    return parse_promises(PROMISES.read_text(encoding="utf-8"))


def parse_promises(text: str) -> dict[str, Promise]:
    """`<header>: <includes> [20: <includes>]`, continued on indented lines; `#` comments."""
    promises = {}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for entry in "\n".join(lines).replace("\n ", " ").splitlines():
        name, _, rest = entry.partition(":")
        always, _, late = rest.partition("20:")
        promises[name] = Promise(always=tuple(always.split()), since_20=tuple(late.split()))
    return promises


def render_front(name: str, promise: Promise, *, instead: Sequence[str] = ()) -> str:
    """The header that programs find by `name`; `instead` ends with `#else`."""
    included = f"_CONDAX_{name.upper()}"
    return "\n".join(
        [
            "#ifdef _CONDAX_WITHIN_HEADER",
            f"#  include <{BARE}/{name}>",
            f"#elif !defined({included})",
            *instead,
            f"#  define {included}",
            "#  define _CONDAX_WITHIN_HEADER",
            f"#  include <{BARE}/{name}>",
            "#  ifndef _LIBCPP_REMOVE_TRANSITIVE_INCLUDES",
            *(f"#    include <{each}>" for each in promise.always),
            "#    if __cplusplus >= 202002L",
            *(f"#      include <{each}>" for each in promise.since_20),
            "#    endif",
            "#  endif",
            "#  undef _CONDAX_WITHIN_HEADER",
            *(["#  endif"] if instead else []),
            "#endif",
            "",
        ]
    )


def render_site() -> str:
    """Text of `__config_site`."""
    lines = ["#ifndef _LIBCPP___CONFIG_SITE", "#define _LIBCPP___CONFIG_SITE"]
    lines += [f"#define {name} {value}".rstrip() for name, value in SITE.items()]
    return "\n".join([*lines, "#endif"]) + "\n"
