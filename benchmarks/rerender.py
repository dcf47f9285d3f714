"""What `condax rerender` costs: processor time and memory of whole runs, start-up included.

    python benchmarks/rerender.py [--rounds N]                     the shapes below
    python benchmarks/rerender.py [--rounds N] FEEDSTOCK PINNING   a real feedstock

The shapes have as many jobs and outputs as the feedstocks that users of other tools report about;
their pinning has as many keys as conda-forge's. Nothing is written into a feedstock.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = 505
"""Of conda-forge's pinning."""

PINNING = """\
c_compiler:
  - gcc
c_compiler_version:
  - 15
cxx_compiler:
  - gxx
cxx_compiler_version:
  - 15
fortran_compiler:
  - gfortran
fortran_compiler_version:
  - 15
c_stdlib:
  - sysroot
c_stdlib_version:
  - 2.17
channel_sources:
  - conda-forge
channel_targets:
  - conda-forge main
docker_image:
  - image
python:
  - 3.10.* *_cpython
  - 3.11.* *_cpython
  - 3.12.* *_cpython
  - 3.13.* *_cp313
is_python_min:
  - true
  - false
  - false
  - false
zip_keys:
  - - c_compiler_version
    - cxx_compiler_version
    - fortran_compiler_version
  - - python
    - is_python_min
""" + "".join(
    f"package_{i}:\n  - {i}.0\n" + (f"  - {i + 1}\n" if i % 40 == 0 else "")
    for i in range(KEYS - 14)
)

PETSC4PY_CONFIG = """\
build_platform: {linux_aarch64: linux_64, linux_ppc64le: linux_64, osx_arm64: osx_64}
conda_build_tool: rattler-build
provider: {win_64: null}
test: native_and_emulated
"""
PETSC4PY_RECIPE = """\
context: {version: "3.24.0"}
package: {name: petsc4py, version: "${{ version }}"}
build:
  string: ${{ mpi }}_${{ scalar }}_${{ device }}_${{ hash }}
  skip:
    - osx and device != "host"
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ stdlib("c") }}
    - if: build_platform != host_platform
      then: [python, "cross-python_${{ host_platform }}", numpy, "${{ mpi }}"]
  host:
    - python
    - ${{ mpi }}
    - package_1
    - package_2
    - petsc * ${{ scalar }}_*
  run: [python, "petsc * ${{ scalar }}_*"]
"""
PETSC4PY_VARIANTS = """\
mpi:
  - mpich
  - openmpi
scalar:
  - real
  - complex
device:
  - host
  - cuda12
  - cuda13
  - cuda14
"""

CTNG_CONFIG = "build_platform: {linux_aarch64: linux_64, linux_ppc64le: linux_64}\n"
CTNG_OUTPUTS = ("gcc", "gxx", "gfortran", "binutils", "cpp", "conda-gcc-specs", "compiler-rt")
CTNG_RECIPE = """\
{% set version = gcc_version %}
package:
  name: ctng-compilers-activation
  version: {{ version }}
build:
  number: {{ 100 if cross_target_platform == target_platform else 0 }}
  skip: true  # [not linux]
outputs:
""" + "".join(
    f"""\
  - name: {name}_{{{{ cross_target_platform }}}}
    script: install-{name}.sh
    requirements:
      build:
        - {{{{ compiler('c') }}}}
        - {{{{ stdlib('c') }}}}
      host:
        - {name}_impl_{{{{ cross_target_platform }}}} {{{{ gcc_version }}}}.*
        - package_3
      run:
        - sysroot_{{{{ cross_target_platform }}}}  # [cross_target_platform != target_platform]
        - {{{{ c_stdlib }}}}_{{{{ cross_target_platform }}}} {{{{ c_stdlib_version }}}}.*
"""
    for name in CTNG_OUTPUTS
)
CTNG_VARIANTS = """\
gcc_version:
  - '10'
  - '11'
  - '12'
  - '13'
  - '14'
  - '15'
  - '16'
cross_target_platform:
  - linux-64
  - linux-aarch64
  - linux-ppc64le
  - linux-s390x
  - linux-riscv64
cross_stdlib_version:
  - '2.17'
  - '2.28'
  - '2.34'
  - '2.39'
cross_stdlib:
  - sysroot
"""

SHAPES: dict[str, dict[str, str]] = {
    "petsc4py": {
        "conda-forge.yml": PETSC4PY_CONFIG,
        "recipe/recipe.yaml": PETSC4PY_RECIPE,
        "recipe/conda_build_config.yaml": PETSC4PY_VARIANTS,
    },
    "ctng-compiler-activation": {
        "conda-forge.yml": CTNG_CONFIG,
        "recipe/meta.yaml": CTNG_RECIPE,
        "recipe/conda_build_config.yaml": CTNG_VARIANTS,
    },
}


@dataclass(frozen=True)
class Cost:
    """Of one run."""

    processor: float
    """Seconds, of the program and the system for it."""
    wall: float
    memory: int
    """Bytes at the peak."""
    jobs: int


MEASURE = """\
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([done.returncode, done.stdout, done.stderr, used.ru_utime + used.ru_stime, wall,
                  used.ru_maxrss * 1024]))
"""
"""A process of its own, as the system keeps one peak for all children."""


def cost_of(feedstock: Path, pinning: Path) -> Cost:
    """Run `condax rerender --json` once."""
    program = Path(sys.executable).parent / "condax"
    argv = [program, "rerender", feedstock, "--pinning", pinning, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, argv)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    status, out, err, processor, wall, memory = json.loads(done.stdout)
    if status != 0:
        raise SystemExit(err)
    return Cost(processor, wall, memory, len(json.loads(out)["jobs"]))


def median_of(rounds: int, once: Callable[[], Cost]) -> Cost:
    """Medians of some runs, after one that is not counted."""
    once()
    costs = [once() for _ in range(rounds)]
    return Cost(
        statistics.median(cost.processor for cost in costs),
        statistics.median(cost.wall for cost in costs),
        max(cost.memory for cost in costs),
        costs[0].jobs,
    )


def show(name: str, cost: Cost) -> None:
    """One line of the result."""
    print(
        f"{name}: {cost.jobs} jobs, {cost.processor:.2f} s processor, {cost.wall:.2f} s wall, "
        f"{cost.memory / 1e6:.0f} MB"
    )


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("feedstock", nargs="?", type=Path)
    parser.add_argument("pinning", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.feedstock is not None:
        if options.pinning is None:
            parser.error("name the pinning too")
        once = functools.partial(cost_of, options.feedstock, options.pinning)
        cost = median_of(options.rounds, once)
        show(options.feedstock.resolve().name, cost)
        return
    with tempfile.TemporaryDirectory() as scratch:
        pinning = Path(scratch, "pinning.yaml")
        pinning.write_text(PINNING)
        for name, files in SHAPES.items():
            folder = Path(scratch, f"{name}-feedstock")
            for path, text in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text)
            show(name, median_of(options.rounds, functools.partial(cost_of, folder, pinning)))


if __name__ == "__main__":
    main()
