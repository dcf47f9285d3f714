"""What `condax` costs around a build: first use, trivial recipe, nothing to do, all recipes.

    python benchmarks/builds.py [--rounds N] [--recipes [--only NAME...] [--target SUBDIR...]]

Every build has its own cache and output folder, so nothing of the user's is used or changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from measure import processor_seconds, rounds, run, size_of

from condax.platforms import current_platform
from condax.platforms.table import LINUX_AARCH64, LINUX_PPC64LE

ROOT = Path(__file__).parent.parent
TRIVIAL = """\
package: {name: trivial, version: "1"}
build:
  script: ["mkdir -p $PREFIX/share", "echo hello > $PREFIX/share/trivial"]
requirements:
  build: ['${{ compiler("c") }}', '${{ stdlib("c") }}']
"""


def condax(*arguments: str | Path, cwd: Path, cache: Path) -> float:
    """Seconds of one call of the installed program."""
    program = Path(sys.executable).parent / "condax"
    return run([program, *arguments], cwd=cwd, env={**os.environ, "XDG_CACHE_HOME": str(cache)})


def first_use(scratch: Path) -> None:
    """Print what the toolchain costs in time and space, from the wheel."""
    from condax.toolchain import ensure_toolchain

    cache = scratch / "first"
    timings = rounds({"first": lambda: _ensure(cache)}, 1)
    print(f"first use, toolchain for one target: {timings.median('first'):.1f} s")
    here = current_platform()
    one = size_of(cache)
    ensure_toolchain(build=here, targets=[LINUX_AARCH64, LINUX_PPC64LE], cache=cache)
    print(f"toolchain channel on disk: {one / 1e6:.1f} MB with one target,")
    print(f"  {(size_of(cache) - one) / 1e6:.1f} MB more for the next")


def _ensure(cache: Path) -> float:
    import shutil

    shutil.rmtree(cache, ignore_errors=True)
    code = (
        "import sys, pathlib\n"
        "from condax.platforms import current_platform, get_platform\n"
        "from condax.toolchain import ensure_toolchain\n"
        "ensure_toolchain(build=current_platform(), targets=[get_platform(sys.argv[1])],"
        " cache=pathlib.Path(sys.argv[2]))"
    )
    return run([sys.executable, "-c", code, LINUX_AARCH64.subdir, cache], cwd=cache.parent)


def overhead(scratch: Path, count: int) -> None:
    """Print the cost around a trivial script, of nothing to do, and of `--help`."""
    recipe = scratch / "trivial"
    recipe.mkdir()
    (recipe / "recipe.yaml").write_text(TRIVIAL)
    cache = scratch / "cache"
    target = ("--target", LINUX_AARCH64.subdir)
    python = [sys.executable, "-c", "pass"]
    timings = rounds(
        {
            "trivial recipe": lambda: condax(
                "build", recipe, *target, "--rebuild", cwd=scratch, cache=cache
            ),
            "nothing to do": lambda: condax("build", recipe, *target, cwd=scratch, cache=cache),
            "condax --help": lambda: condax("--help", cwd=scratch, cache=cache),
            "python -c pass": lambda: run(python, cwd=scratch),
        },
        count,
    )
    for name in timings.seconds:
        print(f"{name:16} {timings.median(name):6.3f} s")


def recipes(scratch: Path, only: list[str], subdirs: list[str]) -> None:
    """Print the time of every recipe for the platforms, and compare a second build."""
    targets = [word for subdir in subdirs for word in ("--target", subdir)]
    chosen = [ROOT / "recipes" / name for name in only] or [ROOT / "recipes"]
    cache = scratch / "recipes-cache"
    digests = []
    for attempt in ("first", "second"):
        output = scratch / attempt
        report = scratch / f"{attempt}.json"
        before = processor_seconds()
        places = ("--output-dir", str(output), "--json", str(report))
        seconds = condax("build", *chosen, *targets, *places, cwd=scratch, cache=cache)
        if attempt == "first":
            print_jobs(report)
        print(
            f"{attempt} build for {' and '.join(subdirs)}: {seconds:.0f} s,"
            f" {processor_seconds() - before:.0f} s of processor time"
        )
        digests.append(
            {
                f"{path.parent.name}/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest()
                for path in output.glob("*/*.conda")
            }
        )
    differing = [name for name, digest in digests[0].items() if digests[1].get(name) != digest]
    print(f"byte-identical: {len(digests[0]) - len(differing)} of {len(digests[0])} packages")
    for name in differing:
        print(f"  differs: {name}")


def print_jobs(report: Path) -> None:
    """One line for each package: seconds and processor seconds, and how its tests ended."""
    for job in json.loads(report.read_text(encoding="utf-8"))["jobs"]:
        tests = (job["tests"] or {}).get("verdict", "")
        state = f"{job['state']}, tests {tests}" if tests else f"{job['state']} {job['reason']}"
        name = f"{job['name']} {job['version']} {job['subdir']}"
        print(f"  {name:48} {job['seconds']:7.1f} s {job['processor_seconds']:7.1f} s  {state}")


def main() -> None:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--recipes", action="store_true", help="build all recipes, twice")
    parser.add_argument("--only", nargs="+", default=[], help="with --recipes: just these")
    parser.add_argument(
        "--target",
        nargs="+",
        default=[LINUX_AARCH64.subdir, LINUX_PPC64LE.subdir],
        help="with --recipes: for these platforms instead of both cross targets",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        overhead(scratch, options.rounds)
        first_use(scratch)
        if options.recipes:
            recipes(scratch, options.only, options.target)


if __name__ == "__main__":
    main()
