"""Condax's compiler and Debian's cross gcc for the same target, and who passed how often."""

from __future__ import annotations

import functools
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest
from tests.toolchain.conftest import prefix_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

    from tests.toolchain.conftest import Prefix

    from condax.platforms import Platform

__all__ = ["prefix_of"]

SUBDIRS = ("linux-aarch64", "linux-ppc64le")
RUN_SUBDIRS = (*SUBDIRS, "linux-riscv64", "linux-s390x")
"""Those for which programs are compared by what they do."""

SOURCES = {
    "main.c": "int g(int);\nint work(int);\nint main(void) { return g(3) + work(1); }\n",
    "lib.c": """\
int data = 5;
static int local_function(int x) { return x * data; }
int work(int x) { return x; }
int __wrap_work(int x) { return x + 40; }
int f(int x) { return local_function(x) + 1; }
int g(int x) { return f(x) + data; }
int dropped(int x) { return x - 1; }
""",
    "pulled.c": "int pulled(void) { return 7; }\n",
    "undefined.c": "int nowhere(void);\nint calls(void) { return nowhere(); }\n",
    "start.c": "void _start(void) { for (;;) ; }\n",
}
LINKER_FILES = {
    "versions": "V1 { global: f; nothere; local: g; };\nV2 { global: data; } V1;\n",
    "list": "{ f; };\n",
    "names": "f\nmain\n",
    "rsp": "-soname libr.so.1",
}


@dataclass(frozen=True, kw_only=True)
class Compiler:
    path: str
    folder: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.path, *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The two compilers for one target."""

    target: Platform
    ours: Compiler
    gcc: Compiler

    def emulator(self, require: Callable[[str], str]) -> list[str]:
        """How a program of the target is started; Debian's libc is the one it runs with."""
        emulator = require(f"qemu-{self.target.qemu_arch}-static")
        return [emulator, "-L", f"/usr/{self.target.debian_triplet}"]


class Tally(Protocol):
    def __call__(self, subdir: str, *, passed: bool) -> None: ...


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Tally:
    """Count one case for one target, in a test that compares both targets at once."""

    def count(subdir: str, *, passed: bool) -> None:
        request.node.user_properties.append((f"conformance {subdir}", passed))

    return count


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test of one target is one case of it."""
    report = yield
    params = item.callspec.params if hasattr(item, "callspec") else {}
    subdir = next((params[name] for name in ("pair", "trio", "subdir") if name in params), None)
    if call.when == "call" and subdir:
        report.user_properties.append((f"conformance {subdir}", report.passed))
    return report


@pytest.fixture(scope="session")
def pair_of(
    prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Pair]:
    """Both compilers for a target, each with its own objects of the sources."""

    @functools.cache
    def find(subdir: str) -> Pair:
        prefix = prefix_of(subdir)
        gcc = require(f"{prefix.target.debian_triplet}-gcc")
        folders = [tmp_path_factory.mktemp(f"{name}-{subdir}") for name in ("ours", "gcc")]
        found = Pair(
            target=prefix.target,
            ours=Compiler(path=prefix.program("gcc"), folder=folders[0]),
            gcc=Compiler(path=gcc, folder=folders[1]),
        )
        for compiler in (found.ours, found.gcc):
            fill(compiler, prefix.program("ar"))
        return found

    return find


@pytest.fixture(scope="session")
def pairs(pair_of: Callable[[str], Pair]) -> dict[str, Pair]:
    """Those of all targets whose flags are compared."""
    return {subdir: pair_of(subdir) for subdir in SUBDIRS}


@pytest.fixture(params=SUBDIRS)
def pair(request: pytest.FixtureRequest, pair_of: Callable[[str], Pair]) -> Pair:
    return pair_of(request.param)


def fill(compiler: Compiler, archiver: str) -> None:
    for name, text in {**SOURCES, **LINKER_FILES}.items():
        (compiler.folder / name).write_text(text)
    flags = ("-g", "-O1", "-fPIC", "-fno-inline", "-ffunction-sections")
    done = compiler.run("-c", *flags, *SOURCES)
    assert done.returncode == 0, done.stderr
    subprocess.run(
        [archiver, "cr", compiler.folder / "libpull.a", compiler.folder / "pulled.o"], check=True
    )
