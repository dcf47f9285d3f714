"""Ways to run programs of another platform, as values."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from condax.emulation import Emulation, Emulator, Handler, Rung, TargetLibc
from condax.emulation.magic import binary_magic
from condax.platforms import get_platform

AARCH64 = get_platform("linux-aarch64")
READY = Emulation(
    platform=AARCH64,
    build_platform=get_platform("linux-64"),
    rung=Rung.NAMESPACE,
    emulator=Emulator(path=Path("/usr/bin/qemu-aarch64-static"), version="7.2.22"),
    handler=Handler(name="qemu-aarch64", interpreter=Path("/usr/libexec/handler"), flags="F"),
    libc=TargetLibc(
        prefix=Path("/cross"),
        loader=Path("/cross/lib/ld-linux-aarch64.so.1"),
        library=Path("/cross/lib/libc.so.6"),
        version="2.36",
    ),
)


@pytest.mark.parametrize("rung", [Rung.NATIVE, Rung.HANDLER, Rung.NONE], ids=lambda x: x.value)
def test_commands_stay_what_they_are_where_nothing_has_to_be_set_up(rung: Rung) -> None:
    assert replace(READY, rung=rung).wrap(["make", "check"]) == ("make", "check")


def test_a_namespace_is_entered_by_a_program_of_its_own() -> None:
    argv = READY.wrap(["make", "check"])
    assert argv[2].endswith("namespace.py")
    assert argv[3] == "/usr/bin/qemu-aarch64-static"
    assert argv[-2:] == ("make", "check")


def test_with_stubs_only_programs_of_the_platform_get_the_emulator(tmp_path: Path) -> None:
    emulation = replace(READY, rung=Rung.STUBS)
    magic = binary_magic(AARCH64)
    assert magic is not None
    program = tmp_path / "program"
    program.write_bytes(magic.magic)
    wrapped = emulation.wrap([str(program), "-v"])
    assert wrapped == ("/usr/bin/qemu-aarch64-static", str(program), "-v")
    assert emulation.wrap(["/bin/sh", "-c", "true"]) == ("/bin/sh", "-c", "true")


def test_build_scripts_learn_of_the_emulator_and_its_libc() -> None:
    assert READY.environment == {
        "CROSSCOMPILING_EMULATOR": "/usr/bin/qemu-aarch64-static",
        "CMAKE_CROSSCOMPILING_EMULATOR": "/usr/bin/qemu-aarch64-static",
        "QEMU_LD_PREFIX": "/cross",
    }


def test_a_libc_installed_beside_the_machines_own_needs_no_prefix() -> None:
    assert READY.libc is not None
    emulation = replace(READY, libc=replace(READY.libc, prefix=Path("/")))
    assert "QEMU_LD_PREFIX" not in emulation.environment


def test_a_handler_can_be_the_only_emulator() -> None:
    emulation = replace(READY, rung=Rung.HANDLER, emulator=None)
    assert emulation.environment["CROSSCOMPILING_EMULATOR"] == "/usr/libexec/handler"


@pytest.mark.parametrize("rung", [Rung.NATIVE, Rung.NONE], ids=lambda x: x.value)
def test_without_emulation_there_is_nothing_to_export(rung: Rung) -> None:
    assert replace(READY, rung=rung).environment == {}


@pytest.mark.parametrize(
    ("rung", "reason", "line"),
    [
        (Rung.NATIVE, "", "linux-aarch64 programs run directly"),
        (
            Rung.HANDLER,
            "",
            "linux-aarch64 programs run through the kernel's registered handler: "
            "/usr/libexec/handler, glibc 2.36 in /cross",
        ),
        (
            Rung.NAMESPACE,
            "no binfmt_misc handler is registered",
            "linux-aarch64 programs run through a handler in a user namespace of our own: "
            "/usr/bin/qemu-aarch64-static 7.2.22, glibc 2.36 in /cross "
            "(no binfmt_misc handler is registered)",
        ),
        (
            Rung.STUBS,
            "",
            "linux-aarch64 programs run through shell stubs in place of a package's programs: "
            "/usr/bin/qemu-aarch64-static 7.2.22, glibc 2.36 in /cross",
        ),
        (
            Rung.NONE,
            "no real C library with /lib/ld-linux-aarch64.so.1 was found",
            "linux-aarch64 programs do not run on this machine: "
            "no real C library with /lib/ld-linux-aarch64.so.1 was found",
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Rung) else "",
)
def test_every_way_explains_itself_in_one_line(rung: Rung, reason: str, line: str) -> None:
    assert replace(READY, rung=rung, reason=reason).explain() == line
