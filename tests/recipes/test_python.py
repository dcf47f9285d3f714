"""The Python that the recipes build: what it says of itself, cross-python around it, extensions."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import missing
from tests.recipes.conftest import (
    CROSS_TARGETS,
    EXTENSIONS,
    ONE_PYTHON,
    ROOT,
    TARGETS,
    build,
    jobs_of,
)
from tests.recipes.interpreters import CONFORMS, Installer, conform, record_again

from condax import audit_artifact, context_for, load_artifact
from condax.platforms import current_platform, get_platform
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.python import lint_build_details, open_tree
from condax.python.describe import from_sysconfigdata
from condax.python.details import build_details
from condax.python.identity import GOLDENS
from condax.rerender.ci_support import render_variant_file
from condax.rerender.matrix import JobVariant
from condax.toolchain import ensure_toolchain

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes/numpy")]

LICENSE = ROOT / "LICENSE"
STDLIB = "lib/python3.13"
BACKENDS = ("meson-python", "scikit-build-core", "setuptools")
"""The same C extension is built by each, see `recipes/sizes`."""

ASKED = ("python", "numpy", "packaging", "pybind11", "setuptools")
"""What has to be there for every question of the identity contract."""

OF_THE_PROCESSOR: dict[Platform, tuple[str, ...]] = {
    # ARM's wchar_t has no sign, as CPython wants it.
    LINUX_AARCH64: ("HAVE_USABLE_WCHAR_T",),
    LINUX_PPC64LE: ("PY_HAVE_PERF_TRAMPOLINE", "PY_SUPPORT_TIER"),
}
"""Macros of `pyconfig.h` that are another machine's by its name or its C types."""

every_target = pytest.mark.parametrize("target", TARGETS, ids=str)
every_cross_target = pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
RECORDED = [get_platform(path.stem) for path in sorted(GOLDENS.glob("*.json"))]
every_recorded_target = pytest.mark.parametrize("target", RECORDED, ids=str)


@pytest.fixture(scope="session")
def installer(
    numpy: dict[str, Any], extensions: dict[str, Any], channel: str, toolchain_cache: Path
) -> Installer:
    toolchain = ensure_toolchain(
        build=current_platform(), targets=list(CROSS_TARGETS), cache=toolchain_cache
    )
    channels = (toolchain.url, numpy["channel"], extensions["channel"], channel)
    return Installer(channels=channels, cache=toolchain_cache / "pkgs")


@pytest.fixture(scope="session")
def numpy_here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """PyPI's NumPy of the same version for the machine that builds."""
    folder = tmp_path_factory.mktemp("wheel")
    download = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    tags = ("manylinux_2_27_x86_64", "manylinux_2_28_x86_64")
    python = ("--python-version", "3.13", *(word for tag in tags for word in ("--platform", tag)))
    done = subprocess.run(
        [*download, *python, "numpy==2.3.5", "-q", "-d", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        missing("pypi", done.stderr)
    [wheel] = folder.iterdir()
    return wheel


def package_of(report: dict[str, Any], target: Platform) -> Path:
    [job] = jobs_of(report, "python", target)
    return Path(job["archive"])


@every_recorded_target
def test_recorded_answers_are_those_of_the_real_interpreter(
    target: Platform, installer: Installer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    prefix = installer.install(tmp_path / "env", target, *ASKED)
    again = record_again(prefix, target, update=request.config.getoption("--update-golden"))
    assert again == (GOLDENS / f"{target}.json").read_text(encoding="utf-8")


@every_recorded_target
def test_the_cross_interpreter_answers_as_the_real_one(
    target: Platform, installer: Installer, numpy_here: Path, tmp_path: Path
) -> None:
    own = installer.install(
        tmp_path / "build_env", LINUX_64, f"cross-python_{target}", f"zigcc_{target}"
    )
    with zipfile.ZipFile(numpy_here) as wheel:
        wheel.extractall(own / "lib/python3.13/site-packages")
    host = installer.install(tmp_path / "host_env", target, *ASKED)
    done = conform(own, host, "import numpy, packaging, pybind11")
    assert (done.returncode, done.stdout) == (0, CONFORMS), done.stderr


@every_target
def test_the_package_describes_itself(report: dict[str, Any], target: Platform) -> None:
    tree = open_tree(package_of(report, target))
    assert lint_build_details(tree, STDLIB) == ()
    python = from_sysconfigdata(tree, STDLIB)
    assert python is not None
    assert python.subdir == target.subdir
    shipped = json.loads(tree.read(f"{STDLIB}/build-details.json"))
    assert shipped == build_details(python)


@every_target
def test_both_configurations_are_there(report: dict[str, Any], target: Platform) -> None:
    tree = open_tree(package_of(report, target))
    conda = str(target.conda_triplet).replace("-", "_")
    texts = {
        name: tree.read(f"{STDLIB}/_sysconfigdata_{name}.py").decode()
        for name in (conda, f"_linux_{target.debian_triplet}")
    }
    assert f"'CC': '{target.conda_triplet}-gcc" in texts[conda]
    assert "'CC': 'gcc" in texts[f"_linux_{target.debian_triplet}"]
    for text in texts.values():
        assert "-fdebug-prefix-map" not in text
        assert "build_env" not in text


@every_cross_target
def test_configure_found_out_the_same_as_on_the_machine_itself(
    report: dict[str, Any], target: Platform
) -> None:
    found = [
        dict(re.findall(r"^#define (\w+) (.*)$", text, re.MULTILINE))
        for platform in (LINUX_64, target)
        for tree in [open_tree(package_of(report, platform))]
        for text in [tree.read("include/python3.13/pyconfig.h").decode()]
    ]
    native, cross = found
    different = {name for name in native | cross if native.get(name) != cross.get(name)}
    assert different == {"HAVE_GCC_ASM_FOR_X64", "HAVE_GCC_ASM_FOR_X87", *OF_THE_PROCESSOR[target]}


@every_target
@pytest.mark.parametrize("recipe", EXTENSIONS)
def test_extensions_are_built_and_run(
    extensions: dict[str, Any], recipe: str, target: Platform
) -> None:
    jobs = jobs_of(extensions, recipe, target)
    assert len(jobs) == (len(BACKENDS) if recipe == "sizes" else 1)
    for job in jobs:
        assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
        artifact = load_artifact(Path(job["archive"]))
        report = audit_artifact(artifact.path, context=context_for(artifact))
        assert not report.errors, report.diagnostics
        assert "python_abi 3.13.* *_cp313" in artifact.depends
        assert {elf.machine for elf in artifact.elf_files.values()} == {target.elf_machine}
        [module] = [Path(name).name for name in artifact.elf_files]
        assert module.partition(".")[2] == f"cpython-313-{target.debian_triplet}.so"
        [wheel] = [name for name in artifact.files if name.endswith("dist-info/WHEEL")]
        lines = bytes(artifact.files[wheel].content).decode().splitlines()
        assert f"Tag: cp313-cp313-linux_{target.wheel_cpu}" in lines


@every_target
def test_one_extension_has_the_same_files_by_every_build_system(
    extensions: dict[str, Any], target: Platform
) -> None:
    jobs = jobs_of(extensions, "sizes", target)
    assert {job["name"] for job in jobs} == {f"sizes-{backend}" for backend in BACKENDS}
    for job in jobs:
        artifact = load_artifact(Path(job["archive"]))
        modules = [Path(name).name for name in artifact.elf_files]
        assert modules == [f"_sizes.cpython-313-{target.debian_triplet}.so"]
        [script] = [name for name in artifact.files if name.startswith("bin/")]
        assert script == "bin/sizes"


def variant_file(target: Platform) -> str:
    """What conda-smithy renders into a feedstock: it names gcc, which no channel here has."""
    values = {
        **{"c_compiler": "gcc", "c_compiler_version": "14"},
        **{"cxx_compiler": "gxx", "cxx_compiler_version": "14"},
        **{"c_stdlib": "sysroot", "c_stdlib_version": "2.17"},
        **{"channel_sources": "conda-forge", "channel_targets": "conda-forge main"},
        "docker_image": "quay.io/condaforge/linux-anvil-x86_64:alma9",
        "python": "3.13.* *_cp313",
        "target_platform": target.subdir,
    }
    job = JobVariant(
        values={key: (value,) for key, value in values.items()},
        zip_keys=(("c_compiler_version", "cxx_compiler_version"),),
        pin_run_as_build={"python": {"min_pin": "x.x", "max_pin": "x.x"}},
        loop=("python",),
    )
    return render_variant_file(job)


@every_cross_target
def test_a_feedstock_is_built_with_its_own_variant_file(
    extensions: dict[str, Any],
    channel: str,
    target: Platform,
    toolchain_cache: Path,
    tmp_path: Path,
) -> None:
    recipe, variant = tmp_path / "recipe", tmp_path / f".ci_support/{target}_.yaml"
    shutil.copytree(ROOT / "recipes/sizes", recipe, ignore=shutil.ignore_patterns("variants.yaml"))
    text = (recipe / "recipe.yaml").read_text(encoding="utf-8")
    text = text.replace("host_platform", "target_platform").replace("../../LICENSE", str(LICENSE))
    assert text.count("cross-python_${{ target_platform }}") == len(BACKENDS)
    (recipe / "recipe.yaml").write_text(text, encoding="utf-8")
    variant.parent.mkdir()
    variant.write_text(variant_file(target), encoding="utf-8")
    options = ("-m", str(variant), "-c", extensions["channel"], "-c", channel)
    report = build([recipe], tmp_path, toolchain_cache, *options, targets=[target])
    assert len(report["jobs"]) == len(BACKENDS)
    for job in report["jobs"]:
        assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
        artifact = load_artifact(Path(job["archive"]))
        assert {elf.machine for elf in artifact.elf_files.values()} == {target.elf_machine}
        assert "python_abi 3.13.* *_cp313" in artifact.depends


def test_an_extension_has_the_same_bytes_wherever_it_is_built(
    extensions: dict[str, Any], channel: str, toolchain_cache: Path, tmp_path: Path
) -> None:
    """In another folder, among wheels that were converted again."""
    # A short name: the host prefix has to fit into 255 bytes.
    cache = tmp_path / "c"
    cache.mkdir()
    for shared in ("sources", "toolchain"):
        (cache / shared).symlink_to(toolchain_cache / shared)
    recipes = [ROOT / "recipes/sizes"]
    options = (*ONE_PYTHON, "-c", channel, "--test", "skip")
    again = build(recipes, tmp_path, cache, *options, targets=[LINUX_PPC64LE])
    assert [job["error"] for job in again["jobs"] if job["error"]] == []
    jobs = jobs_of(extensions, "sizes", LINUX_PPC64LE)
    assert len(jobs) == len(BACKENDS)
    for job in jobs:
        [other] = [each for each in again["jobs"] if each["name"] == job["name"]]
        assert Path(job["archive"]).read_bytes() == Path(other["archive"]).read_bytes()
