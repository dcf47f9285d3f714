"""Selectors as rattler-build and conda-build find them; both read each of these lines so."""

from __future__ import annotations

import pytest

from condax.errors import ConfigError
from condax.platforms import Platforms
from condax.platforms.table import LINUX_64
from condax.variants import find_lost_lists, parse_variants, select_lines_of_conda_build
from condax.variants.names import matcher
from condax.variants.selectors import select_lines

MATCHES = matcher(Platforms(build=LINUX_64, host=LINUX_64, target=LINUX_64), {})


@pytest.mark.parametrize(
    ("line", "by_conda_build", "by_rattler_build"),
    [
        ("python: [3.12, 3.13]", "python:", "python: [3.12, 3.13]"),
        ("c_compiler: [gcc]", "", "c_compiler: [gcc]"),
        ("a: ['x', 'y']", "a:", "a: ['x', 'y']"),
        ("a: [conda-forge]", "", "a: [conda-forge]"),
        ("  - [a, b]", "  -", "  - [a, b]"),
        ("zip_keys: [[a, b], [c, d]]", "zip_keys: [[a, b], [c, d]]", "zip_keys: [[a, b], [c, d]]"),
        ("a: [1]  # one", "a: [1]  # one", "a: [1]  # one"),
        ("a: [1]  # [linux]", "a: [1]", "a: [1]  # [linux]"),
        ("a: [1]  # [win]", "", ""),
        ("a: []", "a: []", "a: []"),
        ("  - x [linux]", "  - x", "  - x [linux]"),
        ("  - x [win]", "", "  - x [win]"),
        ("  - 'x [win]'", "  - 'x [win]'", "  - 'x [win]'"),
        ("  - x  # [win] more", "", ""),
        ("  - x  # [win] (more)", "  - x  # [win] (more)", ""),
        ("# a: [win]", "", ""),
    ],
)
def test_a_line_of_a_variant_file(line: str, by_conda_build: str, by_rattler_build: str) -> None:
    assert select_lines_of_conda_build(line, MATCHES) == by_conda_build
    assert select_lines(line, MATCHES) == by_rattler_build


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n  - 1\npython: [3.12, 3.13]\n", (3, 9, 12)),
        ("zip_keys:\n  - [a, b]\n", (2, 5, 6)),
        ("a:\n  [1, 2]\n", (2, 3, 6)),
        ("a: &a [1]\n", (1, 7, 3)),
    ],
)
def test_a_list_that_conda_build_loses_is_warned_of(text: str, place: tuple[int, ...]) -> None:
    [found] = find_lost_lists(text, "conda_build_config.yaml")
    assert found.span is not None
    assert (found.span.line, found.span.column, found.span.length) == place


@pytest.mark.parametrize(
    "line",
    ["a: [1]  # [linux]", "- x [win]", "a: [[1]]", "a: []", "# a: [1]", f"a: {'&' * 200} b [x]"],
)
def test_other_brackets_are_no_lost_list(line: str) -> None:
    assert find_lost_lists(line, "conda_build_config.yaml") == ()


def test_a_list_that_is_no_expression_is_an_error_as_in_conda_build() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_variants(
            "a:\n  - 1\npython: [3.12.*, 3.13.*]\n",
            "c.yaml",
            MATCHES,
            select=select_lines_of_conda_build,
        )
    (found,) = caught.value.diagnostics
    assert found.hint == "write one value a line, each behind `- `"
    assert found.span is not None
    assert (found.span.line, found.span.column) == (3, 10)
