"""Shell stubs in place of another platform's programs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.emulation import Rung
from condax.emulation.magic import binary_magic
from condax.emulation.stubs import replace_programs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulation.conftest import Compile

    from condax.emulation import Emulation
    from condax.platforms import Platform


@pytest.fixture
def pattern(aarch64: Platform) -> tuple[bytes, bytes]:
    magic = binary_magic(aarch64)
    assert magic is not None
    return magic.magic, magic.mask


def install(prefix: Path, name: str, content: bytes, *, mode: int = 0o755) -> Path:
    path = prefix / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_program_stays_in_its_folder_behind_the_stub(
    tmp_path: Path, pattern: tuple[bytes, bytes]
) -> None:
    install(tmp_path, "bin/tool", pattern[0])
    replace_programs(tmp_path, ["/qemu", "-L", "/libc prefix"], pattern)
    assert (tmp_path / "bin/tool").read_text() == (
        f'#!/bin/sh\nexec /qemu -L \'/libc prefix\' -0 "$0" {tmp_path}/bin/.tool.emulated "$@"\n'
    )
    assert (tmp_path / "bin/.tool.emulated").read_bytes() == pattern[0]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("lib/libz.so", 0o755), ("lib/libz.so.1.2", 0o755), ("share/data", 0o644)],
)
def test_libraries_and_data_stay_what_they_are(
    tmp_path: Path, pattern: tuple[bytes, bytes], name: str, mode: int
) -> None:
    path = install(tmp_path, name, pattern[0], mode=mode)
    replace_programs(tmp_path, ["/qemu"], pattern)
    assert path.read_bytes() == pattern[0]


def test_scripts_links_and_programs_of_the_machine_stay_what_they_are(
    tmp_path: Path, pattern: tuple[bytes, bytes]
) -> None:
    install(tmp_path, "bin/script", b"#!/bin/sh\nexit 0\n")
    install(tmp_path, "bin/native", Path("/bin/sh").read_bytes())
    install(tmp_path, "bin/tool", pattern[0])
    (tmp_path / "bin/link").symlink_to("tool")
    replace_programs(tmp_path, ["/qemu"], pattern)
    assert (tmp_path / "bin/script").read_bytes() == b"#!/bin/sh\nexit 0\n"
    assert (tmp_path / "bin/native").read_bytes() == Path("/bin/sh").read_bytes()
    assert (tmp_path / "bin/link").readlink() == Path("tool")


def test_replacing_twice_changes_nothing(tmp_path: Path, pattern: tuple[bytes, bytes]) -> None:
    install(tmp_path, "bin/tool", pattern[0])
    replace_programs(tmp_path, ["/qemu"], pattern)
    once = {path: path.read_bytes() for path in (tmp_path / "bin").iterdir()}
    replace_programs(tmp_path, ["/qemu"], pattern)
    assert {path: path.read_bytes() for path in (tmp_path / "bin").iterdir()} == once


def test_the_package_cache_keeps_its_copy(tmp_path: Path, pattern: tuple[bytes, bytes]) -> None:
    cached = install(tmp_path, "cache/tool", pattern[0])
    (tmp_path / "env/bin").mkdir(parents=True)
    os.link(cached, tmp_path / "env/bin/tool")
    replace_programs(tmp_path / "env", ["/qemu"], pattern)
    assert cached.read_bytes() == pattern[0]


@pytest.mark.integration
def test_the_command_finds_stubs_in_the_test_environment(
    compile_program: Compile,
    target: Platform,
    emulated: Callable[[Platform, Rung], Emulation],
    tmp_path: Path,
) -> None:
    emulation = emulated(target, Rung.STUBS)
    program = compile_program(target, "-o", "speak")
    (tmp_path / "t/run_env/bin").mkdir(parents=True)
    (tmp_path / "t/work").mkdir()
    program.rename(tmp_path / "t/run_env/bin/speak")
    (tmp_path / "t/run_env/bin/link").symlink_to("speak")
    script = tmp_path / "t/work/conda_build.sh"
    script.write_text("cd ../run_env/bin\n./speak ./link\n")
    done = subprocess.run(
        [*emulation.stub_command(), "bash", str(script)],
        cwd=script.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    user = os.getuid()
    machine = target.kernel_arch
    assert done.stdout == f"./speak on {machine}, user {user}\n./link on {machine}, user {user}\n"
    assert done.returncode == 0
