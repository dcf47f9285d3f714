"""The choice among the ways to run programs of another platform."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.emulation import Emulation, Emulator, Rung, TargetLibc, find_emulation, find_handler
from condax.emulation.find import lacking_parts
from condax.platforms import NOARCH, Platform, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PPC64LE = get_platform("linux-ppc64le")
BARE = Emulation(platform=PPC64LE, build_platform=get_platform("linux-64"), rung=Rung.NATIVE)
EMULATOR = Emulator(path=Path("/usr/bin/qemu-ppc64le-static"), version="7.2.22")
LIBC = TargetLibc(
    prefix=Path("/cross"),
    loader=Path("/cross/lib64/ld64.so.2"),
    library=Path("/cross/lib/libc.so.6"),
    version="2.36",
)


@pytest.mark.parametrize("platform", [current_platform(), NOARCH], ids=str)
def test_programs_of_the_machine_and_noarch_packages_run_directly(platform: Platform) -> None:
    assert find_emulation(platform, current_platform(), env={}).rung is Rung.NATIVE


@pytest.mark.parametrize("subdir", ["osx-arm64", "win-64"])
def test_another_operating_system_has_no_emulator(subdir: str) -> None:
    emulation = find_emulation(get_platform(subdir), get_platform("linux-64"), env={})
    assert not emulation.is_available
    assert emulation.reason == "no emulator runs them on linux-64"


def test_everything_that_is_missing_is_named_at_once() -> None:
    lacking = lacking_parts(BARE)
    assert lacking is not None
    assert lacking.rung is Rung.NONE
    assert lacking.reason == (
        "neither a binfmt_misc handler nor qemu-ppc64le-static or qemu-ppc64le or "
        "qemu-execve-ppc64le was found, and no real C library with /lib64/ld64.so.2 was found"
    )
    assert lacking.hint == (
        "run 'apt-get install qemu-user-static libc6-ppc64el-cross', "
        "or install qemu-execve-ppc64le and sysroot_linux-ppc64le in a conda environment"
    )


def test_only_what_is_missing_is_to_be_installed() -> None:
    lacking = lacking_parts(replace(BARE, emulator=EMULATOR))
    assert lacking is not None
    assert "qemu" not in lacking.hint
    assert "libc6-ppc64el-cross" in lacking.hint


def test_nothing_is_missing_with_an_emulator_and_a_libc() -> None:
    assert lacking_parts(replace(BARE, emulator=EMULATOR, libc=LIBC)) is None


def machine_with_broken_emulator(
    folder: Path, platform: Platform, require: Callable[[str], str]
) -> dict[str, str]:
    """The real libc, and an emulator that can tell its version and do nothing else."""
    require(f"{platform.debian_triplet}-gcc")
    program = folder / f"qemu-{platform.qemu_arch}-static"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo version 1 && exit\nexit 3\n')
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


@pytest.mark.integration
def test_an_emulator_that_runs_nothing_is_not_chosen(
    tmp_path: Path, target: Platform, require: Callable[[str], str]
) -> None:
    emulation = find_emulation(
        target,
        current_platform(),
        env=machine_with_broken_emulator(tmp_path, target, require),
        rungs=[Rung.STUBS],
    )
    assert emulation.rung is Rung.NONE
    assert emulation.reason == "the emulator does not run the loader: status 3"


@pytest.mark.integration
@pytest.mark.parametrize("rung", [Rung.NAMESPACE, Rung.STUBS], ids=lambda x: x.value)
def test_each_way_runs_a_program_of_the_platform(
    target: Platform, rung: Rung, emulated: Callable[[Platform, Rung], Emulation]
) -> None:
    emulation = emulated(target, rung)
    assert emulation.libc is not None
    argv = emulation.wrap([str(emulation.libc.loader), "--version"])
    env = {"PATH": os.environ["PATH"], **emulation.environment}
    done = subprocess.run(argv, env=env, capture_output=True, text=True, check=True)
    assert emulation.libc.version is not None
    assert emulation.libc.version in done.stdout


CHOOSE = """
import json, os, sys
from condax.emulation import find_emulation
from condax.platforms import current_platform, get_platform
found = find_emulation(get_platform(sys.argv[1]), current_platform(), env=dict(os.environ))
print(json.dumps([found.rung.value, found.reason]))
"""


def choice(argv: Sequence[str]) -> tuple[str, str]:
    done = subprocess.run(argv, env=dict(os.environ), capture_output=True, text=True, check=True)
    rung, reason = json.loads(done.stdout)
    return rung, reason


@pytest.mark.integration
def test_a_registered_handler_is_the_first_choice(
    target: Platform, emulated: Callable[[Platform, Rung], Emulation]
) -> None:
    """Inside a namespace that has one, the kernel shows it as any other."""
    outer = emulated(target, Rung.NAMESPACE)
    argv = outer.wrap([sys.executable, "-c", CHOOSE, target.subdir])
    assert choice(argv) == ("handler", "")


@pytest.mark.integration
def test_without_namespaces_stubs_are_chosen_and_the_reason_is_kept(
    target: Platform,
    emulated: Callable[[Platform, Rung], Emulation],
    require: Callable[[str], str],
) -> None:
    emulated(target, Rung.NAMESPACE)
    if find_handler(target) is not None:
        pytest.skip("this machine has a handler, which comes first")
    program = shlex.join([sys.executable, "-c", CHOOSE, target.subdir])
    command = f"echo 0 > /proc/sys/user/max_user_namespaces; {program}"
    rung, reason = choice([require("unshare"), "--map-root-user", "sh", "-c", command])
    assert rung == "stubs"
    assert reason.startswith("no binfmt_misc handler is registered; the kernel (")
    assert reason.endswith("user.max_user_namespaces is reached")


@pytest.mark.integration
def test_the_users_own_libc_is_preferred(
    tmp_path: Path, target: Platform, require: Callable[[str], str]
) -> None:
    require(f"qemu-{target.qemu_arch}-static")
    require(f"{target.debian_triplet}-gcc")
    (tmp_path / "mine").symlink_to(f"/usr/{target.debian_triplet}")
    env = {"PATH": os.environ["PATH"], "QEMU_LD_PREFIX": str(tmp_path / "mine")}
    emulation = find_emulation(target, current_platform(), env=env)
    assert emulation.environment["QEMU_LD_PREFIX"] == str(tmp_path / "mine")
