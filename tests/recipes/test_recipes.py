"""What every recipe of the repository promises before anything is built."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from condax.build.plan import plan
from condax.build.render import evaluate, load_recipe, render
from condax.build.variants import Compilers, load_variants
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.toolchain import Toolchain

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.build.model import Job
    from condax.platforms import Platform

    Find = Callable[[str, Platform], list["Output"]]

RECIPES = Path(__file__).parent.parent.parent / "recipes"
OTHERS = {"cffi", "condax", "cython", "numpy", "python_abi", "sizes", "words"}
NAMES = sorted({path.parent.name for path in RECIPES.glob("*/recipe.yaml")} - OTHERS)
"""Libraries and programs: neither Python packages, which need a channel, nor without any code."""
SCRIPTS = sorted(path.relative_to(RECIPES) for path in RECIPES.glob("*/*.sh"))
TARGETS = (LINUX_64, LINUX_AARCH64, LINUX_PPC64LE)
CONSUMERS = sorted(path.relative_to(RECIPES) for path in RECIPES.glob("*/consumer.c*"))
COMPILERS = {".c": ("zigcc", "$CC $CFLAGS"), ".cc": ("zigcxx", "$CXX $CXXFLAGS")}
"""The package of a source's compiler, and how a recipe calls it."""

TOOLS = {"cmake", "make", "meson", "nasm", "ninja", "perl", "pkg-config", "tk"}
"""What recipes may ask of the build environment beside a compiler."""
GENERATORS = {"ncurses": "ncurses", "python": "python =={version} *_{abi}", "wayland": "wayland"}
"""Packages whose own build runs a program of theirs, and what they ask for.

tic compiles the terminal database, Python its byte code, wayland-scanner writes C.
"""


@dataclass(frozen=True, kw_only=True)
class Output:
    """One package of a recipe: as condax plans it, and as rattler-build evaluated it."""

    job: Job
    stage1: dict[str, Any]

    @property
    def run_exports(self) -> list[str]:
        """Names that the package's weak run_exports pin."""
        weak = self.stage1["requirements"].get("run_exports", {}).get("weak", [])
        return [
            entry.split()[0] if isinstance(entry, str) else entry["pin_subpackage"]["name"]
            for entry in weak
        ]

    @property
    def script_tests(self) -> list[dict[str, Any]]:
        return [test for test in self.stage1.get("tests", []) if "script" in test]

    @property
    def compiles(self) -> bool:
        return bool(self.stage1["build"].get("script") or self.stage1.get("inherits_from"))


def variants_for(target: Platform) -> dict[str, tuple[str, ...]]:
    """What condax's toolchain adds to the variants of every recipe."""
    floors = {target.subdir: target.min_libc or ""}
    toolchain = Toolchain(channel=Path("/channel"), version="0.17.0", floors=floors)
    return dict(toolchain.variants(target))


def outputs_of(name: str, target: Platform, *files: Path) -> list[Output]:
    recipe = RECIPES / name / "recipe.yaml"
    platforms = Platforms(build=LINUX_64, host=target, target=target)
    variants = variants_for(target)
    rendered = evaluate(
        load_recipe(recipe), recipe, platforms, load_variants(recipe, platforms, variants, files)
    )
    jobs = render(recipe, target, LINUX_64, Compilers(keys=variants), files).jobs
    return [
        Output(job=job, stage1=output.recipe.to_dict())
        for job, output in zip(jobs, rendered, strict=True)
    ]


@pytest.fixture(scope="module")
def outputs() -> Find:
    """The packages of a recipe, rendered once per platform."""
    known: dict[tuple[str, Platform], list[Output]] = {}

    def find(name: str, target: Platform) -> list[Output]:
        if (name, target) not in known:
            known[name, target] = outputs_of(name, target)
        return known[name, target]

    return find


every_recipe = pytest.mark.parametrize("name", NAMES)
every_target = pytest.mark.parametrize("target", TARGETS, ids=str)


@every_target
@every_recipe
def test_recipe_renders_for_the_platform(name: str, target: Platform, outputs: Find) -> None:
    found = outputs(name, target)
    assert found
    assert {output.job.subdir for output in found} == {target.subdir}


@every_recipe
def test_packages_are_the_same_for_all_platforms(name: str, outputs: Find) -> None:
    per_target = [{output.job.name for output in outputs(name, target)} for target in TARGETS]
    assert per_target[0] == per_target[1] == per_target[2]


@every_target
@every_recipe
def test_compiler_makes_code_for_the_platform(name: str, target: Platform, outputs: Find) -> None:
    for output in outputs(name, target):
        needs = output.job.requirements
        found = {spec.split()[0] for spec in needs.build if "_linux-" in spec}
        compilers = {f"{compiler}_{target.subdir}" for compiler, _ in COMPILERS.values()}
        assert bool(found & compilers) == output.compiles
        assert found - compilers == ({f"sysroot_{target.subdir}"} if output.compiles else set())
        assert not [spec for spec in (*needs.host, *needs.run) if "_linux-" in spec]


@every_target
@every_recipe
def test_build_environment_has_tools_and_host_environment_libraries(
    name: str, target: Platform, outputs: Find
) -> None:
    for output in outputs(name, target):
        needs = output.job.requirements
        build = {spec.split()[0] for spec in needs.build if "_linux-" not in spec}
        assert build - TOOLS <= set(GENERATORS)
        assert not {spec.split()[0] for spec in needs.host} & (TOOLS | {"gnuconfig"})


@pytest.mark.parametrize(("name", "spec"), GENERATORS.items())
def test_what_runs_here_is_built_first_only_for_another_platform(
    name: str, spec: str, outputs: Find
) -> None:
    for target in TARGETS:
        jobs = [output.job for output in outputs(name, target) if output.job.name == name]
        assert jobs
        for job in jobs:
            asked = spec.format(version=job.version, abi=job.build.rpartition("_")[2])
            assert (asked in job.requirements.build) == (target != LINUX_64)


def test_every_python_is_built_with_its_abi() -> None:
    found = outputs_of("python", LINUX_AARCH64)
    sources = [output.stage1["source"][0] for output in found]
    versions = [output.job.version for output in found]
    assert [version.rpartition(".")[0] for version in versions] == ["3.13", "3.14"]
    assert all(v in source["url"] for v, source in zip(versions, sources, strict=True))
    assert len({source["sha256"] for source in sources}) == len(versions)
    abis = outputs_of("python_abi", LINUX_AARCH64)
    for output, abi in zip(found, abis, strict=True):
        tag = abi.job.build.partition("_")[2]
        assert output.job.build.endswith(f"_{tag}")
        assert f"python_abi {abi.job.version}.* *_{tag}" in output.job.requirements.run


def test_every_recipe_that_installs_python_is_built_for_each() -> None:
    pythons = yaml.safe_load((RECIPES / "python/variants.yaml").read_text(encoding="utf-8"))
    users = set()
    for path in RECIPES.glob("*/recipe.yaml"):
        recipe = yaml.safe_load(path.read_text(encoding="utf-8"))
        packages = recipe.get("outputs", [recipe])
        if any("python" in each.get("requirements", {}).get("host", []) for each in packages):
            users.add(path.parent.name)
    assert users >= {"cffi", "cython", "numpy", "sizes", "words"}
    for name in {*users, "python_abi"}:
        variants = yaml.safe_load((RECIPES / name / "variants.yaml").read_text(encoding="utf-8"))
        assert variants["python"] == pythons["python"]
        counts = Counter(output.job.name for output in outputs_of(name, LINUX_AARCH64))
        assert set(counts.values()) == {len(pythons["python"])}


def test_nothing_waits_for_another_python() -> None:
    jobs = [
        output.job
        for target in (LINUX_64, LINUX_AARCH64)
        for name in ("python", "python_abi", "cython", "numpy", "cffi", "sizes", "words")
        for output in outputs_of(name, target)
    ]
    pythons = {job.key: str(job.variant["python"]) for job in jobs}
    assert set(pythons.values()) == {"3.13", "3.14"}
    needs = plan(jobs, [], lambda _: False).needs
    for job in jobs:
        assert {pythons[need] for need in needs[job.key]} <= {pythons[job.key]}
        if job.name == "numpy":
            assert {need for need in needs[job.key] if need.startswith("linux-64/cython-")}


@pytest.mark.parametrize("name", ["python", "python_abi"])
def test_a_python_that_is_not_built_is_left_out(name: str, tmp_path: Path) -> None:
    variant = tmp_path / "pinning.yaml"
    variant.write_text('python: ["3.12.* *_cpython", "3.13.* *_cp313", "3.14.* *_cp314"]\n')
    recipe = RECIPES / name / "recipe.yaml"
    for files, left_out in (((variant,), 1), ((), 0)):
        compilers = Compilers(keys=variants_for(LINUX_AARCH64))
        rendered = render(recipe, LINUX_AARCH64, LINUX_64, compilers, files)
        versions = [job.version.split(".") for job in rendered.jobs]
        assert [".".join(numbers[:2]) for numbers in versions] == ["3.13", "3.14"]
        assert len(rendered.skipped) == left_out


@pytest.mark.parametrize("minor", ["3.13", "3.14"])
def test_a_python_without_the_global_lock_is_named_and_laid_out_so(
    minor: str, tmp_path: Path
) -> None:
    variant = tmp_path / "free.yaml"
    variant.write_text(f'python: ["{minor}"]\nfreethreading: ["yes"]\n')
    [python] = outputs_of("python", LINUX_AARCH64, variant)
    [abi] = outputs_of("python_abi", LINUX_AARCH64, variant)
    tag = f"cp{minor.replace('.', '')}t"
    assert python.job.build.endswith(f"_0_{tag}")
    assert abi.job.build == f"0_{tag}"
    place = python.stage1["build"]["python"]["site_packages_path"]
    assert place == f"lib/python{minor}t/site-packages"
    assert f"python_abi {minor}.* *_{tag}" in python.job.requirements.run
    assert f"python =={python.job.version} *_{tag}" in python.job.requirements.build
    assert abi.stage1["requirements"]["run_constraints"] == [f"python {minor}.* *_{tag}"]


@every_recipe
def test_run_exports_name_a_package_of_the_recipe(name: str, outputs: Find) -> None:
    found = outputs(name, LINUX_AARCH64)
    # What python exports is the ABI that modules are built for, a package of its own.
    names = {output.job.name for output in found} | {"python_abi"}
    for output in found:
        assert output.run_exports, output.job.name
        assert set(output.run_exports) <= names


@every_recipe
def test_package_says_what_it_is(name: str, outputs: Find) -> None:
    for output in outputs(name, LINUX_AARCH64):
        about = output.stage1["about"]
        for field in ("homepage", "license", "license_file", "summary", "description"):
            assert about.get(field), (output.job.name, field)


@every_recipe
def test_package_has_a_script_test(name: str, outputs: Find) -> None:
    for output in outputs(name, LINUX_AARCH64):
        assert output.script_tests, output.job.name


@every_recipe
def test_shared_libraries_are_asserted_and_static_ones_left_out(name: str, outputs: Find) -> None:
    listed = [
        str(test["package_contents"])
        for output in outputs(name, LINUX_AARCH64)
        for test in output.stage1["tests"]
        if "package_contents" in test
    ]
    assert any(re.search(r"lib/lib\S+\.so\.\d", text) for text in listed)
    text = (RECIPES / name / "build.sh").read_text(encoding="utf-8")
    assert "not_exists" in str(listed) or re.search(r"rm .*\.a", text)


@pytest.mark.parametrize("consumer", CONSUMERS, ids=str)
def test_consumer_is_compiled_for_the_platform_and_run(consumer: Path, outputs: Find) -> None:
    (test,) = [
        test
        for output in outputs(consumer.parent.name, LINUX_AARCH64)
        for test in output.script_tests
        if consumer.name in test.get("files", {}).get("recipe", [])
    ]
    package, command = COMPILERS[consumer.suffix]
    needs = {spec.split()[0] for spec in test["requirements"]["build"]}
    assert needs == {f"{package}_{LINUX_AARCH64}", f"sysroot_{LINUX_AARCH64}"}
    assert any(line.startswith(f"{command} {consumer.name}") for line in test["script"])
    assert any("./consumer" in line.split() for line in test["script"])


@every_recipe
def test_source_is_upstreams_and_pinned(name: str, outputs: Find) -> None:
    for output in outputs(name, LINUX_AARCH64):
        for source in output.stage1.get("source", []):
            urls = source["url"] if isinstance(source["url"], list) else [source["url"]]
            assert all(url.startswith("https://") for url in urls)
            assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"])
            for patch in source.get("patches", []):
                assert "https://" in (RECIPES / name / patch).read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_script_is_valid_and_stops_at_the_first_failure(
    script: Path, require: Callable[[str], str]
) -> None:
    path = RECIPES / script
    subprocess.run([require("bash"), "-n", str(path)], check=True)
    assert "\nset -euxo pipefail\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_script_leaves_the_toolchain_as_it_is(script: Path) -> None:
    text = (RECIPES / script).read_text(encoding="utf-8")
    tools = r"\b(?:BUILD_)?(?:CC|CXX|CPP|LD|AR|AS|NM|RANLIB|STRIP|OBJCOPY|READELF)"
    given = re.findall(rf"{tools}=(\S+)", text)
    assert not [value for value in given if not value.strip("'\"").startswith("$")]
    flags = re.findall(r"\b(?:C|CPP|LD)FLAGS=(.*)", text)
    assert not [value for value in flags if "FLAGS" not in value and "$flags" not in value]
    assert not re.findall(
        r"-m(?:arch|cpu|tune|abi)=|-fuse-ld|-Wl,|--sysroot|/usr/(?:bin|include|lib)|-Wno-", text
    )
