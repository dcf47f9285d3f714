"""Changes to libc++'s headers that make them quicker to compile, and mean the same.

Most leave out what gcc's header of that name does not bring either, and declare a class where
libc++ includes its definition. docs/explanation/measured.md has what they save.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from condax.system.files import write_text
from condax.toolchain.sysroot import NATIVE

if TYPE_CHECKING:
    from collections.abc import Sequence


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

_ALLOCATED = ("deque", "forward_list", "list", "map", "set", "string", "unordered_map")
"""Headers that have the containers of `std::pmr`, and so need the name of their allocator."""

_KEPT_ALLOCATOR = "__memory/kept_allocator.h"
"""A header of condax's own."""

_LITERAL = (
    r"^\[\[__nodiscard__\]\] inline[^;{}]*basic_string<(\w+)>\s*"
    r'operator""s\(const \1\* __str, size_t __len\) \{\n.*\n\}\n'
)
_LITERAL_WHEN_USED = r"""template <class _CharT>
struct __string_literal_\1 {
  [[__nodiscard__]] friend _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 basic_string<_CharT>
  operator""s(const \1* __str, size_t __len) {
    return basic_string<_CharT>(__str, __len);
  }
};
static_assert(sizeof(__string_literal_\1<\1>) != 0, "");
[[__nodiscard__]] _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX20 basic_string<\1>
operator""s(const \1*, size_t);
"""

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
    # gcc's containers also leave `<memory_resource>` to who wants to use one of `std::pmr`.
    *(
        Trim(
            header=header,
            old=r"<__memory_resource/polymorphic_allocator\.h>",
            new="<__fwd/memory_resource.h>",
        )
        for header in (*_ALLOCATED, "unordered_set", "__vector/pmr.h")
    ),
    # The handle of a node keeps an allocator or none. `<optional>` is as large as `<set>` itself.
    Trim(header="__node_handle", old=r"<optional>", new=f"<{_KEPT_ALLOCATOR}>"),
    Trim(header="__node_handle", old=r"\bstd::nullopt\b", new="__no_allocator()"),
    Trim(header="__node_handle", old=r"\boptional<(?=allocator_type>)", new="__kept_allocator<"),
    # Clang instantiates what an inline function of a header uses, called or not: four kinds of
    # strings with their constructors here. A friend that a template defines waits for a call.
    Trim(header="string", old=_LITERAL, new=_LITERAL_WHEN_USED),
    # The same for copies by way of iterators.
    Trim(
        header="__charconv/to_chars_base_10.h",
        old=r"^  return std::copy_n\((.*), 2, __first\);\n",
        new=r"  __builtin_memcpy(__first, \1, 2);\n  return __first + 2;\n",
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

_HIDING = re.compile(
    r"^_LIBCPP_PUSH_MACROS\n#\s*include <__undef_macros>\n((?:(?!#\s*include).*\n)*?)"
    r"_LIBCPP_POP_MACROS\n",
    re.MULTILINE,
)
"""A header that hides macros which are called as its functions are, and includes nothing then."""

OLD_HEADERS = "__cxx03"
"""Folder of the headers for C++98 and 03, which nobody changes any more."""


def trim_headers(folder: Path) -> None:
    """Change the headers in `folder`; asserts that they have the shape of the supported zig's."""
    shutil.copyfile(NATIVE / Path(_KEPT_ALLOCATOR).name, folder / _KEPT_ALLOCATOR)
    for trim in TRIMS:
        header = folder / trim.header
        before = header.read_text(encoding="utf-8")
        text, count = re.subn(trim.old, trim.new, before, flags=re.MULTILINE)
        assert count, f"libc++'s <{trim.header}> has another shape than the supported zig minor's"
        write_text(header, text)
    undefined = (folder / "__undef_macros").read_text(encoding="utf-8")
    hiding = _hide_macros_of(re.findall(r"^#ifdef (\w+)", undefined, re.MULTILINE))
    shapes: Counter[str] = Counter()
    for header in sorted(folder.rglob("*")):
        if header.is_file() and OLD_HEADERS not in header.parts:
            text = header.read_text(encoding="utf-8")
            text, guarded = _SINCE_20.subn(r"#if __cplusplus > 201703L\n\g<0>#endif\n", text)
            text, hidden = _HIDING.subn(hiding, text)
            shapes.update(guarded=guarded, hidden=hidden)
            if guarded or hidden:
                write_text(header, text)
    assert all(shapes.values()), "libc++'s headers hide or guard in other words than they did"


def _hide_macros_of(names: Sequence[str]) -> str:
    """What takes the place of `_HIDING`: the same, if a program has such a macro at all."""
    some = " || ".join(f"defined({name})" for name in names)
    return (
        f"#if {some}\n#  define _CONDAX_HIDES_MACROS\n_LIBCPP_PUSH_MACROS\n"
        "#  include <__undef_macros>\n#endif\n\\1"
        "#ifdef _CONDAX_HIDES_MACROS\n#  undef _CONDAX_HIDES_MACROS\n_LIBCPP_POP_MACROS\n#endif\n"
    )
