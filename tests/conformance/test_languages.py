"""Other languages than C: assembler, Fortran of another compiler, and Objective-C, which is not."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.conftest import Pair

pytestmark = pytest.mark.integration

MAIN = """\
#include <stdio.h>
int answer(void);
int main(void) { printf("%d\\n", answer()); return 0; }
"""
ASSEMBLER = {
    "linux-aarch64": "answer: mov w0, #VALUE\n ret\n",
    "linux-ppc64le": "answer: li 3, VALUE\n blr\n",
}
AROUND = """\
    .text
    .globl answer
    .type answer, %function
{code}    .size answer, . - answer
    .section .note.GNU-stack,"",%progbits
"""


def output(pair: Pair, require: Callable[[str], str], program: Path) -> str:
    command = [*pair.emulator(require), str(program)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("suffix", [".s", ".S"])
def test_assembler_files_are_assembled_and_linked(
    suffix: str, pair: Pair, require: Callable[[str], str], tmp_path: Path
) -> None:
    """`.S` goes through the preprocessor first."""
    code = AROUND.format(code=ASSEMBLER[pair.target.subdir])
    defined = "#define VALUE 42\n" + code
    plain = code.replace("VALUE", "42")
    source = tmp_path / f"answer{suffix}"
    source.write_text(plain if suffix == ".s" else defined)
    (tmp_path / "main.c").write_text(MAIN)
    for compiler in (pair.ours, pair.gcc):
        program = tmp_path / "program"
        done = compiler.run(str(tmp_path / "main.c"), str(source), "-o", str(program))
        assert done.returncode == 0, done.stderr
        assert output(pair, require, program) == "42\n"


FORTRAN = """\
subroutine scale(n, x, total) bind(c)
  use iso_c_binding
  integer(c_int), value :: n
  real(c_double), intent(inout) :: x(n)
  real(c_double), intent(out) :: total
  x = x * 2
  total = sum(x)
  write (*, '(a,f6.2)') 'total ', total
end subroutine
"""
CALLER = """\
#include <stdio.h>
void scale(int n, double *x, double *total);
int main(void)
{
    double x[3] = {1, 2, 3.5}, total;
    scale(3, x, &total);
    printf("%g %g\\n", x[2], total);
    return 0;
}
"""


def test_fortran_of_gfortran_links_with_c_either_way(
    pair: Pair, require: Callable[[str], str], tmp_path: Path
) -> None:
    """What `compiler("fortran")` of a channel makes: gfortran's objects and its library."""
    gfortran = require(f"{pair.target.debian_triplet}-gfortran")
    (tmp_path / "scale.f90").write_text(FORTRAN)
    (tmp_path / "main.c").write_text(CALLER)
    subprocess.run([gfortran, "-O2", "-fPIC", "-c", "scale.f90"], cwd=tmp_path, check=True)
    objects = [str(tmp_path / "main.o"), str(tmp_path / "scale.o")]
    done = pair.ours.run("-O2", "-c", str(tmp_path / "main.c"), "-o", objects[0])
    assert done.returncode == 0, done.stderr
    where = subprocess.run(
        [gfortran, "-print-file-name=libgfortran.so"], capture_output=True, text=True, check=True
    )
    folder = Path(where.stdout.strip()).parent
    # Debian's library is for a newer glibc than the floor.
    libraries = [f"-L{folder}", "-lgfortran", "-lm", "-Wl,--allow-shlib-undefined"]
    done = pair.ours.run(*objects, *libraries, "-o", str(tmp_path / "ours"))
    assert done.returncode == 0, done.stderr
    subprocess.run([gfortran, *objects, "-o", "theirs"], cwd=tmp_path, check=True)
    for program in ("ours", "theirs"):
        assert output(pair, require, tmp_path / program) == "total  13.00\n7 13\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["-c", "class.m"],
        ["-c", "class.mm"],
        ["-x", "objective-c", "lib.c"],
        ["-xobjective-c++", "-"],
    ],
    ids=" ".join,
)
def test_objective_c_is_refused_by_name(arguments: list[str], pair: Pair) -> None:
    for name in ("class.m", "class.mm"):
        (pair.ours.folder / name).write_text("@interface Part @end\n")
    done = pair.ours.run(*arguments)
    assert done.returncode == 1
    assert done.stderr.startswith(
        f"condax compiler wrapper: there is no Objective-C for {pair.target.conda_triplet}: "
    )


def test_an_output_may_have_any_name(pair: Pair) -> None:
    done = pair.ours.run("-c", "lib.c", "-o", "lib.m")
    assert done.returncode == 0, done.stderr
