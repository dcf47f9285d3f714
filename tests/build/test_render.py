from __future__ import annotations

from typing import TYPE_CHECKING

from tests.build.conftest import NO_COMPILERS

from condax.build.render import load_recipe, package_names, render
from condax.build.variants import Compilers
from condax.platforms import NOARCH, get_platform

if TYPE_CHECKING:
    from pathlib import Path

MACHINE = get_platform("linux-64")
TARGET = get_platform("linux-aarch64")

TWO_OUTPUTS = """
context: {name: foo}
recipe: {name: "${{ name }}", version: '1'}
build: {skip: [win]}
outputs:
  - package: {name: "${{ name }}-dev"}
    build:
      skip:
        - match(python, "<3.11")
    requirements:
      build: [make]
      host: [python, "${{ pin_subpackage(name) }}"]
  - package: {name: "${{ name }}"}
  - package: {name: "${{ name }}-data"}
    build: {noarch: generic}
"""


def recipe(folder: Path, text: str, variants: str = "") -> Path:
    path = folder / "recipe.yaml"
    path.write_text(text, encoding="utf-8")
    if variants:
        (folder / "variants.yaml").write_text(variants, encoding="utf-8")
    return path


def test_every_output_and_variant_is_a_job(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.11', '3.12']\n")
    jobs = {job.key: job for job in render(path, TARGET, MACHINE, NO_COMPILERS, []).jobs}
    names = sorted(f"{job.subdir} {job.name}" for job in jobs.values())
    assert names == [
        "linux-aarch64 foo",
        "linux-aarch64 foo-dev",
        "linux-aarch64 foo-dev",
        "noarch foo-data",
    ]


def test_a_job_carries_its_requirements_and_variant(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.12']\nunused: [a, b]\n")
    [job] = [j for j in render(path, TARGET, MACHINE, NO_COMPILERS, []).jobs if j.name == "foo-dev"]
    assert job.requirements.build == ("make",)
    assert job.requirements.host == ("python", "foo")
    assert job.variant["python"] == "3.12"
    assert job.config["unused"] == ("a", "b")
    assert job.platforms.host == TARGET


def test_a_noarch_package_has_the_target_noarch(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.12']\n")
    [job] = [
        j for j in render(path, TARGET, MACHINE, NO_COMPILERS, []).jobs if j.name == "foo-data"
    ]
    assert job.platforms.target is NOARCH
    assert job.platforms.host == TARGET


def test_only_the_variant_that_a_skip_condition_names_is_skipped(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.10', '3.12']\n")
    rendered = render(path, TARGET, MACHINE, NO_COMPILERS, [])
    [dev] = [job for job in rendered.jobs if job.name == "foo-dev"]
    assert dev.variant["python"] == "3.12"


def test_a_package_without_any_variant_left_is_skipped_with_the_reason(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.10']\n")
    [skipped] = render(path, TARGET, MACHINE, NO_COMPILERS, []).skipped
    assert (skipped.name, skipped.reason) == ("foo-dev", 'skip: match(python, "<3.11")')


def test_the_only_package_of_a_recipe_is_skipped_with_the_reason(tmp_path: Path) -> None:
    path = recipe(
        tmp_path,
        "package: {name: a, version: '1'}\n"
        "build:\n  skip:\n    - win\n    - build_platform != target_platform\n",
    )
    assert render(path, MACHINE, MACHINE, NO_COMPILERS, []).skipped == ()
    rendered = render(path, TARGET, MACHINE, NO_COMPILERS, [])
    assert rendered.jobs == ()
    assert rendered.skipped[0].reason == "skip: build_platform != target_platform"


def test_a_skip_condition_of_the_whole_recipe_holds_for_every_output(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.12']\n")
    rendered = render(path, get_platform("win-64"), MACHINE, NO_COMPILERS, [])
    assert rendered.jobs == ()
    assert {each.reason for each in rendered.skipped} == {"skip: win"}


def test_the_toolchain_answers_compiler_and_stdlib(tmp_path: Path) -> None:
    path = recipe(
        tmp_path,
        "package: {name: a, version: '1'}\n"
        "requirements: {build: [\"${{ compiler('c') }}\", \"${{ stdlib('c') }}\"]}\n",
    )
    toolchain = {
        "c_compiler": ("zigcc",),
        "c_compiler_version": ("0.17",),
        "c_stdlib": ("sysroot",),
        "c_stdlib_version": ("2.17",),
    }
    [job] = render(path, TARGET, MACHINE, Compilers(keys=toolchain), []).jobs
    assert job.requirements.build == (
        "zigcc_linux-aarch64 0.17.*",
        "sysroot_linux-aarch64 2.17.*",
    )


def test_names_that_are_templates_are_rendered_in_recipe_order(tmp_path: Path) -> None:
    path = recipe(tmp_path, TWO_OUTPUTS, "python: ['3.12']\n")
    job = render(path, TARGET, MACHINE, NO_COMPILERS, []).jobs[0]
    assert package_names(load_recipe(path), job) == ("foo-dev", "foo", "foo-data")


def test_a_skip_condition_of_the_context_keeps_its_type(tmp_path: Path) -> None:
    """`false` as text would hold everywhere."""
    path = recipe(
        tmp_path,
        "context:\n  crossing: ${{ build_platform != target_platform }}\n"
        "package: {name: a, version: '1'}\n"
        "build: {skip: [crossing]}\n",
    )
    assert len(render(path, MACHINE, MACHINE, NO_COMPILERS, []).jobs) == 1
    assert render(path, TARGET, MACHINE, NO_COMPILERS, []).jobs == ()
