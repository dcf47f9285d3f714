"""Further Pythons of `recipes/python`: the newer one, and the one without the global lock.

Each is asked who it is, and so is the build machine's own in its disguise. Another CPython takes
minutes: there is one foreign platform for each.
"""

from __future__ import annotations

import functools
import ssl
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rattler_build as rb
from tests.python.conftest import debian_archive
from tests.recipes.conftest import ROOT, build_once, jobs_of
from tests.recipes.interpreters import (
    CONFORMS,
    Installer,
    answers_of_the_real_one,
    conform,
    record_again,
)

from condax import audit_artifact, context_for, load_artifact
from condax.build.variants import load_variants
from condax.errors import SystemRefusedError
from condax.platforms import Platforms, current_platform
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.python import describe_python, lint_build_details, open_tree
from condax.python.identity import GOLDENS, compare, load_golden
from condax.sources import recipe_sources
from condax.toolchain import ensure_toolchain

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.platforms import Platform
    from condax.sources import Source

pytestmark = pytest.mark.integration

PACKAGES = ("packaging", "pybind11", "setuptools")
"""What has to be there for the questions of the identity contract, but for NumPy."""


@dataclass(frozen=True, kw_only=True)
class Other:
    """One Python that is not what most tests are made with."""

    language: str
    flags: str = ""
    target: Platform

    def __str__(self) -> str:
        return f"{self.language}{self.flags}"

    @property
    def abi(self) -> str:
        return f"cp{self.language.replace('.', '')}{self.flags}"

    @property
    def spec(self) -> str:
        return f"python {self.language}.* *_{self.abi}"

    @property
    def variant(self) -> str:
        return f'python: ["{self.language}"]\nfreethreading: ["{"yes" if self.flags else "no"}"]\n'


NEWER = Other(language="3.14", target=LINUX_AARCH64)
FREE = Other(language="3.13", flags="t", target=LINUX_PPC64LE)

every_other = pytest.mark.parametrize("other", [NEWER, FREE], ids=str)


def mirror_of(source: Source, folder: Path) -> Path:
    """A `--source-mirror` with the tarball, if Debian's pool has it.

    Only moving releases have a 3.14. Their indexes forget a version as soon as there is a newer
    one, and the pool some time later.
    """
    archive = debian_archive("sid")
    path = folder / str(source.sha256) / Path(source.urls[0]).name
    path.parent.mkdir(parents=True)
    version = path.name.removeprefix("Python-").removesuffix(".tar.xz")
    name = f"python{version.rpartition('.')[0]}"
    if archive is not None:
        url = f"{archive.uri.rstrip('/')}/pool/main/p/{name}/{name}_{version}.orig.tar.xz"
        argv = ["download-file", url, str(path), f"SHA256:{source.sha256}"]
        subprocess.run(["/usr/lib/apt/apt-helper", *argv], capture_output=True, check=False)
    return folder


def skip_without_source(error: dict[str, str]) -> None:
    """Skip, also where CONDAX_REQUIRE is set, if upstream's host or its file is not there either.

    A wrong digest is another type of error, and what upstream answers in any other way is none of
    the machine's limits.
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


@pytest.fixture(scope="session")
def report_for(
    channel: str, run_folder: Path, toolchain_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Other], dict[str, Any]]:
    """What `condax build` says of it."""

    @functools.cache
    def find(other: Other) -> dict[str, Any]:
        folder = tmp_path_factory.mktemp(other.abi)
        variant = folder / "python.yaml"
        variant.write_text(other.variant)
        recipes = [ROOT / "recipes/python", ROOT / "recipes/python_abi"]
        recipe = recipes[0] / "recipe.yaml"
        platforms = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
        values = load_variants(recipe, platforms, {"c_stdlib": ("sysroot",)}, [variant]).values
        keys = rb.VariantConfig({key: list(found) for key, found in values.items()})
        [source] = recipe_sources(recipe, [platforms], keys)
        mirror = mirror_of(source, folder / "mirror")
        options = ("-c", channel, "-m", str(variant), "--test", "native")
        report = build_once(
            recipes,
            run_folder / other.abi,
            toolchain_cache,
            *(*options, "--source-mirror", str(mirror)),
            targets=[LINUX_64, other.target],
        )
        # The other platform waits for this one, an interpreter that runs here.
        [native] = jobs_of(report, "python", LINUX_64)
        skip_without_source(native["error"] or {})
        return report

    return find


@pytest.fixture
def installer_for(
    report_for: Callable[[Other], dict[str, Any]],
    extensions: dict[str, Any],
    channel: str,
    toolchain_cache: Path,
) -> Callable[[Other], Installer]:
    def find(other: Other) -> Installer:
        toolchain = ensure_toolchain(
            build=current_platform(), targets=[other.target], cache=toolchain_cache
        )
        channels = (toolchain.url, report_for(other)["channel"], extensions["channel"], channel)
        return Installer(channels=channels, cache=toolchain_cache / "pkgs")

    return find


@every_other
def test_its_abi_is_a_package(other: Other, report_for: Callable[[Other], dict[str, Any]]) -> None:
    [job] = jobs_of(report_for(other), "python_abi", LINUX_64)
    assert (job["state"], job["build"]) == ("built", f"0_{other.abi}"), job


@every_other
@pytest.mark.parametrize("is_native", [True, False], ids=["native", "foreign"])
def test_its_package_says_what_it_is(
    other: Other, is_native: bool, report_for: Callable[[Other], dict[str, Any]]
) -> None:
    target = LINUX_64 if is_native else other.target
    [job] = jobs_of(report_for(other), "python", target)
    verdict = "passed" if is_native else "skipped"
    assert (job["state"], job["tests"]["verdict"]) == ("built", verdict), job
    artifact = load_artifact(Path(job["archive"]))
    assert not audit_artifact(artifact.path, context=context_for(artifact)).errors
    tree = open_tree(artifact.path)
    assert lint_build_details(tree, f"lib/python{other}") == ()
    python = describe_python(tree)
    assert (python.subdir, python.abi_flags) == (target.subdir, other.flags)
    assert python.version.language == other.language


@every_other
def test_the_real_one_answers_as_recorded(
    other: Other, installer_for: Callable[[Other], Installer], tmp_path: Path
) -> None:
    prefix = installer_for(other).install(tmp_path / "env", other.target, other.spec, *PACKAGES)
    python = describe_python(open_tree(prefix))
    answers = answers_of_the_real_one(prefix, other.target)
    assert compare(answers, load_golden(python), python, str(prefix)) == ()


@every_other
def test_the_one_in_disguise_answers_as_the_real_one(
    other: Other, installer_for: Callable[[Other], Installer], tmp_path: Path
) -> None:
    installer = installer_for(other)
    tools = (f"cross-python_{other.target}", f"zigcc_{other.target}")
    own = installer.install(tmp_path / "build_env", LINUX_64, other.spec, *tools)
    host = installer.install(tmp_path / "host_env", other.target, other.spec, *PACKAGES)
    done = conform(own, host, "import packaging, pybind11")
    assert (done.returncode, done.stdout) == (0, CONFORMS), done.stderr


def test_what_is_recorded_without_the_global_lock_is_what_it_answers(
    installer_for: Callable[[Other], Installer], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    prefix = installer_for(FREE).install(tmp_path / "env", FREE.target, FREE.spec, *PACKAGES)
    again = record_again(prefix, FREE.target, update=request.config.getoption("--update-golden"))
    assert again == (GOLDENS / "t" / f"{FREE.target}.json").read_text(encoding="utf-8")
