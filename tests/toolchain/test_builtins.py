"""The compiler runtime: what libgcc has, in separate members, with libgcc's results."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import lief
import pytest

from condax.toolchain.builtins import LIBGCC_NAME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix


@pytest.mark.parametrize(
    "name",
    [
        *("__divti3", "__udivmodti4", "__multi3", "__ashlti3", "__mulodi4", "__negti2"),
        *(
            "__addtf3",
            "__extenddftf2",
            "__trunctfsf2",
            "__fixtfdi",
            "__fixunstfti",
            "__floatuntitf",
        ),
        *("__unordtf2", "__powitf2", "__divtc3", "__muldc3", "__popcountdi2", "__clear_cache"),
        *("__aarch64_cas8_acq_rel", "__gnu_h2f_ieee", "__addkf3", "__addvdi3"),
    ],
)
def test_a_routine_of_libgcc_is_kept(name: str) -> None:
    assert LIBGCC_NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name", ["memcpy", "sin", "__sinh", "__atomic_load_8", "__zig_probe_stack"]
)
def test_other_routines_of_zig_are_not(name: str) -> None:
    assert LIBGCC_NAME.fullmatch(name) is None


NOT_HERE = re.compile(
    r"__aarch64_\w+_sync"  # only gcc's __sync_* builtins with outline atomics
    r"|__extendkftf2|__trunctfkf2"  # clang converts no IBM long double to __float128
)


def defined(archive: str, prefix: Prefix, folder: Path) -> set[str]:
    """Global symbols of every object of an archive."""
    folder.mkdir()
    prefix.run("ar", "x", archive, cwd=folder)
    names = set()
    for member in sorted(folder.iterdir()):
        elf = lief.ELF.parse(str(member))
        assert elf is not None
        names |= {
            str(s.name)
            for s in elf.symtab_symbols
            if s.shndx and s.binding != lief.ELF.Symbol.BINDING.LOCAL
        }
    return names


@pytest.mark.integration
def test_every_routine_of_libgcc_is_there(
    cross_prefix: Prefix, require: Callable[[str], str], tmp_path: Path
) -> None:
    gcc = require(f"{cross_prefix.target.debian_triplet}-gcc")
    printed = [
        subprocess.run(
            [path, "-print-libgcc-file-name"], capture_output=True, text=True, check=True
        )
        for path in (gcc, cross_prefix.program("gcc"))
    ]
    theirs, ours = (
        defined(done.stdout.strip(), cross_prefix, tmp_path / name)
        for done, name in zip(printed, ("gcc", "condax"), strict=True)
    )
    wanted = {name for name in theirs if LIBGCC_NAME.fullmatch(name)}
    assert len(wanted) > 100
    assert {name for name in wanted - ours if not NOT_HERE.fullmatch(name)} == set()


@pytest.mark.integration
def test_all_routines_can_be_in_one_program(prefix: Prefix, tmp_path: Path) -> None:
    """Members hold copies of what they call; those must not be in each other's way."""
    archive = prefix.run("cc", "-print-libgcc-file-name").strip()
    names = sorted(defined(archive, prefix, tmp_path / "members"))
    for order in (names, names[::-1]):
        wanted = [f"-Wl,-u,{name}" for name in order if LIBGCC_NAME.fullmatch(name)]
        assert len(wanted) > 100
        prefix.compile(tmp_path / "all", "int main(void) { return 0; }\n", *wanted)


@pytest.mark.integration
def test_a_link_takes_only_the_routine_that_is_called(prefix: Prefix, tmp_path: Path) -> None:
    source = """
__attribute__((noinline)) static unsigned __int128 divide(unsigned __int128 a, unsigned __int128 b)
{ return a / b; }
int main(int argc, char **argv) { return (int)divide((unsigned __int128)argc << 100, argc + 7); }
"""
    program = prefix.compile(tmp_path / "divide", source, "-O1")
    elf = lief.ELF.parse(str(program))
    assert elf is not None
    names = {str(symbol.name) for symbol in elf.symtab_symbols}
    assert "__udivti3" in names
    assert {name for name in names if LIBGCC_NAME.fullmatch(name)} <= {"__udivti3", "__udivmodti4"}
    assert not {"memcpy", "memset", "sin", "__addtf3"} & names


@pytest.mark.integration
def test_binary128_arithmetic_equals_gccs(
    prefix_of: Callable[[str], Prefix], require: Callable[[str], str], tmp_path: Path
) -> None:
    """On aarch64 `long double` is IEEE binary128 and all of it is done by the runtime."""
    prefix = prefix_of("linux-aarch64")
    triplet = prefix.target.debian_triplet
    compilers = (prefix.program("cc"), require(f"{triplet}-gcc"))
    emulator = [require(f"qemu-{prefix.target.qemu_arch}-static"), "-L", f"/usr/{triplet}"]
    outputs = []
    for index, compiler in enumerate(compilers):
        program = tmp_path / str(index)
        source = Path(__file__).with_name("binary128.c")
        subprocess.run([compiler, "-O2", source, "-o", program], check=True)
        ran = subprocess.run([*emulator, program], check=True, capture_output=True, text=True)
        outputs.append(ran.stdout.splitlines())
    assert len(outputs[0]) > 20_000
    assert outputs[0] == outputs[1]


@pytest.mark.integration
def test_the_cpu_is_known_as_gcc_knows_it(
    prefix_of: Callable[[str], Prefix], require: Callable[[str], str], tmp_path: Path
) -> None:
    source, outputs = Path(__file__).with_name("cpu_features.c"), []
    for name, compiler in (("ours", prefix_of("linux-64").program("cc")), ("gcc", require("gcc"))):
        subprocess.run([compiler, "-O2", source, "-o", tmp_path / name], check=True)
        ran = subprocess.run([tmp_path / name], check=True, capture_output=True, text=True)
        outputs.append(ran.stdout.splitlines())
    assert len(outputs[0]) > 50
    assert "sse2 1" in outputs[0]
    assert outputs[0] == outputs[1]


@pytest.mark.integration
@pytest.mark.parametrize(
    ("cpu", "chosen"),
    [("cortex-a53", "default"), ("neoverse-n1", "dotprod"), ("max", "sve2")],
)
def test_an_arm_cpu_is_known_as_the_kernel_knows_it(
    prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
    tmp_path: Path,
    cpu: str,
    chosen: str,
) -> None:
    prefix, program = prefix_of("linux-aarch64"), tmp_path / "program"
    source = Path(__file__).with_name("cpu_features_arm.c")
    prefix.run("cc", "-O2", str(source), "-o", str(program))
    emulator = [require("qemu-aarch64-static"), "-cpu", cpu, "-L", "/usr/aarch64-linux-gnu"]
    ran = subprocess.run([*emulator, program], check=True, capture_output=True, text=True)
    *features, early, choice = ran.stdout.splitlines()
    asked = {name: (ours, kernels) for name, ours, kernels in map(str.split, features)}
    assert len(asked) == 45
    assert {name: answers for name, answers in asked.items() if answers[0] != answers[1]} == {}
    assert early == "early 1"
    assert choice == f"chosen {chosen} 2"


# What stdatomic.h does without them.
NOT_IN_LIBATOMIC = re.compile(r"atomic_(flag|thread|signal)_\w+|__atomic_feraiseexcept|LIBATOMIC.*")


@pytest.mark.integration
def test_every_routine_of_libatomic_is_there(
    cross_prefix: Prefix, require: Callable[[str], str], tmp_path: Path
) -> None:
    triplet = cross_prefix.target.debian_triplet
    gcc = require(f"{triplet}-gcc")
    asked = [gcc, "-print-file-name=libatomic.so.1"]
    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    library = lief.ELF.parse(found)
    assert library is not None
    theirs = {str(symbol.name) for symbol in library.exported_symbols}
    archive = cross_prefix.run("cc", "-print-file-name=libatomic.a").strip()
    ours = defined(archive, cross_prefix, tmp_path / "members")
    wanted = {name for name in theirs if not NOT_IN_LIBATOMIC.fullmatch(name)}
    assert len(wanted) > 80
    assert wanted - ours == set()
