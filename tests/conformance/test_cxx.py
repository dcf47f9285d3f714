"""C++ programs that print the same with condax's compiler, with either runtime, and with g++.

`runtime/cxx/*.cc` are whole programs; a first comment may name flags. `runtime/cxx_abi` is a
program of two objects, which fit whoever compiled them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conformance.conftest import SUBDIRS, Compiler
from tests.conformance.programs import build, flags_of, result
from tests.toolchain.conftest import cxx_prefix_of, gnu_prefix_of

from condax.audit.elf import read_elf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.toolchain.conftest import Prefix

    from condax.platforms import Platform

__all__ = ["cxx_prefix_of", "gnu_prefix_of"]

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent / "runtime"
PROGRAMS = sorted(path.stem for path in (HERE / "cxx").glob("*.cc"))
RUNTIMES = {"libcxx": ("libc++.so.1", "libunwind.so.1"), "libstdcxx": ("libstdc++.so.6",)}


@dataclass(frozen=True, kw_only=True)
class Trio:
    """Condax's compiler with each of its runtimes, and Debian's, for one target."""

    target: Platform
    compilers: Mapping[str, Compiler]
    """`libcxx`, `libstdcxx` and `gcc`."""
    emulator: tuple[str, ...]
    libcxx: Path
    """Folder of the shared libc++."""

    def result(self, name: str, program: Path) -> tuple[int, str]:
        libraries = ("-E", f"LD_LIBRARY_PATH={self.libcxx}") if name == "libcxx" else ()
        return result((*self.emulator, *libraries), program)


@pytest.fixture(scope="session")
def trio_of(
    cxx_prefix_of: Callable[[str], Prefix],
    gnu_prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Trio]:
    @functools.cache
    def find(subdir: str) -> Trio:
        own, gnu = cxx_prefix_of(subdir), gnu_prefix_of(subdir)
        triplet = own.target.debian_triplet
        paths = {"libcxx": own.program("c++"), "libstdcxx": gnu.program("c++")}
        paths["gcc"] = require(f"{triplet}-g++")
        folder = tmp_path_factory.mktemp(f"cxx-{subdir}")
        return Trio(
            target=own.target,
            compilers={n: Compiler(path=p, folder=folder) for n, p in paths.items()},
            emulator=(require(f"qemu-{own.target.qemu_arch}-static"), "-L", f"/usr/{triplet}"),
            libcxx=own.path / str(own.target.conda_triplet) / "lib",
        )

    return find


@pytest.fixture(params=SUBDIRS)
def trio(request: pytest.FixtureRequest, trio_of: Callable[[str], Trio]) -> Trio:
    return trio_of(request.param)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_what_it_does_with_gcc(name: str, trio: Trio, tmp_path: Path) -> None:
    source = HERE / "cxx" / f"{name}.cc"
    results = {}
    for side, compiler in trio.compilers.items():
        # Each in a folder of its own: some of them write files.
        program = tmp_path / side / name
        program.parent.mkdir()
        build(compiler, "-O2", "-w", str(source), "-o", str(program), *flags_of(source))
        results[side] = trio.result(side, program)
    assert results["gcc"][1] != ""
    for side in RUNTIMES:
        assert results[side] == results["gcc"], side


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_objects_of_both_compilers_fit(level: str, trio: Trio, tmp_path: Path) -> None:
    """With one runtime; the same program of one compiler alone runs with libc++, too."""
    sides = tuple(trio.compilers)
    for side in sides:
        for part in ("callee", "main"):
            source, output = HERE / "cxx_abi" / f"{part}.cc", tmp_path / f"{part}-{side}.o"
            build(trio.compilers[side], level, "-w", "-c", str(source), "-o", str(output))
    gnu = ("libstdcxx", "gcc")
    pairs = [(a, b, linker) for a in gnu for b in gnu for linker in gnu]
    results = {}
    for callee, main, linker in (*pairs, ("libcxx",) * 3):
        program = tmp_path / f"{callee}-{main}-{linker}"
        objects = [str(tmp_path / f"callee-{callee}.o"), str(tmp_path / f"main-{main}.o")]
        build(trio.compilers[linker], *objects, "-o", str(program), "-pthread")
        results[callee, main, linker] = trio.result(linker, program)
    expected = results["gcc", "gcc", "gcc"]
    assert expected[0] == 0
    assert {key: value for key, value in results.items() if value != expected} == {}


@pytest.mark.parametrize(
    "flags",
    [
        *("-std=c++11", "-std=c++14", "-std=c++17", "-std=gnu++17", "-std=c++20", "-std=gnu++20"),
        *("-fno-rtti", "-fno-exceptions", "-O0", "-fvisibility=hidden", "-fno-threadsafe-statics"),
        *("-fchar8_t", "-fno-char8_t -std=c++20", "-fsized-deallocation", "-faligned-new"),
        *("-pthread", "-ansi", "-fcoroutines -std=c++20", "-funsigned-char", "-ffreestanding"),
    ],
)
def test_a_flag_defines_the_macros_that_it_defines_with_gcc(flags: str, trio: Trio) -> None:
    names = (
        *("__cplusplus", "__GXX_RTTI", "__EXCEPTIONS", "__cpp_rtti", "__cpp_exceptions"),
        *("__GXX_WEAK__", "__DEPRECATED", "__STRICT_ANSI__", "_REENTRANT"),
        *("__STDC_HOSTED__", "__cpp_threadsafe_static_init", "__cpp_char8_t", "_GNU_SOURCE"),
        *("__cpp_aligned_new", "__cpp_sized_deallocation", "__cpp_impl_coroutine"),
        *("__CHAR_UNSIGNED__", "__cpp_if_constexpr"),
    )
    found = {}
    for side, compiler in trio.compilers.items():
        done = compiler.run(*flags.split(), "-dM", "-E", "-xc++", "/dev/null")
        assert done.returncode == 0, done.stderr
        parts = (line.split(" ", 2) for line in done.stdout.splitlines())
        # Whether there is such a feature, not since when.
        macros = {name: "" if name.startswith("__cpp_") else value for _, name, value in parts}
        found[side] = {name: macros.get(name) for name in names}
    for side in RUNTIMES:
        assert found[side] == found["gcc"], side


THROUGH = """\
#include <stdio.h>
static void gone(int *number) { printf("cleanup %d\\n", *number); }
void through(void (*function)(void))
{
    int number __attribute__((cleanup(gone))) = 1;
    function();
}
"""
THROWER = """\
#include <cstdio>
extern "C" void through(void (*)());
int main()
{
    try { through([] { throw 5; }); }
    catch (int n) { std::printf("caught %d\\n", n); std::fflush(stdout); }
    through([] { std::puts("returned"); });
}
"""


def test_an_exception_passes_through_a_library_of_c(trio: Trio, tmp_path: Path) -> None:
    """The C compiler gives the library an unwinder of its own, or gcc's."""
    results = {}
    for side, compiler in trio.compilers.items():
        folder = tmp_path / side
        folder.mkdir()
        (folder / "through.c").write_text(THROUGH)
        (folder / "thrower.cc").write_text(THROWER)
        path = compiler.path.removesuffix("c++").removesuffix("g++") + "gcc"
        library = ("-shared", "-fPIC", "-fexceptions", "through.c", "-o", "libthrough.so")
        build(Compiler(path=path, folder=folder), *library)
        flags = ("-L.", "-lthrough", "-Wl,-rpath,$ORIGIN")
        build(Compiler(path=compiler.path, folder=folder), "thrower.cc", *flags, "-o", "thrower")
        results[side] = trio.result(side, folder / "thrower")
    assert results["gcc"] == (0, "cleanup 1\ncaught 5\nreturned\ncleanup 1\n")
    for side in RUNTIMES:
        assert results[side] == results["gcc"], side


HELLO = """\
#include <iostream>
#include <stdexcept>
int main() {
    try { throw std::runtime_error("thrown"); }
    catch (const std::exception &e) { std::cout << e.what() << std::endl; }
}
"""


@pytest.mark.parametrize("flags", ["-static-libstdc++", "-static-libgcc -static-libstdc++"])
def test_a_runtime_that_is_linked_in_is_not_needed(flags: str, trio: Trio, tmp_path: Path) -> None:
    source = tmp_path / "hello.cc"
    source.write_text(HELLO)
    for side, compiler in trio.compilers.items():
        program = tmp_path / side
        build(compiler, str(source), *flags.split(), "-o", str(program))
        elf = read_elf(memoryview(program.read_bytes()))
        assert elf is not None
        shared = [name for name in elf.needed if "c++" in name or "unwind" in name]
        assert shared == []
        assert ("libgcc_s.so.1" in elf.needed) == (side != "libcxx" and "libgcc" not in flags)
        # Without a way to the shared library, too.
        assert trio.result("gcc", program) == (0, "thrown\n")


@pytest.mark.parametrize("flag", ["-stdlib=libc++", "-stdlib=libstdc++"])
def test_a_source_does_not_choose_the_runtime(flag: str, trio: Trio, tmp_path: Path) -> None:
    """Projects give the flag to every clang; with gcc they leave it out."""
    source = tmp_path / "hello.cc"
    source.write_text(HELLO)
    for side, libraries in RUNTIMES.items():
        build(trio.compilers[side], flag, str(source), "-o", str(tmp_path / side))
        elf = read_elf(memoryview((tmp_path / side).read_bytes()))
        assert elf is not None
        assert set(libraries) <= set(elf.needed)
        assert trio.result(side, tmp_path / side) == (0, "thrown\n")
