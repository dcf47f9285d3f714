"""The nouns of a build: `Requirements`, `Job` (one package to build), `Skipped` and `Plan`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from condax.platforms import Platform, Platforms

Scalar = str | int | float | bool
"""A value of a variant key."""

CROSS_PYTHON = "cross-python_"

SPEC_NAME = re.compile(r"\s*([^\s=<>!~\[]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirements:
    """What a package asks for, as match specs, by environment."""

    build: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    test: tuple[str, ...] = ()
    """Of the test environments, for the platform the package is for."""
    test_build: tuple[str, ...] = ()
    """Of the test environments, for the platform of the machine."""
    weak: tuple[str, ...] = ()
    """Of `run_exports`: what a package runs with that has this one in its host environment."""
    strong: tuple[str, ...] = ()
    """The same, and of one that has it in its build environment."""
    noarch: tuple[str, ...] = ()
    """The same of a noarch package, in place of the others."""
    ignored: tuple[str, ...] = ()
    """Names that no run-export of another package makes a run requirement."""
    ignored_from: tuple[str, ...] = ()
    """Packages whose run-exports have no effect."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One package of a recipe for one platform and variant."""

    recipe: Path
    """The recipe file."""
    name: str
    version: str
    build: str
    """The build string, as rattler-build computes it."""
    platforms: Platforms
    variant: Mapping[str, Scalar]
    """The variant keys that the package uses; the build string's hash is made of them."""
    config: Mapping[str, tuple[Scalar, ...]]
    """All variant keys; those in `variant` have one value."""
    zip_keys: tuple[tuple[str, ...], ...] = ()
    requirements: Requirements = Requirements()
    inherits: str = ""
    """Name of the staging output whose files it gets, if any."""
    stage: str = ""
    """The same for all packages that can share what the staging outputs leave."""
    is_tested: bool = False
    """Whether it has tests that run in an environment with the package."""

    @property
    def subdir(self) -> str:
        """Folder of the channel that the package goes to."""
        return self.platforms.target.subdir

    @property
    def stem(self) -> str:
        """`<name>-<version>-<build>`."""
        return f"{self.name}-{self.version}-{self.build}"

    def libc_floor(self, asked: str | None) -> str | None:
        """The oldest glibc that the package is built for: `asked`, if the platform has one."""
        host = self.platforms.host
        floor = self.variant.get("c_stdlib_version") or host.min_libc
        return (asked or str(floor)) if floor and host.is_elf else None

    @property
    def file_name(self) -> str:
        """Name of the finished archive."""
        return f"{self.stem}.conda"

    @property
    def key(self) -> str:
        """Unique among all packages, e.g. `linux-aarch64/xz-5.4.1-hb0f4dca_0`."""
        return f"{self.subdir}/{self.stem}"

    def __str__(self) -> str:
        """What messages call it, e.g. `xz-5.4.1-hb0f4dca_0 (linux-aarch64)`."""
        return f"{self.stem} ({self.subdir})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Skipped:
    """A package that its recipe does not build for a platform."""

    recipe: Path
    name: str
    platform: Platform
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Jobs in the order in which they can be built one after the other."""

    jobs: tuple[Job, ...]
    needs: Mapping[str, frozenset[str]]
    """Key of a job → keys of the jobs that have to be built before it."""
    untestable: Mapping[str, str]
    """Key of a job → name of the run dependency that is only built after it."""
    skipped: tuple[Skipped, ...] = ()
    replaced: frozenset[tuple[str, str]] = frozenset()
    """Packages of compilers that variant files name and nobody has, and what took their place."""


def spec_name(spec: str) -> str:
    """The package that a match spec names, e.g. `xz` for `conda-forge::xz >=5,<6`."""
    match = SPEC_NAME.match(spec.rpartition("::")[2])
    return match.group(1).lower() if match else ""


def spec_names(specs: tuple[str, ...]) -> Iterator[str]:
    """The packages that specs name, without virtual ones such as `__glibc`."""
    for spec in specs:
        name = spec_name(spec)
        if name and not name.startswith("__"):
            yield name


def build_names(requirements: Requirements) -> Iterator[str]:
    """What a build environment needs by name.

    `cross-python_<target>` comes with the toolchain and brings the machine's own `python`, which
    recipes need not name.
    """
    names = tuple(spec_names(requirements.build))
    yield from names
    if "python" not in names and any(name.startswith(CROSS_PYTHON) for name in names):
        yield "python"
