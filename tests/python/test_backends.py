"""One C extension, built by every build backend in the cross interpreter: all find the same host.

And so does who asks the interpreter itself.

The interpreter that runs the tests is the build machine's; the host's is Debian's of the same
version, laid out as a conda package is.
"""

from __future__ import annotations

import asyncio
import functools
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import missing
from tests.python.conda_forge import CROSSENV, set_up
from tests.python.conftest import DebianPackages, DebianPython, lay_out_build_python
from tests.rust import MATURIN, rust_library_of  # noqa: F401 a fixture
from tests.toolchain.conftest import CROSS_TARGETS, ensure, install

from condax.audit.elf import read_elf
from condax.errors import VerificationError
from condax.platforms import get_platform
from condax.python.cross import CrossPython, package_name, render_activate

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.platforms import Platform

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("backends")]

LANGUAGE = f"{sys.version_info.major}.{sys.version_info.minor}"
DIGITS = LANGUAGE.replace(".", "")
SITE = f"lib/python{LANGUAGE}/site-packages"
SUITES = {"3.11": "bookworm", "3.13": "trixie"}
"""Debian's releases by their Python."""

PROJECT = Path(__file__).parents[2] / "recipes/sizes/project"
BACKENDS = Path(__file__).parent / "backends"
OF_DEBIAN = ("HOST_GNU_TYPE", "LDLIBRARY", "LIBDIR", "Py_ENABLE_SHARED")
"""Variables whose values come from how Debian configures its Python, a shared library."""

COMPILING = ("maturin", "meson-python", "py-build-cmake", "scikit-build-core", "setuptools")
PURE = ("flit", "hatchling")
WHEELS = (
    *(CROSSENV, "flit-core", "hatchling", MATURIN, "meson", "meson-python", "pip"),
    *("py-build-cmake", "scikit-build-core", "setuptools"),
)
CRATES_SUITE = "bookworm"
"""The oldest release with them: a newer rustc compiles them as well."""
CRATES = ("libc", "once-cell", "pyo3-build-config", "pyo3-ffi", "target-lexicon")
"""What a Rust extension is made of, from Debian: crates.io need not be reachable."""

every_target = pytest.mark.parametrize("target", [*map(get_platform, CROSS_TARGETS)], ids=str)


@dataclass(frozen=True, kw_only=True)
class CrossEnvironment:
    """An activated build environment and its host environment."""

    variables: dict[str, str]
    host: Path
    python: Path
    """What a recipe calls."""

    def wheel(self, backend: str, folder: Path, *options: str) -> Path:
        """Build the project as a recipe does."""
        source = folder / "source"
        shutil.copytree(PROJECT, source)
        shutil.copytree(BACKENDS / backend, source, dirs_exist_ok=True)
        pip = [str(self.python), "-m", "pip", "wheel", ".", "--no-deps", "-vv"]
        done = subprocess.run(
            [*pip, "--no-build-isolation", "--no-index", "-w", str(folder / "dist"), *options],
            cwd=source,
            env={**self.variables, "SRC_DIR": str(source)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        [wheel] = (folder / "dist").iterdir()
        return wheel


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory, require: Callable[[str], str]) -> Path:
    """The backends from PyPI, as they lie in a host environment."""
    for program in ("cmake", "ninja"):
        require(program)
    folder = tmp_path_factory.mktemp("backends") / "site-packages"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), *WHEELS]
    done = subprocess.run(
        [*pip, "--only-binary", ":all:"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        missing("pypi", done.stderr)
    return folder


def lay_out_host_python(debian: Path, target: Platform, host: Path) -> None:
    """What a conda package has: everything below one prefix, configuration under two names."""
    name, multiarch = f"python{LANGUAGE}", str(target.debian_triplet)
    include, stdlib = host / "include" / name, host / "lib" / name
    shutil.copytree(debian / "include" / name, include)
    shutil.copytree(debian / "include" / multiarch / name, include, dirs_exist_ok=True)
    stdlib.mkdir(parents=True)
    data = f"_sysconfigdata__linux_{multiarch}.py"
    text = (debian / "lib" / name / data).read_text(encoding="utf-8")
    text = text.replace("'/usr/", f"'{host}/").replace("'/usr'", f"'{host}'")
    (stdlib / data).write_text(text, encoding="utf-8")
    text = text.replace(f"{multiarch}-g", f"{target.conda_triplet}-g")
    conda = re.sub("[.-]", "_", str(target.conda_triplet))
    (stdlib / f"_sysconfigdata_{conda}.py").write_text(text, encoding="utf-8")
    (host / "bin").mkdir()
    text = (debian / "bin" / f"{multiarch}-{name}-config").read_text(encoding="utf-8")
    config = host / "bin" / f"{name}-config"
    config.write_text(text.replace('"/usr', f'"{host}'), encoding="utf-8")
    config.chmod(0o755)
    (host / "bin" / name).write_text("a program of another processor")
    (host / "bin/python").symlink_to(name)


def activate(build: Path, host: Path, scratch: Path) -> dict[str, str]:
    """The variables that a build script starts with."""
    done = subprocess.run(
        [
            "sh",
            "-ec",
            'for s in "$CONDA_PREFIX"/etc/conda/activate.d/*; do . "$s"; done >&2; env -0',
        ],
        env={
            "PATH": f"{build}/bin:{os.environ['PATH']}",
            "HOME": str(scratch),
            "CONDA_PREFIX": str(build),
            "BUILD_PREFIX": str(build),
            "PREFIX": str(host),
            "SRC_DIR": str(scratch),
            "CONDA_BUILD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pairs = (word.partition("=") for word in done.stdout.split("\0") if word)
    return {name: value for name, _, value in pairs}


@pytest.fixture(scope="module")
def prefixes_of(
    tmp_path_factory: pytest.TempPathFactory,
    toolchain_cache: Path,
    packages: Path,
    debian_python: Callable[[DebianPython], Path],
    shim: Path,
) -> Callable[[Platform], tuple[Path, Path]]:
    """A build and a host prefix with everything but a cross-python."""
    if LANGUAGE not in SUITES:
        missing("debian", f"no release of Debian has Python {LANGUAGE}")

    def make(target: Platform) -> tuple[Path, Path]:
        folder = tmp_path_factory.mktemp(target.subdir)
        build, host = folder / "build_env", folder / "host_env"
        toolchain = ensure(target.subdir, toolchain_cache)
        asyncio.run(install(f"zigcc_{target}", toolchain.url, build, toolchain_cache))
        lay_out_build_python(build, shim)
        for program in ("maturin", "meson"):
            (build / "bin" / program).symlink_to(packages / "bin" / program)
        python = DebianPython(
            suite=SUITES[LANGUAGE], version=LANGUAGE, arch=str(target.debian_arch)
        )
        lay_out_host_python(debian_python(python), target, host)
        shutil.copytree(packages, host / SITE)
        return build, host

    return make


@pytest.fixture(scope="module")
def environment_of(
    prefixes_of: Callable[[Platform], tuple[Path, Path]],
) -> Callable[[Platform], CrossEnvironment]:
    """One environment for each target."""

    @functools.cache
    def find(target: Platform) -> CrossEnvironment:
        build, host = prefixes_of(target)
        script = build / f"etc/conda/activate.d/activate_z-{package_name(target)}.sh"
        python = CrossPython(minor=sys.version_info.minor)
        script.write_text(render_activate(target, python), encoding="utf-8")
        variables = activate(build, host, host.parent)
        return CrossEnvironment(variables=variables, host=host, python=host / "bin/python")

    return find


@pytest.fixture(scope="module")
def conda_forge_environment_of(
    prefixes_of: Callable[[Platform], tuple[Path, Path]],
) -> Callable[[Platform], CrossEnvironment]:
    """The same with conda-forge's cross-python instead of condax's."""

    @functools.cache
    def find(target: Platform) -> CrossEnvironment:
        build, host = prefixes_of(target)
        variables = set_up(target, activate(build, host, host.parent))
        return CrossEnvironment(variables=variables, host=host, python=host / "bin/python")

    return find


@pytest.fixture(scope="module")
def rust(
    debian_packages: Callable[[DebianPackages], Path],
    rust_library_of: Callable[[Platform], Path],  # noqa: F811 the fixture
) -> Callable[[CrossEnvironment, Platform], CrossEnvironment]:
    """The environment with Debian's Rust and its library of the target, as from a package."""
    programs = [shutil.which(name, path="/usr/bin") for name in ("cargo", "rustc")]
    if None in programs:
        missing("cargo", "Debian's cargo and rustc are not installed")

    def with_rust(environment: CrossEnvironment, target: Platform) -> CrossEnvironment:
        names = tuple(f"librust-{crate}-dev" for crate in CRATES)
        arch = str(target.debian_arch)
        usr = debian_packages(
            DebianPackages(label="crates", suite=CRATES_SUITE, arch=arch, names=names)
        )
        home = environment.host.with_name("cargo")
        (home / "bin").mkdir(parents=True, exist_ok=True)
        for program in map(Path, filter(None, programs)):
            (home / "bin" / program.name).symlink_to(program)
        (home / "config.toml").write_text(
            "[source.crates-io]\nreplace-with = 'debian'\n"
            f"[source.debian]\ndirectory = '{usr}/share/cargo/registry'\n"
            f"[target.{target.rust_target}]\nrustflags = ['--sysroot={rust_library_of(target)}']\n"
        )
        variables = {"PATH": f"{home}/bin:{environment.variables['PATH']}", "CARGO_HOME": str(home)}
        return replace(environment, variables={**environment.variables, **variables})

    return with_rust


@every_target
def test_the_cross_interpreter_answers_as_recorded(
    target: Platform, environment_of: Callable[[Platform], CrossEnvironment]
) -> None:
    """`goldens/` have the answers of a Python that is configured as conda-forge's."""
    environment = environment_of(target)
    condax = Path(sys.executable).with_name("condax")
    done = subprocess.run(
        [str(condax), "conform", str(environment.host), "--json"],
        env=environment.variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == VerificationError.exit_code, done.stderr
    found = {each["expression"] for each in json.loads(done.stdout)}
    assert found == {f"sysconfig.get_config_var({name!r})" for name in OF_DEBIAN}


@every_target
@pytest.mark.parametrize("backend", COMPILING)
def test_every_backend_builds_the_same_for_the_target(
    backend: str,
    target: Platform,
    environment_of: Callable[[Platform], CrossEnvironment],
    rust: Callable[[CrossEnvironment, Platform], CrossEnvironment],
    tmp_path: Path,
) -> None:
    environment = environment_of(target)
    if backend == "maturin":
        environment = rust(environment, target)
    assert_built_for(target, environment.wheel(backend, tmp_path))


def assert_built_for(target: Platform, wheel: Path, *, tagged: bool = True) -> None:
    """Tag, suffix, processor and glibc of the one extension in it."""
    assert wheel.name == f"sizes-1.0-cp{DIGITS}-cp{DIGITS}-linux_{target.wheel_cpu}.whl"
    with zipfile.ZipFile(wheel) as archive:
        [module] = [name for name in archive.namelist() if name.endswith(".so")]
        binary = read_elf(memoryview(archive.read(module)))
    assert binary is not None
    tag = f".cpython-{DIGITS}-{target.debian_triplet}" if tagged else ""
    assert module == f"sizes/_sizes{tag}.so"
    assert binary.machine == target.elf_machine
    assert "libc.so.6" in binary.needed
    assert {need.version for need in binary.version_needs} <= {"GLIBC_2.17"}


@every_target
@pytest.mark.parametrize("backend", PURE)
def test_pure_packages_are_for_every_platform(
    backend: str,
    target: Platform,
    environment_of: Callable[[Platform], CrossEnvironment],
    tmp_path: Path,
) -> None:
    wheel = environment_of(target).wheel(backend, tmp_path)
    assert wheel.name == "sizes-1.0-py3-none-any.whl"


@pytest.mark.parametrize(
    ("backend", "target"),
    [
        ("meson-python", "linux-ppc64le"),
        ("scikit-build-core", "linux-ppc64le"),
        ("setuptools", "linux-aarch64"),
        ("setuptools", "linux-ppc64le"),
    ],
)
def test_conda_forges_cross_python_builds_with_the_compilers(
    backend: str,
    target: str,
    conda_forge_environment_of: Callable[[Platform], CrossEnvironment],
    tmp_path: Path,
) -> None:
    platform = get_platform(target)
    environment = conda_forge_environment_of(platform)
    words = environment.variables["MESON_ARGS"].split() if backend == "meson-python" else []
    wheel = environment.wheel(backend, tmp_path, *(f"-Csetup-args={word}" for word in words))
    # CMake asks no interpreter for the suffix when it compiles for another platform.
    assert_built_for(platform, wheel, tagged=backend != "scikit-build-core")
