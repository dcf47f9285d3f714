"""Every recipe of the repository, really built, audited and tested for three platforms.

One build of everything is the long part; it is cached for the tests of this folder, of which there
is one per recipe and platform.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import RECIPES, TARGETS, jobs_of, require_tools

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes")]


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe_is_built_and_tested(report: dict[str, Any], recipe: str, target: Platform) -> None:
    jobs = jobs_of(report, recipe, target)
    assert jobs, f"no job of {recipe} for {target}"
    require_tools(jobs)
    for job in jobs:
        assert job["state"] == "built", job
        assert job["tests"]["verdict"] == "passed", job


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_index_names_what_is_there(report: dict[str, Any], target: Platform) -> None:
    folder = Path(report["channel"].removeprefix("file://")) / target.subdir
    repodata = json.loads((folder / "repodata.json").read_text(encoding="utf-8"))
    assert set(repodata["packages.conda"]) == {path.name for path in folder.glob("*.conda")}
