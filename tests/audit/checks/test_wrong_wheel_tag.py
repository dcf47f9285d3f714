from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic

WHEEL = "lib/python3.13/site-packages/tool-1.0.dist-info/WHEEL"


def text(*tags: str) -> str:
    return "Wheel-Version: 1.0\n" + "".join(f"Tag: {tag}\n" for tag in tags)


@pytest.mark.parametrize(
    ("tag", "fact"),
    [
        ("cp313-cp313-linux_x86_64", "not for linux-aarch64"),
        ("cp313-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64", "not for linux-aarch64"),
        ("cp312-cp312-linux_aarch64", "not for Python 3.13"),
    ],
)
def test_a_tag_that_the_package_contradicts_is_an_error(
    tag: str, fact: str, audit: Callable[..., tuple[Diagnostic, ...]]
) -> None:
    (found,) = audit({WHEEL: text(tag)})
    assert (found.code, found.path) == ("CV133", WHEEL)
    assert found.message == f"{f'Tag: {tag}'!r} is {fact}"


def test_a_noarch_package_has_no_platform_tag(names: Callable[..., list[str]]) -> None:
    files = {"site-packages/tool-1.0.dist-info/WHEEL": text("cp313-cp313-linux_aarch64")}
    assert names(files, subdir="noarch") == ["wrong-wheel-tag"]


@pytest.mark.parametrize(
    "tags",
    [
        ("py2-none-any", "py3-none-any"),
        ("cp313-cp313-linux_aarch64",),
        ("cp313-cp313t-manylinux_2_17_aarch64",),
        ("cp310-abi3-linux_aarch64",),
    ],
    ids=lambda tags: tags[0],
)
def test_fitting_tags_pass(tags: tuple[str, ...], names: Callable[..., list[str]]) -> None:
    assert names({WHEEL: text(*tags)}) == []
