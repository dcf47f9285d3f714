"""Programs and packages of other platforms, made by Debian's cross compilers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest
import rattler_build

from condax.emulation import Rung, find_emulation
from condax.platforms import Platform, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

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
        script = "\n".join(f"    - {command}" for command in ["mkdir -p $PREFIX/share", *copies])
        text = f"build:\n  script:\n{script}\n{recipe}"
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


@dataclass(frozen=True, kw_only=True, slots=True)
class OrdinaryUser:
    """A way to start Python as somebody without privileges."""

    python: tuple[str, ...]
    env: dict[str, str]


@pytest.fixture
def ordinary_user(require: Callable[[str], str], tmp_path: Path) -> OrdinaryUser:
    """The user of the tests; if that is root, an id that owns nothing."""
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    if os.geteuid() != 0:
        return OrdinaryUser(python=(sys.executable,), env=env)
    become = (require("setpriv"), "--reuid=54321", "--regid=54321", "--clear-groups")
    env["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    problem = ""
    for python in (sys.executable, shutil.which("python3", path="/usr/local/bin:/usr/bin")):
        argv = [*become, str(python), "-c", "import condax.emulation.runner"]
        done = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            for folder in (tmp_path, *tmp_path.parents[:2]):
                folder.chmod(0o755)
            return OrdinaryUser(python=(*become, str(python)), env=env)
        problem = done.stderr.strip()
    not_possible("ordinary-user", f"no Python that user 54321 may use: {problem}")
