from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_compiled_module_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"site-packages/tool/_x.so": make_elf()}, subdir="noarch")
    assert (found.name, found.path) == ("elf-in-noarch", "site-packages/tool/_x.so")
    assert found.message == "the package is noarch and the file is for aarch64"


def test_a_static_library_is_reported(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    body = make_elf(type=1)
    header = f"{'m.o/':<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(body):<10}`\n"
    files = {"lib/libtool.a": b"!<arch>\n" + header.encode() + body}
    assert names(files, subdir="noarch") == ["elf-in-noarch"]


def test_data_and_sysroots_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {
        "site-packages/tool/launcher.exe": b"MZ" + bytes(100),
        "share/tool/firmware.elf": make_elf(machine=40, bits=32),
        "aarch64-conda-linux-gnu/sysroot/usr/lib64/crt1.o": make_elf(type=1),
        "lib/libempty.a": "!<arch>\n",
    }
    assert names(files, subdir="noarch") == []
