"""The site files: whom they answer, and what they leave alone."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.platforms import get_platform
from condax.toolchain.configure.answers import render_libc_site, render_site
from condax.toolchain.configure.libc import LIBC_SITE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = "powerpc64le-conda-linux-gnu-cc"


@pytest.fixture(params=["dash", "bash"])
def shell(request: pytest.FixtureRequest, require: Callable[[str], str]) -> str:
    """What configure may run in."""
    return require(request.param)


@pytest.fixture
def sourced(shell: str) -> Callable[..., str]:
    """What an expression is after a site file was read, with the environment's variables."""

    def read(site: Path, expression: str, **env: str) -> str:
        command = [shell, "-euc", f'. "$SITE"; printf %s "{expression}"']
        environment = {"SITE": str(site), **env}
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True, timeout=10
        )
        return done.stdout

    return read


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "a prefix" / "site"
    path.parent.mkdir()
    path.write_text(render_site(get_platform("linux-ppc64le"), {"ac_cv_x": "yes", "b_cv_y": "a,b"}))
    return path


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("powerpc64le-conda-linux-gnu", "yes a,b"),
        ("powerpc64le-linux-gnu", "yes a,b"),
        ("ppc64le-unknown-linux-gnu", "yes a,b"),
        ("x86_64-conda-linux-gnu", "none none"),
        ("powerpc64-linux-gnu", "none none"),
        ("", "none none"),
    ],
)
def test_the_site_file_is_for_its_own_target(
    host: str, expected: str, site: Path, sourced: Callable[..., str]
) -> None:
    assert sourced(site, "${ac_cv_x-none} ${b_cv_y-none}", host_alias=host) == expected


def test_the_site_file_leaves_what_is_known_already(
    site: Path, tmp_path: Path, sourced: Callable[..., str]
) -> None:
    host = "powerpc64le-conda-linux-gnu"
    assert sourced(site, "$ac_cv_x", host_alias=host, ac_cv_x="no") == "no"
    own = tmp_path / "own"
    own.write_text("ac_cv_x=mine\n")
    assert sourced(site, "$ac_cv_x", host_alias=host, CONDA_BACKUP_CONFIG_SITE=str(own)) == "mine"
    (tmp_path / "share").mkdir()
    own.rename(tmp_path / "share" / "config.site")
    assert sourced(site, "$ac_cv_x", host_alias=host, prefix=str(tmp_path)) == "mine"
    (tmp_path / "share").rename(tmp_path / "etc")
    default = {"prefix": "NONE", "ac_default_prefix": str(tmp_path)}
    assert sourced(site, "$ac_cv_x", host_alias=host, **default) == "mine"


def test_a_site_file_that_another_activation_left_is_read_once(
    site: Path, tmp_path: Path, sourced: Callable[..., str]
) -> None:
    other = tmp_path / "other.site"
    other.write_text(render_site(get_platform("linux-64"), {"ac_cv_z": "also"}))
    hosts = {"host_alias": "x86_64-conda-linux-gnu", "CONDA_BACKUP_CONFIG_SITE": str(other)}
    assert sourced(site, "${ac_cv_x-none} ${ac_cv_z-none}", **hosts) == "none also"


def test_a_site_file_activated_twice_does_not_read_itself(
    site: Path, sourced: Callable[..., str]
) -> None:
    again = {"host_alias": "ppc64le-linux", "CONDA_BACKUP_CONFIG_SITE": str(site)}
    assert sourced(site, "$ac_cv_x", **again) == "yes"


def test_shellcheck_finds_nothing_in_the_site_file(
    site: Path, require: Callable[[str], str]
) -> None:
    # It is sourced: what it sets is read elsewhere, and what it reads is not there to be checked.
    command = [require("shellcheck"), "--shell=sh", "--exclude=SC1090,SC2154", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A site file in a prefix whose sysroot has answers."""
    target = get_platform("linux-ppc64le")
    prefix = tmp_path / "a prefix"
    path = prefix / "share" / "condax" / f"{target.conda_triplet}.site"
    libc = prefix / str(target.conda_triplet) / "sysroot" / LIBC_SITE
    for file, text in (
        (path, render_site(target, {})),
        (libc, render_libc_site({"ac_cv_func_fork": "yes"})),
    ):
        file.parent.mkdir(parents=True)
        file.write_text(text)
    return path


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ({"CC": OURS}, "yes"),
        ({"CC": "/opt/p/bin/powerpc64le-conda-linux-gnu-gcc -std=c99"}, "yes"),
        ({"CC": "ccache powerpc64le-conda-linux-gnu-cc", "CFLAGS": "-O2"}, "yes"),
        ({"CC": OURS, "ac_cv_func_fork": "no"}, "no"),
        ({}, "none"),
        ({"CC": "x86_64-conda-linux-gnu-cc"}, "none"),
        ({"CC": "gcc", "CFLAGS": "-I/opt/powerpc64le-conda-linux-gnu-cc"}, "none"),
        ({"CC": f"{OURS} -m32"}, "none"),
        ({"CC": OURS, "CFLAGS": "-O2 -m32"}, "none"),
        ({"CC": OURS, "CXX": "/a b/powerpc64le-conda-linux-gnu-c++"}, "yes"),
        ({"CC": OURS, "CXX": ""}, "yes"),
        ({"CC": OURS, "CXX": "powerpc64le-linux-musl-g++"}, "none"),
        ({"CC": OURS, "CPPFLAGS": "--sysroot=/opt/musl"}, "none"),
        ({"CC": f"{OURS} --target=riscv64-linux-gnu"}, "none"),
        ({"CC": OURS, "CFLAGS": "-O2\t-nostdinc"}, "none"),
        ({"CC": OURS, "CXXFLAGS": "-nostdinc++"}, "none"),
        ({"CC": OURS, "LDFLAGS": "-nodefaultlibs"}, "none"),
        ({"CC": f"{OURS} -mlong-double-64"}, "none"),
        ({"CC": OURS, "CFLAGS": "-O2 -fshort-wchar"}, "none"),
    ],
)
def test_the_sysroot_answers_for_its_own_compiler(
    flags: dict[str, str], expected: str, installed: Path, sourced: Callable[..., str]
) -> None:
    found = sourced(installed, "${ac_cv_func_fork-none}", ac_site_file=str(installed), **flags)
    assert found == expected


def test_who_reads_the_file_from_one_of_their_own_has_no_answers_of_a_sysroot(
    installed: Path, tmp_path: Path, sourced: Callable[..., str]
) -> None:
    own = str(tmp_path / "own.site")
    for found in (own, ""):
        answer = sourced(installed, "${ac_cv_func_fork-none}", CC=OURS, ac_site_file=found)
        assert answer == "none"
