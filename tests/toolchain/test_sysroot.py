"""Sysroots of several floors, used by the real compiler."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING

import lief
import pytest

from condax.errors import UnsupportedPlatformError
from condax.platforms import get_platform
from condax.toolchain.glibc_abi import Version
from condax.toolchain.sysroot import build_sysroot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

    from condax.toolchain.zig import Zig

pytestmark = pytest.mark.integration

FLOORS = ("2.17", "2.28", "2.34")

PROGRAM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
static void at_end(void) { puts("end"); }
static void before_fork(void) {}
static void *thread(void *arg) { return arg; }
static __thread int number = 2;
__attribute__((constructor)) static void start(void) { puts("start"); }
int main(int argc, char **argv) {
    struct stat status;
    pthread_t id;
    void *result;
    atexit(at_end);
    pthread_atfork(before_fork, 0, 0);
    pthread_create(&id, 0, thread, &number);
    pthread_join(id, &result);
    printf("%d %.3f %d\n", *(int *)result, pow(argc + 1, 0.5), stat("/", &status));
    printf("%d %d\n", open("/nowhere", O_RDONLY), errno == ENOENT);
    return dlopen("libnowhere.so", RTLD_NOW) != 0 || getenv("PATH") == 0;
}
"""
LIBRARIES = ("-lm", "-lpthread", "-ldl", "-lrt")


@pytest.fixture(scope="module")
def sysroot_of(zig: Zig, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """`sysroot_of("linux-aarch64", "2.28")` is made once."""

    @cache
    def make(subdir: str, floor: str) -> Path:
        folder = tmp_path_factory.mktemp(f"{subdir}-{floor}")
        return build_sysroot(zig, get_platform(subdir), floor, folder)

    return make


def versions_needed(program: Path) -> set[Version]:
    elf = lief.ELF.parse(str(program))
    assert elf is not None
    names = [
        str(a.name)
        for need in elf.symbols_version_requirement
        for a in need.get_auxiliary_symbols()
    ]
    return {Version.parse(name.removeprefix("GLIBC_")) for name in names if name != "GLIBC_PRIVATE"}


@pytest.mark.parametrize("floor", FLOORS)
def test_a_program_needs_no_glibc_younger_than_the_floor(
    floor: str, prefix: Prefix, sysroot_of: Callable[[str, str], Path], tmp_path: Path
) -> None:
    sysroot = sysroot_of(prefix.target.subdir, floor)
    program = prefix.compile(tmp_path / "a", PROGRAM, f"--sysroot={sysroot}", "-O2", *LIBRARIES)
    needed = versions_needed(program)
    assert max(needed) <= Version.parse(floor)
    # The start-up code itself changed in 2.34, so each side of it is there.
    assert (Version(2, 34) in needed) == (floor == "2.34")


@pytest.mark.parametrize("floor", FLOORS)
def test_a_program_of_any_floor_runs_with_a_real_glibc(
    floor: str,
    cross_prefix: Prefix,
    sysroot_of: Callable[[str, str], Path],
    require: Callable[[str], str],
    tmp_path: Path,
) -> None:
    target = cross_prefix.target
    emulator = require(f"qemu-{target.qemu_arch}-static")
    require(f"{target.debian_triplet}-gcc")
    sysroot = sysroot_of(target.subdir, floor)
    program = cross_prefix.compile(tmp_path / "a", PROGRAM, f"--sysroot={sysroot}", *LIBRARIES)
    done = subprocess.run(
        [emulator, "-L", f"/usr/{target.debian_triplet}", program],
        env={"PATH": "/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == ["start", "2 1.414 0", "-1 1", "end"]


@pytest.mark.parametrize("floor", FLOORS)
def test_the_headers_know_the_floor(floor: str, sysroot_of: Callable[[str, str], Path]) -> None:
    text = (sysroot_of("linux-ppc64le", floor) / "usr" / "include" / "features.h").read_text()
    assert re.findall(r"#define\s+__GLIBC_MINOR__\s+(\d+)", text) == [floor.split(".")[1]]


def test_a_function_younger_than_the_floor_does_not_link(
    prefix: Prefix, sysroot_of: Callable[[str, str], Path], tmp_path: Path
) -> None:
    source = (
        "int reallocarray(void *, long, long); int main(void) { return reallocarray(0, 1, 1); }"
    )
    (tmp_path / "new.c").write_text(source)
    outcomes = {}
    for floor in ("2.17", "2.28"):
        sysroot = sysroot_of(prefix.target.subdir, floor)
        arguments = (f"--sysroot={sysroot}", str(tmp_path / "new.c"), "-o", str(tmp_path / "new"))
        outcomes[floor] = prefix.attempt("cc", *arguments)
    assert "undefined symbol: reallocarray" in outcomes["2.17"].stderr
    assert outcomes["2.28"].returncode == 0


def test_every_spelling_of_the_library_folder_leads_to_the_same(prefix: Prefix) -> None:
    folders = {
        (prefix.sysroot / name).resolve() for name in ("lib", "lib64", "usr/lib", "usr/lib64")
    }
    assert len(folders) == 1
    names = {path.name for path in folders.pop().iterdir()}
    assert {"crt1.o", "Scrt1.o", "crti.o", "crtn.o", "crtbegin.o", "crtendS.o"} <= names
    assert {"libc.so", "libc.so.6", "libc_nonshared.a", "libm.so", "libpthread.so"} <= names


def test_what_glibc_2_34_merged_still_links_and_is_not_needed(
    sysroot_of: Callable[[str, str], Path], cross_prefix: Prefix, tmp_path: Path
) -> None:
    sysroot = sysroot_of(cross_prefix.target.subdir, "2.34")
    program = cross_prefix.compile(tmp_path / "a", PROGRAM, f"--sysroot={sysroot}", *LIBRARIES)
    elf = lief.ELF.parse(str(program))
    assert elf is not None
    assert set(elf.libraries) == {"libc.so.6", "libm.so.6"}


@pytest.mark.parametrize("subdir", ["osx-arm64", "win-64", "noarch"])
def test_a_platform_without_glibc_is_refused(subdir: str, zig: Zig, tmp_path: Path) -> None:
    with pytest.raises(UnsupportedPlatformError, match=f"no glibc sysroot for '{subdir}'"):
        build_sysroot(zig, get_platform(subdir), "2.17", tmp_path)
    assert list(tmp_path.iterdir()) == []
