"""The cross interpreter, laid out around the Python that runs these tests and a host of texts."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import packaging
import pytest
from tests.python.conftest import lay_out_build_python

from condax.platforms import get_platform
from condax.python.cross import CrossPython, render_activate, render_deactivate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LANGUAGE = f"{sys.version_info.major}.{sys.version_info.minor}"
DIGITS = LANGUAGE.replace(".", "")
NAME = f"python{LANGUAGE}"
SUFFIX = f".cpython-{DIGITS}-powerpc64le-linux-gnu.so"
OWN_SUFFIX = str(sysconfig.get_config_var("EXT_SUFFIX"))
TARGET = get_platform("linux-ppc64le")
SHELLS = ("dash", "bash", "zsh")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The two prefixes of a cross build."""

    build: Path
    host: Path

    @property
    def host_site(self) -> Path:
        return self.host / "lib" / NAME / "site-packages"

    @property
    def build_site(self) -> Path:
        return self.build / "lib" / NAME / "site-packages"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PREFIX": str(self.host),
            "BUILD_PREFIX": str(self.build),
            "CONDA_PREFIX": str(self.build),
            "CONDA_BUILD": "1",
            "CONDA_BUILD_STATE": "BUILD",
            "CONDA_BUILD_SYSROOT": str(self.build / "sysroot"),
        }

    def set_up(self, *start: str) -> subprocess.CompletedProcess[str]:
        """`start` are the options of the interpreter that lead up to the script."""
        folder = self.build / "lib/condax/cross-python"
        return subprocess.run(
            [
                *(str(self.build / "bin" / NAME), "-I", "-S", *start, str(folder / "set_up.py")),
                *(str(self.host), str(self.build), "powerpc64le-conda-linux-gnu", "ppc64le"),
            ],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, expression: str, *options: str, env: Mapping[str, str] | None = None) -> object:
        """Value of an expression in the Python that a recipe calls."""
        done = subprocess.run(
            [str(self.host / "bin/python"), *options, "-c", f"print(repr({expression}))"],
            env={} if env is None else env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return ast.literal_eval(done.stdout)


def write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def unset(tmp_path: Path, shim: Path) -> Scene:
    """Both prefixes as installed, before the activation."""
    scene = Scene(build=tmp_path / "build_env", host=tmp_path / "host_env")
    lay_out_build_python(scene.build, shim)
    write(scene.build_site / "only_build.py")
    features = scene.build / "sysroot/usr/include/features.h"
    write(features, "#define __GLIBC__ 2\n#define __GLIBC_MINOR__ 17\n")

    values = {
        "ABIFLAGS": "",
        "CC": "powerpc64le-conda-linux-gnu-gcc",
        "EXT_SUFFIX": SUFFIX,
        "INCLUDEPY": f"{scene.host}/include/{NAME}",
        "MACHDEP": "linux",
        "MULTIARCH": "powerpc64le-linux-gnu",
        "SOABI": SUFFIX[1:-3],
        "VERSION": LANGUAGE,
    }
    data = {"_sysconfigdata_powerpc64le_conda_linux_gnu": values}
    data["_sysconfigdata__linux_powerpc64le-linux-gnu"] = {**values, "CC": "gcc"}
    for name, entries in data.items():
        text = f"build_time_vars = {entries!r}\n"
        write(scene.host / "lib" / NAME / f"{name}.py", text)
    write(scene.host / "bin" / NAME, "a program of another processor")
    (scene.host / "bin/python").symlink_to(NAME)
    write(scene.host_site / "pure/__init__.py", "include = __file__ and __path__[0] + '/include'\n")
    write(scene.host_site / "pure/include/config.h", "#define FOR_THE_HOST\n")
    write(scene.host_site / f"pure/_fast{SUFFIX}", "ELF of another processor")
    write(scene.host_site / "pure/_stable.abi3.so", "ELF of another processor")
    return scene


@pytest.fixture
def scene(unset: Scene) -> Scene:
    done = unset.set_up()
    assert (done.returncode, done.stderr) == (0, "")
    return unset


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("__import__('sysconfig').get_platform()", "linux-ppc64le"),
        ("__import__('sysconfig').get_config_var('EXT_SUFFIX')", SUFFIX),
        ("__import__('sysconfig').get_config_var('SOABI')", SUFFIX[1:-3]),
        (
            "__import__('sysconfig').get_config_var('CC')",
            "powerpc64le-conda-linux-gnu-gcc",
        ),
        ("__import__('platform').machine()", "ppc64le"),
        ("__import__('platform').libc_ver()", ("glibc", "2.17")),
        ("__import__('os').uname().machine", "ppc64le"),
        ("__import__('importlib.machinery').machinery.EXTENSION_SUFFIXES[0]", SUFFIX),
        ("__import__('sys').cross_compiling", True),
        ("__import__('sys').implementation._multiarch", "powerpc64le-linux-gnu"),
    ],
)
@pytest.mark.parametrize("options", [(), ("-I",)], ids=["plain", "isolated"])
def test_the_host_is_reported(
    scene: Scene, expression: str, value: object, options: tuple[str, ...]
) -> None:
    assert scene.ask(expression, *options) == value


def test_paths_are_those_of_the_host_prefix(scene: Scene) -> None:
    # Named, because Debian's Python has another default, and may be what runs the tests.
    paths = scene.ask("__import__('sysconfig').get_paths('posix_prefix')")
    assert isinstance(paths, dict)
    assert paths["include"] == f"{scene.host}/include/{NAME}"
    assert paths["purelib"] == str(scene.host_site)
    assert paths["scripts"] == f"{scene.host}/bin"
    assert scene.ask("__import__('sys').executable") == f"{scene.host}/bin/python"


def test_site_has_the_host_prefix_alone_whenever_it_fills_its_list(scene: Scene) -> None:
    """3.14 does so before it reads `.pth` files: its own prefix was among the answers."""
    module, site = "__import__('condax_cross_python')", "__import__('site')"
    early = f"vars({site}).update(PREFIXES=['/build/venv'])"
    again = f"{module}.order_path({module}.read_state())"
    assert scene.ask(f"{site}.PREFIXES") == [str(scene.host)]
    assert scene.ask(f"({early}, {again}, {site}.PREFIXES)[-1]") == [str(scene.host)]


def test_wheels_are_tagged_for_the_host(scene: Scene) -> None:
    (scene.build_site / "packaging").symlink_to(Path(packaging.__file__).parent)
    tags = scene.ask("[*map(str, __import__('packaging.tags').tags.sys_tags())]")
    assert isinstance(tags, list)
    own = f"cp{DIGITS}-cp{DIGITS}"
    assert {f"{own}-linux_ppc64le", f"{own}-manylinux_2_17_ppc64le"} <= set(tags)
    assert f"{own}-manylinux_2_18_ppc64le" not in tags
    assert not [tag for tag in tags if "x86_64" in tag]


def test_every_python_on_path_but_the_versioned_one_is_the_cross_interpreter(scene: Scene) -> None:
    code = "import sys, sysconfig; print(sysconfig.get_platform(), sys.prefix)"
    answers = {}
    for name in ("bin/python", "bin/python3", "venv/bin/python", f"bin/{NAME}"):
        argv = [str(scene.build / name), "-c", code]
        done = subprocess.run(argv, env={}, capture_output=True, text=True, check=True)
        answers[name] = done.stdout.strip()
    cross = f"linux-ppc64le {scene.host}"
    assert answers["bin/python"] == answers["bin/python3"] == answers["venv/bin/python"] == cross
    assert answers[f"bin/{NAME}"] == f"{sysconfig.get_platform()} {sys.base_prefix}"


def test_both_names_of_a_program_without_the_global_lock_are_replaced(unset: Scene) -> None:
    """`make install` leaves two files, and `python` leads to the one without the letter."""
    (unset.host / "lib" / NAME).rename(unset.host / "lib" / f"{NAME}t")
    (unset.host / "bin" / f"{NAME}t").hardlink_to(unset.host / "bin" / NAME)
    code = "import runpy, sys; sys.abiflags = 't'; runpy.run_path(sys.argv.pop(1))"
    done = unset.set_up("-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    shim = unset.build / "bin/cross_python_shim"
    programs = [unset.host / "bin" / name for name in ("python", NAME, f"{NAME}t")]
    assert [path.resolve() for path in programs] == [shim] * 3


def test_children_of_the_interpreter_report_the_host_without_any_variable(scene: Scene) -> None:
    child = "import platform; print(platform.machine())"
    call = f"__import__('subprocess').check_output([__import__('sys').executable, '-c', {child!r}]"
    assert scene.ask(f"{call}, env={{}}, text=True)") == "ppc64le\n"


def test_host_packages_are_found_in_the_host_prefix(scene: Scene) -> None:
    assert scene.ask("__import__('pure').include") == f"{scene.host_site}/pure/include"
    assert scene.ask("__import__('only_build').__file__") == f"{scene.build_site}/only_build.py"


def test_scripts_among_host_packages_can_be_run(scene: Scene) -> None:
    script = scene.host_site / "pure/in_process.py"
    write(script, "import platform\nprint(platform.machine())\n")
    argv = [str(scene.host / "bin/python"), str(script)]
    done = subprocess.run(argv, env={}, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("ppc64le\n", "")


def test_compiled_modules_of_the_host_are_not_seen(scene: Scene) -> None:
    find = "__import__('importlib.util').util.find_spec"
    assert scene.ask(f"{find}('pure._fast')") is None
    assert scene.ask(f"{find}('pure._stable')") is None


def test_compiled_modules_of_the_build_prefix_serve_host_packages(scene: Scene) -> None:
    folder = Path(sysconfig.get_path("stdlib"), "lib-dynload")
    module = next(path for path in sorted(folder.glob(f"_*{OWN_SUFFIX}")))
    name = module.name.removesuffix(OWN_SUFFIX)
    copy = scene.build_site / "pure" / module.name
    shutil.copyfile(module, copy)
    write(scene.host_site / f"pure/{name}.py", "raise ImportError")
    assert scene.ask(f"__import__('pure.{name}').{name}.__file__") == str(copy)


def test_host_packages_are_shared_without_compiled_modules(scene: Scene) -> None:
    folder = scene.build_site / "pure"
    shared = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in shared} == {"__init__.py", "config.h"}
    assert all((scene.host_site / "pure" / path).samefile(folder / path) for path in shared)
    venv = scene.build / "venv/lib" / NAME / "site-packages"
    assert venv.resolve() == scene.build_site.resolve()


def test_nothing_new_appears_in_the_host_prefix(unset: Scene) -> None:
    before = set(unset.host.rglob("*"))
    assert unset.set_up().returncode == 0
    unset.ask("__import__('pure').include")
    assert set(unset.host.rglob("*")) - before == set()


def test_one_configuration_of_the_host_is_left(scene: Scene) -> None:
    found = [path.name for path in (scene.host / "lib" / NAME).glob("_sysconfigdata*")]
    assert found == ["_sysconfigdata_powerpc64le_conda_linux_gnu.py"]
    name = "_sysconfigdata_powerpc64le_conda_linux_gnu"
    variables = {"_PYTHON_SYSCONFIGDATA_NAME": name}
    asked = scene.ask("__import__('sysconfig').get_config_var('EXT_SUFFIX')", env=variables)
    assert asked == SUFFIX


def test_files_of_the_package_cache_are_replaced_and_not_written_to(unset: Scene) -> None:
    cached = unset.build.parent / "cached.py"
    write(cached, "from_the_cache = True\n")
    (unset.build_site / "pure").mkdir()
    os.link(cached, unset.build_site / "pure/__init__.py")
    assert unset.set_up().returncode == 0
    assert cached.read_text(encoding="utf-8") == "from_the_cache = True\n"
    assert "include" in (unset.build_site / "pure/__init__.py").read_text(encoding="utf-8")


def test_setting_up_twice_changes_nothing(scene: Scene) -> None:
    before = (scene.build / "venv/cross-python.txt").stat().st_mtime_ns
    assert scene.set_up().returncode == 0
    assert (scene.build / "venv/cross-python.txt").stat().st_mtime_ns == before


def test_a_host_without_python_is_left_alone(unset: Scene) -> None:
    shutil.rmtree(unset.host)
    done = unset.set_up()
    assert done.returncode == 0
    assert done.stderr == f"cross-python: the host environment has no {NAME}\n"
    assert not (unset.build / "venv").exists()


@pytest.mark.integration
@pytest.mark.parametrize("shell", SHELLS)
def test_activation_tells_pyo3_and_meson_and_is_undone(
    unset: Scene, shell: str, require: Callable[[str], str]
) -> None:
    python = CrossPython(minor=sys.version_info.minor)
    write(unset.build / "on.sh", render_activate(TARGET, python))
    write(unset.build / "off.sh", render_deactivate(TARGET, python))
    write(unset.build / "meson_cross_file.txt", "[binaries]\n")
    commands = (
        f"set -e; . {unset.build}/on.sh; . {unset.build}/on.sh; env; . {unset.build}/off.sh;"
        ' echo "after=${PYTHONPATH-unset}"'
    )
    done = subprocess.run(
        [require(shell), "-c", commands],
        env=unset.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    variables = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
    assert variables["PYO3_CROSS_LIB_DIR"] == f"{unset.host}/lib/{NAME}"
    assert variables["PYO3_CROSS_INCLUDE_DIR"] == f"{unset.host}/include"
    assert variables["PYO3_CROSS_PYTHON_VERSION"] == LANGUAGE
    assert variables["PYO3_CROSS_PYTHON_IMPLEMENTATION"] == "CPython"
    assert variables["PYTHONPATH"] == f"{unset.build}/venv/lib/{NAME}/site-packages"
    assert variables["after"] == "unset"
    entry = f"python = '{unset.host}/bin/python'"
    meson = (unset.build / "meson_cross_file.txt").read_text(encoding="utf-8")
    assert meson == f"[binaries]\n{entry}\n"


def test_activation_does_nothing_in_tests(unset: Scene) -> None:
    write(unset.build / "on.sh", render_activate(TARGET, CrossPython(minor=13)))
    done = subprocess.run(
        ["sh", "-c", f"set -e; . {unset.build}/on.sh; env"],
        env={**unset.environment, "CONDA_BUILD_STATE": "TEST"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "PYO3" not in done.stdout
    assert not (unset.build / "venv").exists()
