"""A wheel as a conda package: whl2conda's work, with its renaming of PyPI's names to conda's."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from condax.channel.archive import EPOCH, pack_tree
from condax.errors import ToolFailedError, VerificationError
from condax.system.files import refusals, temporary_directory, write_text
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def convert_wheel(wheel: Path, name: str, folder: Path, env: Mapping[str, str]) -> Path:
    """Write the noarch package `name` of a wheel into `folder`; returns its path.

    Raises `VerificationError` for a wheel with compiled parts, `ToolFailedError` when whl2conda
    refuses it for another reason.
    """
    if not wheel.name.endswith("-none-any.whl"):
        raise VerificationError(
            f"{wheel.name!r} is not a wheel for any platform",
            hint="build the project from a recipe: `condax new` writes one",
            where=str(wheel),
        )
    with temporary_directory(folder) as scratch:
        options = ("--batch", "--quiet", "--ignore-pyproject", "--format", "tree")
        argv = [sys.executable, "-m", "whl2conda", "convert", str(wheel), *options]
        try:
            run([*argv, "--out-dir", str(scratch)], env=env)
        except ToolFailedError as e:
            raise ToolFailedError(
                f"whl2conda makes no package of {wheel.name}",
                hint="pin another version, or write a recipe: `condax new` does",
                where=str(wheel),
                argv=e.argv,
                returncode=e.returncode,
                tail=e.tail,
            ) from e
        (tree,) = scratch.iterdir()
        with refusals(folder):
            return pack_tree(_correct(tree, name), folder)


def _correct(tree: Path, name: str) -> Path:
    """Make a pinned wheel the same package everywhere, under the name that is asked for.

    whl2conda records the moment of its work, lists files as the file system does, and makes
    `typing-extensions` of any `--name typing_extensions`.
    """
    info = tree / "info"
    index = json.loads((info / "index.json").read_text(encoding="utf-8"))
    index |= {"name": name, "timestamp": EPOCH * 1000}
    write_text(info / "index.json", json.dumps(index, indent=2))
    paths = json.loads((info / "paths.json").read_text(encoding="utf-8"))
    paths["paths"].sort(key=lambda entry: entry["_path"])
    write_text(info / "paths.json", json.dumps(paths, indent=2))
    write_text(info / "files", "".join(f"{entry['_path']}\n" for entry in paths["paths"]))
    return tree.rename(tree.with_name(f"{name}-{index['version']}-{index['build']}"))
