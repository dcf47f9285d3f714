"""`TargetPython`: what one needs to know of a Python to build extension modules for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class DescribedBy(str, Enum):
    """Where a description comes from, the most telling source first."""

    BUILD_DETAILS = "build-details.json"
    SYSCONFIGDATA = "_sysconfigdata"
    FILES = "headers and file names"


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonVersion:
    """The numbers of `sys.version_info`."""

    major: int
    minor: int
    micro: int
    releaselevel: str = "final"
    serial: int = 0

    @property
    def language(self) -> str:
        """`3.13`."""
        return f"{self.major}.{self.minor}"

    @property
    def hexversion(self) -> int:
        """`sys.hexversion`."""
        level = {"alpha": 0xA, "beta": 0xB, "candidate": 0xC, "final": 0xF}[self.releaselevel]
        numbers = (self.major << 24, self.minor << 16, self.micro << 8, level << 4, self.serial)
        return sum(numbers)

    def __str__(self) -> str:
        """`3.13.5`, `3.14.0b2`."""
        levels = {"alpha": "a", "beta": "b", "candidate": "rc"}
        suffix = f"{levels[self.releaselevel]}{self.serial}" if self.releaselevel in levels else ""
        return f"{self.language}.{self.micro}{suffix}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Libraries:
    """The files of `libpython`, below the recorded prefix."""

    dynamic: str | None = None
    """E.g. `/usr/lib/libpython3.13.so.1.0`."""
    dynamic_stableabi: str | None = None
    static: str | None = None
    link_extensions: bool = False
    """Whether extension modules link with the dynamic one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetPython:
    """A CPython of some platform. Paths are those it believes in, below `base_prefix`."""

    described_by: DescribedBy
    source: str
    """File that told most of it, relative to the prefix."""
    version: PythonVersion
    platform: str
    """`sysconfig.get_platform()`, e.g. `linux-aarch64`."""
    subdir: str
    """The conda platform."""
    base_prefix: str
    stdlib: str
    """Folder of the standard library, relative to the prefix."""
    abi_flags: str
    """`sys.abiflags`: `t` for a build without the global lock."""
    multiarch: str
    """E.g. `aarch64-linux-gnu`."""
    extension_suffix: str
    headers: str
    pkgconfig_path: str | None = None
    libraries: Libraries = Libraries()
    implementation: str = "cpython"
    stable_abi_suffix: str | None = ".abi3.so"
    """`None` where extension modules for the stable ABI cannot be loaded."""

    @property
    def cache_tag(self) -> str:
        """`sys.implementation.cache_tag`, e.g. `cpython-313`."""
        return f"{self.implementation}-{self.version.major}{self.version.minor}"

    @property
    def soabi(self) -> str:
        """`SOABI`, e.g. `cpython-313-aarch64-linux-gnu`."""
        return self.extension_suffix.removeprefix(".").rpartition(".")[0]

    @property
    def wheel_tag(self) -> str:
        """Tag of a wheel with extension modules for just this Python."""
        python = f"cp{self.version.major}{self.version.minor}"
        platform = self.platform.replace("-", "_").replace(".", "_")
        return f"{python}-{python}{self.abi_flags}-{platform}"
