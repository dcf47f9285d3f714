"""Pinned wheels in a run: which are converted, who sees them, and what happens when one is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.wheels.made import write_wheel

from condax.build import JobState
from condax.errors import SystemRefusedError
from condax.system.files import sha256_of
from condax.wheels import WheelPin, render_pins

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Project

pytestmark = pytest.mark.integration

PYTHON = """
package: {name: python, version: '3.13.1'}
build: {script: ['mkdir -p $PREFIX/lib/python3.13/site-packages $PREFIX/bin']}
"""
"""Enough of a Python for packages to be installed beside it."""

SEES_BOTH = """
requirements: {host: [python, tool]}
build: {script: ['ls $PREFIX/lib/python3.13/site-packages/{tool,helper}.py']}
"""


@pytest.fixture
def pinned(project: Project) -> Project:
    """A project with three pinned wheels, of which one needs another."""
    project.recipe("python", PYTHON)
    mirror = project.root / "mirror"
    mirror.mkdir()
    wheels = {
        "tool": write_wheel(mirror, "tool", "2.0", requires=["helper"]),
        "helper": write_wheel(mirror, "helper", "1.5"),
        "idle": write_wheel(mirror, "idle", "1.0"),
    }
    pins = [
        WheelPin(name=name, version=wheel.name.split("-")[1], sha256=sha256_of(wheel))
        for name, wheel in wheels.items()
    ]
    (project.root / "recipes/wheels.txt").write_text(render_pins(pins))
    return project


def states(project: Project, **changes: object) -> dict[str, str]:
    options = {"source_mirrors": (str(project.root / "mirror"),), "offline": True}
    report = project.build(**(options | changes))
    return {job.name: job.state.value for job in report.jobs}


def test_what_recipes_ask_for_is_converted_with_what_it_needs(pinned: Project) -> None:
    pinned.recipe("a", SEES_BOTH)
    assert states(pinned) == {
        "tool": "built",
        "helper": "built",
        "python": "built",
        "a": "built",
    }
    assert {path.name for path in (pinned.output / "noarch").glob("*.conda")} == {
        "tool-2.0-py_0.conda",
        "helper-1.5-py_0.conda",
    }
    pinned.recipe("b", SEES_BOTH)
    assert states(pinned) == {
        "tool": "up to date",
        "helper": "up to date",
        "python": "up to date",
        "a": "up to date",
        "b": "built",
    }


def pin_wheels(project: Project, **requires: str) -> None:
    """Pin a wheel of each project, with what it requires; all are version 1.0."""
    project.recipe("python", PYTHON)
    mirror = project.root / "mirror"
    mirror.mkdir()
    pins = []
    for name, requirement in requires.items():
        wheel = write_wheel(mirror, name.replace("_", "-"), "1.0", requires=requirement.split())
        pins.append(WheelPin(name=name.replace("_", "-"), version="1.0", sha256=sha256_of(wheel)))
    (project.root / "recipes/wheels.txt").write_text(render_pins(pins))


def test_a_pin_is_found_by_condas_name_of_its_project(project: Project) -> None:
    pin_wheels(project, build="typing-extensions", typing_extensions="")
    project.recipe("a", "requirements: {host: [python, python-build]}")
    assert states(project) == {
        "python-build": "built",
        "typing_extensions": "built",
        "python": "built",
        "a": "built",
    }


@pytest.mark.parametrize("name", ["setuptools_scm", "setuptools-scm"])
def test_a_pin_is_found_by_any_spelling_of_its_project(project: Project, name: str) -> None:
    pin_wheels(project, setuptools_scm="")
    project.recipe("a", f"requirements: {{host: [python, {name}]}}")
    assert states(project) == {name: "built", "python": "built", "a": "built"}


def test_nothing_to_build_means_nothing_to_convert(pinned: Project) -> None:
    assert states(pinned) == {"python": "built"}
    assert not (pinned.cache / "wheels").exists()


def test_a_recipe_goes_before_a_pin(pinned: Project) -> None:
    pinned.recipe("helper", "build: {script: ['touch $PREFIX/own']}")
    pinned.recipe(
        "a",
        """
requirements: {host: [python, tool, helper]}
build: {script: ['test -f $PREFIX/own']}
""",
    )
    assert states(pinned)["a"] == "built"
    assert {path.name.split("-")[0] for path in noarch(pinned)} == {"tool"}


def noarch(project: Project) -> list[Path]:
    return list((project.output / "noarch").glob("*.conda"))


def test_what_a_channel_has_comes_from_there(pinned: Project) -> None:
    pinned.recipe("a", SEES_BOTH)
    states(pinned)
    channel = pinned.output.as_uri()
    elsewhere = replace(pinned, root=pinned.root / "other")
    elsewhere.recipe("b", SEES_BOTH)
    (elsewhere.root / "recipes/wheels.txt").symlink_to(pinned.root / "recipes/wheels.txt")
    assert states(elsewhere, channels=(channel,)) == {"b": "built"}


def test_a_wheel_that_cannot_be_had_fails_with_what_needs_it(pinned: Project) -> None:
    pinned.recipe("a", SEES_BOTH)
    pinned.recipe("free")
    for wheel in (pinned.root / "mirror").glob("tool-*"):
        wheel.unlink()
    report = pinned.build(source_mirrors=(str(pinned.root / "mirror"),), offline=True)
    jobs = {job.name: job for job in report.jobs}
    assert {name: job.state.value for name, job in jobs.items()} == {
        "tool": "failed",
        "free": "built",
        "python": "built",
        "a": "not built",
    }
    assert isinstance(jobs["tool"].error, SystemRefusedError)
    assert jobs["a"].reason.startswith("its host environment needs 'tool'")


def test_others_than_python_jobs_do_not_see_them(pinned: Project) -> None:
    pinned.recipe("a", "requirements: {host: [tool]}")
    [job] = [job for job in pinned.build(offline=True).jobs if job.name == "a"]
    assert job.state is JobState.BLOCKED
