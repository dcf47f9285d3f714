from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from condax.build import BuildOptions, Job, JobState, NoToolchain, RunTests, ZigToolchain, build
from condax.build.render import render
from condax.build.toolchain_source import toolchain_needs, toolchain_packages
from condax.build.variants import Compilers
from condax.platforms import NOARCH, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.build.conftest import Contents, Project

HERE = current_platform()
TARGET = get_platform("linux-aarch64")

C_RECIPE = """
build:
  script:
    - printf 'int answer(void) { return 42; }' > answer.c
    - mkdir -p $PREFIX/lib $PREFIX/share
    - $CC $CFLAGS $LDFLAGS -shared -Wl,-soname,libanswer.so.1 -o $PREFIX/lib/libanswer.so.1 answer.c
    - echo "$CC for $host_platform" > $PREFIX/share/answer
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ stdlib("c") }}
"""


def compilers_of(toolchain: ZigToolchain) -> Compilers:
    return Compilers(keys=toolchain.variants(TARGET))


def test_variants_need_no_packages(tmp_path: Path) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=tmp_path, glibc="2.28")
    keys = toolchain.variants(TARGET)
    assert keys["c_compiler"] == ("zigcc",)
    assert keys["c_stdlib_version"] == ("2.28",)
    assert [*tmp_path.iterdir()] == []


def test_a_platform_without_a_compiler_has_no_variants(tmp_path: Path) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=tmp_path)
    assert toolchain.variants(get_platform("osx-arm64")) == {}
    assert NoToolchain().variants(TARGET) == {}


def test_only_jobs_that_compile_need_the_toolchain(project: Project, tmp_path: Path) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=tmp_path)
    jobs: list[Job] = []
    for name, text in {"compiled": C_RECIPE, "script": ""}.items():
        recipe = project.recipe(name, text) / "recipe.yaml"
        jobs += render(recipe, TARGET, HERE, compilers_of(toolchain), []).jobs
    assert toolchain_needs(jobs, toolchain).targets == (TARGET,)
    assert toolchain_needs(jobs[1:], toolchain).targets == ()


def test_only_jobs_with_c_plus_plus_pay_for_it(project: Project, tmp_path: Path) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=tmp_path)
    jobs: list[Job] = []
    for name, text in {"c": C_RECIPE, "cxx": C_RECIPE.replace('"c")', '"cxx")', 1)}.items():
        recipe = project.recipe(name, text) / "recipe.yaml"
        jobs += render(recipe, TARGET, HERE, compilers_of(toolchain), []).jobs
    assert toolchain_needs(jobs, toolchain).cxx == (TARGET,)
    assert toolchain_needs(jobs[:1], toolchain).cxx == ()


def test_compilers_are_packages_of_the_machine(project: Project, tmp_path: Path) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=tmp_path)
    recipe = project.recipe("c", C_RECIPE) / "recipe.yaml"
    jobs = render(recipe, TARGET, HERE, compilers_of(toolchain), []).jobs
    assert toolchain_packages(jobs, toolchain, HERE) == {
        (f"zigcc_{TARGET}", HERE.subdir),
        (f"zigcxx_{TARGET}", HERE.subdir),
        (f"sysroot_{TARGET}", NOARCH.subdir),
    }
    assert toolchain_packages([], toolchain, HERE) == set()


@pytest.mark.integration
def test_a_c_recipe_is_compiled_for_the_target(
    project: Project, toolchain_cache: Path, contents: Callable[[Path], Contents]
) -> None:
    recipe = project.recipe("answer", C_RECIPE)
    options: BuildOptions = replace(project.options(recipe), test=RunTests.SKIP)
    toolchain = ZigToolchain(build_platform=HERE, cache=toolchain_cache)
    report = build(options, env=project.env, toolchain=toolchain)
    [job] = report.jobs
    assert job.error is None
    assert job.state is JobState.BUILT
    assert job.archive is not None
    package = contents(job.archive)
    assert package["share/answer"] == "aarch64-conda-linux-gnu-cc for linux-aarch64\n"
    assert package["lib/libanswer.so.1"].startswith("\x7fELF")
