"""Recipes that `condax new` writes for what takes minutes to build.

OpenSSL's is built once: with the script, the requirements and the source of the repository's own
recipe, so that what comes out of one comes out of the other.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.project.test_built import RECIPES, wish_for
from tests.recipes.conftest import CROSS_TARGETS, jobs_of, require_tools

from condax.audit import load_artifact
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.project import NewOptions, new_recipe
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import load_recipe
from condax.sources import SourceOptions
from condax.system.files import write_tree

if TYPE_CHECKING:
    from condax.platforms import Platform
    from condax.recipe.rendered import RenderedOutput

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("recipes")]


@pytest.fixture(scope="module")
def openssl(tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path) -> Path:
    """The folder of the recipe that `condax new` writes."""
    folder = tmp_path_factory.mktemp("new") / "openssl"
    sources = SourceOptions(cache=toolchain_cache / "sources", env=os.environ)
    options = NewOptions(source=wish_for("openssl"), sources=sources, folder=folder)
    write_tree(folder, new_recipe(options).tree)
    return folder


def rendered(folder: Path, target: Platform) -> RenderedOutput:
    platforms = Platforms(build=LINUX_64, host=target, target=target)
    (output,) = evaluate(load_recipe(folder), platforms, {"c_stdlib": "sysroot"})
    return output


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_the_new_recipe_of_openssl_builds_what_is_built_here(
    openssl: Path, target: Platform
) -> None:
    new, own = rendered(openssl, target), rendered(RECIPES / "openssl", target)
    assert (openssl / "build.sh").read_text() == (RECIPES / "openssl/build.sh").read_text()
    assert new.script == own.script
    assert new.source == own.source
    for environment in ("build", "host", "run"):
        asked, known = (
            {spec.text for spec in getattr(each.requirements, environment)} for each in (new, own)
        )
        assert asked == known, environment


@pytest.mark.parametrize("target", CROSS_TARGETS, ids=str)
def test_the_package_has_what_the_tests_of_the_new_recipe_ask_for(
    openssl: Path, target: Platform, report: dict[str, Any]
) -> None:
    jobs = jobs_of(report, "openssl", target)
    require_tools(jobs)
    (job,) = jobs
    contents, linked = rendered(openssl, target).tests
    files = load_artifact(Path(job["archive"])).files
    asked = contents.fields["files"]
    assert isinstance(asked, tuple)
    assert asked
    assert set(asked) <= files.keys()
    (command,) = (line for line in linked.script.content if line.startswith("$CC "))
    libraries = [word for word in command.split() if word.startswith("-l")]
    assert libraries == ["-lcrypto", "-lssl"]
    assert {f"lib/lib{word.removeprefix('-l')}.so" for word in libraries} <= files.keys()
