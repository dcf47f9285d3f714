"""Where a build gets its compilers from, asked in two steps: variant keys first, packages later.

The keys are needed to compute what there is to build, the packages only if there is something.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from condax.build.model import Job
    from condax.platforms import Platform
    from condax.toolchain.packages import GnuRuntime


CXX_KEY = "cxx_compiler"
"""The variant key that a recipe with C++ uses."""
COMPILER_KEYS = ("c_compiler", CXX_KEY)
STDLIB_KEY = "c_stdlib"


@dataclass(frozen=True, kw_only=True, slots=True)
class Needs:
    """What the jobs of one run compile for."""

    targets: tuple[Platform, ...]
    cxx: tuple[Platform, ...] = ()
    """Those of `targets` for which there is C++, which takes a minute to make."""


class ToolchainSource(Protocol):
    """What `build` takes its compilers from."""

    def variants(self, target: Platform) -> Mapping[str, tuple[str, ...]]:
        """Variant keys that make `compiler("c")` and the like resolve to its packages; cheap."""

    def ensure(self, needs: Needs, on_progress: Callable[[str], None]) -> str:
        """URL of a channel with the packages for these targets, made if there is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoToolchain:
    """For recipes that bring their compilers from a channel, or need none."""

    def variants(self, target: Platform) -> Mapping[str, tuple[str, ...]]:
        """None."""
        del target
        return {}

    def ensure(self, needs: Needs, on_progress: Callable[[str], None]) -> str:
        """Never asked for, as it has no variants."""
        raise AssertionError(f"no toolchain for {needs} {on_progress}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ZigToolchain:
    """The compilers that condax makes from the zig wheel."""

    build_platform: Platform
    cache: Path
    glibc: str | None = None
    gnu: Mapping[str, GnuRuntime] = field(default_factory=dict)
    """Subdirs of the targets that get gcc's C++ runtime, and which one."""

    def variants(self, target: Platform) -> Mapping[str, tuple[str, ...]]:
        """As of `condax.toolchain.Toolchain`; empty for a platform it has no compiler for."""
        from condax.toolchain.provide import Toolchain

        if not target.is_elf:
            return {}
        version = importlib.metadata.version("ziglang")
        gnu = self.gnu.get(target.subdir)
        floors = {target.subdir: gnu.glibc if gnu else self.glibc or target.min_libc or ""}
        toolchain = Toolchain(channel=Path(), version=version, floors=floors, gnu=self.gnu)
        return toolchain.variants(target)

    def ensure(self, needs: Needs, on_progress: Callable[[str], None]) -> str:
        """Make what the cache does not have."""
        from condax.toolchain.packages import ZigFile
        from condax.toolchain.provide import add_cxx, build_toolchain, own_workshop

        toolchain = build_toolchain(
            own_workshop(self.build_platform, self.cache, self.gnu),
            needs.targets,
            glibc=self.glibc,
            zig_file=ZigFile.LINK,
            progress=on_progress,
        )
        if needs.cxx:
            add_cxx(toolchain, build=self.build_platform, targets=needs.cxx, progress=on_progress)
        return toolchain.url


def toolchain_needs(jobs: Iterable[Job], toolchain: ToolchainSource) -> Needs:
    """Platforms of the jobs whose variant names a compiler of the toolchain."""
    targets: dict[str, Platform] = {}
    cxx: dict[str, Platform] = {}
    for job in jobs:
        host = job.platforms.host
        keys = toolchain.variants(host)
        used = {key for key, values in keys.items() if str(job.variant.get(key)) in values}
        if used:
            targets[host.subdir] = host
        if CXX_KEY in used:
            cxx[host.subdir] = host
    return Needs(targets=tuple(targets.values()), cxx=tuple(cxx.values()))


def toolchain_packages(
    jobs: Iterable[Job], toolchain: ToolchainSource, machine: Platform
) -> set[tuple[str, str]]:
    """Name and subdir of what `compiler("c")` and the like stand for, if a job uses them.

    Tests may ask for them, and packages may run with them.
    """
    found = set()
    for target in toolchain_needs(jobs, toolchain).targets:
        keys = toolchain.variants(target)
        for key, subdir in (
            *((key, machine.subdir) for key in COMPILER_KEYS),
            (STDLIB_KEY, NOARCH.subdir),
        ):
            found |= {(f"{name}_{target.subdir}", subdir) for name in keys.get(key, ())}
    return found
