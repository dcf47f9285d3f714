"""Changes to libc++'s headers that make them quicker to compile, and mean the same.

Most leave out what gcc's header of that name does not bring either, and declare a class where
libc++ includes its definition. docs/explanation/measured.md has what they save.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.system.files import write_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Trim:
    """One header's change: a regular expression, and what takes the place of every match."""

    header: str
    """Below `c++/v1`."""
    old: str
    new: str


def _declaring(header: str, *lines: str) -> Trim:
    """The header with declarations, in their namespaces, in front of its own first one."""
    before = r"\A((?s:.*?))(?=^_LIBCPP_BEGIN_NAMESPACE_STD\n)"
    return Trim(header=header, old=before, new=r"\1" + r"\n".join((*lines, "", "")))


_STD = ("_LIBCPP_BEGIN_NAMESPACE_STD", "_LIBCPP_END_NAMESPACE_STD")
"""Before and after declarations of `std`."""

_FOR_THE_LIBRARY = r"#ifdef _LIBCPP_BUILDING_LIBRARY\n\g<0>#endif\n"
"""An include that libc++'s own sources rely on."""

_OPEN_BY_PATH = (
    r"^(  _LIBCPP_HIDE_FROM_ABI [\w *]*\s+open\()"
    r"const filesystem::path& __p(?=, ios_base::openmode)"
)

TRIMS: tuple[Trim, ...] = (
    # It stands at 13,000 functions. The tag keeps apart what files of several versions of libc++,
    # with and without exceptions and of several hardening modes have in one link. A build
    # environment has one version, and what is not the default keeps its tag.
    Trim(
        header="__config",
        old=r"^#  ifndef _LIBCPP_NO_ABI_TAG\n",
        new="#  if _LIBCPP_HAS_EXCEPTIONS && "
        "_LIBCPP_HARDENING_MODE == _LIBCPP_HARDENING_MODE_NONE\n"
        '#    define _LIBCPP_HIDE_FROM_ABI __attribute__((__visibility__("hidden"), '
        "__exclude_from_explicit_instantiation__))\n"
        "#  elif !defined(_LIBCPP_NO_ABI_TAG)\n",
    ),
    # A private member of `ios_base`, which only the library uses.
    Trim(header="ios", old=r"^#\s*include <__atomic/atomic\.h>.*\n", new=_FOR_THE_LIBRARY),
    _declaring("ios", _STD[0], "template <class>", "struct atomic;", _STD[1]),
    *(
        trim
        for header in ("istream", "__ostream/basic_ostream.h")
        for trim in (
            Trim(header=header, old=r"^#\s*include <bitset>\n", new=_FOR_THE_LIBRARY),
            _declaring(header, _STD[0], "template <size_t>", "class bitset;", _STD[1]),
        )
    ),
    # `<mutex>`, which has `call_once`, includes `<tuple>` itself.
    Trim(
        header="__mutex/once_flag.h",
        old=r"^#\s*include <tuple>\n",
        new="#  include <__fwd/tuple.h>\n#  include <__tuple/tuple_element.h>\n",
    ),
    # `open` takes a path and nothing that becomes one, as gcc's does.
    Trim(header="fstream", old=r"^#\s*include <__filesystem/path\.h>\n", new=_FOR_THE_LIBRARY),
    Trim(
        header="fstream",
        old=_OPEN_BY_PATH,
        new=r"  template <class _Path, class = enable_if_t<is_same_v<_Path, filesystem::path>>>"
        r"\n\1const _Path& __p",
    ),
    _declaring(
        "fstream",
        *("#if _LIBCPP_STD_VER >= 17", "_LIBCPP_BEGIN_NAMESPACE_FILESYSTEM", "class path;"),
        *("_LIBCPP_END_NAMESPACE_FILESYSTEM", "#endif"),
    ),
)

_SINCE_20 = re.compile(
    r"^#\s*include <__(?:ranges|concepts|format|coroutine|compare)/.*\n", re.MULTILINE
)
"""Includes of headers whose every line is for C++20 or later."""

OLD_HEADERS = "__cxx03"
"""Folder of the headers for C++98 and 03, which nobody changes any more."""


def trim_headers(folder: Path) -> None:
    """Change the headers in `folder`; asserts that they have the shape of the supported zig's."""
    for trim in TRIMS:
        header = folder / trim.header
        before = header.read_text(encoding="utf-8")
        text, count = re.subn(trim.old, trim.new, before, flags=re.MULTILINE)
        assert count, f"libc++'s <{trim.header}> has another shape than the supported zig minor's"
        write_text(header, text)
    for header in sorted(folder.rglob("*")):
        if header.is_file() and OLD_HEADERS not in header.parts:
            text = header.read_text(encoding="utf-8")
            if _SINCE_20.search(text):
                guarded = _SINCE_20.sub(r"#if __cplusplus > 201703L\n\g<0>#endif\n", text)
                write_text(header, guarded)
