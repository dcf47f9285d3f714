"""Programs and packages of other platforms, made by Debian's cross compilers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest
import rattler_build

from condax.emulation import Rung, find_emulation
from condax.platforms import Platform, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from condax.emulation import Emulation

CROSS_TARGETS = ("linux-aarch64", "linux-ppc64le")

SPEAK = r"""
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>
int main(int argc, char **argv) {
    struct utsname names;
    uname(&names);
    printf("%s on %s, user %d\n", argv[0], names.machine, (int)getuid());
    fflush(stdout);
    if (argc > 1) execvp(argv[1], argv + 1);
    return argc > 1;
}
"""
"""Says how it was called and on what machine it believes to be; becomes its arguments, if any."""


class Compile(Protocol):
    def __call__(self, platform: Platform, *flags: str, source: str = SPEAK) -> Path: ...


class BuildPackage(Protocol):
    def __call__(self, recipe: str, platform: Platform, **files: Path) -> Path: ...


class BuildSpeaker(Protocol):
    def __call__(self, tests: str, platform: Platform) -> Path: ...


@pytest.fixture(params=CROSS_TARGETS)
def target(request: pytest.FixtureRequest) -> Platform:
    return get_platform(request.param)


@pytest.fixture
def aarch64() -> Platform:
    return get_platform("linux-aarch64")


@pytest.fixture
def compile_program(tmp_path: Path, require: Callable[[str], str]) -> Compile:
    """`compile_program(platform, "-o", name)` runs the platform's gcc; the path of the output."""

    def compile_(platform: Platform, *flags: str, source: str = SPEAK) -> Path:
        compiler = require(f"{platform.debian_triplet}-gcc")
        (tmp_path / "source.c").write_text(source)
        output = Path(flags[flags.index("-o") + 1])
        subprocess.run([compiler, "source.c", *flags], cwd=tmp_path, check=True)
        return tmp_path / output

    return compile_


def not_possible(name: str, reason: str) -> NoReturn:
    """Skip; fail where CONDAX_REQUIRE names it, as `require` does for programs."""
    required = os.environ.get("CONDAX_REQUIRE", "").replace(",", " ").split()
    if name in required or "all" in required:
        pytest.fail(f"{name} is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture
def emulated() -> Callable[[Platform, Rung], Emulation]:
    """`emulated(platform, rung)` is that way of running its programs, or the test is skipped."""

    def find(platform: Platform, rung: Rung) -> Emulation:
        emulation = find_emulation(platform, current_platform(), env=dict(os.environ), rungs=[rung])
        if not emulation.is_available:
            not_possible(f"emulation-{rung.value}", emulation.explain())
        return emulation

    return find


@pytest.fixture
def channel(tmp_path: Path) -> Path:
    return tmp_path / "channel"


@pytest.fixture
def build_package(tmp_path: Path, channel: Path) -> BuildPackage:
    """`build_package(recipe, platform, hello=path)` packs `bin/hello`; the artifact's path."""

    def build(recipe: str, platform: Platform, **files: Path) -> Path:
        folder = tmp_path / "recipe"
        folder.mkdir(exist_ok=True)
        copies = [f"mkdir -p $PREFIX/bin; cp {path} $PREFIX/bin/{n}" for n, path in files.items()]
        files_of_its_own = ["mkdir -p $PREFIX/share", "echo data > $PREFIX/share/$PKG_NAME"]
        script = "\n".join(f"    - {command}" for command in [*files_of_its_own, *copies])
        # The test programs need no relinking, which would ask for patchelf.
        relocate = "  dynamic_linking: {binary_relocation: false}\n"
        text = f"build:\n{relocate}  script:\n{script}\n{recipe}"
        (folder / "recipe.yaml").write_text(text)
        build_platform = current_platform().subdir
        platforms = rattler_build.PlatformConfig(
            target_platform=platform.subdir,
            build_platform=build_platform,
            host_platform=platform.subdir,
        )
        variants = rattler_build.VariantConfig(
            {"host_platform": [platform.subdir], "build_platform": [build_platform]}
        )
        parsed = rattler_build.Stage0Recipe.from_file(folder / "recipe.yaml")
        [rendered] = parsed.render(variants, rattler_build.RenderConfig(platforms))
        result = rendered.run_build(
            tool_config=rattler_build.ToolConfiguration(test_strategy="skip"),
            output_dir=channel,
            channels=[channel.as_uri()],
        )
        return Path(result.packages[0])

    return build


@pytest.fixture
def build_speaker(compile_program: Compile, build_package: BuildPackage) -> BuildSpeaker:
    """`build_speaker(tests, platform)` packs the program `speak` with YAML of `tests`."""

    def build(tests: str, platform: Platform) -> Path:
        recipe = f'package: {{name: speaker, version: "1"}}\ntests:\n{tests}'
        return build_package(recipe, platform, speak=compile_program(platform, "-o", "speak"))

    return build


@dataclass(frozen=True, kw_only=True, slots=True)
class OrdinaryUser:
    """A way to start Python as somebody without privileges."""

    python: tuple[str, ...]
    env: dict[str, str]
    folder: Path
    """Where this user may write."""


@pytest.fixture
def ordinary_user(require: Callable[[str], str]) -> Iterator[OrdinaryUser]:
    """The user of the tests; if that is root, a user id that owns nothing.

    Where such a user may not read Python or condax (a checkout below `/root`), it is root without
    its capabilities, under another id.
    """
    with tempfile.TemporaryDirectory(prefix="condax-user-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)
        env = {"PATH": os.environ["PATH"], "HOME": name, "TMPDIR": name}
        if os.geteuid() == 0:
            env["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
        start = _first_that_starts(_ways_to_be_ordinary(require), env)
        yield OrdinaryUser(python=start, env=env, folder=folder)


def _ways_to_be_ordinary(require: Callable[[str], str]) -> list[tuple[str, ...]]:
    if os.geteuid() != 0:
        return [(sys.executable,)]
    become = (require("setpriv"), "--reuid=54321", "--regid=54321", "--clear-groups")
    pretend = (require("unshare"), "--user", "--map-user=54321", "--map-group=54321")
    machines = shutil.which("python3", path="/usr/local/bin:/usr/bin") or "python3"
    return [(*become, sys.executable), (*become, machines), (*pretend, sys.executable)]


_WORKING_PYTHON = """
import condax.emulation.runner, subprocess, sys
subprocess.run([sys.executable, "-c", ""], check=True)
"""


def _first_that_starts(ways: list[tuple[str, ...]], env: dict[str, str]) -> tuple[str, ...]:
    problem = ""
    for way in ways:
        argv = [*way, "-c", _WORKING_PYTHON]
        try:
            done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        except PermissionError as e:
            problem = str(e)
            continue
        if done.returncode == 0:
            return way
        problem = done.stderr.strip()
    not_possible("ordinary-user", f"no Python for a user without privileges: {problem}")
