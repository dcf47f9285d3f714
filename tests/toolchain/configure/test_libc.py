"""What a sysroot answers configure: all of it compiles and links, for every target."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.platforms import current_platform, get_platform
from condax.toolchain.configure.answers import answers_file, parse_answers
from condax.toolchain.configure.libc import (
    ALIGNED,
    DEFAULT_MEMBERS,
    DEFAULT_TYPES,
    LIBC_SITE,
    SIZES,
    known_headers,
    libc_answers,
)
from condax.toolchain.glibc_abi import Symbol, SymbolKind, Version

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

_DEFAULT = (
    *("stddef", "stdio", "stdlib", "string", "inttypes", "stdint", "strings"),
    *("sys/types", "sys/stat", "unistd"),
)
INCLUDES = tuple(word for name in _DEFAULT for word in ("-include", f"{name}.h"))
"""Autoconf's default includes, which come before whatever is asked for."""

EVERY = ("linux-64", "linux-aarch64", "linux-ppc64le", "linux-riscv64", "linux-s390x")


def symbol(name: str, library: str = "c", kind: SymbolKind = SymbolKind.FUNCTION) -> Symbol:
    return Symbol(name=name, library=library, kind=kind, size=0, versions=(Version(2, 17),))


@pytest.fixture
def include(tmp_path: Path) -> Path:
    for name, text in {
        "stdlib.h": "extern int abs (int);\n/* was: hidden (int) */\nextern char *data (void);",
        "ctype.h": "__exctype (isalnum);\n",
        "bits/math.h": "__MATHCALL (ldexp,, (_Mdouble_, int));\nextern double sin (double);\n",
        "sys/stat.h": "extern int lchmod (const char *, int);\n",
        "gnu/stubs-64.h": "#define __stub_lchmod\n",
        "other.h": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_answered_is_what_is_exported_and_declared_and_works(include: Path) -> None:
    symbols = [
        *(symbol(name) for name in ("abs", "isalnum", "ldexp", "lchmod", "hidden", "undeclared")),
        *(symbol("sin", "m"), symbol("data", kind=SymbolKind.OBJECT)),
    ]
    answers = libc_answers(include, symbols, get_platform("linux-s390x"))
    functions = {name for name in answers if name.startswith("ac_cv_func_")}
    assert functions == {"ac_cv_func_abs", "ac_cv_func_isalnum", "ac_cv_func_ldexp"}
    headers = {name for name in answers if name.startswith("ac_cv_header_")}
    assert headers == {f"ac_cv_header_{name}_h" for name in ("ctype", "stdlib", "sys_stat")}
    assert answers["ac_cv_c_bigendian"] == "yes"
    assert answers["ac_cv_sizeof_void_p"] == answers["ac_cv_alignof_void_p"] == "8"
    assert "ac_cv_alignof_long_double" not in answers
    assert answers["ac_cv_member_struct_stat_st_blocks"] == answers["ac_cv_type_size_t"] == "yes"


@pytest.fixture(params=EVERY)
def each_prefix(request: pytest.FixtureRequest, prefix_of: Callable[[str], Prefix]) -> Prefix:
    return prefix_of(request.param)


def answers_of(prefix: Prefix) -> dict[str, str]:
    lines = (prefix.sysroot / LIBC_SITE).read_text().splitlines()
    return dict(
        line.removeprefix(': "${').removesuffix('}"').split("=") for line in lines if "=" in line
    )


def functions_of(prefix: Prefix) -> list[str]:
    mark = "ac_cv_func_"
    return [name.removeprefix(mark) for name in answers_of(prefix) if name.startswith(mark)]


@pytest.mark.integration
@pytest.mark.parametrize(
    "flags", [("-ansi",), INCLUDES, (*INCLUDES, "-x", "c++")], ids=["alone", "c", "cxx"]
)
def test_every_header_compiles(each_prefix: Prefix, flags: tuple[str, ...], tmp_path: Path) -> None:
    include = each_prefix.sysroot / "usr" / "include"
    names = [name for name in known_headers() if (include / name).exists()]
    assert len(names) > 240
    files = [f"{i}.c" for i in range(len(names))]
    for file, name in zip(files, names, strict=True):
        (tmp_path / file).write_text(f"#include <{name}>\n")
    each_prefix.run("cc", "-w", "-fsyntax-only", *flags, *files, cwd=tmp_path)


@pytest.mark.integration
def test_every_function_links_without_a_library(each_prefix: Prefix, tmp_path: Path) -> None:
    names = functions_of(each_prefix)
    assert len(names) > 1200
    lines = [f"char {name}(void);" for name in names]
    table = ",".join(names)
    text = "\n".join([*lines, f"char (*all[])(void) = {{{table}}};", "int main(void) {return 0;}"])
    each_prefix.compile(tmp_path / "all", text, "-w", "-fno-builtin")


@pytest.mark.integration
def test_every_function_has_a_declaration(each_prefix: Prefix, tmp_path: Path) -> None:
    """As CPython and many an `AC_CHECK_DECL` ask: compiled with a header, not linked."""
    include = each_prefix.sysroot / "usr" / "include"
    headers = [
        name
        for name in known_headers()
        if (include / name).exists() and not re.match("linux/|asm/|scsi/|net/ppp|net/if_ppp", name)
    ]
    names = functions_of(each_prefix)
    lines = ["#define _GNU_SOURCE 1", *(f"#include <{name}>" for name in headers)]
    uses = (f"#ifndef {name}\n(void) {name};\n#endif" for name in names)
    text = "\n".join([*lines, "void all(void) {", *uses, "}"])
    each_prefix.compile(tmp_path / "all.o", text, "-w", "-c", "-ferror-limit=0")


@pytest.mark.integration
@pytest.mark.parametrize("standard", ["-std=gnu17", "-std=c99"])
def test_sizes_and_types_are_those_of_the_default_includes(
    each_prefix: Prefix, standard: str, tmp_path: Path
) -> None:
    found = answers_of(each_prefix)
    aligned = [name for name, size in SIZES.items() if size <= ALIGNED]
    structures = (member.split(".") for member in DEFAULT_MEMBERS)
    order = "BIG" if found["ac_cv_c_bigendian"] == "yes" else "LITTLE"
    lines = [
        *(f'_Static_assert(sizeof({name}) == {size}, "");' for name, size in SIZES.items()),
        *(f'_Static_assert(_Alignof({name}) == {SIZES[name]}, "");' for name in aligned),
        *(f"extern {name} type{i};" for i, name in enumerate(DEFAULT_TYPES)),
        *(f"int of_{name}(void) {{ {of} s; return sizeof s.{name}; }}" for of, name in structures),
        f'_Static_assert(__BYTE_ORDER__ == __ORDER_{order}_ENDIAN__, "");',
    ]
    each_prefix.compile(tmp_path / "sizes.o", "\n".join(lines), "-c", *INCLUDES, standard)


CONFIGURE = """
AC_INIT([asked], [1])
AC_CONFIG_HEADERS([config.h])
AC_PROG_CC
AC_C_BIGENDIAN
AC_SYS_LARGEFILE
AC_TYPE_SIZE_T AC_TYPE_PID_T AC_TYPE_UINT8_T AC_TYPE_INT64_T AC_TYPE_UINTPTR_T AC_TYPE_MODE_T
AC_FUNC_MALLOC AC_FUNC_MMAP AC_FUNC_FORK AC_HEADER_DIRENT AC_FUNC_ALLOCA
AC_CHECK_HEADERS([sys/epoll.h sys/uio.h linux/futex.h netinet/tcp.h windows.h bsd/string.h zlib.h])
AC_CHECK_FUNCS([fork epoll_create1 getrandom strlcpy lchmod dlopen sin pthread_create mmap gets])
AC_CHECK_SIZEOF([void *]) AC_CHECK_SIZEOF([long double]) AC_CHECK_SIZEOF([wchar_t])
AC_CHECK_SIZEOF([unlikely_t]) AC_CHECK_ALIGNOF([long]) AC_CHECK_ALIGNOF([long double])
AC_CHECK_MEMBERS([struct stat.st_blocks, struct stat.st_flags, struct tm.tm_zone])
AC_CHECK_TYPES([ptrdiff_t, long long, unlikely_t])
AC_OUTPUT
"""


@pytest.mark.integration
@pytest.mark.parametrize("subdir", ["linux-64", "linux-ppc64le"])
def test_configure_finds_the_same_and_compiles_less(
    subdir: str, prefix_of: Callable[[str], Prefix], tmp_path: Path, require: Callable[[str], str]
) -> None:
    prefix = prefix_of(subdir)
    (tmp_path / "configure.ac").write_text(CONFIGURE)
    command = [require("autoreconf"), "--install"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    site = prefix.path / "share" / "condax" / f"{prefix.target.conda_triplet}.site"
    without = tmp_path / "without" / "share" / "condax" / site.name
    without.parent.mkdir(parents=True)
    shutil.copy(site, without)
    asked = {}
    for name, file in (("with", site), ("without", without)):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        environment = {
            "PATH": "/usr/bin:/bin",
            "CC": prefix.program("cc"),
            "CFLAGS": "-O2",
            "CONFIG_SITE": str(file),
        }
        triplets = [f"--build={current_platform().conda_triplet}"]
        triplets += [f"--host={prefix.target.conda_triplet}"]
        command = ["../configure", *triplets]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        log = (folder / "config.log").read_text()
        asked[name] = len(re.findall(r"^configure:\d+: .*conftest\.c", log, re.MULTILINE))
    same = [(tmp_path / name / "config.h").read_text() for name in asked]
    assert same[0] == same[1]
    assert "#define HAVE_EPOLL_CREATE1 1" in same[0]
    assert "#undef HAVE_GETRANDOM" in same[0]
    assert asked["with"] < asked["without"] / 2


@pytest.mark.integration
@pytest.mark.parametrize("subdir", EVERY[1:])
def test_what_a_probe_found_by_running_is_no_other_answer(
    subdir: str, prefix_of: Callable[[str], Prefix]
) -> None:
    probed = parse_answers(answers_file(get_platform(subdir)).read_text(encoding="utf-8"))
    answers = answers_of(prefix_of(subdir))
    both = probed.keys() & answers.keys()
    assert "ac_cv_func_regcomp" in both
    assert {name: answers[name] for name in both} == {name: probed[name] for name in both}
