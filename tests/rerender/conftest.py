"""Feedstocks from one text file each: `=== path` lines, the file's text below."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.rerender import load_pinning

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.rerender import Pinning

SHAPES = Path(__file__).parent / "shapes"
MARK = "=== "


@pytest.fixture
def pinning() -> Pinning:
    """A small one, in the shape of conda-forge's."""
    return load_pinning(SHAPES / "pinning.yaml")


@pytest.fixture
def feedstock(tmp_path: Path) -> Callable[[str], Path]:
    """`feedstock("mpi")` is the folder of a shape, `feedstock(text)` of a text of that form."""
    return lambda shape: write_shape(shape, tmp_path / "shape-feedstock")


def write_shape(shape: str, folder: Path) -> Path:
    """Write the files of a shape, or of a text of that form, below `folder`."""
    text = shape if MARK in shape else (SHAPES / f"{shape}.txt").read_text(encoding="utf-8")
    for part in text.split(MARK)[1:]:
        name, _, content = part.partition("\n")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder
