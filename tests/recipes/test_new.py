"""Recipes that `condax new` writes for what takes minutes to build.

With what is built here already, each of them is built for one platform alone, readline and ncurses
for linux-aarch64 and SQLite for linux-ppc64le. OpenSSL's is not built again: it has the script, the
requirements and the source of the repository's own recipe, so that what comes out of one comes out
of the other.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.project.test_built import RECIPES, wish_for
from tests.recipes.conftest import CROSS_TARGETS, build, jobs_of, require_tools

from condax.audit import load_artifact
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.project import NewOptions, new_recipe
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import load_recipe
from condax.sources import SourceOptions

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.recipe.rendered import RenderedOutput

pytestmark = pytest.mark.integration

BUILT = {LINUX_AARCH64: ("ncurses", "readline"), LINUX_PPC64LE: ("sqlite",)}
CONTENTS_ONLY = ("ncurses",)
"""Its tests are the files, looked at while packaging."""
CASES = [(name, target) for target, names in BUILT.items() for name in names]


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path) -> Path:
    """A folder of recipes as `condax new` writes them."""
    folder = tmp_path_factory.mktemp("new")
    sources = SourceOptions(cache=toolchain_cache / "sources", env=os.environ)
    for name in ("openssl", *(name for name, _ in CASES)):
        options = NewOptions(
            source=wish_for(name),
            sources=sources,
            folder=folder / name,
            patches=tuple(sorted((RECIPES / name).glob("*.patch"))),
        )
        new_recipe(options).write()
    return folder


def rendered(folder: Path, target: Platform) -> RenderedOutput:
    platforms = Platforms(build=LINUX_64, host=target, target=target)
    (output,) = evaluate(load_recipe(folder), platforms, {"c_stdlib": "sysroot"})
    return output


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_the_new_recipe_of_openssl_builds_what_is_built_here(new: Path, target: Platform) -> None:
    theirs, ours = rendered(new / "openssl", target), rendered(RECIPES / "openssl", target)
    scripts = [(folder / "openssl/build.sh").read_text("utf-8") for folder in (new, RECIPES)]
    assert scripts[0] == scripts[1]
    assert theirs.script == ours.script
    assert theirs.source == ours.source
    for environment in ("build", "host", "run"):
        asked, known = (
            {spec.text for spec in getattr(each.requirements, environment)}
            for each in (theirs, ours)
        )
        assert asked == known, environment


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_the_package_has_what_the_tests_of_the_new_recipe_ask_for(
    new: Path, target: Platform, report: dict[str, Any]
) -> None:
    jobs = jobs_of(report, "openssl", target)
    require_tools(jobs)
    (job,) = jobs
    contents, linked = rendered(new / "openssl", target).tests
    files = load_artifact(Path(job["archive"])).files
    asked = contents.fields["files"]
    assert isinstance(asked, tuple)
    assert asked
    assert set(asked) <= files.keys()
    (command,) = (line for line in linked.script.content if line.startswith("$CC "))
    libraries = [word for word in command.split() if word.startswith("-l")]
    assert libraries == ["-lcrypto", "-lssl"]
    assert {f"lib/lib{word.removeprefix('-l')}.so" for word in libraries} <= files.keys()


@pytest.fixture(scope="module")
def built(new: Path, channel: str, toolchain_cache: Path) -> dict[Platform, dict[str, Any]]:
    """What `condax build` says of the others, for each platform."""
    reports = {}
    for target, names in BUILT.items():
        folder = new / target.subdir
        folder.mkdir()
        recipes = [new / name for name in names]
        options = ("--channel", channel)
        reports[target] = build(recipes, folder, toolchain_cache, *options, targets=[target])
    return reports


@pytest.mark.parametrize(("name", "target"), CASES, ids=str)
def test_a_new_recipe_is_built_unedited(
    name: str, target: Platform, built: dict[Platform, dict[str, Any]]
) -> None:
    jobs = jobs_of(built[target], name, target)
    require_tools(jobs)
    (job,) = jobs
    assert job["state"] == "built", job["error"]
    assert job["tests"]["verdict"] == ("no tests" if name in CONTENTS_ONLY else "passed"), job
