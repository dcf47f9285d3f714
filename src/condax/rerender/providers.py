"""CI providers, and which one runs the jobs of a build platform when the file says `default`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from condax.platforms import TABLE, Os
from condax.platforms.table import (
    LINUX_64,
    LINUX_AARCH64,
    LINUX_PPC64LE,
    LINUX_S390X,
    OSX_64,
    OSX_ARM64,
    WIN_64,
    WIN_ARM64,
)

if TYPE_CHECKING:
    from condax.platforms import Platform


class Provider(str, Enum):
    """What condax writes workflows for."""

    AZURE = "azure"
    GITHUB_ACTIONS = "github_actions"


DEPRECATED_PROVIDERS = ("circle", "travis", "appveyor", "drone", "woodpecker")
"""Names that conda-smithy still takes and is about to drop; condax writes nothing for them."""

PROVIDER_WORDS = ("default", "native", "emulated")


@dataclass(frozen=True, kw_only=True, slots=True)
class Hosting:
    """Where jobs of one build platform can run."""

    platform: Platform
    provider: Provider
    """What `default` and `emulated` stand for."""
    runner: str
    """Label of the machine on GitHub Actions."""
    self_hosted: tuple[str, ...]
    """What GitHub calls a machine of one's own of this kind."""
    emulated_by: tuple[Provider, ...] = ()
    """Providers whose machines have another processor and run the build under emulation."""
    foreign_to: tuple[Provider, ...] = ()
    """Providers whose machines have another processor, and nothing that emulates this one."""
    on_by_default: bool = False

    @property
    def is_emulated(self) -> bool:
        """Whether what `default` stands for emulates the platform."""
        return self.provider in self.emulated_by


HOSTING: tuple[Hosting, ...] = (
    Hosting(
        platform=LINUX_64,
        provider=Provider.GITHUB_ACTIONS,
        runner="ubuntu-latest",
        self_hosted=("linux", "x64"),
        on_by_default=True,
    ),
    Hosting(
        platform=LINUX_AARCH64,
        provider=Provider.GITHUB_ACTIONS,
        runner="ubuntu-24.04-arm",
        self_hosted=("linux", "ARM64"),
        emulated_by=(Provider.AZURE,),
    ),
    Hosting(
        platform=LINUX_PPC64LE,
        provider=Provider.GITHUB_ACTIONS,
        runner="ubuntu-latest",
        self_hosted=("linux",),
        emulated_by=(Provider.AZURE, Provider.GITHUB_ACTIONS),
    ),
    Hosting(
        platform=LINUX_S390X,
        provider=Provider.GITHUB_ACTIONS,
        runner="ubuntu-latest",
        self_hosted=("linux",),
        emulated_by=(Provider.AZURE, Provider.GITHUB_ACTIONS),
    ),
    Hosting(
        platform=OSX_64,
        provider=Provider.AZURE,
        runner="macos-15-intel",
        self_hosted=("macOS", "x64"),
        on_by_default=True,
    ),
    Hosting(
        platform=OSX_ARM64,
        provider=Provider.AZURE,
        runner="macos-15",
        self_hosted=("macOS", "arm64"),
    ),
    Hosting(
        platform=WIN_64,
        provider=Provider.GITHUB_ACTIONS,
        runner="windows-2022",
        self_hosted=("windows", "x64"),
        on_by_default=True,
    ),
    Hosting(
        platform=WIN_ARM64,
        provider=Provider.GITHUB_ACTIONS,
        runner="windows-11-arm",
        self_hosted=("windows", "ARM64"),
        foreign_to=(Provider.AZURE,),
    ),
)

BY_KEY = {row.platform.ci_key: row for row in HOSTING}

SYSTEM_ALIASES = tuple(each.value for each in Os if each is not Os.ANY)
"""`linux`, `osx` and `win`: the 64-bit Intel platform of the system, in `provider`."""

KNOWN_PLATFORMS: tuple[str, ...] = tuple(row.ci_key for row in TABLE if row.os is not Os.ANY)
"""Platforms that condax has a row for, as `conda-forge.yml` spells them."""

OTHER_PLATFORMS = (
    "emscripten_wasm32",
    "freebsd_64",
    "linux_32",
    "linux_armv6l",
    "linux_armv7l",
    "linux_ppc64",
    "wasi_wasm32",
    "win_32",
    "zos_z",
)
"""Platforms that conda-forge.yml may name and condax renders no jobs for."""
