from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


@pytest.mark.parametrize(
    "files",
    [
        {"include/tool.h": "int tool(void);"},
        {"lib/libtool.so": PurePosixPath("libtool.so.1")},
    ],
    ids=["headers", "link"],
)
def test_a_library_to_link_with_needs_run_exports(
    files: dict[str, str | PurePosixPath],
    audit: Callable[..., tuple[Diagnostic, ...]],
    make_elf: Callable[..., bytes],
) -> None:
    (found,) = audit({"lib/libtool.so.1": make_elf(soname="libtool.so.1"), **files})
    assert (found.name, found.path) == ("missing-run-exports", "lib/libtool.so.1")
    assert found.severity is Severity.WARNING


def test_with_run_exports_it_passes(
    names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    files = {
        "lib/libtool.so.1": make_elf(soname="libtool.so.1"),
        "include/tool.h": "int tool(void);",
        "info/run_exports.json": '{"weak": ["tool >=1"]}',
    }
    assert names(files) == []


@pytest.mark.parametrize(
    "name", ["lib/libtool.so.1", "lib/tool/plugin.so", "lib/python3.11/lib-dynload/_x.so"]
)
def test_libraries_that_nobody_links_with_pass(
    name: str, names: Callable[..., list[str]], make_elf: Callable[..., bytes]
) -> None:
    assert names({name: make_elf(soname="libtool.so.1")}) == []
