"""`BuildOptions`: everything a build may be told, decided before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.platforms import Platform


class RunTests(str, Enum):
    """Which tests of finished packages run."""

    SKIP = "skip"
    """None."""
    NATIVE = "native"
    """Those of packages that run on this machine as it is."""
    EMULATE = "emulate"
    """All; those of other platforms under an emulator, where one is found."""


class Engine(str, Enum):
    """What turns a rendered recipe into a package; both give the same package."""

    IN_PROCESS = "inprocess"
    """The rattler-build library that condax depends on."""
    BINARY = "binary"
    """The `rattler-build` program on PATH."""


class Keep(str, Enum):
    """What is left of the folder that a package was built in."""

    NOTHING = "nothing"
    FOLDER = "folder"
    """Sources, build folder and both environments."""
    ENVIRONMENT = "environment"
    """The same, with a script `enter.sh` that opens a shell as the build script saw it."""


class CxxRuntime(str, Enum):
    """The C++ standard library that packages are built with."""

    LIBCXX = "libcxx"
    """LLVM's, which condax builds itself."""
    LIBSTDCXX = "libstdcxx"
    """gcc's, from a channel: what conda-forge's packages have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildOptions:
    """What to build, for which platforms, from and to where."""

    recipes: tuple[Path, ...]
    """Recipe files, folders that hold one, or folders of such folders."""
    targets: tuple[Platform, ...]
    """Platforms to build packages for."""
    build_platform: Platform
    """The platform of this machine."""
    output_dir: Path = Path("output")
    """Channel folder that finished packages go to."""
    cache_dir: Path
    """Folder for everything that can be made again: sources, toolchain, work folders."""
    channels: tuple[str, ...] = ()
    """Channels (names, URLs or folders) to resolve dependencies from, best first."""
    variant_config: tuple[Path, ...] = ()
    """Variant files; later ones win, and all win over those beside a recipe."""
    glibc: str | None = None
    """Oldest glibc the packages have to run on; `None` takes each platform's own floor."""
    cxx_runtime: CxxRuntime | None = None
    """`None` takes libstdcxx for the targets for which a channel has `libstdcxx-devel_<target>`."""
    jobs: int = 1
    """Packages that are built at the same time."""
    cpu_count: int = 1
    """Processors of this machine."""
    test: RunTests = RunTests.EMULATE
    engine: Engine = Engine.IN_PROCESS
    keep: Keep = Keep.NOTHING
    source_mirrors: tuple[str, ...] = ()
    """Folders or URLs with source archives, asked before upstream."""
    offline: bool = False
    """Whether sources may come from the cache and from folders only."""
    rebuild: bool = False
    """Whether packages that the output channel already has are built again."""

    @property
    def cpus_per_job(self) -> int:
        """What build scripts get as `CPU_COUNT`: twice their share, at most all there are.

        Much of a build is one process after the other (configure, tests, packing), and what others
        depend on is often built alone.
        """
        return max(1, min(self.cpu_count, 2 * self.cpu_count // self.jobs))
