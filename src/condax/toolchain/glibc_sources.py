"""Where zig's copy of glibc has what belongs to which processor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class GlibcSources:
    """Where zig's copy of the glibc sources keeps what belongs to one CPU."""

    headers: str
    """First part of `libc/include/<headers>-linux-{gnu,any}`."""
    sysdeps: tuple[str, ...]
    """Folders below `sysdeps/`, most specific first; the first one holds `start.S`."""
    nptl: tuple[str, ...]


SOURCES: dict[str, GlibcSources] = {
    "x86_64": GlibcSources(headers="x86", sysdeps=("x86_64", "x86"), nptl=("x86_64", "x86")),
    "aarch64": GlibcSources(headers="aarch64", sysdeps=("aarch64",), nptl=("aarch64",)),
    "powerpc64le": GlibcSources(
        headers="powerpc", sysdeps=("powerpc/powerpc64", "powerpc"), nptl=("powerpc",)
    ),
    "riscv64": GlibcSources(headers="riscv", sysdeps=("riscv",), nptl=("riscv",)),
    "s390x": GlibcSources(headers="s390x", sysdeps=("s390", "s390/s390-64"), nptl=("s390",)),
}
"""By `Platform.zig_cpu`."""
