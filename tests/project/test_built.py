"""Recipes that `condax new` writes build unedited for other platforms, and their tests pass.

One build of all is the long part; it is cached for the tests of this module.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import missing

from condax.audit import load_artifact
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64, LINUX_AARCH64, LINUX_PPC64LE
from condax.project import NewOptions, new_recipe
from condax.project.locate import SourceWish
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import load_recipe
from condax.sources import SourceOptions
from condax.system.files import write_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Golden

    from condax.platforms import Platform

CONFIG_SUB = Path("/usr/share/misc/config.sub")
RUST_LIBRARIES = Path(f"/usr/lib/rustlib/{LINUX_64.rust_target}/lib")
RECIPES = Path(__file__).parent.parent.parent / "recipes"
TARGETS = (LINUX_AARCH64, LINUX_PPC64LE)
NAMES = ("bzip2", "expat", "libffi", "lz4", "xz", "zlib")
"""A makefile, CMake below the top, autotools with and without tests, and zlib's own configure."""

CONTENTS_ONLY = ("expat",)
"""Without a program that condax knows of: their tests are the files, looked at while packaging."""

pytestmark = [pytest.mark.integration, pytest.mark.xdist_group("new-recipes")]


def wish_for(name: str) -> SourceWish:
    """The source of one of our own recipes."""
    variant = {"c_stdlib": "sysroot", "cxx_stdlib": "sysroot"}
    here = Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64)
    outputs = evaluate(load_recipe(RECIPES / name), here, variant)
    source = next(source for output in outputs for source in output.source if source.url)
    assert source.sha256 is not None
    return SourceWish(text=source.url[0], sha256=source.sha256)


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory, toolchain_cache: Path, require: Callable[[str], str]
) -> dict[str, Any]:
    """What `condax build` says about all of them."""
    for program in ("cmake", "make", "ninja"):
        require(program)
    if not CONFIG_SUB.exists():
        missing("autotools-dev", f"there is no {CONFIG_SUB}")
    folder = tmp_path_factory.mktemp("new")
    sources = SourceOptions(cache=toolchain_cache / "sources", env=os.environ)
    for name in NAMES:
        wish = wish_for(name)
        new_recipe(
            NewOptions(
                source=wish,
                sources=sources,
                folder=folder / "recipes" / name,
                # libffi 3.4.4 calls a function that it declares nowhere.
                patches=tuple(sorted((RECIPES / name).glob("*.patch"))),
            )
        ).write()
    return build(folder, "recipes", toolchain_cache, *TARGETS)


def build(folder: Path, recipes: str, cache: Path, *targets: Platform) -> dict[str, Any]:
    """What `condax build` says about the recipes of a folder."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "condax"), "build", recipes),
            *(word for target in targets for word in ("--target", target.subdir)),
            *("--json", "report.json", "--cache-dir", str(cache)),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (folder / "report.json").exists(), done.stdout + done.stderr
    content: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("target", TARGETS, ids=str)
@pytest.mark.parametrize("name", NAMES)
def test_a_new_recipe_is_built_and_tested(
    report: dict[str, Any], name: str, target: Platform
) -> None:
    (job,) = (
        job
        for job in report["jobs"]
        if Path(job["recipe"]).parent.name == name and job["subdir"] == target.subdir
    )
    assert job["state"] == "built", job["error"]
    assert job["tests"]["verdict"] == ("no tests" if name in CONTENTS_ONLY else "passed"), job


@pytest.mark.golden
def test_the_recipe_of_openssl_is_what_a_maintainer_would_write(
    tmp_path: Path, toolchain_cache: Path, golden: Golden
) -> None:
    # Its script is that of `recipes/openssl`, which tests/recipes builds.
    sources = SourceOptions(cache=toolchain_cache / "sources", env=os.environ)
    options = NewOptions(source=wish_for("openssl"), sources=sources, folder=tmp_path / "openssl")
    tree = new_recipe(options).tree
    golden("openssl/recipe.yaml", tree["recipe.yaml"])


GO = {
    "go.mod": "module example.org/hello\n\ngo 1.19\n",
    "main.go": 'package main\n\nfunc main() { println("hello") }\n',
}
RUST = {
    "Cargo.toml": "[package]\nname = 'hello'\nversion = '1.0.0'\nedition = '2021'\n",
    "Cargo.lock": 'version = 3\n\n[[package]]\nname = "hello"\nversion = "1.0.0"\n',
    "src/main.rs": 'fn main() { println!("hello") }\n',
}


PROGRAMS = {"go": (GO, LINUX_AARCH64), "rust": (RUST, LINUX_64)}
"""Projects without dependencies, and a platform that the machine's own compiler has all for."""


@pytest.mark.parametrize("language", PROGRAMS)
def test_a_new_recipe_for_go_or_rust_is_built_unedited(
    language: str, tmp_path: Path, toolchain_cache: Path, require: Callable[[str], str]
) -> None:
    files, target = PROGRAMS[language]
    require(language.replace("rust", "cargo"))
    if language == "rust" and not list(RUST_LIBRARIES.glob("libstd-*.rlib")):
        missing("rustc", f"there is no libstd in {RUST_LIBRARIES}")
    emulator = [require("qemu-aarch64-static")] if target is LINUX_AARCH64 else []
    write_tree(tmp_path / "hello-1.0.0", {**files, "LICENSE": "As you like.\n"})
    wish = SourceWish(text=str(tmp_path / "hello-1.0.0"))
    sources = SourceOptions(cache=toolchain_cache / "sources", env=os.environ)
    new_recipe(NewOptions(source=wish, sources=sources, folder=tmp_path / "recipe")).write()
    (job,) = build(tmp_path, "recipe", toolchain_cache, target)["jobs"]
    assert job["state"] == "built", job["error"]
    program = tmp_path / "hello"
    program.write_bytes(load_artifact(Path(job["archive"])).files["bin/hello"].content)
    program.chmod(0o755)
    done = subprocess.run([*emulator, program], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == "hello\n"
