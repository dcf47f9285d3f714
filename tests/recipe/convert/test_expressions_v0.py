"""Expressions of v1 in the words of v0."""

from __future__ import annotations

import pytest

from condax.recipe.convert.expressions_v0 import to_v0_expression, to_v0_selector
from condax.recipe.syntax import ExpressionError


@pytest.mark.parametrize(
    ("v1", "v0"),
    [
        ("win or  osx", "win or  osx"),
        ("build_platform != host_platform", "build_platform != target_platform"),
        ('match(python, ">=3.8")', "py >= 38"),
        ('match(python, ">=3.8,<3.12") and win', "py >= 38 and py < 312 and win"),
        ('match(python, "3.9.*|3.10.*")', "py == 39 or py == 310"),
        ('match(python, "3.9.*|3.10.*") and win', "(py == 39 or py == 310) and win"),
        ('match(python, "!=3.9.*")', "py != 39"),
        ('match(python, ">=3")', "py3k"),
        ('match(numpy, "1.26")', "np == 126"),
        ("not true", "not True"),
        ("x86 and unix", "x86 and not x86_64 and unix"),
        ('x is startingwith("a")', 'x.startswith("a")'),
        ("x | int > 3", "int(x) > 3"),
        ('mpi | lower == "nompi"', 'mpi.lower() == "nompi"'),
        ("${{ is_abi3 }}", "is_abi3"),
        ("is_linux(build_platform)", 'build_platform.startswith("linux-")'),
        ("is_unix(host_platform)", 'not target_platform.startswith("win-")'),
    ],
)
def test_a_condition_says_the_same_in_a_selector(v1: str, v0: str) -> None:
    assert to_v0_selector(v1) == v0


@pytest.mark.parametrize(
    ("v1", "v0"),
    [
        ('compiler("c")', 'compiler("c")'),
        ("version | replace('-', '_')", "version | replace('-', '_')"),
        ('(version | split("."))[0]', 'version.split(".")[0]'),
        ("python | version_to_buildstring", "py"),
        ('"a" if win', '"a" if win else ""'),
        ("hash", "PKG_HASH"),
        ('env.get("A", default="b")', 'environ.get("A", "b")'),
        ('pin_subpackage("a", upper_bound="x.x")', 'pin_subpackage("a", max_pin="x.x")'),
        ('pin_subpackage("a", exact=true)', 'pin_subpackage("a", exact=True)'),
        ('pin_compatible("a", exact=false)', 'pin_compatible("a", min_pin=None, max_pin=None)'),
        ('pin_compatible("a", upper_bound="2.0")', 'pin_compatible("a", upper_bound="2.0")'),
        ('pin_compatible("a", lower_bound=none)', 'pin_compatible("a", min_pin=None)'),
    ],
)
def test_an_expression_says_the_same_in_braces(v1: str, v0: str) -> None:
    assert to_v0_expression(v1) == v0


@pytest.mark.parametrize(
    "condition",
    [
        'match(openssl, "3.*")',
        'match(numpy, ">=2")',
        'match(python, ">=3.8.1")',
        "x[0] == 1",
        "x is defined",
        "x ~ y == z",
        "x | sort",
    ],
)
def test_a_condition_that_v0_has_no_words_for_is_refused(condition: str) -> None:
    with pytest.raises(ExpressionError):
        to_v0_selector(condition)


@pytest.mark.parametrize(
    "expression",
    [
        'compiler("c") | replace("=", ">=")',
        'pin_subpackage("a", upper_bound="4.0")',
        "x | version_to_buildstring",
        "git.head_rev('.')",
    ],
)
def test_an_expression_that_v0_has_no_words_for_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        to_v0_expression(expression)
