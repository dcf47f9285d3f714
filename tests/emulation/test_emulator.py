"""Emulators on the machine and handlers in the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.emulation.emulator import (
    Handler,
    emulator_names,
    find_emulator,
    find_handler,
    parse_handler,
)
from condax.emulation.magic import binary_magic
from condax.platforms import Platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# As Linux 6.18 shows what Debian 12 registers.
AARCH64_ENTRY = """\
enabled
interpreter /usr/libexec/qemu-binfmt/aarch64-binfmt-P
flags: POCF
offset 0
magic 7f454c460201010000000000000000000200b700
mask ffffffffffffff00fffffffffffffffffeffffff
"""
JAR_ENTRY = """\
enabled
interpreter /usr/bin/jexec
flags:
extension .jar
"""


def install(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def qemu(folder: Path, name: str, version: str) -> None:
    install(folder, name, f"#!/bin/sh\necho {name} version {version} '(distribution)'\n")


def test_a_static_emulator_is_preferred(tmp_path: Path, aarch64: Platform) -> None:
    for name in emulator_names(aarch64):
        qemu(tmp_path, name, "9.1.2")
    found = find_emulator(aarch64, str(tmp_path))
    assert found is not None
    assert (found.path.name, found.version) == ("qemu-aarch64-static", "9.1.2")


def test_an_emulator_of_a_conda_prefix_comes_before_the_machines(
    tmp_path: Path, aarch64: Platform
) -> None:
    qemu(tmp_path / "usr", "qemu-aarch64-static", "7.2")
    qemu(tmp_path / "env/bin", "qemu-execve-aarch64", "11.0")
    found = find_emulator(aarch64, str(tmp_path / "usr"), prefixes=[tmp_path / "env"])
    assert found is not None
    assert found.version == "11.0"


def test_an_emulator_that_does_not_start_is_passed_over(tmp_path: Path, aarch64: Platform) -> None:
    install(tmp_path, "qemu-aarch64-static", "#!/no/such/interpreter\n")
    qemu(tmp_path, "qemu-aarch64", "8.2")
    found = find_emulator(aarch64, str(tmp_path))
    assert found is not None
    assert found.path == tmp_path / "qemu-aarch64"


def test_no_emulator_on_path_is_none(tmp_path: Path, aarch64: Platform) -> None:
    assert find_emulator(aarch64, str(tmp_path)) is None


def test_platforms_without_qemu_have_no_emulator(tmp_path: Path) -> None:
    assert find_emulator(get_platform("osx-arm64"), str(tmp_path)) is None


@pytest.mark.integration
def test_the_machines_emulator_tells_its_version(
    target: Platform, require: Callable[[str], str]
) -> None:
    program = require(f"qemu-{target.qemu_arch}-static")
    found = find_emulator(target, str(program.rpartition("/")[0]))
    assert found is not None
    assert str(found.path) == program
    assert found.version[0].isdigit()


def test_a_handler_is_recognised_by_its_pattern_not_its_name(
    tmp_path: Path, aarch64: Platform
) -> None:
    install(tmp_path, "status", "enabled\n")
    install(tmp_path, "register", "")
    install(tmp_path, "jar", JAR_ENTRY)
    install(tmp_path, "something", AARCH64_ENTRY)
    found = find_handler(aarch64, root=tmp_path)
    assert found is not None
    assert (found.name, found.flags) == ("something", "POCF")
    assert find_handler(get_platform("linux-ppc64le"), root=tmp_path) is None


def test_nothing_is_found_while_binfmt_misc_is_switched_off(
    tmp_path: Path, aarch64: Platform
) -> None:
    install(tmp_path, "status", "disabled\n")
    install(tmp_path, "qemu-aarch64", AARCH64_ENTRY)
    assert find_handler(aarch64, root=tmp_path) is None


def test_a_kernel_without_binfmt_misc_has_no_handler(tmp_path: Path, aarch64: Platform) -> None:
    assert find_handler(aarch64, root=tmp_path / "absent") is None


def parse(text: str) -> Handler | None:
    magic = binary_magic(get_platform("linux-aarch64"))
    assert magic is not None
    return parse_handler("entry", text, header=magic.magic)


def test_a_disabled_entry_is_no_handler() -> None:
    assert parse(AARCH64_ENTRY) is not None
    assert parse(AARCH64_ENTRY.replace("enabled", "disabled")) is None


def test_an_entry_without_mask_compares_every_byte() -> None:
    assert parse("enabled\ninterpreter /q\nflags: F\noffset 0\nmagic 7f454c46\n") is not None
    assert parse("enabled\ninterpreter /q\nflags: F\noffset 0\nmagic 7f454c47\n") is None


def test_an_entry_with_an_offset_looks_further_in_the_file() -> None:
    assert parse("enabled\ninterpreter /q\nflags: \noffset 1\nmagic 454c46\n") is not None
    assert parse("enabled\ninterpreter /q\nflags: \noffset 2\nmagic 454c46\n") is None


def test_an_entry_that_reads_past_the_header_is_no_handler() -> None:
    assert parse(f"enabled\ninterpreter /q\nflags: \noffset 0\nmagic {'7f' * 64}\n") is None


def test_an_entry_by_file_name_is_no_handler() -> None:
    assert parse(JAR_ENTRY) is None
