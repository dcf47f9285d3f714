"""Prefixes with the real toolchain packages, each installed once per test run."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import rattler
from filelock import FileLock
from tests.build.debian_gcc import GCC, LIBC, make_channel

from condax.platforms import current_platform, get_platform
from condax.system.process import Completed, attempt
from condax.toolchain import Toolchain, add_cxx, ensure_toolchain
from condax.toolchain.packages import GnuRuntime, ZigFile
from condax.toolchain.provide import build_toolchain, own_workshop
from condax.toolchain.zig import Zig, find_zig

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.platforms import Platform

TARGETS = ("linux-64", "linux-aarch64", "linux-ppc64le")
CROSS_TARGETS = TARGETS[1:]


@dataclass(frozen=True, kw_only=True)
class Prefix:
    """An environment of the build machine with `zigcc_<target>` in it."""

    path: Path
    target: Platform

    @property
    def sysroot(self) -> Path:
        return self.path / str(self.target.conda_triplet) / "sysroot"

    def program(self, name: str) -> str:
        """Path of the target's tool, e.g. of `cc`."""
        return str(self.path / "bin" / f"{self.target.conda_triplet}-{name}")

    def attempt(self, name: str, *arguments: str, cwd: Path | None = None) -> Completed:
        """Run one of the target's tools on a machine that has no other ones."""
        return attempt([self.program(name), *arguments], env={"PATH": ""}, cwd=cwd)

    def run(self, name: str, *arguments: str, cwd: Path | None = None) -> str:
        """The same where it has to succeed; what it printed on stdout."""
        done = self.attempt(name, *arguments, cwd=cwd)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def compile(self, output: Path, source: str, *flags: str) -> Path:
        """Compile C text with `T-cc`; libraries named in `flags` come after it."""
        return self._compile("cc", output, source, *flags)

    def compile_cxx(self, output: Path, source: str, *flags: str) -> Path:
        """The same of C++."""
        return self._compile("c++", output, source, *flags)

    def _compile(self, driver: str, output: Path, source: str, *flags: str) -> Path:
        file = output.with_name(f"{output.name}.{'c' if driver == 'cc' else 'cc'}")
        file.write_text(source)
        self.run(driver, str(file), "-o", str(output), *flags, cwd=output.parent)
        return output


@pytest.fixture(scope="session")
def zig() -> Zig:
    return find_zig()


@pytest.fixture(scope="session")
def prefix_of(toolchain_cache: Path) -> Callable[[str], Prefix]:
    """`prefix_of("linux-aarch64")` is the run's one prefix for that target."""

    @functools.cache
    def find(subdir: str) -> Prefix:
        return ensure_prefix(f"zigcc_{subdir}", ensure(subdir, toolchain_cache), toolchain_cache)

    return find


@pytest.fixture(scope="session")
def cxx_prefix_of(toolchain_cache: Path) -> Callable[[str], Prefix]:
    """The same with C++."""

    @functools.cache
    def find(subdir: str) -> Prefix:
        toolchain = ensure(subdir, toolchain_cache)
        add_cxx(toolchain, build=current_platform(), targets=[get_platform(subdir)])
        return ensure_prefix(f"zigcxx_{subdir}", toolchain, toolchain_cache)

    return find


@pytest.fixture(scope="session")
def gnu_prefix_of(toolchain_cache: Path, require: Callable[[str], str]) -> Callable[[str], Prefix]:
    """The same with gcc's C++ runtime, from a channel that is made of Debian's packages."""

    @functools.cache
    def find(subdir: str) -> Prefix:
        target = get_platform(subdir)
        require(f"{target.debian_triplet}-g++")
        channel = toolchain_cache / "debian" / subdir
        channel.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{channel}.lock"):
            if not channel.exists():
                make_channel(target, channel.with_suffix(".new")).rename(channel)
        runtimes = {subdir: GnuRuntime(gcc=GCC, glibc=LIBC)}
        workshop = own_workshop(current_platform(), toolchain_cache, runtimes)
        toolchain = build_toolchain(
            workshop, [target], glibc=None, zig_file=ZigFile.LINK, progress=lambda _: None
        )
        add_cxx(toolchain, build=current_platform(), targets=[target])
        package = f"zigcxx_libstdcxx_{subdir}"
        return ensure_prefix(package, toolchain, toolchain_cache, channel.as_uri())

    return find


def ensure(subdir: str, cache: Path) -> Toolchain:
    """The C toolchain for one target."""
    return ensure_toolchain(build=current_platform(), targets=[get_platform(subdir)], cache=cache)


def ensure_prefix(package: str, toolchain: Toolchain, cache: Path, *channels: str) -> Prefix:
    """Install a compiler package, once in a test run."""
    path = cache / "prefixes" / toolchain.channel.name / package
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        if not path.exists():
            fresh = path.with_suffix(".new")
            asyncio.run(install(package, toolchain.url, fresh, cache, *channels))
            fresh.rename(path)
    return Prefix(path=path, target=get_platform(package.rpartition("_")[2]))


async def install(spec: str, channel: str, prefix: Path, cache: Path, *others: str) -> None:
    """Solve and install as any conda client does."""
    records = await rattler.solve(
        [channel, *others],
        [spec],
        platforms=[current_platform().subdir, "noarch"],  # type: ignore[list-item]
        virtual_packages=rattler.VirtualPackage.detect(),
    )
    await rattler.install(records, prefix, cache_dir=cache / "pkgs", show_progress=False)


@pytest.fixture(params=TARGETS)
def prefix(request: pytest.FixtureRequest, prefix_of: Callable[[str], Prefix]) -> Prefix:
    """One test per target, the build machine's own included."""
    return prefix_of(request.param)


@pytest.fixture(params=CROSS_TARGETS)
def cross_prefix(request: pytest.FixtureRequest, prefix_of: Callable[[str], Prefix]) -> Prefix:
    """One test per target that is not the build machine."""
    return prefix_of(request.param)
