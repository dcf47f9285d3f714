"""The nouns of `platforms/`: `Platform`, one conda subdir, and `Platforms`, three of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Os(str, Enum):
    """Operating system families that conda subdirs distinguish."""

    LINUX = "linux"
    MACOS = "osx"
    WINDOWS = "win"
    ANY = "any"


class BinaryFormat(str, Enum):
    """Container format of programs and libraries."""

    ELF = "elf"
    MACHO = "macho"
    PE = "pe"
    NONE = "none"


class LongDouble(str, Enum):
    """What C's `long double` is; the values are Meson's `longdouble_format` words.

    Meson and NumPy append the byte order (`_LE`, `_BE`) to all but plain `DOUBLE`.
    """

    X87 = "INTEL_EXTENDED_16_BYTES"
    IEEE_QUAD = "IEEE_QUAD"
    IBM_DOUBLE_DOUBLE = "IBM_DOUBLE_DOUBLE"
    DOUBLE = "IEEE_DOUBLE"


@dataclass(frozen=True, kw_only=True, slots=True)
class Platform:
    """One conda subdir and everything condax knows about it.

    A column is `None` only where the platform has no such thing (`noarch` has no triplet).
    """

    subdir: str
    """Conda's name, e.g. `linux-aarch64`; the only spelling that is stored."""
    os: Os
    binary_format: BinaryFormat
    min_libc: str | None
    """Oldest C library (Linux: glibc) or macOS that packages have to run on."""
    conda_triplet: str | None
    """Prefix of conda-forge's compiler names, e.g. `aarch64-conda-linux-gnu`."""
    clang_triplet: str | None
    """What `clang --target` wants."""
    zig_cpu: str | None
    zig_os: str | None
    zig_abi: str | None
    processor: str | None
    """`CMAKE_SYSTEM_PROCESSOR`, and Meson's `cpu`."""
    meson_cpu_family: str | None
    endian: str | None
    """`little` or `big`."""
    long_double: LongDouble | None
    elf_machine: int | None
    """`e_machine` of the ELF header."""
    elf_interpreter: str | None
    """Path of the program interpreter (`PT_INTERP`)."""
    system_libdir: str | None
    """Folder of the sysroot that holds the real libraries, e.g. `lib64`."""
    kernel_arch: str | None
    """What `uname -m` prints."""
    archspec: str | None
    """What archspec calls the oldest processor of its kind, if it knows any."""
    qemu_arch: str | None
    """Suffix of the `qemu-<arch>` user-mode emulator."""
    debian_arch: str | None
    debian_triplet: str | None
    wheel_cpu: str
    """Last part of a wheel's platform tag."""
    rust_target: str | None
    go_arch: str | None
    cmake_system_name: str | None
    runner: str | None
    """GitHub Actions label of a native runner, `None` where there is none."""

    @property
    def ci_key(self) -> str:
        """The spelling used in `conda-forge.yml` and in `.ci_support` file names."""
        return self.subdir.replace("-", "_")

    @property
    def is_elf(self) -> bool:
        """Whether programs are ELF files."""
        return self.binary_format is BinaryFormat.ELF

    def zig_target(self, version: str | None = None) -> str:
        """Zig's `-target` value, with an optional minimum libc, e.g. `aarch64-linux-gnu.2.17`."""
        base = f"{self.zig_cpu}-{self.zig_os}-{self.zig_abi}"
        return f"{base}.{version}" if version else base

    def __str__(self) -> str:
        """The subdir."""
        return self.subdir


@dataclass(frozen=True, kw_only=True, slots=True)
class Platforms:
    """The three platforms of one build, as conda means them."""

    build: Platform
    """Machine that runs the build script."""
    host: Platform
    """Machine on which the packaged files run."""
    target: Platform
    """Subdir the package is published to: `host`, or noarch."""

    @property
    def is_cross(self) -> bool:
        """Whether programs of the host platform cannot run on the build machine."""
        return self.build != self.host

    @property
    def conda_build_cross_compilation(self) -> str:
        """Value of `CONDA_BUILD_CROSS_COMPILATION` as compiler activation exports it."""
        return "1" if self.is_cross else ""
