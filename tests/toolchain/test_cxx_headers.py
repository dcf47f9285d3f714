"""What programs see of libc++'s headers: at least what gcc's headers would show them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from tests.toolchain.cxx_names import Library, accepted, declared, homes, libstdcxx, names_in_std

from condax.toolchain import cxx_headers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("cxx-aarch64")]

STANDARDS = ("98", "11", "14", "17", "20", "23", "2c")
SAMPLE = (
    *("algorithm", "array", "functional", "iostream", "map", "memory", "mutex", "sstream"),
    *("stdexcept", "string", "utility", "vector"),
)
"""Headers of which every name is compared; all of them with CONDAX_CXX_HEADERS=all, in a minute."""

DECLARED_ONLY = frozenset(
    (
        *(
            "atomic",
            "iterator_traits",
            "istreambuf_iterator",
            "ostreambuf_iterator",
            "pmr::vector",
            "valarray",
        ),
        *("allocator_traits", "char_traits", "uses_allocator"),
        *("codecvt", "codecvt_base", "codecvt_byname", "collate", "collate_byname", "ctype"),
        *("ctype_base", "ctype_byname", "messages", "messages_base", "messages_byname"),
        *("money_base", "money_get", "money_put", "moneypunct", "moneypunct_byname", "num_get"),
        *("num_put", "numpunct", "numpunct_byname", "time_base", "time_get", "time_get_byname"),
        *("time_put", "time_put_byname", "has_facet", "use_facet"),
    )
)
"""What gcc's headers declare early for themselves: to use it, programs include its own header."""

COMPLETE = {
    name: f"static const int size_{number} = sizeof(std::{name});"
    for number, name in enumerate(
        (
            *("string", "wstring", "string_view", "vector<int>", "map<int, int>", "set<int>"),
            *("pair<int, int>", "tuple<int>", "array<int, 1>", "function<void()>", "less<int>"),
            *("unique_ptr<int>", "shared_ptr<int>", "allocator<int>", "hash<int>", "istream"),
            *("hash<std::string>", "numeric_limits<int>", "exception", "runtime_error", "ostream"),
            *("mutex", "stringstream", "ios_base", "locale", "bad_alloc", "error_code", "less<>"),
            *("back_insert_iterator<std::string>", "reverse_iterator<char*>", "type_info"),
            *("char_traits<char>", "allocator_traits<std::allocator<int>>"),
        )
    )
}
"""Classes that are known to the end, e.g. not just by `<iosfwd>`."""


@pytest.fixture(scope="module")
def cxx(cxx_prefix_of: Callable[[str], Prefix]) -> Prefix:
    return cxx_prefix_of("linux-aarch64")


def promises() -> dict[str, cxx_headers.Promise]:
    return cxx_headers.parse_promises(cxx_headers.PROMISES.read_text())


def headers(cxx: Prefix) -> list[str]:
    folder = cxx.sysroot / "usr" / "include" / "c++" / "v1"
    return sorted(path.name for path in folder.iterdir() if path.is_file() and path.name[0] != "_")


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_header_compiles_alone(cxx: Prefix, standard: str, tmp_path: Path) -> None:
    names = headers(cxx)
    for name in names:
        (tmp_path / f"{name}.cc").write_text(f"#include <{name}>\nint main() {{}}\n")
    sources = [f"{name}.cc" for name in names]
    options = (f"-std=gnu++{standard}", "-fsyntax-only", "-Wno-deprecated", "-Wno-#warnings")
    done = cxx.attempt("c++", *options, *sources, cwd=tmp_path)
    assert len(names) > 100
    assert (done.returncode, re.findall(r"error: .*", done.stderr)) == (0, [])


GUARDED = re.compile(r"^#if __cplusplus > 201703L\n#\s*include <(__.*)>.*\n#endif", re.MULTILINE)
MARKER = re.compile(r'# \d+ "(?:.*/c\+\+/v1/)?(.*?)"')


def test_headers_that_only_c_plus_plus_20_includes_have_nothing_for_others(
    cxx: Prefix, tmp_path: Path
) -> None:
    """Namespaces are opened and closed in them, and nothing is in between."""
    folder = cxx.sysroot / "usr" / "include" / "c++" / "v1"
    texts = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    guarded = {name for text in texts for name in GUARDED.findall(text)}
    (tmp_path / "all.cc").write_text("".join(f"#include <{name}>\n" for name in sorted(guarded)))
    name = ""
    left: dict[str, list[str]] = {}
    for line in cxx.run("c++", "-std=c++17", "-E", "all.cc", cwd=tmp_path).splitlines():
        if marker := MARKER.match(line):
            name = marker[1]
        elif name in guarded and not re.fullmatch(r" *(namespace .*\{)?[} ]*", line):
            left.setdefault(name, []).append(line)
    assert len(guarded) > 200
    assert left == {}


@pytest.mark.parametrize("standard", ["17", "20"])
def test_a_header_shows_the_names_that_gccs_header_shows(
    cxx: Prefix, standard: str, require: Callable[[str], str], tmp_path: Path
) -> None:
    require(f"{cxx.target.debian_triplet}-g++")
    ours, gnu = Library(prefix=cxx), libstdcxx(cxx)
    uses = {**declared(names_in_std(gnu, standard, tmp_path)), **COMPLETE}
    everything = [name for name in headers(cxx) if name in promises()]
    uses = {key: uses[key] for key in accepted(ours, everything, standard, uses, tmp_path)}
    whole = os.environ.get("CONDAX_CXX_HEADERS") == "all"
    missing: dict[str, set[str]] = {}
    for header in everything if whole else SAMPLE:
        promised = accepted(gnu, [header], standard, uses, tmp_path) - DECLARED_ONLY
        assert header not in SAMPLE or len(promised) > 200
        if lacking := promised - accepted(ours, [header], standard, uses, tmp_path):
            missing[header] = lacking
    # What gnu_includes.txt lacks is a header of libc++ that has the name.
    names = sorted(set().union(*missing.values()))
    places = homes(ours, everything, standard, names, tmp_path)
    assert {
        header: {name: places.get(name) for name in sorted(lacking)}
        for header, lacking in missing.items()
    } == {}


def test_programs_may_ask_for_less(cxx: Prefix, tmp_path: Path) -> None:
    uses = declared(["vector", "multiplies"])
    assert accepted(Library(prefix=cxx), ["vector"], "17", uses, tmp_path) == set(uses)
    bare = Library(prefix=cxx, flags=("-D_LIBCPP_REMOVE_TRANSITIVE_INCLUDES",))
    assert accepted(bare, ["vector"], "17", uses, tmp_path) == {"vector"}


def test_a_header_that_another_one_used_still_shows_its_own(cxx: Prefix, tmp_path: Path) -> None:
    """`<array>` uses `<stdexcept>` without what gcc's adds to it."""
    uses = {"string": "std::string text;"}
    assert accepted(Library(prefix=cxx), ["array"], "17", uses, tmp_path) == set()
    found = accepted(Library(prefix=cxx), ["array", "stdexcept"], "17", uses, tmp_path)
    assert found == {"string"}


@pytest.mark.parametrize(
    "flag", ["-fno-exceptions", "-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST"]
)
def test_what_compiles_otherwise_has_other_names(cxx: Prefix, flag: str, tmp_path: Path) -> None:
    """Of two functions of one name, a link would take either for both files."""
    source = "#include <vector>\nint f(std::vector<int> &v) { return v.at(5); }\n"
    (tmp_path / "m.cc").write_text(source)
    names = []
    for flags in ((), (flag,)):
        cxx.run("c++", "-O0", *flags, "-c", "m.cc", cwd=tmp_path)
        symbols = cxx.run("nm", "m.o", cwd=tmp_path).splitlines()
        names.append({line.split()[-1] for line in symbols if " W " in line and "vector" in line})
    assert all(any("2at" in name for name in each) for each in names)
    assert names[0].isdisjoint(names[1])


def test_assert_follows_ndebug_each_time(cxx: Prefix, tmp_path: Path) -> None:
    source = (
        "#include <cassert>\nint f(int n) { assert(n); return n; }\n"
        "#define NDEBUG\n#include <cassert>\nint g(int n) { assert(nothing); return n; }\n"
    )
    (tmp_path / "m.cc").write_text(source)
    cxx.run("c++", "-c", "m.cc", cwd=tmp_path)
    assert "__assert" in cxx.run("nm", "m.o", cwd=tmp_path)


def test_the_data_names_headers_that_exist(cxx: Prefix) -> None:
    folder = cxx.sysroot / "usr" / "include" / "c++" / "v1"
    for name, promise in promises().items():
        assert (folder / cxx_headers.BARE / name).is_file()
        for each in (*promise.always, *promise.since_20):
            assert any(
                (root / each).is_file() for root in (folder, cxx.sysroot / "usr" / "include")
            )


def test_a_header_of_gcc_that_brings_the_c_library_does_so_here(
    cxx: Prefix, tmp_path: Path
) -> None:
    source = (
        "#include <string>\n#include <iostream>\n"
        "int main() { errno = EINVAL; return pthread_equal(pthread_self(), pthread_self()); }\n"
    )
    (tmp_path / "m.cc").write_text(source)
    cxx.run("c++", "-fsyntax-only", "m.cc", cwd=tmp_path)
