"""The solver's words on environments without a solution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.emulation.unsolvable import unwrap, why_unsolvable

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulation.conftest import BuildPackage

    from condax.platforms import Platform


@pytest.fixture
def filled_channel(build_package: BuildPackage, channel: Path, aarch64: Platform) -> str:
    build_package('package: {name: here, version: "1"}\n', aarch64)
    return channel.as_uri()


@pytest.mark.integration
def test_the_missing_package_and_where_it_was_sought_are_named(filled_channel: str) -> None:
    words = why_unsolvable("linux-aarch64", ["here", "absent >=2"], [filled_channel])
    assert words is not None
    assert "absent >=2" in words
    assert words.endswith(f" (linux-aarch64; channels: {filled_channel})")


@pytest.mark.integration
def test_specs_with_a_solution_are_not_to_blame(filled_channel: str) -> None:
    assert why_unsolvable("linux-aarch64", ["here"], [filled_channel]) is None


@pytest.mark.integration
def test_a_channel_that_does_not_exist_is_named(tmp_path: Path) -> None:
    words = why_unsolvable("linux-aarch64", ["here"], [(tmp_path / "nowhere").as_uri()])
    assert words is not None
    assert "nowhere" in words


def test_text_broken_at_spaces_and_hyphens_becomes_one_line() -> None:
    text = (
        "could not:   \u00d7 No candidates were found for nobody-\n  │ has-it *, nor\n  │ this.\n"
    )
    assert unwrap(text) == "could not: No candidates were found for nobody-has-it *, nor this."
