"""The newer of the two Pythons that `recipes/python` builds, as soon as its source can be had.

No release of Debian has it, and the machines that run these tests may reach nothing else.
"""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.recipes.conftest import ROOT, TARGETS, build, jobs_of

from condax import audit_artifact, context_for, load_artifact
from condax.errors import SystemRefusedError
from condax.platforms.table import LINUX_64
from condax.python import describe_python, lint_build_details, open_tree

if TYPE_CHECKING:
    from condax.platforms import Platform

pytestmark = pytest.mark.integration

VARIANT = 'python:\n  - "3.14"\n'


@pytest.fixture(scope="session")
def newer(
    channel: str, tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path
) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("newer")
    (folder / "python.yaml").write_text(VARIANT)
    recipes = [ROOT / "recipes/python", ROOT / "recipes/python_abi"]
    options = ("-c", channel, "-m", str(folder / "python.yaml"))
    return build(recipes, folder, toolchain_cache, *options)


def skip_without_source(error: dict[str, str]) -> None:
    """Skip, also where CONDAX_REQUIRE is set, if upstream's host or its file is not there.

    Neither pip nor apt has the file. A wrong digest is another type of error, and what upstream
    answers in any other way is none of the machine's limits.
    """
    url = error.get("where", "")
    if error.get("type") != SystemRefusedError.__name__ or not url.startswith("https://"):
        return
    try:
        urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=30).close()
    except urllib.error.HTTPError as e:
        if e.code != HTTPStatus.NOT_FOUND:
            raise
        pytest.skip(f"{url} does not exist")
    except urllib.error.URLError as e:
        if isinstance(e.reason, ssl.SSLError):
            raise
        pytest.skip(f"{url} is out of reach: {e.reason}")


def test_the_abi_of_the_newer_python_is_a_package(newer: dict[str, Any]) -> None:
    [job] = jobs_of(newer, "python_abi", TARGETS[0])
    assert (job["state"], job["build"]) == ("built", "0_cp314"), job


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_the_newer_python_is_built_and_tested(newer: dict[str, Any], target: Platform) -> None:
    # The other targets wait for this one, an interpreter that runs here.
    [native] = jobs_of(newer, "python", LINUX_64)
    skip_without_source(native["error"] or {})
    [job] = jobs_of(newer, "python", target)
    assert (job["state"], job["tests"]["verdict"]) == ("built", "passed"), job
    artifact = load_artifact(Path(job["archive"]))
    assert not audit_artifact(artifact.path, context=context_for(artifact)).errors
    tree = open_tree(artifact.path)
    assert lint_build_details(tree, "lib/python3.14") == ()
    python = describe_python(tree)
    assert (python.subdir, python.version.language) == (target.subdir, "3.14")
