"""The reference page is what the tables say, and the tables are what activation does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.platforms import get_platform
from condax.toolchain.activation import (
    CROSS_VARIABLES,
    CXX_VARIABLES,
    VARIABLES,
    compiler_flags,
    language_variables,
)
from condax.toolchain.docs import (
    APPENDED,
    CMAKE_ARGS,
    MAPPED,
    MESON_ARGS,
    VALUES,
    render_reference,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "activation.md"
ENVIRONMENTS = Path(__file__).parent / "golden" / "activation"
BUILD = get_platform("linux-64")
POWER = get_platform("linux-ppc64le")
SUBDIRS = ("linux-64", "linux-aarch64", "linux-ppc64le")
MODES = {"build": "<PREFIX>", "shell": "<BUILD_PREFIX>"}


@pytest.mark.golden
def test_the_reference_page_is_what_the_tables_say(request: pytest.FixtureRequest) -> None:
    text = render_reference(BUILD, [get_platform(subdir) for subdir in SUBDIRS])
    if request.config.getoption("--update-golden"):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def documented(subdir: str, mode: str) -> dict[str, str]:
    """Every variable as the page has it, with the names of the golden environments."""
    target, cross = get_platform(subdir), subdir != BUILD.subdir
    chosen = {"always"} | ({"in a build"} if mode == "build" else set())
    chosen |= {"cross"} if cross else set()

    def fill(text: str) -> str:
        words = {
            **{"{T}": str(target.conda_triplet), "{B}": str(BUILD.conda_triplet)},
            **{"{P}": MODES[mode], "{S}": "Linux", "{M}": str(target.processor)},
            **dict.fromkeys(("$CONDA_PREFIX", "$BUILD_PREFIX"), "<BUILD_PREFIX>"),
            **{"$SRC_DIR": "/build/src", "$PKG_NAME": "xz", "$PKG_VERSION": "5.4.1"},
        }
        for name, value in words.items():
            text = text.replace(name, value)
        return text

    def arguments(groups: Mapping[str, tuple[str, ...]]) -> str:
        return " ".join(fill(word) for when in groups if when in chosen for word in groups[when])

    def flags(name: str) -> str:
        return fill(f"{compiler_flags(target)[name]} {APPENDED[name]}")

    return {
        **{name: fill(value) for name, value in VALUES.items()},
        **({name: fill(value) for name, value in MAPPED.items()} if mode == "build" else {}),
        "CONDA_BUILD_CROSS_COMPILATION": "1" if cross else "",
        **{name: flags(name) for name in APPENDED},
        "CMAKE_ARGS": arguments(CMAKE_ARGS),
        "MESON_ARGS": arguments(MESON_ARGS),
    }


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("subdir", SUBDIRS)
def test_the_page_says_what_activation_does(subdir: str, mode: str) -> None:
    text = (ENVIRONMENTS / f"{subdir}-{mode}.txt").read_text().partition("\n\n")[0]
    environment = dict(line.split("=", 1) for line in text.splitlines())
    languages = language_variables(BUILD, get_platform(subdir))
    assert documented(subdir, mode) == {
        name: value for name, value in environment.items() if name not in languages
    }


def test_the_page_names_every_variable() -> None:
    page = PAGE.read_text()
    assert [
        name
        for name in (
            *(*VARIABLES, *CXX_VARIABLES, *CROSS_VARIABLES),
            *language_variables(BUILD, POWER),
        )
        if f"`{name}`" not in page and f"### {name}" not in page
    ] == []
