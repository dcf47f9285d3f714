"""`compiler("fortran")` is the gfortran of a channel; what it compiles links with condax's C."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rattler.package_streaming import extract

from condax.audit.elf import read_elf
from condax.build import JobState, RunTests, build
from condax.channel.archive import PackageSpec, read_index, write_conda
from condax.channel.index import index_channel
from condax.errors import ToolNotFoundError
from condax.platforms import current_platform, get_platform
from condax.system.files import write_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Project

    from condax.platforms import Platform

pytestmark = pytest.mark.integration

RECIPE = """
build:
  script:
    - cp $RECIPE_DIR/scale.f90 $RECIPE_DIR/main.c .
    - $FC $FFLAGS -c scale.f90
    - $CC $CFLAGS $LDFLAGS main.c scale.o -lgfortran -lm -o scale
    - mkdir -p $PREFIX/bin
    - cp scale $PREFIX/bin
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ compiler("fortran") }}
    - ${{ stdlib("c") }}
tests:
  - script: scale
"""
FORTRAN = """\
subroutine scale(n, x, total) bind(c)
  use iso_c_binding
  integer(c_int), value :: n
  complex(c_double_complex), intent(inout) :: x(n)
  real(c_double), intent(out) :: total
  x = x * (2, 1)
  total = sum(abs(x))
  write (*, '(a,f6.2)') 'total ', total
end subroutine
"""
MAIN = """\
#include <complex.h>
void scale(int n, double complex *x, double *total);
int main(void)
{
    double complex x[2] = {3, 4 * I};
    double total;
    scale(2, x, &total);
    return creal(x[1]) != -4 || total < 15.6 || total > 15.7;
}
"""
ACTIVATE = """\
export FC="$CONDA_PREFIX/bin/{triplet}-gfortran" F77="$CONDA_PREFIX/bin/{triplet}-gfortran"
export FFLAGS="-ftree-vectorize -fPIC -O3 -pipe"
"""


def fortran_channel(target: Platform, gfortran: str, channel: Path) -> Path:
    """`gfortran_<target>` and `libgfortran5` with conda-forge's names and run exports."""
    compiler, library = channel / "compiler.files", channel / "library.files"
    triplet, name = str(target.conda_triplet), f"gfortran_{target.subdir}"
    program = compiler / "bin" / f"{triplet}-gfortran"
    write_text(program, f'#!/bin/sh\nexec {gfortran} "$@"\n', mode=0o755)
    script = compiler / "etc" / "conda" / "activate.d" / f"activate-{name}.sh"
    write_text(script, ACTIVATE.format(triplet=triplet))
    debian = Path("/usr", str(target.debian_triplet), "lib")
    (library / "lib").mkdir(parents=True)
    for file in ("libgfortran.so.5", "libgcc_s.so.1"):
        shutil.copyfile(debian / file, library / "lib" / file)
    # libquadmath is part of gfortran where `long double` is not binary128.
    for path in debian.glob("libquadmath.so.0"):
        shutil.copyfile(path, library / "lib" / path.name)
    (library / "lib" / "libgfortran.so").symlink_to("libgfortran.so.5")
    exports = ("libgfortran5 >=12",)
    for files, spec in {
        compiler: PackageSpec(
            name=name,
            version="12.2.0",
            build="debian_0",
            subdir=current_platform(),
            strong_run_exports=exports,
        ),
        library: PackageSpec(
            name="libgfortran5", version="12.2.0", build="debian_0", subdir=target
        ),
    }.items():
        write_conda(spec, files, channel / spec.subdir.subdir)
        shutil.rmtree(files)
    index_channel(channel, (current_platform().subdir, target.subdir, "noarch"))
    return channel


@pytest.mark.parametrize("subdir", ["linux-aarch64", "linux-ppc64le"])
def test_fortran_of_a_channel_is_linked_with_c(
    subdir: str,
    project: Project,
    toolchain_cache: Path,
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    target = get_platform(subdir)
    gfortran = require(f"{target.debian_triplet}-gfortran")
    require(f"qemu-{target.qemu_arch}-static")
    channel = fortran_channel(target, gfortran, tmp_path / "fortran")
    project.recipe("scale", RECIPE, scale__f90=FORTRAN, main__c=MAIN)
    asked = project.options(targets=(target,), cache_dir=toolchain_cache, channels=(str(channel),))
    (job,) = build(asked, env=project.env).jobs
    assert job.state is JobState.BUILT, job.error
    assert job.tests is not None
    assert job.tests.verdict == "passed", job.tests
    assert job.archive is not None
    depends = read_index(job.archive)["depends"]
    assert sorted(depends) == [f"__glibc >={target.min_libc},<3.0.a0", "libgfortran5 >=12"]
    extract(job.archive, tmp_path / "package")
    elf = read_elf(memoryview((tmp_path / "package" / "bin" / "scale").read_bytes()))
    assert elf is not None
    assert "libgfortran.so.5" in elf.needed
    assert elf.machine == target.elf_machine


def test_without_such_a_channel_the_error_says_where_to_get_it(project: Project) -> None:
    project.recipe("scale", "requirements: {build: ['${{ compiler(\"fortran\") }}']}")
    report = project.build(test=RunTests.SKIP)
    error = next(job.error for job in report.jobs)
    assert isinstance(error, ToolNotFoundError)
    assert "needs 'gfortran_linux-aarch64', which no channel offers" in str(error)
    assert error.hint == (
        "add a channel that has it: -c conda-forge; or name its recipe in the same command"
    )
