from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic

FOLDER = "lib/python3.13/site-packages/tool"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "_fast.cpython-313-x86_64-linux-gnu.so",
            "the suffix is for x86_64-linux-gnu, linux-aarch64 needs aarch64-linux-gnu",
        ),
        (
            "_fast.cpython-312-aarch64-linux-gnu.so",
            "the suffix is for Python 3.12, the folder for 3.13",
        ),
        (
            "_fast.cpython-313t-aarch64-linux-gnu.so",
            "the suffix is for Python 3.13t, the folder for 3.13",
        ),
    ],
    ids=["platform", "version", "flags"],
)
def test_a_suffix_that_python_does_not_look_for_is_an_error(
    name: str,
    message: str,
    make_elf: Callable[..., bytes],
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    found = [each for each in audit({f"{FOLDER}/{name}": make_elf()}) if each.code == "CV131"]
    assert [(each.path, each.message) for each in found] == [(f"{FOLDER}/{name}", message)]


@pytest.mark.parametrize(
    "name", ["_fast.cpython-313-aarch64-linux-gnu.so", "_fast.abi3.so", "libfast.so"]
)
def test_right_suffixes_and_other_libraries_pass(
    name: str, make_elf: Callable[..., bytes], names: Callable[..., list[str]]
) -> None:
    assert "wrong-extension-suffix" not in names({f"{FOLDER}/{name}": make_elf()})
