from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_a_file_for_the_build_machine_is_reported(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    (found,) = audit({"bin/tool": make_elf(machine=62)})
    assert (found.name, found.path) == ("wrong-elf-machine", "bin/tool")
    assert found.message == "the file is for x86_64, linux-aarch64 needs aarch64"


def test_the_other_byte_order_is_another_machine(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {"lib/tool.so": make_elf(machine=21, endian="big")}
    assert names(files, subdir="linux-ppc64le") == ["wrong-elf-machine"]


def test_object_files_are_checked_too(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"lib/crt1.o": make_elf(machine=62, type=1)}) == ["wrong-elf-machine"]


def test_files_for_the_platform_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"bin/tool": make_elf()}) == []


@pytest.mark.parametrize("subdir", ["linux-64", "noarch"])
def test_a_sysroot_is_for_the_platform_of_its_folder(
    subdir: str, names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    inside = "aarch64-conda-linux-gnu/sysroot/lib64/libc.so.6"
    assert names({inside: make_elf(soname="libc.so.6", stack_flags=7)}, subdir=subdir) == []
    assert names({inside: make_elf(machine=62)}, subdir=subdir) == ["wrong-elf-machine"]


@pytest.mark.parametrize(
    ("name", "machine"), [("share/tool/firmware.elf", 20), ("lib/tool/kernel.o", 247)]
)
def test_firmware_and_device_code_pass(
    name: str,
    machine: int,
    names: Callable[..., list[str]],
    make_elf: Callable[..., bytes],
) -> None:
    assert names({name: make_elf(machine=machine)}) == []
