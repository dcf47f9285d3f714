"""Configure and make of real projects: condax's wrappers, Debian's cross gcc, `zig cc`.

    python benchmarks/compilers.py [--rounds N] [--target linux-aarch64] [--project xz]
        [--channel CHANNEL]

All of them compile the same sources at `-O2`. Needs Debian's cross gcc and g++ for the target.
jsoncpp and cppunit are C++: few large files, and many small ones of which most is headers. A
channel folder with `libstdcxx-devel_<target>` adds condax's compiler with libstdc++'s headers.
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
import time
from pathlib import Path
from typing import TYPE_CHECKING

import rattler
from measure import Timings, processor_seconds, rounds, run

from condax.platforms import Platform, current_platform, get_platform
from condax.toolchain import add_cxx, ensure_toolchain
from condax.toolchain.zig import find_zig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROJECTS = ("xz", "zlib", "jsoncpp", "cppunit")
MAKE_IN = {
    "jsoncpp": "build",
    # The library alone: `zig c++` puts a libc++ into it that programs then cannot link.
    "cppunit": "src/cppunit",
}
"""Folder of a project where make is called, if not at its root."""
BINUTILS = ("ar", "ld", "nm", "objdump", "ranlib", "strip")


async def install(package: str, channels: Sequence[Path], prefix: Path) -> None:
    """Put the package of a compiler into a prefix, as any conda client would."""
    here = rattler.Platform(current_platform().subdir)
    records = await rattler.solve(
        [rattler.Channel(channel.absolute().as_uri()) for channel in channels],
        [package],
        platforms=[here, rattler.Platform("noarch")],
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, target_prefix=prefix, platform=here, show_progress=False)


def install_gnu(target: Platform, channel: Path, scratch: Path) -> Path:
    """A prefix with the compilers that take glibc and libstdc++ from the channel."""
    program, made, prefix = Path(sys.executable).parent / "condax", scratch / "gnu", scratch / "g"
    command: list[str | Path] = [program, "toolchain", "build", target.subdir]
    run([*command, "-c", channel.absolute(), "--output-dir", made], cwd=scratch)
    asyncio.run(install(f"zigcxx_libstdcxx_{target.subdir}", (made, channel), prefix))
    return prefix


def compilers(
    target: Platform, prefixes: Mapping[str, Path], scratch: Path
) -> dict[str, dict[str, str]]:
    """CC, CXX and the binutils of each contestant, as its users export them.

    `prefixes` are those with condax's compilers, by the name of the contestant.
    """
    ours = {name: f"{prefix}/bin/{target.conda_triplet}" for name, prefix in prefixes.items()}
    debian = str(target.debian_triplet)
    zig = find_zig().executable
    for driver in ("cc", "c++"):
        script = f'#!/bin/sh\nexec "{zig}" {driver} -target {target.zig_target()} "$@"\n'
        (scratch / f"zig-{driver}").write_text(script)
        (scratch / f"zig-{driver}").chmod(0o755)
    return {
        **{
            name: {"CC": f"{conda}-cc", "CXX": f"{conda}-c++", **binutils(conda)}
            for name, conda in ours.items()
        },
        "gcc": {"CC": f"{debian}-gcc", "CXX": f"{debian}-g++", **binutils(debian)},
        "zig cc": {
            "CC": f"{scratch}/zig-cc",
            "CXX": f"{scratch}/zig-c++",
            **binutils(debian),
            **zig_cache(scratch),
        },
    }


def zig_cache(scratch: Path) -> dict[str, str]:
    """A cache that has zig's C and C++ libraries and nothing else, for `compare` to copy.

    zig keeps every object it has compiled, and a round must not find those of the one before.
    """
    env = {**os.environ, "ZIG_GLOBAL_CACHE_DIR": str(scratch / "zig-warm")}
    hello = scratch / "hello.c"
    hello.write_text("int main(void) { return 0; }\n")
    for driver in ("cc", "c++"):
        command: list[str | Path] = [scratch / f"zig-{driver}", hello, "-o", scratch / "hello"]
        run(command, cwd=scratch, env=env)
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


def configure_command(root: Path, target: Platform) -> list[str]:
    """How the unpacked project is configured for the target: CMake, autoconf or a script."""
    script = root / "configure"
    if not script.exists():
        system = ["-DCMAKE_SYSTEM_NAME=Linux", f"-DCMAKE_SYSTEM_PROCESSOR={target.zig_cpu}"]
        names = ("BUILD_STATIC_LIBS", "BUILD_OBJECT_LIBS", "JSONCPP_WITH_TESTS")
        # A build type that adds no flags to CFLAGS.
        options = ["-DCMAKE_BUILD_TYPE=None", *(f"-D{name}=OFF" for name in names)]
        return ["cmake", "-S", ".", "-B", "build", *system, *options]
    if "Generated by GNU Autoconf" not in script.read_text(errors="replace"):
        return ["./configure"]
    options = ["--disable-doc", "--disable-nls", "--disable-doxygen", "--disable-static"]
    return ["./configure", f"--host={target.conda_triplet}", *options]


def compare(
    project: str, target: Platform, tools: dict[str, dict[str, str]], scratch: Path, count: int
) -> None:
    """Print one table: configure and make, seconds of wall and processor time, and ratios."""
    steps = {name: Timings() for name in ("configure", "make -j2")}
    processor = {name: Timings() for name in steps}
    archive = fetch(project, scratch / project)
    with tempfile.TemporaryDirectory() as folder:

        def build(name: str) -> float:
            tree = Path(folder) / "tree"
            shutil.rmtree(tree, ignore_errors=True)
            with tarfile.open(archive) as tar:
                tar.extractall(tree, filter="data")
            root = next(tree.iterdir())
            flags = {"CFLAGS": "-O2", "CXXFLAGS": "-O2", "CHOST": str(target.conda_triplet)}
            env = {**os.environ, **tools[name], **flags, "LC_ALL": "C"}
            if cache := tools[name].get("ZIG_GLOBAL_CACHE_DIR"):
                shutil.rmtree(cache, ignore_errors=True)
                shutil.copytree(Path(cache).with_name("zig-warm"), cache)
            make = ["make", "-C", MAKE_IN.get(project, "."), "-j2"]
            commands = (configure_command(root, target), make)
            for step, command in zip(steps, commands, strict=True):
                before = processor_seconds()
                steps[step].add(name, run(command, cwd=root, env=env))
                processor[step].add(name, processor_seconds() - before)
            return 0.0

        rounds({name: functools.partial(build, name) for name in tools}, count)
    print(f"{project} for {target.subdir}, {count} rounds")
    for step, wall in steps.items():
        # The first round of each is not counted.
        for timings in (wall, processor[step]):
            for values in timings.seconds.values():
                del values[0]
        for name in tools:
            print(
                f"  {step:10} {name:9} {wall.median(name):7.2f} s {wall.ratio(name, 'gcc'):5.2f}"
                f" x gcc   processor {processor[step].median(name):7.2f} s"
                f" {processor[step].ratio(name, 'gcc'):5.2f} x gcc"
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
    parser.add_argument("--project", action="append", choices=PROJECTS)
    parser.add_argument("--channel", type=Path, metavar="CHANNEL")
    options = parser.parse_args()
    target = get_platform(options.target)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        toolchain = ensure_toolchain(
            build=current_platform(), targets=[target], cache=scratch / "cache"
        )
        start, before = time.perf_counter(), processor_seconds()
        add_cxx(toolchain, build=current_platform(), targets=[target])
        wall, used = time.perf_counter() - start, processor_seconds() - before
        print(f"first use of C++, libcxx built: {wall:.1f} s, of processor time {used:.1f} s")
        prefixes = {"condax": scratch / "prefix"}
        package = f"zigcxx_{target.subdir}"
        asyncio.run(install(package, (toolchain.channel,), prefixes["condax"]))
        if options.channel:
            prefixes["libstdcxx"] = install_gnu(target, options.channel, scratch)
        tools = compilers(target, prefixes, scratch)
        wrapper_overhead(target, prefixes["condax"], options.rounds)
        for project in options.project or PROJECTS:
            compare(project, target, tools, scratch, options.rounds)


if __name__ == "__main__":
    main()
