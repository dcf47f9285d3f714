"""A wheel as a conda package: whl2conda's work, with its renaming of PyPI's names to conda's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from condax.errors import ToolFailedError, VerificationError
from condax.system.files import refusals, temporary_directory
from condax.system.process import run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def convert_wheel(wheel: Path, folder: Path, env: Mapping[str, str]) -> Path:
    """Write the noarch package of a wheel into `folder`; returns its path.

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
        options = ("--batch", "--quiet", "--ignore-pyproject", "--format", "V2")
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
        (package,) = scratch.glob("*.conda")
        with refusals(folder):
            return package.replace(folder / package.name)
