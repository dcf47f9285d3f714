"""Configure and make of real projects: condax's wrappers, Debian's cross gcc, `zig cc`.

    python benchmarks/compilers.py [--rounds N] [--target linux-aarch64]

All three compile the same sources at `-O2`. Needs Debian's cross gcc for the target.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import os
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

import rattler
from measure import Timings, rounds, run

from condax.platforms import Platform, current_platform, get_platform
from condax.toolchain import Toolchain, ensure_toolchain
from condax.toolchain.zig import find_zig

PROJECTS = ("xz", "zlib")
BINUTILS = ("ar", "ld", "nm", "objdump", "ranlib", "strip")


async def install(toolchain: Toolchain, target: Platform, prefix: Path) -> None:
    """Put `zigcc_<target>` into a prefix, as any conda client would."""
    here = rattler.Platform(current_platform().subdir)
    records = await rattler.solve(
        [rattler.Channel(toolchain.url)],
        [f"zigcc_{target.subdir}"],
        platforms=[here, rattler.Platform("noarch")],
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, target_prefix=prefix, platform=here, show_progress=False)


def compilers(target: Platform, prefix: Path, scratch: Path) -> dict[str, dict[str, str]]:
    """CC and the binutils of each contestant, as its users export them."""
    conda = f"{prefix}/bin/{target.conda_triplet}"
    debian = str(target.debian_triplet)
    zig_cc = scratch / "zig-cc"
    zig = find_zig().executable
    zig_cc.write_text(f'#!/bin/sh\nexec "{zig}" cc -target {target.zig_target()} "$@"\n')
    zig_cc.chmod(0o755)
    return {
        "condax": {"CC": f"{conda}-cc", **binutils(conda)},
        "gcc": {"CC": f"{debian}-gcc", **binutils(debian)},
        "zig cc": {"CC": str(zig_cc), **binutils(debian), **zig_cache(zig_cc, scratch)},
    }


def zig_cache(zig_cc: Path, scratch: Path) -> dict[str, str]:
    """A cache that has zig's C library and nothing else, and where `compare` puts a copy of it.

    zig keeps every object it has compiled, and a round must not find those of the one before.
    """
    warm = {"ZIG_GLOBAL_CACHE_DIR": str(scratch / "zig-warm")}
    hello = scratch / "hello.c"
    hello.write_text("int main(void) { return 0; }\n")
    run([zig_cc, hello, "-o", scratch / "hello"], cwd=scratch, env={**os.environ, **warm})
    return {"ZIG_GLOBAL_CACHE_DIR": str(scratch / "zig-cache")}


def binutils(prefix: str) -> dict[str, str]:
    """Variables for the tools that configure scripts ask for."""
    return {name.upper(): f"{prefix}-{name}" for name in BINUTILS}


def fetch(project: str, folder: Path) -> Path:
    """The source archive of one of the repository's recipes."""
    recipe = Path(__file__).parent.parent / "recipes" / project
    program = Path(sys.executable).parent / "condax"
    run([program, "sources", "fetch", recipe, "--to", folder], cwd=folder.parent)
    return next(path for path in folder.rglob("*.tar.*") if path.is_file())


def compare(archive: Path, target: Platform, tools: dict[str, dict[str, str]], count: int) -> None:
    """Print one table: configure and make, seconds and ratios."""
    configure: Timings
    with tempfile.TemporaryDirectory() as folder:
        makes = Timings()

        def build(name: str) -> float:
            tree = Path(folder) / "tree"
            shutil.rmtree(tree, ignore_errors=True)
            with tarfile.open(archive) as tar:
                tar.extractall(tree, filter="data")
            root = next(tree.iterdir())
            env = {**os.environ, **tools[name], "CFLAGS": "-O2", "LC_ALL": "C"}
            if cache := tools[name].get("ZIG_GLOBAL_CACHE_DIR"):
                shutil.rmtree(cache, ignore_errors=True)
                shutil.copytree(Path(cache).with_name("zig-warm"), cache)
            arguments = [f"--host={target.conda_triplet}", "--disable-doc", "--disable-nls"]
            if not (root / "config.guess").exists() and not (root / "build-aux").exists():
                env, arguments = {**env, "CHOST": str(target.conda_triplet)}, []
            seconds = run(["./configure", *arguments], cwd=root, env=env)
            makes.add(name, run(["make", "-j2"], cwd=root, env=env))
            return seconds

        configure = rounds({name: functools.partial(build, name) for name in tools}, count)
        for values in makes.seconds.values():
            del values[0]
    print(f"{archive.name.split('-')[0]} for {target.subdir}, {count} rounds")
    for step, timings in (("configure", configure), ("make -j2", makes)):
        for name in tools:
            print(
                f"  {step:10} {name:7} {timings.median(name):7.2f} s"
                f"   {timings.ratio(name, 'gcc'):5.2f} x gcc"
            )


def wrapper_overhead(target: Platform, prefix: Path, count: int) -> None:
    """Print what a call of the wrapper costs over running clang itself."""
    calls = 100
    wrapper = f"{prefix}/bin/{target.conda_triplet}-cc"
    script = "i=0; while [ $i -lt {n} ]; do {command} --version >/dev/null; i=$((i+1)); done"
    commands = {
        "wrapper": wrapper,
        "clang": f"{prefix}/lib/condax/zig clang"
        f" --config={prefix}/lib/condax/{target.conda_triplet}.cfg",
    }
    timings = rounds(
        {
            name: functools.partial(
                run, ["sh", "-c", script.format(n=calls, command=command)], cwd=prefix
            )
            for name, command in commands.items()
        },
        count,
    )
    difference = (timings.median("wrapper") - timings.median("clang")) / calls * 1000
    print(f"wrapper overhead: {difference:.2f} ms a call")


def main() -> None:
    """Print the figures asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--target", default="linux-aarch64")
    options = parser.parse_args()
    target = get_platform(options.target)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        toolchain = ensure_toolchain(
            build=current_platform(), targets=[target], cache=scratch / "cache"
        )
        prefix = scratch / "prefix"
        asyncio.run(install(toolchain, target, prefix))
        tools = compilers(target, prefix, scratch)
        wrapper_overhead(target, prefix, options.rounds)
        for project in PROJECTS:
            compare(fetch(project, scratch / project), target, tools, options.rounds)


if __name__ == "__main__":
    main()
