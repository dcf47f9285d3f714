"""Small recipes, and builds of them with the real rattler-build; none needs a compiler."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from condax.build import BuildOptions, BuildReport, NoToolchain, build
from condax.build.variants import Compilers
from condax.platforms import current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EPOCH = "1700000000"
AARCH64 = get_platform("linux-aarch64")
HERE = current_platform()
NO_COMPILERS = Compilers(keys={})
"""For recipes that bring their compilers from a channel, or need none."""


@dataclass(kw_only=True)
class Project:
    """A folder with recipes, an output channel and a cache."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def recipe(self, name: str, text: str = "", **files: str) -> Path:
        """Write `<name>/recipe.yaml`; what the text leaves out is made up."""
        if "package:" not in text and "outputs:" not in text:
            text = f"package: {{name: {name}, version: '1.0'}}\n{text}"
        folder = self.root / "recipes" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "recipe.yaml").write_text(text, encoding="utf-8")
        for file, content in files.items():
            (folder / file.replace("__", ".")).write_text(content, encoding="utf-8")
        return folder

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    def options(self, *recipes: Path, **changes: Any) -> BuildOptions:
        base = BuildOptions(
            recipes=recipes or (self.root / "recipes",),
            targets=(AARCH64,),
            build_platform=HERE,
            output_dir=self.output,
            cache_dir=self.cache,
            cpu_count=2,
        )
        return replace(base, **changes)

    def build(self, *recipes: Path, **changes: Any) -> BuildReport:
        return build(self.options(*recipes, **changes), env=self.env, toolchain=NoToolchain())


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of the tests with a package cache of its own."""
    cache = tmp_path_factory.mktemp("rattler")
    return {**os.environ, "RATTLER_CACHE_DIR": str(cache), "SOURCE_DATE_EPOCH": EPOCH}


@pytest.fixture
def project(tmp_path: Path, environment: dict[str, str]) -> Project:
    return Project(root=tmp_path, env=environment)


@pytest.fixture(scope="session")
def make_project(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Callable[[str], Project]:
    """For fixtures that live longer than a test."""

    def make(name: str) -> Project:
        return Project(root=tmp_path_factory.mktemp(name), env=environment)

    return make


Contents = dict[str, str]


@pytest.fixture
def contents(tmp_path: Path) -> Callable[[Path], Contents]:
    """Every file of a package, metadata included, as text; links as `-> target`."""
    from rattler.package_streaming import extract

    def read(archive: Path) -> Contents:
        folder = tmp_path / "extracted" / archive.parent.parent.name / archive.name
        extract(archive, folder)
        found = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[name] = f"-> {path.readlink()}"
            elif path.is_file():
                found[name] = path.read_bytes().decode(errors="replace")
        return found

    return read


def records(channel: Path, subdir: str) -> dict[str, Any]:
    """What a channel's index names: file name → record."""
    path = channel / subdir / "repodata.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["packages.conda"]
    return found


@pytest.fixture
def index_of() -> Callable[[Path, str], dict[str, Any]]:
    return records
