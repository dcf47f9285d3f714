from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic

FOLDER = "lib/python3.13/site-packages/__pycache__"


def test_bytecode_of_another_version_is_a_warning(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    (found,) = audit({f"{FOLDER}/tool.cpython-311.opt-1.pyc": b"code"})
    assert (found.code, found.severity.value) == ("CV132", "warning")
    assert found.message == "the code is for Python 3.11, the folder for 3.13"


@pytest.mark.parametrize(
    "name", [f"{FOLDER}/tool.cpython-313.pyc", "share/tool/__pycache__/tool.cpython-311.pyc"]
)
def test_other_bytecode_passes(name: str, names: Callable[..., list[str]]) -> None:
    assert names({name: b"code"}) == []
