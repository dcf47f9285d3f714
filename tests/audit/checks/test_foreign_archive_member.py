from __future__ import annotations

import struct
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.diagnostics import Diagnostic


def library(*members: bytes) -> bytes:
    content = b"!<arch>\n"
    for i, body in enumerate(members):
        header = f"{f'm{i}.o/':<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(body):<10}`\n"
        content += header.encode() + body + b"\n" * (len(body) % 2)
    return content


def test_objects_for_another_processor_are_reported_once(
    audit: Callable[..., tuple[Diagnostic, ...]], make_elf: Callable[..., bytes]
) -> None:
    foreign = make_elf(machine=62, type=1)
    files = {"lib/libtool.a": library(make_elf(type=1), foreign, foreign)}
    (found,) = audit(files)
    assert (found.name, found.path) == ("foreign-archive-member", "lib/libtool.a")
    assert found.message == (
        "the member 'm1.o' and 1 more is a 64-bit object for x86_64, "
        "linux-aarch64 needs aarch64 objects"
    )


@pytest.mark.parametrize("magic", [b"BC\xc0\xde", b"\xde\xc0\x17\x0b"])
def test_bitcode_is_reported(magic: bytes, names: Callable[..., list[str]]) -> None:
    assert names({"lib/libtool.a": library(magic + b"....")}) == ["foreign-archive-member"]


def test_fitting_objects_data_and_device_code_pass(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    members = library(make_elf(type=1), b"metadata", make_elf(machine=190, type=1))
    assert names({"lib/libtool.a": members}) == []


@pytest.mark.parametrize(
    ("cpu", "expected"), [(0x0100000C, []), (0x01000007, ["foreign-archive-member"])]
)
def test_members_of_macos_libraries_are_mach_o(
    cpu: int, expected: list[str], names: Callable[..., list[str]]
) -> None:
    body = struct.pack("<II", 0xFEEDFACF, cpu)
    assert names({"lib/libtool.a": library(body)}, subdir="osx-arm64") == expected


def test_libraries_of_a_sysroot_are_for_its_platform(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    name = "lib/gcc/powerpc64le-conda-linux-gnu/15/libgcc.a"
    files = {name: library(make_elf(machine=21, type=1))}
    assert names(files, subdir="noarch") == []


@pytest.mark.integration
def test_members_of_a_real_library_of_another_processor_are_reported(
    names: Callable[..., list[str]], require: Callable[[str], str], tmp_path: Path
) -> None:
    require("powerpc64le-linux-gnu-gcc")
    archiver = require("powerpc64le-linux-gnu-ar")
    source = tmp_path / "a_long_enough_name_for_the_table.c"
    source.write_text("int f(void) { return 1; }")
    build = ["powerpc64le-linux-gnu-gcc", "-c", source.name]
    subprocess.run(build, cwd=tmp_path, check=True)
    members = [f"{source.stem}.o"]
    subprocess.run([archiver, "crs", "libtool.a", *members], cwd=tmp_path, check=True)
    files = {"lib/libtool.a": (tmp_path / "libtool.a").read_bytes()}
    assert names(files, subdir="linux-ppc64le") == []
    assert names(files, subdir="linux-aarch64") == ["foreign-archive-member"]
