"""Meson's description of a target: one list of lines, for activation and for `condax env`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import LongDouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.platforms import Platform

BINARIES: Mapping[str, str] = {
    "c": "cc",
    "ar": "ar",
    "ranlib": "ranlib",
    "nm": "nm",
    "strip": "strip",
    "objcopy": "objcopy",
    "objdump": "objdump",
    "readelf": "readelf",
    "size": "size",
    "strings": "strings",
    "as": "as",
}
"""Meson's names of the tools that a prefix always has, and the end of condax's."""

OPTIONAL_BINARIES: Mapping[str, str] = {"cpp": "c++", "fortran": "gfortran"}
"""The same for those that another package brings."""


def meson_long_double(platform: Platform) -> str:
    """Meson's and NumPy's word for the platform's `long double`, e.g. `IEEE_QUAD_LE`."""
    kind = platform.long_double
    assert kind is not None
    suffix = (
        "" if kind is LongDouble.X87 else {"little": "_LE", "big": "_BE"}[platform.endian or ""]
    )
    return f"{kind.value}{suffix}"


def machine_lines(target: Platform) -> tuple[str, ...]:
    """`[host_machine]` and `[properties]`; `[binaries]` has to follow, as the last section."""
    return (
        "[host_machine]",
        f"system = '{(target.cmake_system_name or '').lower()}'",
        f"cpu = '{target.processor}'",
        f"cpu_family = '{target.meson_cpu_family}'",
        f"endian = '{target.endian}'",
        "[properties]",
        "needs_exe_wrapper = true",
        f"longdouble_format = '{meson_long_double(target)}'",
    )


def render_machine_file(target: Platform | None, binaries: Mapping[str, Sequence[str]]) -> str:
    """A cross file for `target`, or without one a native file; `binaries` are whole commands."""
    lines = [] if target is None else [*machine_lines(target)]
    lines.append("[binaries]")
    for name, words in binaries.items():
        values = [quoted(word) for word in words]
        text = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        lines.append(f"{name} = {text}")
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A string of Meson's language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
