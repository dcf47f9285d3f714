"""The expression language, compared with rattler-build's where that knows the construct."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
import rattler_build as rb
from hypothesis import given, settings
from hypothesis import strategies as st

from condax.recipe.expression import (
    ExpressionError,
    UndefinedNameError,
    evaluate_condition,
    evaluate_expression,
    evaluate_selector,
    variables_of,
)
from condax.recipe.operators import to_text

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "linux": True,
    "win": False,
    "aarch64": True,
    "target_platform": "linux-aarch64",
    "build_platform": "linux-64",
    "python": "3.11.* *_cpython",
    "level": 3,
    "environ": {},
    "os": {"environ": {}},
}

SHARED = [
    "true",
    "True",
    "none",
    "1.0",
    "1/2",
    "7//2",
    "7 % 4",
    "2**3",
    "-3|abs",
    "3.0 * 2",
    "0x10",
    "1_000",
    "1e3",
    '"a" ~ 1',
    '"a" * 3',
    '"a" "b"',
    '"\\t|"',
    '[1, "a"]',
    '{"a": 1}',
    '{"a": 1}.a',
    "[1] + [2]",
    '("a", "b")[1]',
    '"abc"[1:]',
    "[1, 2, 3][:2]",
    '"a" if win',
    '"a" if linux',
    '"a" if win else "b" if aarch64 else "c"',
    "not win and linux",
    "1 < 2 < 3",
    '"3" > 4',
    '4 <= "3"',
    "none < 1",
    '[1] > "a"',
    '"a" in "abc"',
    "3 not in [1, 2]",
    '"a" or "b"',
    "0 or level",
    "1 and 2",
    '"1.10" > "1.9"',
    "1 == 1.0",
    "level + 1",
    "nothing is defined",
    "level is number",
    "level is odd",
    "level is not even",
    '"a" is startingwith("a")',
    'nothing | default("d")',
    '"a.b" | split(".") | join("-")',
    '"1.2.3" | replace(".", "_")',
    "python | version_to_buildstring",
    '"5" | int + 1',
    "[3, 1] | sort",
    '["b", "a", "b"] | unique | list',
    "[3, 1] | max",
    "[1, 2] | first",
    '"abc" | length',
    '"abc" | reverse',
    '"aBc" | upper | lower',
    '" a " | trim',
    "10 | bool",
    "win or aarch64",
]
FAILING = [
    "nothing",
    "nothing == 1",
    "not nothing",
    '"a".split(".")',
    '"x" | title',
    '"%s" % 1',
    "1 +",
    "1 1",
    "(1",
    "$",
    '"a" - 1',
    "level()",
    "level is hopeful",
]


def by_rattler_build(expression: str, folder: Path) -> str:
    recipe = rb.Stage0Recipe.from_dict(
        {
            "package": {"name": "x", "version": "1"},
            "about": {"summary": "|${{ " + expression + " }}|"},
        },
        recipe_dir=folder,
    )
    platform = rb.PlatformConfig(
        target_platform="linux-aarch64", host_platform="linux-aarch64", build_platform="linux-64"
    )
    variant = rb.VariantConfig({"python": ["3.11.* *_cpython"], "level": [3]})
    (output,) = recipe.render(variant, rb.RenderConfig(platform=platform))
    return str(output.recipe.to_dict()["about"]["summary"])[1:-1]


@pytest.mark.parametrize("expression", SHARED)
def test_values_are_those_of_rattler_build(expression: str, tmp_path: Path) -> None:
    expected = by_rattler_build(expression, tmp_path)
    assert to_text(evaluate_expression(expression, NAMES)) == expected


@pytest.mark.parametrize("expression", FAILING)
def test_what_rattler_build_refuses_is_an_error(expression: str, tmp_path: Path) -> None:
    with pytest.raises(rb.RattlerBuildError):
        by_rattler_build(expression, tmp_path)
    with pytest.raises(ExpressionError):
        evaluate_condition(expression, NAMES)


def test_a_condition_needs_the_names_it_reads() -> None:
    assert evaluate_condition("linux or nothing", NAMES)
    with pytest.raises(UndefinedNameError, match="'nothing' has no value") as caught:
        evaluate_condition("linux and nothing", NAMES)
    assert caught.value.name == "nothing"


@pytest.mark.parametrize(
    ("selector", "holds"),
    [
        ("linux and not win", True),
        ("nothing", False),
        ("not nothing", True),
        ("nothing == 'a'", False),
        ("build_platform != nothing", True),
        ("python.startswith('3.11')", True),
        ("int(python.split('.')[1]) >= 11", True),
        ("level in (3, 4)", True),
        ("'3.11' in python", True),
        ("python is None", False),
        ("nothing is not None", True),
        # Python has no such constants: they are names without a value, hence `False`.
        ("nothing is none", True),
        ("python is not none", True),
        ("linux == true", False),
        ("not true", True),
        ("linux is True", True),
        ("level is 3", True),
        ("python is string", False),
        ("environ.get('X', '') == ''", True),
        ("os.environ.get('X')", False),
        ("len(python) > 3 and str(level) == '3'", True),
    ],
)
def test_selectors_are_read_as_conda_build_reads_them(selector: str, holds: bool) -> None:
    assert evaluate_selector(selector, NAMES) is holds


def test_methods_belong_to_selectors_alone() -> None:
    with pytest.raises(ExpressionError, match="no attribute 'startswith'"):
        evaluate_condition("python.startswith('3')", NAMES)


@pytest.mark.parametrize(
    "expression",
    [
        "().__class__",
        "linux.__class__",
        "python.format(1)",
        "environ['X']",
        "python | upper == 'X'",
        "python ~ 'X' == 'X'",
        "__import__('os')",
        "python.__init__",
        "open('/etc/passwd')",
    ],
)
def test_nothing_of_python_is_within_reach(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate_selector(expression, NAMES)


@pytest.mark.parametrize(
    "expression",
    [
        "9**9**9**9**9",
        "'a' * 10000000000",
        "(" * 5000 + ")" * 5000,
        "-" * 100_000 + "1",
        "+".join("1" * 3000),
        "not " * 3000 + "1",
        "'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaa')" * 90,
        "[" * 60 + "]" * 60,
        "1" * 5000,
    ],
    ids=lambda text: str(text)[:12],
)
def test_hostile_expressions_end_soon(expression: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate_selector(expression, {})


def test_variables_are_the_names_read_without_functions() -> None:
    expression = 'match(python, ">=3.9") and not (env.get("X") or cuda) and compiler("c") == level'
    assert variables_of(expression) == {"python", "cuda", "level"}


def test_an_error_says_where_it_is() -> None:
    with pytest.raises(ExpressionError, match="unexpected '>'") as caught:
        evaluate_expression("linux and > 3", NAMES)
    assert (caught.value.offset, caught.value.length) == (10, 1)


@given(st.text(alphabet="ab1 .+-*/~|()[]{}<>=!'\",:notifelsrd", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_has_a_value_or_an_expression_error(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        assert evaluate_selector(text, NAMES) in {True, False}
