from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.build import Ended, JobState, NoToolchain, RunTests, ZigToolchain, build
from condax.errors import ToolNotFoundError
from condax.platforms import current_platform

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Project

    from condax.build import Event, OnEvent

pytestmark = pytest.mark.integration

HERE = current_platform()


def test_a_recipe_of_a_folder_that_needs_a_channel_is_left_out_with_all_that_need_it(
    project: Project,
) -> None:
    project.recipe("a", "requirements: {host: ['python >=3.10', pip, 'dep']}")
    project.recipe("user", "requirements: {host: [a]}")
    project.recipe("dep")
    report = project.build()
    jobs = {job.name: job for job in report.jobs}
    assert report.error is None
    assert {name: job.state.value for name, job in jobs.items()} == {
        "dep": "built",
        "a": "not built",
        "user": "not built",
    }
    assert jobs["a"].reason == (
        "its host environment needs 'pip', 'python >=3.10', which only a channel can have: add one,"
        " such as -c conda-forge"
    )
    assert jobs["user"].reason.startswith("needs linux-aarch64/a-1.0-")


def test_a_recipe_that_is_named_itself_fails(project: Project) -> None:
    recipe = project.recipe("a", "requirements: {host: [python]}")
    for path in (recipe, recipe / "recipe.yaml"):
        [job] = project.build(path).jobs
        assert job.state is JobState.FAILED
        assert isinstance(job.error, ToolNotFoundError)


ABI = """
requirements:
  run: [abi]
  run_exports: [abi]
tests: [{script: [echo here]}]
"""
"""Like Python: what is built with it runs with another package, too."""


def test_what_tests_need_is_missed_before_anything_is_built(project: Project) -> None:
    python = project.recipe("python", ABI)
    free, user = project.recipe("free"), project.recipe("user", "requirements: {host: [python]}")
    messages: list[str] = []
    options = project.options(python, free, user)
    report = build(options, env=project.env, toolchain=NoToolchain(), on_event=listed(messages))
    assert {job.name: job.state.value for job in report.jobs} == {
        "python": "failed",
        "free": "built",
        "user": "failed",
    }
    errors = {job.name: str(job.error) for job in report.jobs}
    assert errors["python"].startswith("the tests of python-1.0-")
    what = " need 'abi', which neither these recipes nor a channel have for linux-aarch64"
    assert errors["python"].endswith(what)
    assert errors["user"].startswith("the host environment of user-1.0-")
    assert "needs 'abi' (for 'python')" in errors["user"]
    assert isinstance(report.error, ToolNotFoundError)
    assert "--test skip" in report.error.hint
    assert messages == ["python failed", "user failed", "free built"]


def listed(messages: list[str]) -> OnEvent:
    def note(event: Event) -> None:
        if isinstance(event, Ended):
            messages.append(f"{event.job.name} {event.report.state.value}")

    return note


def test_what_tests_need_does_not_matter_without_tests(project: Project) -> None:
    python = project.recipe("python", ABI)
    [job] = project.build(python, test=RunTests.SKIP).jobs
    assert job.state is JobState.BUILT


def test_what_is_built_for_another_platform_is_asked_for_by_target(project: Project) -> None:
    noarch = "build: {noarch: generic}\nrequirements: {run: [lib]}\ntests: [{script: [echo here]}]"
    data, lib = project.recipe("data", noarch), project.recipe("lib")
    report = project.build(data, lib)
    assert isinstance(report.error, ToolNotFoundError)
    assert str(report.error).endswith(f" have for {HERE}")
    assert f"--target {HERE};" in report.error.hint
    left_out = {job.name: job.reason for job in project.build().jobs}
    assert left_out["data"].endswith(f" is not built for {HERE}: add --target {HERE}")
    report = project.build(data, lib, targets=(HERE,))
    assert {job.name: job.state.value for job in report.jobs} == {"data": "built", "lib": "built"}


def test_what_a_run_export_adds_is_built_before_the_tests(project: Project) -> None:
    paths = [
        project.recipe("user", "requirements: {host: [lib]}\ntests: [{script: [echo here]}]"),
        project.recipe("lib", "requirements: {run_exports: [abi]}"),
        project.recipe("abi"),
    ]
    report = project.build(*paths)
    assert {job.name: job.tests and job.tests.verdict for job in report.jobs} == {
        "lib": "no tests",
        "abi": "no tests",
        "user": "passed",
    }


@pytest.mark.parametrize(
    "ignored", ["ignore_run_exports: {by_name: [abi]}", "ignore_run_exports: {from_package: [lib]}"]
)
def test_a_run_export_that_is_ignored_adds_nothing(project: Project, ignored: str) -> None:
    test = "tests: [{script: [echo here]}]"
    package = "package: {name: user, version: '1.0'}"
    user = project.recipe("user", f"{package}\nrequirements: {{host: [lib], {ignored}}}\n{test}")
    report = project.build(user, project.recipe("lib", "requirements: {run_exports: [abi]}"))
    assert [job.state for job in report.jobs] == [JobState.BUILT] * 2


VARIANTS = """
package: {name: lib, version: '1.0'}
build:
  string: ${{ mpi }}_0
requirements:
  run:
    - if: mpi == "openmpi"
      then: openmpi
tests: [{script: [echo here]}]
"""


def test_a_variant_that_needs_more_leaves_the_others_alone(project: Project) -> None:
    lib = project.recipe("lib", VARIANTS, variants__yaml="mpi: [nompi, openmpi]")
    report = project.build(lib)
    assert {job.build: job.state.value for job in report.jobs} == {
        "nompi_0": "built",
        "openmpi_0": "failed",
    }


COMPILES = """
requirements: {build: ['${{ compiler("c") }}']}
tests:
  - requirements: {run: ['${{ compiler("c") }}', '${{ stdlib("c") }}']}
    script: [test -n "$CC"]
"""


def test_tests_that_compile_get_the_compiler_of_the_toolchain(
    project: Project, toolchain_cache: Path
) -> None:
    toolchain = ZigToolchain(build_platform=HERE, cache=toolchain_cache)
    options = project.options(project.recipe("user", COMPILES), targets=(HERE,))
    [job] = build(options, env=project.env, toolchain=toolchain).jobs
    assert job.tests is not None
    assert job.tests.verdict == "passed", job


@pytest.mark.parametrize(
    ("test", "needs"),
    [
        ("python: {imports: [a]}", "'pip'"),
        ("python: {imports: [a], python_version: ['3.12']}", "'pip', 'python'"),
        ("perl: {uses: [A]}", "'perl'"),
        ("r: {libraries: [a]}", "'r-base'"),
        ("ruby: {requires: [a]}", "'ruby'"),
    ],
    ids=lambda text: text.partition(":")[0],
)
def test_what_a_kind_of_test_needs_is_missed(project: Project, test: str, needs: str) -> None:
    [job] = project.build(project.recipe("user", f"tests: [{{{test}}}]")).jobs
    assert job.state is JobState.FAILED
    assert f"need {needs}, which" in str(job.error)


@pytest.mark.parametrize("test", ["downstream: a", "package_contents: {files: [a]}"])
def test_tests_without_an_environment_need_nothing(project: Project, test: str) -> None:
    text = f"tests: [{{{test}}}]\nbuild: {{script: ['touch $PREFIX/a']}}"
    [job] = project.build(project.recipe("user", text)).jobs
    assert job.state is JobState.BUILT


def test_with_a_channel_everything_has_to_be_there(project: Project) -> None:
    project.recipe("dep")
    first = project.build()
    project.recipe("a", "requirements: {host: [python]}")
    report = project.build(channels=(first.channel,))
    assert isinstance(report.error, ToolNotFoundError)


def test_what_the_output_channel_has_is_there(project: Project) -> None:
    dep = project.recipe("dep")
    project.build(dep)
    (dep / "recipe.yaml").unlink()
    project.recipe("a", "requirements: {host: [dep]}")
    assert [job.state for job in project.build().jobs] == [JobState.BUILT]
