"""C++ with the libc++ that condax builds: a program of every target, split over two libraries."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.audit.elf import ElfFile, read_elf
from condax.platforms import current_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix

pytestmark = pytest.mark.integration

SOURCES = Path(__file__).with_name("cxx")
TARGETS = ("linux-64", "linux-aarch64", "linux-ppc64le", "linux-riscv64", "linux-s390x")
DIGITS = {
    "linux-64": ("64", "1.41421356237309504876378807303", "3.14159265358979323851280895941"),
    "linux-ppc64le": ("106", "1.41421356237309504880168872421", "3.14159265358979323846264338328"),
}
QUAD = ("113", "1.41421356237309504880168872421", "3.14159265358979323846264338328")


def elf(path: Path) -> ElfFile:
    found = read_elf(memoryview(path.read_bytes()))
    assert found is not None
    return found


@pytest.fixture(scope="module", params=TARGETS)
def cxx(request: pytest.FixtureRequest, cxx_prefix_of: Callable[[str], Prefix]) -> Prefix:
    return cxx_prefix_of(request.param)


@pytest.fixture(scope="module")
def built(cxx: Prefix, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `libshapes.so` and `app`, which links it."""
    folder = tmp_path_factory.mktemp(cxx.target.subdir)
    shared = ("-shared", "-fPIC", "-Wl,-soname,libshapes.so")
    for source, output, flags in (
        ("shapes.cc", "libshapes.so", shared),
        ("app.cc", "app", ("-L.", "-lshapes")),
    ):
        cxx.run("c++", "-O2", str(SOURCES / source), "-o", output, *flags, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def execute(cxx: Prefix, require: Callable[[str], str]) -> Callable[[Path], str]:
    """Run a program of the target with the libraries beside it and libc++."""

    def run(program: Path) -> str:
        libraries = (
            f"LD_LIBRARY_PATH={program.parent}:{cxx.path / str(cxx.target.conda_triplet)}/lib"
        )
        command = ["env", libraries, str(program)]
        if cxx.target != current_platform():
            emulator = require(f"qemu-{cxx.target.qemu_arch}-static")
            root = f"/usr/{cxx.target.debian_triplet}"
            command = [emulator, "-L", root, "-E", libraries, str(program)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("standard", ["17", "20"])
def test_what_a_header_only_declares_works_with_its_own(
    cxx: Prefix, standard: str, execute: Callable[[Path], str], tmp_path: Path
) -> None:
    source = str(SOURCES / "declared.cc")
    cxx.run("c++", f"-std=c++{standard}", source, "-o", "declared", cwd=tmp_path)
    assert execute(tmp_path / "declared") == "2113x450\n"


@pytest.mark.parametrize("flags", [("-std=c++17", "-O0"), ("-std=c++20", "-O2")])
def test_what_a_header_does_in_another_way_has_gccs_results(
    cxx: Prefix, flags: tuple[str, str], execute: Callable[[Path], str], tmp_path: Path
) -> None:
    cxx.run("c++", *flags, str(SOURCES / "trimmed.cc"), "-o", "trimmed", cwd=tmp_path)
    assert execute(tmp_path / "trimmed").splitlines() == [
        "1007 2103 033",
        "1007 2103 033",
        "0 02 21",
        "3311 atail he 0 42 -999 9876543210123 233",
        "map 1 0 0; deque 1 0 0; sort 1 0 0; merge 1 0 0; partition 1 0 0; ",
        "1011170 1",
        "580 537 536 564",
    ]


def test_the_language_works_across_libraries(
    cxx: Prefix, built: Path, execute: Callable[[Path], str]
) -> None:
    digits, root, pi = DIGITS.get(cxx.target.subdir, QUAD)
    assert execute(built / "app").splitlines() == [
        "cast 3 circle",
        "no cast 1",
        "typeid 1",
        "caught thrown, in more than fits a short string",
        "through from the program, through the library 1",
        "nested",
        "threads 1 1",
        "facet 7",
        "locale ABC",
        "streams 42",
        "regex a#b#",
        "path .tar",
        f"digits {digits}",
        root,
        "(-7.5,3.375)",
        f"{pi} 3141592653589793",
        "1000000000000000 2.500000",
        "atomic 3",
    ]


def test_no_library_has_a_c_plus_plus_runtime_of_its_own(built: Path) -> None:
    for name in ("libshapes.so", "app"):
        needed = set(elf(built / name).needed)
        assert {"libc++.so.1", "libc++abi.so.1", "libunwind.so.1"} <= needed
        assert not any("stdc++" in library or "gcc" in library for library in needed)
        assert (built / name).stat().st_size < 200_000


@pytest.fixture
def exported(cxx: Prefix, tmp_path: Path) -> Callable[..., list[str]]:
    """Names of `std` that the library of `strings.cc` offers if it is compiled with some flags."""

    def compile_with(*flags: str) -> list[str]:
        library = str(tmp_path / "libstrings.so")
        source = str(SOURCES / "strings.cc")
        cxx.run("c++", "-fPIC", "-shared", *flags, source, "-o", library)
        names = cxx.run("nm", "-D", "--defined-only", "--format=just-symbols", library).split()
        assert "use_strings" in names
        return [name for name in names if "St3__1" in name]

    return compile_with


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_a_library_that_hides_all_offers_nothing_of_the_runtime(
    exported: Callable[..., list[str]], level: str
) -> None:
    """Another package's library would call it instead of its own."""
    assert exported(level, "-fvisibility=hidden", "-fvisibility-inlines-hidden") == []


def test_what_every_file_makes_for_itself_is_named_by_version(
    exported: Callable[..., list[str]],
) -> None:
    internal = [name for name in exported("-O0") if "__init_with_sentinel" in name]
    assert internal
    assert all(re.search(r"B9nqe\d{6}", name) for name in internal)


def test_the_runtime_needs_the_oldest_glibc_only(cxx: Prefix) -> None:
    floor = [int(part) for part in str(cxx.target.min_libc).split(".")]
    for name in ("libc++", "libc++abi", "libunwind"):
        library = elf(cxx.path / str(cxx.target.conda_triplet) / "lib" / f"{name}.so.1")
        versions = [need.version for need in library.version_needs if "GLIBC_" in need.version]
        numbers = [[int(part) for part in v.removeprefix("GLIBC_").split(".")] for v in versions]
        assert max(numbers) <= floor, versions
        assert library.soname == f"{name}.so.1"


def test_names_of_gcc_find_the_same_libraries(
    cxx: Prefix, tmp_path: Path, execute: Callable[[Path], str]
) -> None:
    """The C driver compiles and links C++, too, as gcc's does."""
    source = (
        '#include <cstdio>\nint main() { try { throw 5; } catch (int n) { std::printf("%d", n); } }'
    )
    (tmp_path / "m.cpp").write_text(source)
    cxx.run("gcc", "m.cpp", "-o", "m", "-lstdc++", "-lgcc_s", cwd=tmp_path)
    assert execute(tmp_path / "m") == "5"
    assert "libc++abi.so.1" in elf(tmp_path / "m").needed
    assert "libunwind.so.1" in elf(tmp_path / "m").needed


def test_c_unwinds_with_gccs_library_names(
    cxx: Prefix, tmp_path: Path, execute: Callable[[Path], str]
) -> None:
    """`-lgcc_s` brings the unwinder, and no C++."""
    source = (
        "#include <unwind.h>\n#include <stdio.h>\nstatic int n;\n"
        "static _Unwind_Reason_Code step(struct _Unwind_Context *c, void *p)"
        " { (void)p; n += _Unwind_GetIP(c) != 0; return _URC_NO_REASON; }\n"
        "__attribute__((noinline)) static void walk(void) { _Unwind_Backtrace(step, 0); }\n"
        'int main(void) { walk(); printf("%d", n >= 2); return 0; }\n'
    )
    program = cxx.compile(tmp_path / "walk", source, "-funwind-tables", "-lgcc_s")
    assert execute(program) == "1"
    assert "libc++.so.1" not in elf(program).needed
    assert "libunwind.so.1" in elf(program).needed


def test_programs_of_the_build_machine_find_the_runtime_without_being_told(
    cxx_prefix_of: Callable[[str], Prefix], tmp_path: Path
) -> None:
    """Code generators and probes of configure have no LDFLAGS and have to start all the same."""
    cross, native = cxx_prefix_of("linux-aarch64"), cxx_prefix_of("linux-64")
    (tmp_path / "m.cc").write_text('#include <iostream>\nint main() { std::cout << "here"; }\n')
    for prefix, name in ((cross, "cross"), (native, "native")):
        compiler = prefix.path / "bin" / f"{native.target.conda_triplet}-c++"
        subprocess.run([compiler, "m.cc", "-o", name], cwd=tmp_path, check=True)
        done = subprocess.run([tmp_path / name], capture_output=True, text=True, check=True)
        assert done.stdout == "here"
        assert elf(tmp_path / name).rpaths == (f"{prefix.path}/lib",)


def test_only_programs_of_the_build_machine_look_there(
    cxx_prefix_of: Callable[[str], Prefix], tmp_path: Path
) -> None:
    program = cxx_prefix_of("linux-aarch64").compile_cxx(tmp_path / "m", "int main() {}\n")
    assert elf(program).rpaths == ()
