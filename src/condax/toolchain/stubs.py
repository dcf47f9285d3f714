"""Stub libraries: what the linker has to know of glibc, as assembler text.

A stub has glibc's soname, symbols and symbol versions and no code. Programs linked against it run
with every glibc from the floor on; no program can run *with* it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.toolchain.glibc_abi import Symbol, SymbolKind, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MERGED_INTO_LIBC = Version(2, 34)
"""glibc 2.34 moved pthread, dl, rt and util into libc and left empty archives behind."""

SONAMES: dict[str, str] = {
    "c": "libc.so.6",
    "m": "libm.so.6",
    "resolv": "libresolv.so.2",
    "pthread": "libpthread.so.0",
    "dl": "libdl.so.2",
    "rt": "librt.so.1",
    "util": "libutil.so.1",
}
"""Every stub but the program interpreter (`ld`), whose name differs per platform."""

MERGED = ("pthread", "dl", "rt", "util")

_SECTIONS = {
    SymbolKind.FUNCTION: ".text",
    SymbolKind.OBJECT: ".data",
    SymbolKind.TLS: '.section .tdata,"awT",%progbits',
}


def render_stub(library: str, symbols: Iterable[Symbol]) -> str:
    """Assembler text of one stub library.

    `.symver … remove` leaves only the versioned name, as `_Exit@@GLIBC_2.17`.
    """
    lines: list[str] = []
    for kind, section in _SECTIONS.items():
        lines.append(section)
        for symbol in symbols:
            if symbol.library == library and symbol.kind is kind:
                lines.extend(_definitions(symbol))
    return "\n".join(lines) + "\n"


def render_version_map(symbols: Iterable[Symbol]) -> str:
    """A version script that defines every version node the symbols use."""
    versions = sorted({version for symbol in symbols for version in symbol.versions})
    return "".join(f"GLIBC_{version} {{ }};\n" for version in versions)


def _definitions(symbol: Symbol) -> Iterator[str]:
    for version in symbol.versions:
        mark = "@@" if version == symbol.versions[-1] else "@"
        label = f"{symbol.name}_{version}".replace(".", "_")
        yield ".balign 8"
        yield f".globl {label}"
        yield f".type {label}, %{symbol.kind.value}"
        if symbol.size:
            yield f".size {label}, {symbol.size}"
        yield f".symver {label}, {symbol.name}{mark}GLIBC_{version}, remove"
        yield f"{label}: .fill {symbol.size or 8}, 1, 0"
