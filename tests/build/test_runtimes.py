"""A C++ program for the build machine itself: it runs while building, and where it is installed."""

from __future__ import annotations

import asyncio
import subprocess
from typing import TYPE_CHECKING

import pytest
import rattler

from condax.audit.elf import read_elf
from condax.build import BuildOptions, JobState, build
from condax.platforms import current_platform

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Project

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
