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
_HELD_POINTER = "__memory/held_pointer.h"
_OWN_HEADERS = (_KEPT_ALLOCATOR, _HELD_POINTER)
"""Headers of condax's own."""

_HOLDING = (
    *("__tree", "deque", "fstream", "map", "__memory/unique_temporary_buffer.h"),
    *("__locale_dir/num.h", "__locale_dir/scan_keyword.h", "__ostream/basic_ostream.h"),
    *(f"__algorithm/{name}.h" for name in ("inplace_merge", "stable_partition", "stable_sort")),
)
"""Headers whose functions hold what they have allocated with a `unique_ptr`."""

_BOUNDED = {
    "__vector/vector.h": "_IN_VECTOR",
    "optional": "_IN_OPTIONAL",
    "span": "",
    "string": "_IN_STRING",
    "string_view": "",
}
"""Headers that know iterators with bounds, and what asks for them there."""

_LITERAL = (
    r"^\[\[_*nodiscard_*\]\] inline\s+_LIBCPP_HIDE_FROM_ABI\s+"
    r"(\w+) (basic_string(?:_view)?)<(\w+)>\s+"
    r'operator""(sv?)\(const \3\* __str, size_t __len\)((?: noexcept)?) \{\n.*\n\}\n'
)
_LITERAL_WHEN_USED = r"""template <class _CharT>
struct __literal_\4_\3 {
  [[__nodiscard__]] friend _LIBCPP_HIDE_FROM_ABI \1 \2<_CharT>
  operator""\4(const \3* __str, size_t __len)\5 {
    return \2<_CharT>(__str, __len);
  }
};
static_assert(sizeof(__literal_\4_\3<\3>) != 0, "");
[[__nodiscard__]] _LIBCPP_HIDE_FROM_ABI \1 \2<\3> operator""\4(const \3*, size_t)\5;
"""

_FIND_OF_16_AND_32_BITS = (
    r"\n  \[\[__nodiscard__\]\] _LIBCPP_HIDE_FROM_ABI static _LIBCPP_CONSTEXPR_SINCE_CXX17 "
    r"const char_type\*\n  find\(.*\n    __identity __proj;\n(?:    .*\n)*  \}\n"
)
_FIND_OF_THEIR_BASE = r"""\g<0>
  [[__nodiscard__]] static _LIBCPP_HIDE_FROM_ABI _LIBCPP_CONSTEXPR_SINCE_CXX17 const _CharT*
  find(const _CharT* __s, size_t __n, const _CharT& __a) _NOEXCEPT {
    __identity __proj;
    const _CharT* __match = std::__find(__s, __s + __n, __a, __proj);
    return __match == __s + __n ? nullptr : __match;
  }

"""

_OPEN_BY_PATH = (
    r"^(  _LIBCPP_HIDE_FROM_ABI [\w *]*\s+open\()"
    r"const filesystem::path& __p(?=, ios_base::openmode)"
)

TRIMS: tuple[Trim, ...] = (
    # The tag keeps apart what files of several versions of libc++, with and without exceptions and
    # of several hardening modes have in one process. It stands at 13,000 functions, where macros
    # made it each time: a string is a twelfth of all the work of a small file less.
    Trim(
        header="__config",
        old=r"(?s)(^#  define _LIBCPP_VERSION (\d+)\n.*)^#  ifndef _LIBCPP_NO_ABI_TAG\n",
        new=r"\1#  if _LIBCPP_HAS_EXCEPTIONS && "
        r"_LIBCPP_HARDENING_MODE == _LIBCPP_HARDENING_MODE_NONE && "
        r"_LIBCPP_ASSERTION_SEMANTIC == _LIBCPP_ASSERTION_SEMANTIC_QUICK_ENFORCE\n"
        r'#    define _LIBCPP_HIDE_FROM_ABI __attribute__((__visibility__("hidden"), '
        r'__exclude_from_explicit_instantiation__, __abi_tag__("nqe\2")))\n'
        r"#  elif !defined(_LIBCPP_NO_ABI_TAG)\n",
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
    # gcc's map, deque, streams and algorithms do without `unique_ptr`, which is as large as they.
    *(
        trim
        for header in _HOLDING
        for trim in (
            Trim(header=header, old=r"<__memory/unique_ptr\.h>", new=f"<{_HELD_POINTER}>"),
            Trim(header=header, old=r"\bunique_ptr<(?!_Yp)", new="__held_pointer<"),
        )
    ),
    _declaring(
        "__ostream/basic_ostream.h",
        _STD[0],
        "template <class, class>",
        "class unique_ptr;",
        _STD[1],
    ),
    *(
        Trim(
            header=header,
            old=r"^#\s*include <__iterator/bounded_iter\.h>\n",
            new=rf"#ifdef _LIBCPP_ABI_BOUNDED_ITERATORS{where}\n\g<0>#endif\n",
        )
        for header, where in _BOUNDED.items()
    ),
    # The handle of a node keeps an allocator or none. `<optional>` is as large as `<set>` itself.
    Trim(header="__node_handle", old=r"<optional>", new=f"<{_KEPT_ALLOCATOR}>"),
    Trim(header="__node_handle", old=r"\bstd::nullopt\b", new="__no_allocator()"),
    Trim(header="__node_handle", old=r"\boptional<(?=allocator_type>)", new="__kept_allocator<"),
    # Clang instantiates what an inline function of a header uses, called or not: four kinds of
    # strings with their constructors here. A friend that a template defines waits for a call.
    *(
        Trim(header=header, old=_LITERAL, new=_LITERAL_WHEN_USED)
        for header in ("string", "string_view")
    ),
    # So does a function of a base class that is a template, which that of `char` hides.
    Trim(header="__string/char_traits.h", old=_FIND_OF_16_AND_32_BITS, new=""),
    Trim(
        header="__string/char_traits.h",
        old=r"^struct __char_traits_base \{\n",
        new=_FIND_OF_THEIR_BASE,
    ),
    # Clang looks for each of forty functions that the library has of two kinds of strings. They are
    # the whole class, but for these, which are exported where another ABI is asked for. The class
    # does not say that it is visible: what of it a file makes for itself would be, too.
    Trim(
        header="string",
        old=r"^  (?:inline )?_LIBCPP_CONSTEXPR_SINCE_CXX20 (?:_LIBCPP_NOINLINE )?"
        r"(?:void|basic_string&)\s+__(?:assign_short|assign_external|erase_external_with_move|init_copy_ctor_external)\(",
        new=r"  _LIBCPP_EXCLUDE_FROM_EXPLICIT_INSTANTIATION\n\g<0>",
    ),
    Trim(
        header="string",
        old=r"^_LIBCPP_STRING_V1_EXTERN_TEMPLATE_LIST\(_LIBCPP_DECLARE, (\w+)\)\n",
        new=r"#ifdef _LIBCPP_BUILDING_LIBRARY\n\g<0>#else\n"
        r"extern template class basic_string<\1>;\n#endif\n",
    ),
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
    r"^#\s*include <__(?:(?:ranges|concepts|format|coroutine|compare)/"
    r"|algorithm/(?:in_out_result|lexicographical_compare_three_way|ranges_\w+"
    r"|three_way_comp_ref_type)\."
    r"|functional/ranges_operations\.|fwd/(?:get|subrange)\."
    r"|iterator/(?:common_iterator|counted_iterator|default_sentinel|incrementable_traits"
    r"|indirectly_comparable|iter_move|iter_swap|mergeable|move_sentinel|permutable|projected"
    r"|ranges_iterator_traits|readable_traits|sortable|unreachable_sentinel)\."
    r"|tuple/tuple_like(?:_no_subrange)?\.|type_traits/common_reference\.).*\n",
    re.MULTILINE,
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
    for own in _OWN_HEADERS:
        shutil.copyfile(NATIVE / Path(own).name, folder / own)
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
