"""The activation of the C++ compiler against conda-forge's `gxx_<target>`."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.platforms import get_platform
from condax.toolchain.activation import (
    CXX_VARIABLES,
    compiler_flags,
    render_activate,
    render_cxx_activate,
    render_cxx_deactivate,
    render_deactivate,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Golden

BUILD = get_platform("linux-64")
SUBDIRS = ("linux-64", "linux-aarch64", "linux-ppc64le", "linux-riscv64", "linux-s390x")

# From ctng-compiler-activation's build_scripts.sh.
CXXFLAGS = {
    "linux-64": "-march=nocona -mtune=haswell -ftree-vectorize -fPIC -fstack-protector-strong"
    " -fno-plt -O2 -ffunction-sections -pipe",
    "linux-aarch64": "-ftree-vectorize -fPIC -fstack-protector-strong -fno-plt -O3 -pipe",
    "linux-ppc64le": "-mcpu=power8 -mtune=power8 -ftree-vectorize -fPIC"
    " -fstack-protector-strong -fno-plt -O3 -pipe",
}


@pytest.fixture
def scripts(tmp_path: Path) -> Callable[[str], Path]:
    """The folder of both packages' scripts for a target."""

    def write(subdir: str) -> Path:
        target = get_platform(subdir)
        texts = {
            f"activate-zigcc_{subdir}.sh": render_activate(BUILD, target, f"zigcc_{subdir}"),
            f"activate-zigcxx_{subdir}.sh": render_cxx_activate(BUILD, target, f"zigcxx_{subdir}"),
            f"deactivate-zigcc_{subdir}.sh": render_deactivate(BUILD, target, f"zigcc_{subdir}"),
            f"deactivate-zigcxx_{subdir}.sh": render_cxx_deactivate(f"zigcxx_{subdir}"),
        }
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        return tmp_path

    return write


def environment(
    folder: Path, *patterns: str, shell: str = "/bin/sh", **before: str
) -> Mapping[str, str]:
    """What is exported after sourcing the scripts, in conda's order."""
    names = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    lines = ["set -e", *(f". {name} >/dev/null" for name in names), f"{shutil.which('env')} -0"]
    start = {"PATH": "", "CONDA_PREFIX": str(folder), "QEMU_LD_PREFIX": "/opt/libc", **before}
    done = subprocess.run(
        [shell, "-c", "\n".join(lines)], env=start, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    pairs = (word.partition("=") for word in done.stdout.split("\0") if word)
    ignored = {"_", "PWD", "SHLVL", "OLDPWD"}
    return {name: value for name, _, value in pairs if name not in ignored}


def in_build(folder: Path) -> dict[str, str]:
    return {
        "CONDA_BUILD": "1",
        "PREFIX": f"{folder}/host",
        "BUILD_PREFIX": str(folder),
        "SRC_DIR": "/build/src",
        "PKG_NAME": "fmt",
        "PKG_VERSION": "1.0",
    }


@pytest.mark.parametrize("subdir", CXXFLAGS)
def test_values_are_conda_forges(subdir: str, scripts: Callable[[str], Path]) -> None:
    folder, triplet = scripts(subdir), get_platform(subdir).conda_triplet
    after = environment(folder, "activate-*", **in_build(folder))
    assert after["CXX"] == f"{triplet}-c++"
    assert after["GXX"] == f"{triplet}-g++"
    assert after["CXX_FOR_BUILD"] == "x86_64-conda-linux-gnu-c++"
    flags = f"-fvisibility-inlines-hidden -fmessage-length=0 {CXXFLAGS[subdir]}"
    assert after["CXXFLAGS"] == f"{flags} -isystem {folder}/host/include"
    debug = after["DEBUG_CXXFLAGS"]
    assert debug.startswith("-fvisibility-inlines-hidden -fmessage-length=0 ")
    assert debug.partition(" -fmessage-length=0 ")[2] == after["DEBUG_CFLAGS"]


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_the_environment_outside_of_a_build(
    subdir: str, scripts: Callable[[str], Path], golden: Golden
) -> None:
    folder = scripts(subdir)
    after = environment(folder, "activate-*")
    lines = [f"{name}={after[name]}\n" for name in CXX_VARIABLES]
    golden(f"activation/{subdir}-cxx.txt", "".join(lines).replace(str(folder), "<PREFIX>"))


@pytest.mark.parametrize("shell", ["dash", "bash", "zsh"])
def test_deactivation_puts_everything_back(
    shell: str, scripts: Callable[[str], Path], require: Callable[[str], str]
) -> None:
    folder = scripts("linux-ppc64le")
    own = {"CXX": "mine", "CXXFLAGS": "-g  -O0"}
    program = require(shell)
    active = environment(folder, "activate-*", shell=program, **own)
    assert active["CXXFLAGS"].endswith(" -g  -O0")
    assert active["CONDA_BACKUP_CXX"] == "mine"
    before = environment(folder, shell=program, **own)
    steps = ("activate-*", "deactivate-zigcxx*", "deactivate-zigcc_*")
    after = dict(environment(folder, *steps, shell=program, **own))
    # zsh knows the machine's name under HOST before anything is sourced.
    assert {**after, "HOST": ""} == {**before, "HOST": ""}


def test_the_c_plus_plus_script_is_sourced_between_c_and_python() -> None:
    names = [
        "activate-zigcc_linux-64.sh",
        "activate-zigcxx_linux-64.sh",
        "activate_z-cross-python_linux-64.sh",
    ]
    assert sorted(names) == names


@pytest.mark.parametrize("subdir", SUBDIRS)
def test_shellcheck_finds_nothing(
    subdir: str, scripts: Callable[[str], Path], require: Callable[[str], str]
) -> None:
    files = sorted(map(str, scripts(subdir).glob("*zigcxx*")))
    command = [require("shellcheck"), "--shell=sh", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_flags_of_c_are_part_of_those_of_c_plus_plus() -> None:
    flags = compiler_flags(get_platform("linux-s390x"))
    assert flags["CXXFLAGS"].endswith(flags["CFLAGS"])
    assert "@" not in render_cxx_activate(BUILD, get_platform("linux-s390x"), "zigcxx")
