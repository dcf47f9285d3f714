"""The environment outside of recipes: real projects, configured by real build systems."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import lief
import pytest
from tests.conftest import missing

from condax.platforms import Platforms, current_platform, get_platform
from condax.toolchain import (
    CompilerEnvironment,
    EnvFormat,
    add_cxx,
    compiler_environment,
    ensure_toolchain,
    render_environment,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

pytestmark = pytest.mark.integration

SUBDIRS = ("linux-aarch64", "linux-ppc64le")
OTHERS = ("linux-riscv64", "linux-s390x")
"""Targets for which only the most common ways are tried."""
MAIN = """\
#include <stdio.h>
int part(void);
int main(void) { printf("%d\\n", part()); return 0; }
"""
PART = "int part(void) { return 42; }\n"
PLAIN = {"HOME": "/nonexistent", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def environment_of(toolchain_cache: Path) -> Callable[..., CompilerEnvironment]:
    """`environment_of("linux-aarch64", CFLAGS="-g")`: made for that environment."""

    def make(subdir: str, **env: str) -> CompilerEnvironment:
        here, target = current_platform(), get_platform(subdir)
        toolchain = ensure_toolchain(build=here, targets=[target], cache=toolchain_cache)
        platforms = Platforms(build=here, host=target, target=target)
        return compiler_environment(
            toolchain, platforms, cache=toolchain_cache, env={**PLAIN, **env}
        )

    return make


@pytest.fixture(params=SUBDIRS)
def environment(
    request: pytest.FixtureRequest, environment_of: Callable[..., CompilerEnvironment]
) -> CompilerEnvironment:
    return environment_of(request.param)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder, with a space in its name, that has a program of two files in it."""
    folder = tmp_path / "a project"
    folder.mkdir()
    (folder / "main.c").write_text(MAIN)
    (folder / "part.c").write_text(PART)
    return folder


def write_script(folder: Path, environment: CompilerEnvironment, form: EnvFormat) -> Path:
    path = folder / f"environment.{form.value}"
    path.write_text(render_environment(environment, form))
    return path


def run(command: list[str], folder: Path, **env: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**PLAIN, **env}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check(program: Path, environment: CompilerEnvironment) -> None:
    """The program is one of the target and, where it can be run, prints what it should."""
    elf = lief.ELF.parse(str(program))
    assert elf is not None
    assert elf.header.machine_type.value & 0xFFFF == environment.target.elf_machine
    assert run([*environment.emulator, str(program)], program.parent) == "42\n"


CONFIGURE = """\
AC_INIT([parts], [1.0])
AC_PROG_CC
AC_CHECK_TOOL([AR], [ar])
AC_CHECK_FUNCS([getrandom strlcpy])
AC_C_BIGENDIAN
AC_CHECK_SIZEOF([long double])
AC_FUNC_MALLOC
AC_FUNC_REALLOC
AC_FUNC_MMAP
AC_FUNC_MEMCMP
AC_FUNC_STRTOD
AC_CHECK_FILE([/dev/ptmx])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
"""
MAKEFILE = """\
parts: main.o libpart.a
	@CC@ @CFLAGS@ @LDFLAGS@ main.o libpart.a -o parts
libpart.a: part.o
	@AR@ cr libpart.a part.o
.c.o:
	@CC@ @CPPFLAGS@ @CFLAGS@ -c $<
"""


@pytest.mark.parametrize(
    ("form", "environment"),
    [
        *((form, subdir) for form in (EnvFormat.SHELL, EnvFormat.FISH) for subdir in SUBDIRS),
        *((EnvFormat.SHELL, subdir) for subdir in OTHERS),
    ],
    indirect=["environment"],
)
def test_an_autotools_project_is_configured_and_built(
    form: EnvFormat,
    environment: CompilerEnvironment,
    project: Path,
    require: Callable[[str], str],
) -> None:
    script = write_script(project, environment, form)
    (project / "configure.ac").write_text(CONFIGURE)
    (project / "Makefile.in").write_text(MAKEFILE)
    require("aclocal")
    run([require("autoreconf"), "--install"], project)
    steps = "./configure --host=$HOST && make && env | grep ^CFLAGS="
    if form is EnvFormat.FISH:
        command = [require("fish"), "-c", f"source {script.name} && {steps}"]
    else:
        command = ["/bin/sh", "-ec", f'eval "$(cat {script.name})" && {steps}']
    said = run(command, project)
    assert "whether we are cross compiling... yes" in said
    # Answers of the sysroot to what is compiled for otherwise.
    assert "checking size of long double... (cached) 16" in said
    is_big = "yes" if environment.target.endian == "big" else "no"
    assert f"whether byte ordering is bigendian... (cached) {is_big}" in said
    # Answers of CONFIG_SITE to what a cross build cannot run.
    for question in (
        *("GNU libc compatible malloc", "GNU libc compatible realloc", "/dev/ptmx"),
        *("working mmap", "working memcmp", "working strtod"),
    ):
        assert f"{question}... (cached) yes" in said
    assert f"CFLAGS={environment.variables['CFLAGS']}" in said
    check(project / "parts", environment)


CMAKE = """\
cmake_minimum_required(VERSION 3.16)
project(parts C ASM)
include(CheckCSourceRuns)
check_c_source_runs("int main(void) { return 0; }" PROGRAMS_RUN)
if(NOT PROGRAMS_RUN OR NOT CMAKE_CROSSCOMPILING)
  message(FATAL_ERROR "not cross compiling with an emulator")
endif()
find_library(HOST_LIBRARY NAMES only-of-the-host REQUIRED)
add_library(part STATIC part.c)
add_executable(parts main.c)
target_link_libraries(parts part ${HOST_LIBRARY})
enable_testing()
add_test(NAME parts COMMAND parts)
"""


def write_cmake_project(project: Path, environment: CompilerEnvironment) -> Path:
    """Returns a prefix with a library of the target that CMake has to find."""
    (project / "CMakeLists.txt").write_text(CMAKE)
    prefix = project / "prefix"
    (prefix / "lib").mkdir(parents=True)
    (project / "empty.c").write_text("int of_the_host;\n")
    run(
        [
            *(str(environment.tool("cc")), "-shared", "-fPIC", "empty.c"),
            *("-o", str(prefix / "lib" / "libonly-of-the-host.so")),
        ],
        project,
    )
    return prefix


@pytest.fixture
def moved(environment: CompilerEnvironment, tmp_path: Path) -> CompilerEnvironment:
    """The same compilers in a folder with a space in its name."""
    prefix = tmp_path / "else where"
    shutil.copytree(environment.prefix, prefix, symlinks=True)
    return replace(environment, prefix=prefix)


def test_cmake_builds_and_tests_with_the_toolchain_file(
    moved: CompilerEnvironment, project: Path, require: Callable[[str], str]
) -> None:
    file = write_script(project, moved, EnvFormat.CMAKE)
    prefix = write_cmake_project(project, moved)
    arguments = [f"-DCMAKE_TOOLCHAIN_FILE={file}", f"-DCMAKE_PREFIX_PATH={prefix}"]
    run([require("cmake"), "-S", ".", "-B", "build", *arguments], project)
    run([require("cmake"), "--build", "build"], project)
    run([require("ctest"), "--test-dir", "build", "--output-on-failure"], project)
    cache = (project / "build" / "CMakeCache.txt").read_text()
    for name, tool in (("AR", "ar"), ("NM", "nm"), ("STRIP", "strip"), ("LINKER", "ld")):
        assert f"CMAKE_{name}:FILEPATH={moved.tool(tool)}\n" in cache
    check(project / "build" / "parts", moved)


@pytest.mark.parametrize("environment", [*SUBDIRS, *OTHERS], indirect=True)
def test_cmake_builds_with_cmake_args(
    environment: CompilerEnvironment, project: Path, require: Callable[[str], str]
) -> None:
    script = write_script(project, environment, EnvFormat.SHELL)
    write_cmake_project(project, environment)
    text = (project / "CMakeLists.txt").read_text()
    text = text.replace("find_library(HOST_LIBRARY NAMES only-of-the-host REQUIRED)", "")
    (project / "CMakeLists.txt").write_text(text)
    cmake = require("cmake")
    steps = f"{cmake} $CMAKE_ARGS -S . -B build && {cmake} --build build"
    run(["/bin/sh", "-ec", f". ./{script.name} && {steps}"], project)
    check(project / "build" / "parts", environment)


MESON = """\
project('parts', 'c', meson_version: '>=1.0')
assert(meson.is_cross_build())
assert(meson.can_run_host_binaries())
cc = meson.get_compiler('c')
assert(cc.run('int main(void) { return 0; }').returncode() == 0)
assert(host_machine.endian() == 'little')
assert(meson.get_external_property('longdouble_format').endswith('_LE'))
part = static_library('part', 'part.c')
parts = executable('parts', 'main.c', link_with: part)
test('parts', parts)
foreach tool : ['objcopy', 'objdump', 'readelf', 'strip', 'nm', 'ranlib']
  assert(find_program(tool).full_path().endswith('linux-gnu-' + tool))
endforeach
"""


def test_meson_builds_and_tests_with_the_cross_file(
    moved: CompilerEnvironment, project: Path, require: Callable[[str], str]
) -> None:
    file = write_script(project, moved, EnvFormat.MESON)
    (project / "meson.build").write_text(MESON)
    run([require("meson"), "setup", "build", f"--cross-file={file}"], project)
    run([require("meson"), "test", "-C", "build"], project)
    check(project / "build" / "parts", moved)


def test_meson_builds_with_meson_args(
    environment: CompilerEnvironment, project: Path, require: Callable[[str], str]
) -> None:
    script = write_script(project, environment, EnvFormat.SHELL)
    (project / "meson.build").write_text(MESON)
    meson = require("meson")
    steps = f"{meson} setup build $MESON_ARGS && {meson} compile -C build"
    path = Path(meson).parent
    run(["/bin/sh", "-ec", f"PATH={path}:$PATH; . ./{script.name} && {steps}"], project)
    check(project / "build" / "parts", environment)


def test_the_machines_own_platform_is_compiled_for_as_well(
    environment_of: Callable[..., CompilerEnvironment],
    project: Path,
    require: Callable[[str], str],
) -> None:
    environment = environment_of("linux-64")
    (project / "meson.build").write_text(
        "project('parts', 'c')\nexecutable('parts', 'main.c', 'part.c')\n"
    )
    file = write_script(project, environment, EnvFormat.MESON)
    run([require("meson"), "setup", "build", f"--native-file={file}"], project)
    run([require("meson"), "compile", "-C", "build"], project)
    check(project / "build" / "parts", environment)
    cmake = write_script(project, environment, EnvFormat.CMAKE)
    (project / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(parts C)\n"
        "add_executable(parts main.c part.c)\n"
    )
    run([require("cmake"), f"-DCMAKE_TOOLCHAIN_FILE={cmake}", "-S", ".", "-B", "cmake"], project)
    run([require("cmake"), "--build", "cmake"], project)
    check(project / "cmake" / "parts", environment)


@pytest.mark.parametrize("subdir", ["linux-aarch64", *OTHERS])
def test_cxx_comes_along_where_it_is_asked_for(
    subdir: str, toolchain_cache: Path, tmp_path: Path, require: Callable[[str], str]
) -> None:
    here, target = current_platform(), get_platform(subdir)
    toolchain = ensure_toolchain(build=here, targets=[target], cache=toolchain_cache)
    add_cxx(toolchain, build=here, targets=[target])
    platforms = Platforms(build=here, host=target, target=target)
    environment = compiler_environment(
        toolchain, platforms, cache=toolchain_cache, env=PLAIN, cxx=True
    )
    assert environment.variables["CXX"] == f"{target.conda_triplet}-c++"
    (tmp_path / "CMakeLists.txt").write_text(
        "cmake_minimum_required(VERSION 3.16)\nproject(p CXX)\nadd_executable(parts main.cc)\n"
    )
    (tmp_path / "main.cc").write_text(
        "#include <iostream>\nint main() { std::cout << 42 << std::endl; }\n"
    )
    file = write_script(tmp_path, environment, EnvFormat.CMAKE)
    run([require("cmake"), f"-DCMAKE_TOOLCHAIN_FILE={file}", "-S", ".", "-B", "b"], tmp_path)
    run([require("cmake"), "--build", "b"], tmp_path)
    elf = lief.ELF.parse(str(tmp_path / "b" / "parts"))
    assert elf is not None
    assert elf.header.machine_type.value & 0xFFFF == target.elf_machine
    assert "libc++.so.1" in {str(name) for name in elf.libraries}
    cross_file = render_environment(environment, EnvFormat.MESON)
    assert f"cpp = '{environment.tool('c++')}'" in cross_file


GO = """\
package main

/*
#include <math.h>
#cgo LDFLAGS: -lm
static int part(double x) { return (int)sqrt(x); }
*/
import "C"
import "fmt"

func main() { fmt.Println(int(C.part(1764))) }
"""


def test_go_builds_a_program_with_c_in_it(
    environment_of: Callable[..., CompilerEnvironment],
    project: Path,
    require: Callable[[str], str],
) -> None:
    environment = environment_of("linux-ppc64le")
    script = write_script(project, environment, EnvFormat.SHELL)
    for name in ("main.c", "part.c"):
        (project / name).unlink()
    (project / "main.go").write_text(GO)
    (project / "go.mod").write_text("module example.org/parts\n\ngo 1.19\n")
    steps = f". ./{script.name} && {require('go')} build -o parts ."
    run(["/bin/sh", "-ec", steps], project, GOCACHE=str(project / "cache"), GOFLAGS="-mod=mod")
    check(project / "parts", environment)


CARGO = """\
[package]
name = "part"
version = "1.0.0"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[profile.dev]
panic = "abort"
"""
RUST = """\
#![no_std]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
#[no_mangle]
pub extern "C" fn part() -> i32 { 42 }
"""


def cargo(environment: CompilerEnvironment, project: Path, program: str) -> str:
    """What `cargo build -v` says, whether or not this machine has Rust's library of the target."""
    script = write_script(project, environment, EnvFormat.SHELL)
    (project / "Cargo.toml").write_text(CARGO)
    (project / "src").mkdir()
    (project / "src" / "lib.rs").write_text(RUST)
    done = subprocess.run(
        ["/bin/sh", "-ec", f". ./{script.name} && {program} build -v --offline"],
        cwd=project,
        env={
            **PLAIN,
            "HOME": os.environ["HOME"],
            "PATH": f"{Path(program).parent}:{os.environ['PATH']}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


@pytest.fixture(scope="module")
def working_cargo() -> str:
    """A cargo that starts: rustup's does not where HOME has no toolchain of it."""
    found = (shutil.which("cargo", path=folders) for folders in (os.environ["PATH"], "/usr/bin"))
    for program in filter(None, found):
        if subprocess.run([program, "--version"], capture_output=True).returncode == 0:
            break
    else:
        missing("cargo", "there is no cargo that starts")
    return program


def test_cargo_links_with_the_compiler_of_its_target(
    environment_of: Callable[..., CompilerEnvironment],
    project: Path,
    working_cargo: str,
) -> None:
    environment = environment_of("linux-64")
    said = cargo(environment, project, working_cargo)
    assert "-C linker=x86_64-conda-linux-gnu-cc" in said
    library = project / "target" / "debug" / "libpart.so"
    assert library.exists(), said
    # lld's mark, and its version in the wheel.
    linked_by = run([str(environment.tool("readelf")), "-p", ".comment", str(library)], project)
    assert "LLD" in linked_by
    arguments = ["main.c", str(library), f"-Wl,-rpath,{library.parent}", "-o", "parts"]
    run([str(environment.tool("cc")), *arguments], project)
    check(project / "parts", environment)


def test_cargo_is_told_of_another_target(
    environment: CompilerEnvironment, project: Path, working_cargo: str
) -> None:
    said = cargo(environment, project, working_cargo)
    assert f"--target {environment.target.rust_target}" in said
    assert f"-C linker={environment.target.conda_triplet}-cc" in said


def sourced(text: str, command: list[str], **env: str) -> Mapping[str, str]:
    """The environment after a shell has read `text`."""
    done = subprocess.run(
        [*command, text], env={**PLAIN, **env}, capture_output=True, text=True, check=True
    )
    return dict(word.split("=", 1) for word in done.stdout.split("\0") if word)


@pytest.mark.parametrize("shell", ["dash", "bash", "zsh", "fish"])
def test_every_shell_reads_the_same_values(
    shell: str, environment_of: Callable[..., CompilerEnvironment], require: Callable[[str], str]
) -> None:
    nasty = "-DA='b c' \"$HOME\" `id` \\ \\\\ * ;é\n-g"
    environment = environment_of("linux-aarch64", CFLAGS=nasty, CC="mine")
    form = EnvFormat.FISH if shell == "fish" else EnvFormat.SHELL
    text = render_environment(environment, form)
    after = sourced(text + "\nenv -0", [require(shell), "-c"], CFLAGS=nasty, CC="mine")
    assert {name: after.get(name) for name in environment.variables} == environment.variables
    assert after["CFLAGS"].endswith(f" {nasty}")
    assert after["PATH"] == f"{environment.prefix}/bin:{PLAIN['PATH']}"


def test_another_target_takes_the_place_of_the_one_before(
    environment_of: Callable[..., CompilerEnvironment],
) -> None:
    own = {"CFLAGS": "-g", "CC": "mine"}
    first = environment_of("linux-ppc64le", **own)
    inside = {**PLAIN, **own, **{n: v for n, v in first.variables.items() if v is not None}}
    again = environment_of("linux-ppc64le", **inside)
    assert again.variables == {}
    assert again.emulator == first.emulator
    second = environment_of("linux-aarch64", **inside)
    then = {name: value for name, value in {**inside, **second.variables}.items() if value}
    fresh = environment_of("linux-aarch64", **own)
    assert then == {**PLAIN, **own, **{n: v for n, v in fresh.variables.items() if v}}


def test_a_build_that_calls_it_sees_no_other_environment(
    environment_of: Callable[..., CompilerEnvironment],
) -> None:
    inside = environment_of("linux-aarch64", CONDA_BUILD="1", PREFIX="/p", CONDA_PREFIX="/c")
    outside = environment_of("linux-aarch64")
    assert inside.variables == outside.variables


def test_json_and_github_say_the_same(
    environment_of: Callable[..., CompilerEnvironment],
) -> None:
    environment = environment_of("linux-aarch64", CFLAGS="-g\n-O1")
    facts = json.loads(render_environment(environment, EnvFormat.JSON))
    assert facts["variables"] == environment.variables
    assert facts["target"] == "linux-aarch64"
    lines = render_environment(environment, EnvFormat.GITHUB).splitlines()
    flags = lines.index("CFLAGS<<condax-end-of-value")
    assert lines[flags + 2 : flags + 4] == ["-O1", "condax-end-of-value"]
    assert f"CC={environment.variables['CC']}" in lines
