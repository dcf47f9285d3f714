from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


ARM, X86 = 0x0100000C, 0x01000007


def macho(cpu: int) -> bytes:
    return struct.pack("<II", 0xFEEDFACF, cpu)


def universal(*cpus: int) -> bytes:
    parts = b"".join(struct.pack(">5I", cpu, 0, 0, 0, 0) for cpu in cpus)
    return struct.pack(">II", 0xCAFEBABE, len(cpus)) + parts


def windows(cpu: int) -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I4sH", 64, b"PE\0\0", cpu)


def test_a_library_for_another_mac_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    (found,) = audit({"lib/libtool.dylib": macho(X86)}, subdir="osx-arm64")
    assert (found.name, found.path) == ("wrong-binary-machine", "lib/libtool.dylib")
    assert found.message == "the file is for x86_64, osx-arm64 needs aarch64"


def test_a_universal_file_without_the_processor_is_reported(
    names: Callable[..., list[str]],
) -> None:
    assert names({"bin/tool": universal(X86, 7)}, subdir="osx-arm64") == ["wrong-binary-machine"]


def test_a_dll_is_an_error_and_a_launcher_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    files = {"bin/tool.dll": windows(0xAA64), "lib/launcher.exe": windows(0xAA64)}
    found = audit(files, subdir="win-64")
    assert [each.name for each in found] == ["wrong-binary-machine"] * 2
    assert [each.severity for each in found] == [Severity.ERROR, Severity.WARNING]


def test_fitting_files_pass(names: Callable[..., list[str]]) -> None:
    assert names({"bin/a": macho(ARM), "bin/b": universal(X86, ARM)}, subdir="osx-arm64") == []


def test_other_formats_are_data(names: Callable[..., list[str]]) -> None:
    assert names({"bin/tool.dll": windows(0x8664), "lib/a": macho(ARM)}, subdir="win-64") == []
    assert names({"lib/launcher.exe": windows(0x8664)}, subdir="linux-aarch64") == []
