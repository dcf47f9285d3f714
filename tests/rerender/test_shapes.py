"""`.ci_support` of feedstocks of many shapes, byte for byte in the format of conda-smithy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.rerender import load_feedstock, render_feedstock

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Golden

    from condax.rerender import Pinning

NAMES = sorted(path.stem for path in (Path(__file__).parent / "shapes").glob("*.txt"))


@pytest.mark.golden
@pytest.mark.parametrize("name", NAMES)
def test_variant_files_of_a_shape(
    name: str, feedstock: Callable[[str], Path], pinning: Pinning, golden: Golden
) -> None:
    tree = render_feedstock(load_feedstock(feedstock(name)), pinning).tree
    files = {path: text for path, text in tree.items() if path.startswith(".ci_support/")}
    files.pop(".ci_support/README")
    golden(f"shapes/{name}.txt", "".join(f"=== {p}\n{text}" for p, text in files.items()))
