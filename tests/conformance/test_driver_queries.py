"""What a build system asks its compiler, answered as Debian's cross gcc answers it.

The two differ where they are installed in different ways, and by the version of the compiler.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import subprocess

    from tests.conformance.conftest import Compiler, Pair

pytestmark = pytest.mark.integration

QUESTIONS = (
    *("-dumpmachine", "-dumpversion", "-dumpfullversion", "-dumpmachine lib.c"),
    *("-print-multi-lib", "--print-multi-lib", "-print-multi-directory"),
    *("-print-libgcc-file-name", "--print-libgcc-file-name", "-print-libgcc-file-name -O2 lib.c"),
    *("-print-file-name=libc.so", "--print-file-name=libc.so", "--print-file-name libc.so"),
    *("-print-file-name=libc.so.6", "-print-file-name=libm.so"),
    *("-print-file-name=crt1.o", "-print-file-name=Scrt1.o", "-print-file-name=crti.o"),
    *("-print-file-name=crtbegin.o", "-print-file-name=crtbeginS.o", "-print-file-name=crtn.o"),
    *("-print-file-name=libgcc.a", "-print-file-name=libgcc_s.so", "-print-file-name=libgcc_eh.a"),
    *("-print-file-name=include", "-print-file-name=nothing.a", "-print-file-name=libnothing.so"),
    *("-print-prog-name=ld", "--print-prog-name=ld", "--print-prog-name ld"),
    *("-print-prog-name=as", "-print-prog-name=nm", "-print-prog-name=strip"),
    *("-print-prog-name=objdump", "-print-prog-name=objcopy", "-print-prog-name=ar"),
    *("-print-prog-name=ranlib", "-print-prog-name=readelf", "-print-prog-name=nothing"),
    *("-print-prog-name=/usr/bin/ld", "-print-search-dirs", "-print-sysroot"),
    *("-print-sysroot-headers-suffix", "-V", "-qversion", "-version", "-print-nothing"),
    *("-print-prog-name", "-print-file-name", "-dumpnothing", "", "nothing.c"),
    *("-E -", "-E -x c /dev/null", "-P -E -xc -", "-MM -xc lib.c", "--version", "-v", "-###"),
)
UNLIKE = {
    "-print-multiarch": "Debian installs libraries of several machines side by side, conda one",
    "--print-multiarch": "as -print-multiarch",
    "-print-multi-os-directory": "the folder is lib64 in conda's sysroots and lib in Debian's",
}


def answer(compiler: Compiler, question: str, triplet: str) -> tuple[bool, str]:
    """Whether it was answered, and how: paths by what they name, other words as they are."""
    done = compiler.run(*shlex.split(question))
    return done.returncode == 0, "\n".join(
        described(word, triplet) for word in said(question, done).splitlines()
    )


def said(question: str, done: subprocess.CompletedProcess[str]) -> str:
    if question == "--version":
        return "a version" if re.search(r"\d+\.\d+\.\d+", done.stdout) else "none"
    if question in {"-v", "-###"}:
        facts = re.findall(r"^(?:Target|Thread model): .*$", done.stderr, re.MULTILINE)
        return "\n".join(facts)
    if question.startswith("-E"):
        # The lines that compilers tell themselves where they are.
        return re.sub(r"^#.*\n|^\n", "", done.stdout, flags=re.MULTILINE)
    return done.stdout


def described(line: str, triplet: str) -> str:
    kind, colon, rest = line.partition(": ")
    if colon and kind in {"install", "programs", "libraries"}:
        folders = rest.lstrip("=").split(":")
        # gcc also names places where nothing is.
        return f"{kind}: {any(Path(each).is_dir() and each.endswith('/') for each in folders)}"
    if line.startswith("/"):
        path = Path(line)
        name = path.name.removeprefix(f"{triplet}-")
        return f"{'a' if path.exists() else 'no'} {'folder' if path.is_dir() else 'file'} {name}"
    if re.fullmatch(r"\d+(\.\d+)*", line):
        return "a version"
    return line.replace(triplet, "TRIPLET")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_as_gcc_answers_it(question: str, pair: Pair) -> None:
    ours = answer(pair.ours, question, str(pair.target.conda_triplet))
    theirs = answer(pair.gcc, question, str(pair.target.debian_triplet))
    if question == "-print-sysroot":
        assert (ours, theirs) == ((True, "a folder sysroot"), (True, "a folder "))
    else:
        assert ours == theirs


@pytest.mark.parametrize("question", UNLIKE)
def test_what_conda_lays_out_otherwise_is_answered_otherwise(question: str, pair: Pair) -> None:
    ours, theirs = (compiler.run(question) for compiler in (pair.ours, pair.gcc))
    assert ours.returncode == theirs.returncode == 0
    assert ours.stdout == ("../lib64\n" if "os-directory" in question else "\n")
    assert theirs.stdout != ours.stdout


def test_every_folder_that_is_searched_lies_in_the_prefix(pair: Pair) -> None:
    prefix = Path(pair.ours.path).parent.parent
    lines = pair.ours.run("-print-search-dirs").stdout.splitlines()
    folders = [Path(path) for line in lines for path in line.partition("/")[::2][1].split(":")]
    assert [line.partition(":")[0] for line in lines] == ["install", "programs", "libraries"]
    for folder in folders:
        absolute = Path("/", folder)
        assert absolute.is_dir()
        assert absolute.is_relative_to(prefix)


@pytest.mark.parametrize(
    "name", ["libc.so", "crt1.o", "crtbeginS.o", "libgcc.a", "libgcc_s.so", "libm.so.6"]
)
def test_a_file_that_is_named_is_the_targets_own(name: str, pair: Pair) -> None:
    printed = pair.ours.run(f"-print-file-name={name}").stdout.rstrip("\n")
    assert Path(printed).is_relative_to(Path(pair.ours.path).parent.parent)
    assert Path(printed).name == name


# Of what a preprocessor predefines: what a program would be another program without.
ABI_MACROS = re.compile(
    r"__SIZEOF_\w+|__\w+_WIDTH__|__\w+_(TYPE|MAX)__|__BYTE_ORDER__|__ORDER_\w+"
    r"|__CHAR_(BIT|UNSIGNED)__|__\w*DBL_\w+(DIG|EXP)__|__FLT_\w+(DIG|EXP)__|__FLT_RADIX__"
    r"|__BIGGEST_ALIGNMENT__|__GCC_ATOMIC_\w+|__GCC_ASM_FLAG_OUTPUTS__|__ELF__|__(gnu_)?linux__"
    r"|linux|unix|__unix__|__aarch64__|__powerpc64__|__PPC\w*__|_CALL_ELF|__LITTLE_ENDIAN__"
    r"|_LP64|__LP64__|__ARM_(PCS\w*|ARCH|64BIT_STATE)|_ARCH_PWR\d|__PIC__|__PIE__|__pie__"
    r"|__VEC__|__VSX__|__ALTIVEC__|__LONG_DOUBLE_\w+|__USER_LABEL_PREFIX__|__STDC_VERSION__"
)
UNLIKE_MACROS = re.compile(
    # stdint.h has its own idea of the fast types, the same for both.
    r"__U?INT_FAST(16|32)_\w+"
    # Written with more digits by gcc, which also has names for more types.
    r"|__(FLT|DBL|LDBL|DEC)\w*_MAX__|__(FLT|DEC)\d+\w*__|__DECIMAL_DIG__"
    r"|__(SIZEOF_(FLOAT128|IBM128|IEEE128)|FLOAT128_TYPE|SIG_ATOMIC_TYPE)__"
    r"|__(SCHAR|LONG_LONG)_WIDTH__"
)


def abi_macros(compiler: Compiler) -> dict[str, int | str]:
    printed = compiler.run("-std=gnu17", "-dM", "-E", "-x", "c", "/dev/null").stdout
    parts = (line.split(" ", 2) for line in printed.splitlines())
    return {
        name: value_of(value)
        for _, name, value in parts
        if ABI_MACROS.fullmatch(name) and not UNLIKE_MACROS.fullmatch(name)
    }


def value_of(text: str) -> int | str:
    """A number whatever its base and suffix; the words of a type in one order, `int` implied."""
    try:
        return int(re.sub(r"[UL]+$", "", text), 0)
    except ValueError:
        words = sorted(text.split())
        return " ".join(word for word in words if word != "int" or words == ["int"])


def test_the_predefined_macros_describe_the_same_target(pair: Pair) -> None:
    ours, theirs = abi_macros(pair.ours), abi_macros(pair.gcc)
    assert {name: ours.get(name) for name in theirs} == theirs
    assert len(theirs) > 90
