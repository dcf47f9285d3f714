"""Every row of the platform table is complete and agrees with itself."""

from __future__ import annotations

import pytest
import rattler

from condax.errors import UnsupportedPlatformError, UsageError
from condax.platforms import TABLE, BinaryFormat, Platform, Platforms, get_platform
from condax.platforms.detect import platform_of_machine
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE

CPU_ALIASES = {"arm64": "aarch64"}


def test_subdirs_are_unique() -> None:
    assert len({row.subdir for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_ci_key_finds_the_row_again(row: Platform) -> None:
    assert get_platform(row.ci_key) is row


@pytest.mark.parametrize("row", [r for r in TABLE if r.conda_triplet], ids=str)
def test_triplet_starts_with_the_cpu_of_zig(row: Platform) -> None:
    cpu = str(row.conda_triplet).split("-", maxsplit=1)[0]
    assert CPU_ALIASES.get(cpu, cpu) == row.zig_cpu


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_elf_facts_are_there_exactly_for_elf(row: Platform) -> None:
    facts = (row.elf_machine, row.elf_interpreter, row.qemu_arch, row.debian_arch)
    assert all(fact is not None for fact in facts) == (row.binary_format is BinaryFormat.ELF)


@pytest.mark.parametrize("row", [r for r in TABLE if r.archspec], ids=str)
def test_rattler_takes_archspecs_name_of_the_processor(row: Platform) -> None:
    given = rattler.Override.string(str(row.archspec))
    overrides = rattler.VirtualPackageOverrides(archspec=given)
    detected = [str(each.into_generic()) for each in rattler.VirtualPackage.detect(overrides)]
    assert f"__archspec=1={row.archspec}" in detected


def test_an_unknown_platform_comes_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="unknown platform 'linux_aarch46'") as caught:
        get_platform("linux_aarch46")
    assert caught.value.hint == "did you mean 'linux-aarch64'?"


@pytest.mark.parametrize(
    ("system", "machine", "row"),
    [("linux", "x86_64", LINUX_64), ("linux", "aarch64", LINUX_AARCH64)],
)
def test_a_machine_is_found_by_what_it_says(system: str, machine: str, row: Platform) -> None:
    assert platform_of_machine(system, machine) is row


def test_an_unknown_machine_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedPlatformError, match="'linux mips'"):
        platform_of_machine("linux", "mips")


def test_a_build_is_cross_when_build_and_host_differ() -> None:
    cross = Platforms(build=LINUX_64, host=LINUX_PPC64LE, target=LINUX_PPC64LE)
    native = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
    assert (cross.is_cross, cross.conda_build_cross_compilation) == (True, "1")
    assert (native.is_cross, native.conda_build_cross_compilation) == (False, "")
