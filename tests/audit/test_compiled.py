"""Records of build systems, laid out as the real ones leave them."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from condax.audit import BuildFolders, BuildHeader, build_headers
from condax.platforms import get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TARGET = get_platform("linux-aarch64")
NUMPY = "lib/python3.13/site-packages/numpy/_core/include"


@pytest.fixture
def folders(tmp_path: Path) -> BuildFolders:
    """Three folders; both prefixes have NumPy, with another configuration."""
    found = BuildFolders(
        work=tmp_path / "work",
        build_prefix=tmp_path / "build env",
        host_prefix=tmp_path / "host_env",
        platform=TARGET,
    )
    for prefix, size in ((found.build_prefix, 16), (found.host_prefix, 8)):
        write(prefix / NUMPY / "numpy/_numpyconfig.h", f"#define NPY_SIZEOF_LONGDOUBLE {size}\n")
        write(prefix / "include/same.h", "#define SAME\n")
    write(found.build_prefix / "include/only.h", "#define ONLY_HERE\n")
    write(found.build_prefix / "lib/condax/clang/include/stddef.h", "#define NULL 0\n")
    return found


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def commands(folders: BuildFolders, compiler: str, *flags: str) -> None:
    """What Meson writes for one source."""
    build = folders.work / "build"
    entry = {"directory": str(build), "arguments": [compiler, *flags, "-c"], "file": "../a.c"}
    write(build / "compile_commands.json", json.dumps([entry]))


@pytest.mark.parametrize("flag", [["-I@"], ["-isystem@"], ["-isystem", "@"]], ids=" ".join)
def test_a_folder_that_the_hosts_compiler_searched_is_found(
    folders: BuildFolders, flag: list[str]
) -> None:
    words = [word.replace("@", str(folders.build_prefix / NUMPY)) for word in flag]
    commands(folders, "aarch64-conda-linux-gnu-cc", *words)
    assert build_headers(folders) == (BuildHeader(source="a.c", path=NUMPY),)


def test_what_is_compiled_for_the_build_machine_may_use_its_headers(folders: BuildFolders) -> None:
    commands(folders, "x86_64-conda-linux-gnu-cc", f"-I{folders.build_prefix / NUMPY}")
    assert build_headers(folders) == ()


@pytest.mark.parametrize("path", ["lib/condax/clang/include", "share"])
def test_folders_of_the_compiler_and_without_headers_are_no_leak(
    folders: BuildFolders, path: str
) -> None:
    commands(folders, "ccache", "aarch64-conda-linux-gnu-cc", f"-I{folders.build_prefix / path}")
    assert build_headers(folders) == ()


def test_headers_that_the_host_has_as_well_are_no_leak(folders: BuildFolders) -> None:
    (folders.build_prefix / "include/only.h").unlink()
    commands(folders, "aarch64-conda-linux-gnu-cc", f"-I{folders.build_prefix}/include")
    assert build_headers(folders) == ()


def test_a_command_line_is_split_as_a_shell_does(folders: BuildFolders) -> None:
    command = f"/b/aarch64-conda-linux-gnu-c++ '-I{folders.build_prefix}/include' -c a.cc"
    entry = {"directory": str(folders.work), "command": command, "file": "a.cc"}
    write(folders.work / "compile_commands.json", json.dumps([entry]))
    assert build_headers(folders) == (BuildHeader(source="a.cc", path="include"),)


def test_a_file_that_is_no_list_of_commands_says_nothing(folders: BuildFolders) -> None:
    write(folders.work / "compile_commands.json", "{")
    assert build_headers(folders) == ()


@pytest.mark.parametrize(("machine", "count"), [(183, 1), (62, 0)])
def test_dependency_files_count_for_objects_of_the_host(
    folders: BuildFolders, make_elf: Callable[..., bytes], machine: int, count: int
) -> None:
    path = str(folders.build_prefix / "include").replace(" ", "\\ ")
    text = f"obj/a.o: ../a.c {path}/same.h \\\n {path}/only.h\n"
    write(folders.work / "obj/.deps/a.Po", text)
    (folders.work / "obj/a.o").write_bytes(make_elf(type=1, machine=machine))
    found = build_headers(folders)
    assert found == (BuildHeader(source="obj/a.o", path="include/only.h"),) * count


def test_what_a_real_compiler_writes_is_understood(
    folders: BuildFolders, require: Callable[[str], str]
) -> None:
    source = write(folders.work / "a.c", "#include <only.h>\n#include <same.h>\n")
    gcc = require("aarch64-linux-gnu-gcc")
    include = f"-I{folders.build_prefix}/include"
    argv = [gcc, include, "-MMD", "-c", source.name, "-o", "a.o"]
    subprocess.run(argv, cwd=folders.work, check=True)
    assert build_headers(folders) == (BuildHeader(source="a.o", path="include/only.h"),)
