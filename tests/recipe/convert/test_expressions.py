"""Expressions of v0 in the words of v1."""

from __future__ import annotations

import pytest

from condax.recipe.convert.expressions import negated, to_v1_expression
from condax.recipe.expression import ExpressionError


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("linux and not  aarch64", "linux and not  aarch64"),
        ("py >= 38", 'match(python, ">=3.8")'),
        ("py<310", 'match(python, "<3.10")'),
        ("py > 38", 'match(python, ">=3.9")'),
        ("py <= 38", 'match(python, "<3.9")'),
        ("py == 39 or win", 'match(python, "3.9.*") or win'),
        ("py != 39", 'match(python, "!=3.9.*")'),
        ("38 <= py < 311", 'match(python, ">=3.8") and match(python, "<3.11")'),
        ("py in (38, 39)", 'match(python, "3.8.*|3.9.*")'),
        ("py not in (38, 39)", 'not match(python, "3.8.*|3.9.*")'),
        ("np < 20", 'match(numpy, "<2.0")'),
        ("py27 and unix", 'match(python, "2.7.*") and unix'),
        ("build_platform != target_platform", "build_platform != host_platform"),
        ("x86 and win", "x86_64 and win"),
        ("python.startswith('3')", 'python is startingwith("3")'),
        ("not x.startswith('a')", 'not x is startingwith("a")'),
        ("version.split('.')[0]", '(version | split("."))[0]'),
        ("int(x.split('.')[1]) + 1", '(x | split("."))[1] | int + 1'),
        ("'.'.join(parts)", 'parts | join(".")'),
        ("x is None", "x is none"),
        ("name|lower|string", 'name | lower ~ ""'),
        ("pin_subpackage(name, max_pin='x.x')", 'pin_subpackage(name, upper_bound="x.x")'),
        ("pin_subpackage('a', exact=True)", 'pin_subpackage("a", exact=true)'),
        ("pin_subpackage('a', max_pin='x', exact=1)", 'pin_subpackage("a", exact=true)'),
        (
            "pin_subpackage('a', 'x', 'x.x')",
            'pin_subpackage("a", lower_bound="x", upper_bound="x.x")',
        ),
        ("pin_compatible('a', max_pin=None)", 'pin_compatible("a", upper_bound=none)'),
        ("environ.get('A', 'b')", 'env.get("A", default="b")'),
        ("os.getenv('A') == '1'", 'env.get("A", default="") == "1"'),
        ("x and os.getenv('A') == '1'", 'x and env.get("A", default="") == "1"'),
        ("not environ.get('A')", 'not env.get("A", default="")'),
        ("environ.get('A') or 'x'", 'env.get("A", default="") or "x"'),
        ("'x' if y and environ.get('A') else z", '"x" if y and env.get("A", default="") else z'),
        ("environ.get('A') is not None", 'env.exists("A")'),
        ("environ.get('A', None) == None", 'not env.exists("A")'),
        ("environ.get('A', 'b') is None", 'env.get("A", default="b") is none'),
        ("os.environ['A']", 'env.get("A")'),
        ("'A' in os.environ", 'env.exists("A")'),
        ("'A' not in environ", 'not env.exists("A")'),
        ("py", "python | version_to_buildstring"),
        ("CONDA_PY", "python | version_to_buildstring"),
        ("'x%s-y' % py", '"x" ~ python | version_to_buildstring ~ "-y"'),
        ("(a or b) and (c if d else e)", "(a or b) and (c if d else e)"),
    ],
)
def test_an_expression_says_the_same_in_v1(old: str, new: str) -> None:
    assert to_v1_expression(old) == new


@pytest.mark.parametrize(
    "expression",
    [
        "py + 1",
        "os.sep",
        "float(x)",
        "x | title",
        "'%s %s' % (x, y)",
        "load_setup_py_data()",
        "x.zfill(3)",
        "os.getenv('A')",
        "environ.get('A') == ''",
        "environ.get('A') in (None, '1')",
        "py >= 3",
        "1 +",
    ],
)
def test_what_v1_has_no_words_for_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError):
        to_v1_expression(expression)


def test_the_opposite_of_a_condition_has_no_two_negations() -> None:
    assert negated("not win") == "win"
    assert negated("win or osx") == "not (win or osx)"
