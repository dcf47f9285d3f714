"""Real Pythons of other platforms, unpacked from Debian's packages; and one to disguise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from tests.conftest import missing

from condax.platforms import current_platform
from condax.python.cross import PAYLOAD
from condax.sources.apt_sources import Archive, parse_deb822, parse_one_line
from condax.toolchain.sysroot import NATIVE
from condax.toolchain.wrappers import compile_freestanding
from condax.toolchain.zig import find_zig

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = ("libpython{}-minimal", "libpython{}-stdlib", "libpython{}-dev", "libpython{}")


@dataclass(frozen=True, kw_only=True)
class DebianPython:
    """A Python of Debian on one architecture."""

    suite: str
    version: str
    arch: str

    @property
    def packages(self) -> DebianPackages:
        names = tuple(part.format(self.version) for part in PARTS)
        return DebianPackages(label=self.version, suite=self.suite, arch=self.arch, names=names)


@dataclass(frozen=True, kw_only=True)
class DebianPackages:
    """Packages of Debian for one architecture, without what they depend on."""

    label: str
    """What they are for; in the name of the folder that they are kept in."""
    suite: str
    arch: str
    names: tuple[str, ...]


def debian_archive(suite: str) -> Archive | None:
    """The machine's own archive of Debian, for another suite of it."""
    folder = Path("/etc/apt")
    for path in (folder / "sources.list", *sorted((folder / "sources.list.d").glob("*"))):
        if path.suffix not in {".list", ".sources"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        parse = parse_deb822 if path.suffix == ".sources" else parse_one_line
        for archive in parse(text):
            if archive.suite in {"bookworm", "trixie"}:
                return Archive(
                    uri=archive.uri,
                    suite=suite,
                    components=("main",),
                    options=archive.options,
                )
    return None


def write_configuration(folder: Path, arch: str, archive: Archive) -> None:
    """Private state for apt, which needs no privileges and touches nothing of the machine's."""
    for name in ("state/lists/partial", "cache/archives/partial", "debs", "tree"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    options = "".join(f"{name.title()}: {value}\n" for name, value in archive.options)
    (folder / "archive.sources").write_text(
        f"Types: deb\nURIs: {archive.uri}\nSuites: {archive.suite}\nComponents: main\n"
        f"Architectures: {arch}\n{options}"
    )
    (folder / "apt.conf").write_text(
        "#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n"
        'APT::Sandbox::User "root";\nAcquire::Languages "none";\nAcquire::Retries "2";\n'
        f'APT::Architectures {{ "{arch}"; }};\nAPT::Architecture "{arch}";\n'
        f'Dir::State "{folder}/state";\nDir::State::status "{folder}/status";\n'
        f'Dir::Cache "{folder}/cache";\n'
        f'Dir::Etc::SourceList "{folder}/archive.sources";\nDir::Etc::SourceParts "/dev/null";\n'
    )


def download(folder: Path, packages: DebianPackages) -> str:
    """Unpack them below `folder/tree`; returns what went wrong."""
    archive = debian_archive(packages.suite)
    if archive is None:
        return "apt has no archive of Debian"
    write_configuration(folder, packages.arch, archive)
    apt = ["apt-get", "-q", "-c", str(folder / "apt.conf")]
    env = {**os.environ, "LC_ALL": "C"}
    names = (f"{name}:{packages.arch}" for name in packages.names)
    for argv in ([*apt, "update"], [*apt, "download", *names]):
        done = subprocess.run(
            argv, cwd=folder / "debs", env=env, capture_output=True, text=True, check=False
        )
    if done.returncode:
        return done.stderr
    for path in sorted((folder / "debs").glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(path), str(folder / "tree")], check=True)
    shutil.rmtree(folder / "state")
    return ""


@pytest.fixture(scope="session")
def debian_packages(
    toolchain_cache: Path, require: Callable[[str], str]
) -> Callable[[DebianPackages], Path]:
    """Their `usr` folder; the test is skipped where they cannot be had."""

    def get(packages: DebianPackages) -> Path:
        require("apt-get")
        require("dpkg-deb")
        name = f"{packages.suite}-{packages.label}-{packages.arch}"
        folder = toolchain_cache / "debian" / name
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            if not (folder / "done").exists():
                problem = download(folder, packages)
                if problem:
                    missing("debian", f"Debian's {packages.label} for {packages.arch}: {problem}")
                (folder / "done").touch()
        return folder / "tree" / "usr"

    return get


@pytest.fixture(scope="session")
def debian_python(
    debian_packages: Callable[[DebianPackages], Path],
) -> Callable[[DebianPython], Path]:
    """The prefix (`…/usr`) of a Debian Python; the test is skipped where it cannot be had."""
    return lambda python: debian_packages(python.packages)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program that `python` of both prefixes is replaced by."""
    path = tmp_path_factory.mktemp("shim") / "cross_python_shim"
    compile_freestanding(find_zig(), current_platform(), NATIVE / "python_shim.c", path)
    return path


def lay_out_build_python(prefix: Path, shim: Path) -> None:
    """The interpreter that runs the tests and `condax-cross-python`, as packages lay them out."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    stdlib = prefix / "lib" / name
    stdlib.mkdir(parents=True)
    for entry in Path(sysconfig.get_path("stdlib")).iterdir():
        if entry.name != "site-packages":
            (stdlib / entry.name).symlink_to(entry)
    (stdlib / "site-packages").mkdir()
    (prefix / "bin").mkdir(exist_ok=True)
    (prefix / "bin" / name).symlink_to(Path(sys.executable).resolve())
    for alias in ("python", "python3"):
        (prefix / "bin" / alias).symlink_to(name)
    shutil.copy2(shim, prefix / "bin/cross_python_shim")
    shutil.copytree(PAYLOAD, prefix / "lib/condax/cross-python")


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    """A prefix in which a Python left nothing but headers and file names."""
    for name, text in {
        "lib/python3.12/os.py": "",
        "lib/python3.12/lib-dynload/math.cpython-312-powerpc64le-linux-gnu.so": "",
        "lib/libpython3.12.so.1.0": "",
        "include/python3.12/Python.h": "",
        "include/python3.12/patchlevel.h": PATCHLEVEL,
    }.items():
        path = tmp_path / "prefix" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "prefix"


PATCHLEVEL = """\
#define PY_MAJOR_VERSION        3
#define PY_MINOR_VERSION        12
#define PY_MICRO_VERSION        4
#define PY_RELEASE_LEVEL        PY_RELEASE_LEVEL_FINAL
#define PY_RELEASE_SERIAL       0
#define PY_VERSION              "3.12.4"
"""
