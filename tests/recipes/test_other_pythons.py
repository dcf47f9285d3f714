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
from condax.python.cross import CrossPython
from condax.python.identity import ABSENT, GOLDENS, compare, load_golden
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
class OtherPython:
    """One Python that is not what most tests are made with."""

    python: CrossPython
    target: Platform
    is_in_a_stable_release: bool
    """Whether a release of Debian has the source for years."""

    def __str__(self) -> str:
        return f"{self.python.language}{self.python.flags}"

    @property
    def variant(self) -> str:
        is_free = "yes" if self.python.flags else "no"
        return f'python: ["{self.python.language}"]\nfreethreading: ["{is_free}"]\n'


NEWER = OtherPython(
    python=CrossPython(minor=14), target=LINUX_AARCH64, is_in_a_stable_release=False
)
FREE = OtherPython(
    python=CrossPython(minor=13, flags="t"), target=LINUX_PPC64LE, is_in_a_stable_release=True
)

every_other = pytest.mark.parametrize("other", [NEWER, FREE], ids=str)


def source_of(variant: Path) -> Source:
    """The tarball that the recipe wants."""
    recipe = ROOT / "recipes/python/recipe.yaml"
    platforms = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
    values = load_variants(recipe, platforms, {"c_stdlib": ("sysroot",)}, [variant]).values
    keys = rb.VariantConfig({key: list(found) for key, found in values.items()})
    [source] = recipe_sources(recipe, [platforms], keys)
    return source


def mirror_of(source: Source, folder: Path) -> str:
    """Fill a `--source-mirror` with the tarball, if Debian's pool has it; else the reason.

    Only moving releases have a 3.14. Their indexes forget a version as soon as there is a newer
    one, and the pool some time later.
    """
    path = folder / str(source.sha256) / Path(source.urls[0]).name
    path.parent.mkdir(parents=True)
    archive = debian_archive("sid")
    if archive is None:
        return "apt has no archive of Debian"
    version = path.name.removeprefix("Python-").removesuffix(".tar.xz")
    name = f"python{version.rpartition('.')[0]}"
    url = f"{archive.uri.rstrip('/')}/pool/main/p/{name}/{name}_{version}.orig.tar.xz"
    # What is there in part, or is another file, must not be taken for the source.
    scratch = folder.with_name("download")
    scratch.mkdir()
    argv = ["download-file", url, str(scratch / path.name), f"SHA256:{source.sha256}"]
    done = subprocess.run(
        ["/usr/lib/apt/apt-helper", *argv], capture_output=True, text=True, check=False
    )
    if done.returncode:
        return " ".join(done.stderr.split())
    (scratch / path.name).rename(path)
    return ""


def out_of_reach(error: dict[str, str]) -> str:
    """Why upstream's file cannot be had, where its host or the file is not there.

    A wrong digest is another type of error, and what upstream answers in any other way is none of
    the machine's limits.
    """
    url = error.get("where", "")
    if error.get("type") != SystemRefusedError.__name__ or not url.startswith("https://"):
        return ""
    try:
        urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=30).close()
    except urllib.error.HTTPError as e:
        if e.code != HTTPStatus.NOT_FOUND:
            raise
        return f"{url} does not exist"
    except urllib.error.URLError as e:
        if isinstance(e.reason, ssl.SSLError):
            raise
        return f"{url} is out of reach: {e.reason}"
    return ""


@dataclass(frozen=True, kw_only=True)
class Build:
    """What `condax build` says of a Python."""

    report: dict[str, Any]
    obstacle: str
    """Why there is no source, where this machine is not to blame; empty if there is one."""

    @property
    def complete(self) -> dict[str, Any]:
        """The report with an interpreter; without the source the test is skipped.

        Also where CONDAX_REQUIRE is set: neither pip nor apt has the file for sure.
        """
        if self.obstacle:
            pytest.skip(self.obstacle)
        return self.report


@pytest.fixture(scope="session")
def build_of(
    channel: str, run_folder: Path, toolchain_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[OtherPython], Build]:
    @functools.cache
    def find(other: OtherPython) -> Build:
        folder = tmp_path_factory.mktemp(other.python.build_tag)
        variant, mirror = folder / "python.yaml", folder / "mirror"
        variant.write_text(other.variant)
        problem = mirror_of(source_of(variant), mirror)
        options = ("-m", str(variant), "--source-mirror", str(mirror), "--test", "native")
        report = build_once(
            [ROOT / "recipes/python", ROOT / "recipes/python_abi"],
            run_folder / other.python.build_tag,
            toolchain_cache,
            *(*options, "-c", channel),
            targets=[LINUX_64, other.target],
        )
        # The other platform waits for this one, an interpreter that runs here.
        [native] = jobs_of(report, "python", LINUX_64)
        obstacle = "" if other.is_in_a_stable_release else out_of_reach(native["error"] or {})
        return Build(report=report, obstacle=obstacle and f"{obstacle}; Debian's pool: {problem}")

    return find


@pytest.fixture
def installer_for(
    build_of: Callable[[OtherPython], Build],
    extensions: dict[str, Any],
    channel: str,
    toolchain_cache: Path,
) -> Callable[[OtherPython], Installer]:
    def find(other: OtherPython) -> Installer:
        toolchain = ensure_toolchain(
            build=current_platform(), targets=[other.target], cache=toolchain_cache
        )
        channels = (
            toolchain.url,
            build_of(other).complete["channel"],
            extensions["channel"],
            channel,
        )
        return Installer(channels=channels, cache=toolchain_cache / "pkgs")

    return find


@every_other
def test_its_abi_is_a_package(other: OtherPython, build_of: Callable[[OtherPython], Build]) -> None:
    [job] = jobs_of(build_of(other).report, "python_abi", LINUX_64)
    assert (job["state"], job["build"]) == ("built", f"0_{other.python.build_tag}"), job


@every_other
@pytest.mark.parametrize("is_native", [True, False], ids=["native", "foreign"])
def test_it_is_built_and_its_package_describes_it(
    other: OtherPython, is_native: bool, build_of: Callable[[OtherPython], Build]
) -> None:
    target = LINUX_64 if is_native else other.target
    [job] = jobs_of(build_of(other).complete, "python", target)
    verdict = "passed" if is_native else "skipped"
    assert (job["state"], job["tests"]["verdict"]) == ("built", verdict), job
    artifact = load_artifact(Path(job["archive"]))
    assert not audit_artifact(artifact.path, context=context_for(artifact)).errors
    tree = open_tree(artifact.path)
    assert lint_build_details(tree, f"lib/python{other}") == ()
    python = describe_python(tree)
    assert (python.subdir, python.abi_flags) == (target.subdir, other.python.flags)
    assert python.version.language == other.python.language


def test_the_newer_one_answers_as_recorded(
    installer_for: Callable[[OtherPython], Installer], tmp_path: Path
) -> None:
    installer = installer_for(NEWER)
    prefix = installer.install(tmp_path / "env", NEWER.target, NEWER.python.spec, *PACKAGES)
    python = describe_python(open_tree(prefix))
    answers = answers_of_the_real_one(prefix, NEWER.target)
    unanswered = [text for text, answer in answers.items() if answer == ABSENT]
    assert [text.partition(".")[0] for text in unanswered] == ["numpy"]
    assert compare(answers, load_golden(python), python, str(prefix)) == ()


@every_other
def test_the_one_in_disguise_answers_as_the_real_one(
    other: OtherPython, installer_for: Callable[[OtherPython], Installer], tmp_path: Path
) -> None:
    installer = installer_for(other)
    tools = (f"cross-python_{other.target}", f"zigcc_{other.target}")
    own = installer.install(tmp_path / "build_env", LINUX_64, other.python.spec, *tools)
    host = installer.install(tmp_path / "host_env", other.target, other.python.spec, *PACKAGES)
    done = conform(own, host, "import packaging, pybind11")
    assert (done.returncode, done.stdout) == (0, CONFORMS), done.stderr


def test_what_is_recorded_without_the_global_lock_is_what_it_answers(
    installer_for: Callable[[OtherPython], Installer],
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    prefix = installer_for(FREE).install(tmp_path / "env", FREE.target, FREE.python.spec, *PACKAGES)
    again = record_again(prefix, FREE.target, update=request.config.getoption("--update-golden"))
    assert again == (GOLDENS / "t" / f"{FREE.target}.json").read_text(encoding="utf-8")
