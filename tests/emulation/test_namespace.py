"""Handlers of our own in a user namespace."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from condax.emulation import Rung, namespace
from condax.emulation.emulator import BINFMT_MISC
from condax.emulation.magic import binary_magic

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.emulation.conftest import Compile, OrdinaryUser

    from condax.emulation import Emulation
    from condax.platforms import Platform

pytestmark = pytest.mark.integration


@pytest.fixture
def in_namespace(
    aarch64: Platform, emulated: Callable[[Platform, Rung], Emulation], tmp_path: Path
) -> Callable[..., str]:
    emulation = emulated(aarch64, Rung.NAMESPACE)

    def run(*argv: str) -> str:
        done = subprocess.run(
            emulation.wrap(argv),
            env={"PATH": os.environ["PATH"], **emulation.environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    return run


@pytest.fixture
def speak(compile_program: Compile, aarch64: Platform) -> Path:
    return compile_program(aarch64, "-o", "speak")


def test_a_program_of_the_platform_just_runs(in_namespace: Callable[..., str], speak: Path) -> None:
    assert in_namespace("./speak") == f"./speak on aarch64, user {os.getuid()}\n"


def test_shells_start_programs_that_start_shells(
    in_namespace: Callable[..., str], speak: Path
) -> None:
    heard = in_namespace("sh", "-c", "uname -m; ./speak sh -c './speak ./speak'")
    machine = os.uname().machine
    assert heard.splitlines() == [
        machine,
        *[f"./speak on aarch64, user {os.getuid()}"] * 3,
    ]


def test_a_program_sees_the_name_it_was_called_by(
    in_namespace: Callable[..., str], speak: Path
) -> None:
    heard = in_namespace("bash", "-c", "exec -a 'another name' ./speak")
    assert heard.startswith("another name on aarch64")


def test_locale_and_time_zone_reach_the_program(
    in_namespace: Callable[..., str], compile_program: Compile, aarch64: Platform
) -> None:
    source = """
        #include <langinfo.h>
        #include <locale.h>
        #include <stdio.h>
        #include <time.h>
        int main(void) {
            time_t zero = 0;
            char text[32];
            setlocale(LC_ALL, "");
            strftime(text, sizeof text, "%H:%M %Z", localtime(&zero));
            return puts(nl_langinfo(CODESET)) < 0 || puts(text) < 0;
        }
    """
    compile_program(aarch64, "-o", "clock", source=source)
    heard = in_namespace("env", "LC_ALL=C.UTF-8", "TZ=XYZ-9", "./clock")
    assert heard.splitlines() == ["UTF-8", "09:00 XYZ"]


@pytest.mark.parametrize("way", ["rpath", "LD_LIBRARY_PATH"])
def test_libraries_of_a_conda_prefix_are_found(
    in_namespace: Callable[..., str], compile_program: Compile, aarch64: Platform, way: str
) -> None:
    answer = "int answer(void) { return 42; }"
    asks = "int answer(void); int main(void) { return answer() != 42; }"
    library = compile_program(aarch64, "-shared", "-fPIC", "-o", "libanswer.so", source=answer)
    (library.parent / "env/lib").mkdir(parents=True)
    (library.parent / "env/bin").mkdir()
    library.rename(library.parent / "env/lib/libanswer.so")
    rpath = ["-Wl,-rpath,$ORIGIN/../lib"] if way == "rpath" else []
    flags = ["-o", "env/bin/ask", "-Lenv/lib", "-lanswer", *rpath]
    compile_program(aarch64, *flags, source=asks)
    setting = [] if way == "rpath" else [f"LD_LIBRARY_PATH={library.parent / 'env/lib'}"]
    shown = in_namespace("env", *setting, "sh", "-c", "env/bin/ask; echo status $?")
    assert shown == "status 0\n"


def test_owners_of_files_stay_what_they_are(
    in_namespace: Callable[..., str], tmp_path: Path
) -> None:
    in_namespace("touch", "made")
    assert (tmp_path / "made").stat().st_uid == os.getuid()
    assert in_namespace("stat", "-c", "%u", "made") == f"{os.getuid()}\n"


def test_root_may_still_give_files_away(in_namespace: Callable[..., str], tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may")
    in_namespace("sh", "-c", "touch given && chown 1234:4321 given")
    status = (tmp_path / "given").stat()
    assert (status.st_uid, status.st_gid) == (1234, 4321)


def test_the_machine_itself_learns_of_no_handler(in_namespace: Callable[..., str]) -> None:
    before = sorted(BINFMT_MISC.iterdir())
    assert "condax" in in_namespace("ls", str(BINFMT_MISC)).split()
    assert sorted(BINFMT_MISC.iterdir()) == before


def test_an_ordinary_user_needs_no_privilege(
    ordinary_user: OrdinaryUser,
    speak: Path,
    aarch64: Platform,
    require: Callable[[str], str],
) -> None:
    program = shutil.copy(speak, ordinary_user.folder)
    magic = binary_magic(aarch64)
    assert magic is not None
    patterns = (magic.magic.hex(), magic.mask.hex())
    argv = ["-IS", namespace.__file__, require("qemu-aarch64-static"), *patterns]
    done = subprocess.run(
        [
            *ordinary_user.python,
            *argv,
            "sh",
            "-c",
            f"id -u; grep CapEff /proc/$$/status; {program}",
        ],
        env={**ordinary_user.env, "QEMU_LD_PREFIX": f"/usr/{aarch64.debian_triplet}"},
        capture_output=True,
        text=True,
        check=False,
    )
    user, capabilities, heard = done.stdout.splitlines()
    assert user != "0"
    assert capabilities.split() == ["CapEff:", "0" * 16]
    assert heard == f"{program} on aarch64, user {user}"


def test_a_refusal_names_the_step_and_has_its_own_status(
    in_namespace: Callable[..., str], aarch64: Platform
) -> None:
    magic = binary_magic(aarch64)
    assert magic is not None
    argv = [namespace.__file__, "/no/emulator", magic.magic.hex(), magic.mask.hex(), "true"]
    shown = in_namespace("sh", "-c", f"{sys.executable} -IS {shlex.join(argv)}; echo $?")
    assert shown == (
        f"{namespace.REFUSED}\n/proc/sys/fs/binfmt_misc/register: No such file or directory\n"
    )


def test_a_machine_that_allows_no_namespace_says_so(
    in_namespace: Callable[..., str], require: Callable[[str], str]
) -> None:
    limit = "/proc/sys/user/max_user_namespaces"
    argv = [sys.executable, "-IS", namespace.__file__, "/emulator", "00", "00", "true"]
    command = f"echo 0 > {limit}; {shlex.join(argv)}"
    shown = in_namespace(require("unshare"), "--map-root-user", "sh", "-c", command)
    assert shown == "user namespace: user.max_user_namespaces is reached\n"


def test_a_command_that_does_not_exist_is_told_apart_from_a_refusal(
    in_namespace: Callable[..., str],
) -> None:
    assert in_namespace("./no-such-program") == "./no-such-program: No such file or directory\n"
