from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.build import JobState
from condax.errors import ToolNotFoundError

if TYPE_CHECKING:
    from tests.build.conftest import Project

pytestmark = pytest.mark.integration


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
        "its host environment needs 'pip', 'python', which only a channel can have: add one, such"
        " as -c conda-forge"
    )
    assert jobs["user"].reason.startswith("needs linux-aarch64/a-1.0-")


def test_a_recipe_that_is_named_itself_fails(project: Project) -> None:
    recipe = project.recipe("a", "requirements: {host: [python]}")
    for path in (recipe, recipe / "recipe.yaml"):
        [job] = project.build(path).jobs
        assert job.state is JobState.FAILED
        assert isinstance(job.error, ToolNotFoundError)


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
