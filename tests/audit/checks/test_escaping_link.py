from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from condax.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


@pytest.mark.parametrize(
    ("target", "fact"),
    [
        ("/usr/lib/libtool.so", "leaves the prefix"),
        ("../../libtool.so", "leaves the prefix"),
        ("nothing", "points to nothing in the package"),
        ("libtool.so", "points to nothing in the package"),
    ],
    ids=["absolute", "above", "dangling", "loop"],
)
def test_a_link_that_leads_nowhere_is_an_error(
    target: str, fact: str, audit: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    (found,) = audit({"lib/libtool.so": PurePosixPath(target)})
    assert (found.name, found.path) == ("escaping-link", "lib/libtool.so")
    assert found.severity is Severity.ERROR
    assert found.message == f"the link to {target!r} {fact}"


def test_links_to_files_folders_and_links_pass(names: Callable[..., list[str]]) -> None:
    files = {
        "lib/a": PurePosixPath("b"),
        "lib/b": PurePosixPath("../share/tool/readme"),
        "lib/c": PurePosixPath("../share"),
        "lib/d": PurePosixPath("c/tool/readme"),
    }
    assert names(files) == []


def test_a_link_through_another_that_leaves_is_reported(names: Callable[..., list[str]]) -> None:
    files = {"lib/out": PurePosixPath("/usr"), "lib/x": PurePosixPath("out/lib")}
    assert names(files) == ["escaping-link"] * 2


def test_an_unknown_dependency_may_bring_the_target(
    audit: Callable[..., tuple[Diagnostic, ...]],
) -> None:
    files = {"lib/libtool.so": PurePosixPath("libtool.so.1")}
    (found,) = audit(files, depends=("libtool",))
    assert (found.name, found.severity) == ("escaping-link", Severity.WARNING)


def test_a_known_dependency_brings_the_target(names: Callable[..., list[str]]) -> None:
    files = {"lib/libtool.so": PurePosixPath("libtool.so.1")}
    known = {"providers": {"libtool.so.1": "libtool"}}
    assert names(files, depends=("libtool",), context=known) == []
