from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


@pytest.mark.parametrize(
    "path", ["/home/me/build_env/venv/bin/python", "/usr/bin/python3", "/opt/bin/python3.13t"]
)
def test_a_python_outside_of_the_prefix_is_an_error(
    path: str, audit: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    (found,) = audit({"bin/tool": f"#!{path}\nprint()\n"})
    assert (found.code, found.path) == ("CV134", "bin/tool")
    assert found.message == f"the script starts {path!r}, which is not in the prefix"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bin/tool", "#!/usr/bin/env python"),
        ("bin/tool", "#!/bin/sh"),
        ("bin/tool", "#!/usr/bin/pythonic"),
        ("share/tool/example.py", "#!/usr/bin/python3"),
    ],
)
def test_other_scripts_pass(name: str, line: str, names: Callable[..., list[str]]) -> None:
    assert names({name: f"{line}\n"}) == []
