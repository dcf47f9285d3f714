"""`--glibc`: what C and C++ compiled for a newer floor needs, and what its package says of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from rattler.package_streaming import extract

from condax.audit import context_for, load_artifact, read_elf, run_checks
from condax.build import JobState, build
from condax.channel.archive import read_index
from condax.errors import VerificationError
from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.build.conftest import Project

pytestmark = pytest.mark.integration

TARGETS = ("linux-aarch64", "linux-ppc64le")
FLOORS = ("2.17", "2.28", "2.34")

# Functions that glibc has since the version, asked for as programs do.
C_SOURCE = """\
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

int newest(void)
{
	int result = 0;
#if __GLIBC_PREREQ(2, 28)
	result += renameat2(-1, "a", -1, "b", 0);
#endif
#if __GLIBC_PREREQ(2, 34)
	result += close_range(90, 80, 0);
#endif
	return result;
}
"""

CXX_SOURCE = """\
#include <string>
#include <thread>

extern "C" int newest();

std::string in_a_thread()
{
	std::string text;
	std::thread([&text] { text = std::to_string(newest()); }).join();
	return text;
}
"""

RECIPE = """
build:
  script:
    - mkdir -p $PREFIX/lib
    - $CC $CFLAGS -c $RECIPE_DIR/newest.c
    - $CXX $CXXFLAGS -c $RECIPE_DIR/thread.cc
    - $CXX -shared -Wl,-soname,libnewest.so.1 -o $PREFIX/lib/libnewest.so.1 *.o $LDFLAGS
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ compiler("cxx") }}
    - ${{ stdlib("c") }}
"""

MACHINES_OWN = """
build:
  script:
    - mkdir -p $PREFIX/lib
    - @COMPILER@ -shared -fPIC -o $PREFIX/lib/libnewest.so.1 $RECIPE_DIR/newest.c
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ stdlib("c") }}
"""


def newest_glibc(library: Path) -> tuple[int, ...]:
    """The newest version of glibc that a file needs symbols of."""
    found = read_elf(memoryview(library.read_bytes()))
    assert found is not None
    versions = [re.fullmatch(r"GLIBC_([\d.]+)", need.version) for need in found.version_needs]
    return max(tuple(map(int, match[1].split("."))) for match in versions if match)


@pytest.mark.parametrize("floor", FLOORS)
@pytest.mark.parametrize("subdir", TARGETS)
def test_a_library_needs_the_glibc_that_was_asked_for(
    subdir: str, floor: str, project: Project, toolchain_cache: Path, tmp_path: Path
) -> None:
    target = get_platform(subdir)
    project.recipe("newest", RECIPE, newest__c=C_SOURCE, thread__cc=CXX_SOURCE)
    asked = project.options(targets=(target,), cache_dir=toolchain_cache, glibc=floor)
    (job,) = build(asked, env=project.env).jobs
    assert job.state is JobState.BUILT, job.error
    assert job.archive is not None
    assert f"__glibc >={floor},<3.0.a0" in read_index(job.archive)["depends"]

    extract(job.archive, tmp_path / "package")
    library = tmp_path / "package" / "lib" / "libnewest.so.1"
    assert newest_glibc(library) == tuple(map(int, floor.split(".")))

    artifact = load_artifact(job.archive)
    for older in FLOORS:
        report = run_checks(artifact, context_for(artifact, libc_floor=older))
        found = {each.name for each in report.errors}
        assert ("glibc-too-new" in found) == (older < floor)


@pytest.mark.parametrize("subdir", TARGETS)
def test_a_library_of_another_compiler_is_refused_for_its_glibc(
    subdir: str, project: Project, toolchain_cache: Path, require: Callable[[str], str]
) -> None:
    target = get_platform(subdir)
    compiler = require(f"{target.debian_triplet}-gcc")
    text = MACHINES_OWN.replace("@COMPILER@", compiler)
    project.recipe("newest", text, newest__c=C_SOURCE)
    asked = project.options(targets=(target,), cache_dir=toolchain_cache, glibc="2.28")
    (job,) = build(asked, env=project.env).jobs
    assert job.state is JobState.FAILED
    assert isinstance(job.error, VerificationError)
    (finding,) = job.error.diagnostics
    assert (finding.name, finding.path) == ("glibc-too-new", "lib/libnewest.so.1")
    assert "close_range@GLIBC_2.34" in finding.message
    assert finding.message.endswith("the floor is glibc 2.28")


def test_a_newer_glibc_than_the_machines_can_be_built_for_and_not_tested_with(
    project: Project, toolchain_cache: Path, require: Callable[[str], str]
) -> None:
    """As all is for a platform that began with a newer one, such as linux-riscv64."""
    require("qemu-riscv64-static")
    target = get_platform("linux-riscv64")
    recipe = """
build:
  script: mkdir -p $PREFIX/bin && $CC $CFLAGS $RECIPE_DIR/one.c -o $PREFIX/bin/one $LDFLAGS
requirements:
  build: ['${{ compiler("c") }}', '${{ stdlib("c") }}']
tests:
  - script: one
"""
    project.recipe("one", recipe, one__c="int main(void) { return 0; }")
    options = project.options(targets=(target,), cache_dir=toolchain_cache, glibc="2.41")
    [job] = build(options, env=project.env).jobs
    assert job.state is JobState.BUILT
    assert job.archive is not None
    assert "__glibc >=2.41,<3.0.a0" in read_index(job.archive)["depends"]
    assert job.tests is not None
    assert job.tests.verdict == "skipped"
    assert "they need glibc 2.41" in job.tests.reason
