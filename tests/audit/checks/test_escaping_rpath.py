from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


@pytest.mark.parametrize(
    ("rpath", "problem"),
    [
        ("$ORIGIN/../../lib", "leaves the prefix"),
        ("${ORIGIN}/../x/../../lib", "leaves the prefix"),
        ("lib", "depends on the folder that the program is started in"),
        ("$ORIGIN::$ORIGIN/../lib", "depends on the folder that the program is started in"),
    ],
)
def test_rpaths_outside_of_the_prefix_are_reported(
    rpath: str,
    problem: str,
    audit: Callable[..., tuple[Diagnostic, ...]],
    make_elf: Callable[..., bytes],
) -> None:
    (found,) = audit({"bin/tool": make_elf(runpath=rpath)})
    assert (found.name, found.path) == ("escaping-rpath", "bin/tool")
    assert found.message.endswith(problem)


@pytest.mark.parametrize("rpath", ["$ORIGIN", "$ORIGIN/../lib", "${ORIGIN}/..", "$ORIGIN/./."])
def test_rpaths_inside_pass(
    rpath: str, names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({"bin/tool": make_elf(rpath=rpath)}) == []
