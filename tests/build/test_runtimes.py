"""What C++ needs while building and where it is installed: for the machine itself, and others."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rattler

from condax.audit import load_artifact
from condax.audit.elf import read_elf
from condax.build import BuildOptions, JobState, build
from condax.channel.archive import read_index
from condax.platforms import current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Project

SOURCES = Path(__file__).with_name("cxx")

# As generators and configure's probes are made: nobody gives them LDFLAGS.
RECIPE = """
build:
  script:
    - printf '#include <iostream>\\nint main() { std::cout << "made" << std::endl; }' > made.cc
    - env -u LDFLAGS $CXX made.cc -o made
    - ./made
    - env -u LDFLAGS $CXX_FOR_BUILD made.cc -o generator
    - ./generator
    - mkdir -p $PREFIX/bin
    - cp made $PREFIX/bin
requirements:
  build:
    - ${{ compiler("cxx") }}
    - ${{ stdlib("c") }}
tests:
  - script: made
"""


async def install(channel: str, name: str, prefix: Path) -> list[str]:
    here = current_platform()
    records = await rattler.solve(
        [channel],
        [name],
        platforms=[here.subdir, "noarch"],  # type: ignore[list-item]
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, prefix, show_progress=False)
    return sorted(record.name.normalized for record in records)


@pytest.mark.integration
def test_a_program_starts_without_ldflags_and_from_the_output_channel_alone(
    project: Project, toolchain_cache: Path, tmp_path: Path
) -> None:
    here = current_platform()
    project.recipe("made", RECIPE)
    options: BuildOptions = project.options(targets=(here,), cache_dir=toolchain_cache)
    report = build(options, env=project.env)
    (job,) = report.jobs
    assert job.state is JobState.BUILT, job.error
    assert job.findings == ()
    prefix = tmp_path / "installed"
    assert asyncio.run(install(report.channel, "made", prefix)) == ["libcxx", "made"]
    elf = read_elf(memoryview((prefix / "bin" / "made").read_bytes()))
    assert elf is not None
    assert elf.rpaths == ("$ORIGIN/../lib",)
    done = subprocess.run([prefix / "bin" / "made"], capture_output=True, text=True, check=True)
    assert done.stdout == "made\n"


COMPILERS = """
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ compiler("cxx") }}
    - ${{ stdlib("c") }}
"""
BASE = f"""
build:
  script:
    - mkdir -p $PREFIX/lib $PREFIX/include
    - cp $RECIPE_DIR/base.h $PREFIX/include
    - $CC $CFLAGS -c $RECIPE_DIR/first_byte.c
    - $CXX $CXXFLAGS -c $RECIPE_DIR/base.cc
    - $CXX -shared -Wl,-soname,libbase.so.1 -o $PREFIX/lib/libbase.so.1 *.o $LDFLAGS
    - ln -s libbase.so.1 $PREFIX/lib/libbase.so
{COMPILERS}
"""
ROUND = f"""
build:
  script:
    - mkdir -p $PREFIX/lib $PREFIX/include
    - cp $RECIPE_DIR/round.h $PREFIX/include
    - $CXX $CXXFLAGS -c $RECIPE_DIR/round.cc
    - $CXX -shared -Wl,-soname,libround.so.1 -o $PREFIX/lib/libround.so.1 *.o $LDFLAGS -lbase
    - ln -s libround.so.1 $PREFIX/lib/libround.so
{COMPILERS}
  host: [base]
  run: [base]
"""
MEET = f"""
build:
  script:
    - mkdir -p $PREFIX/bin
    - $CXX $CXXFLAGS $LDFLAGS -o $PREFIX/bin/meet $RECIPE_DIR/meet.cc -pthread -lround -lbase
    - $CC $CFLAGS $LDFLAGS -o $PREFIX/bin/counted $RECIPE_DIR/counted.c -lbase
{COMPILERS}
  host: [base, round]
  run: [round]
tests:
  - files: {{recipe: [expected]}}
    script: [counted > said, meet >> said, diff expected said]
"""
EXPECTED = """\
second caught of first: in the first package
first caught of second: 1 in the second package
first caught of program: 1 in the program
program caught: in the first package
program caught: in the second package
casts: 3 5 7 1 0
types: 1110
thread: 9 of the first package, and of a thread
main thread: 1 of the first package
facets: 4 m, 4 ft
"""


@pytest.mark.integration
@pytest.mark.parametrize(("subdir", "first_byte"), [("linux-ppc64le", 4), ("linux-s390x", 1)])
def test_c_and_cxx_of_two_packages_meet_in_the_programs_of_a_third(
    subdir: str,
    first_byte: int,
    project: Project,
    toolchain_cache: Path,
    require: Callable[[str], str],
) -> None:
    """Exceptions, casts, types, thread-locals and facets go from each part to each."""
    target = get_platform(subdir)
    require(f"qemu-{target.qemu_arch}-static")
    texts = {path.name.replace(".", "__"): path.read_text() for path in SOURCES.iterdir()}
    project.recipe("base", BASE, **texts)
    project.recipe("round", ROUND, **texts)
    project.recipe("meet", MEET, **texts, expected=f"first byte: {first_byte}\n{EXPECTED}")
    asked: BuildOptions = project.options(targets=(target,), cache_dir=toolchain_cache)
    jobs = {job.name: job for job in build(asked, env=project.env).jobs}
    assert {job.state for job in jobs.values()} == {JobState.BUILT}, jobs
    assert jobs["meet"].tests is not None
    assert jobs["meet"].tests.verdict == "passed", jobs["meet"].tests
    for name in ("base", "round", "meet"):
        archive = jobs[name].archive
        assert archive is not None
        assert any(spec.startswith("libcxx ") for spec in read_index(archive)["depends"])
        for elf in load_artifact(archive).elf_files.values():
            assert elf.machine == target.elf_machine
