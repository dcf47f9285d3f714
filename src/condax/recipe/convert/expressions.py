"""Expressions of v0 as those of v1: versions of Python, string methods, pins."""

from __future__ import annotations

import re
from dataclasses import replace
from inspect import signature
from typing import TYPE_CHECKING

from condax.recipe.convert.environment import (
    compared,
    decided,
    of_environment,
    refuse_missing,
)
from condax.recipe.convert.substitute import substituted
from condax.recipe.convert.unparse import unparse
from condax.recipe.filters import FILTERS
from condax.recipe.grammar import parse_expression
from condax.recipe.names import FUNCTION_NAMES
from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    ExpressionError,
    Filter,
    ListOf,
    Literal,
    Name,
    Node,
    Test,
    Unary,
    walk,
    with_parts,
)
from condax.recipe.v0.names import NOT_STATIC_FUNCTIONS, NOT_STATIC_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

NOTHING: Mapping[str, Node] = {}
PYTHON_WORDS = re.compile(r"\b(?:True|False|None)\b")
RENAMED = {"target_platform": "host_platform", "x86": "x86_64", "PKG_HASH": "hash"}
PYTHONS = {
    "py3k": ">=3",
    "py2k": "<3",
    "py26": "2.6.*",
    "py27": "2.7.*",
    "py33": "3.3.*",
    "py34": "3.4.*",
    "py35": "3.5.*",
    "py36": "3.6.*",
}
NEVER = frozenset({"linux32", "win32", "arm", "nomkl", "luajit"})
NUMBERS = {"py": "python", "np": "numpy", "CONDA_PY": "python", "CONDA_NPY": "numpy"}
"""Versions as a number without dots, and the variant key that says the same in v1."""

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
METHOD_TESTS = {"startswith": "startingwith", "endswith": "endingwith"}
METHOD_FILTERS = {
    "split": "split",
    "lower": "lower",
    "upper": "upper",
    "replace": "replace",
    "strip": "trim",
}
FUNCTION_FILTERS = {"int": "int", "len": "length", "list": "list"}
PIN_WORDS = {"min_pin": "lower_bound", "max_pin": "upper_bound"}
PIN_ORDER = {
    "pin_subpackage": ("min_pin", "max_pin", "exact"),
    "pin_compatible": ("lower_bound", "upper_bound", "min_pin", "max_pin"),
}


def to_v1_expression(
    source: str, known: Mapping[str, Node] = NOTHING, *, decides: bool = False
) -> str:
    """The expression in v1, as it is if it says the same there.

    Names of `known` are replaced by what they stand for; of one that `decides` it only counts
    whether it is true. Raises `ExpressionError` for what v1 has
    no words for.
    """
    source = source.strip()
    parsed = parse_expression(source)
    reads = any(isinstance(each, Name) and each.name in known for each in walk(parsed))
    node = substituted(parsed, known) if reads else parsed
    source = unparse(node) if reads else source
    changed = decided(to_v1_node(node)) if decides else to_v1_node(node)
    refuse_missing(changed)
    return source if changed == node and not PYTHON_WORDS.search(source) else unparse(changed)


def negated(condition: str) -> str:
    """The condition that holds where this one does not."""
    try:
        node = parse_expression(condition)
    except ExpressionError:
        return f"not ({condition})"
    if isinstance(node, Unary) and node.operator == "not":
        return unparse(node.operand)
    return unparse(Unary("not", node))


def to_v1_node(node: Node) -> Node:
    """The tree in v1, innermost parts first."""
    if isinstance(node, Comparison) and (found := _version_comparison(node)) is not None:
        return found
    if (environment := of_environment(node, to_v1_node)) is not None:
        return environment
    inner = with_parts(node, to_v1_node)
    change = _CHANGES.get(type(inner))
    return inner if change is None else change(inner)


def _name(node: Name) -> Node:
    if node.name in PYTHONS:
        return _match("python", PYTHONS[node.name])
    if node.name in NEVER:
        return Literal(False)
    if node.name in NUMBERS:
        # In text `py` is the version without its dot.
        return Filter(Name(NUMBERS[node.name]), "version_to_buildstring", (), ())
    if node.name in {"os", "environ", *NOT_STATIC_FUNCTIONS, *NOT_STATIC_NAMES}:
        raise ExpressionError(f"{node.name!r} has no counterpart")
    return Name(RENAMED.get(node.name, node.name), node.offset)


def _match(key: str, spec: str) -> Node:
    return Call(Name("match"), (Name(key), Literal(spec)), ())


def _version_comparison(node: Comparison) -> Node | None:
    """`py >= 38` as `match(python, ">=3.8")`; `None` for comparisons of other things."""
    found: list[Node] = []
    left = node.first
    for operator, right in node.rest:
        one = _one_comparison(left, operator, right)
        if one is None:
            return None
        found.append(one)
        left = right
    result = found[0]
    for each in found[1:]:
        result = Binary("and", result, each)
    return result


def _one_comparison(left: Node, operator: str, right: Node) -> Node | None:
    if isinstance(right, Name) and right.name in NUMBERS and operator in FLIPPED:
        left, operator, right = right, FLIPPED[operator], left
    if not isinstance(left, Name) or left.name not in NUMBERS:
        return None
    key = NUMBERS[left.name]
    if isinstance(right, ListOf) and operator in {"in", "not in"}:
        return _one_of(key, right, negated=operator == "not in")
    if not isinstance(right, Literal) or not isinstance(right.value, int):
        return None
    return _match(key, _spec(operator, right.value))


def _one_of(key: str, versions: ListOf, *, negated: bool) -> Node | None:
    specs = [
        _spec("==", v.value)
        for v in versions.items
        if isinstance(v, Literal) and isinstance(v.value, int)
    ]
    if not specs or len(specs) != len(versions.items):
        return None
    found = _match(key, "|".join(specs))
    return Unary("not", found) if negated else found


def _spec(operator: str, number: int) -> str:
    digits = str(number)
    if len(digits) == 1:
        raise ExpressionError(f"{number} is no version such as 38 or 312")
    version = f"{digits[0]}.{digits[1:]}"
    if operator == "==":
        return f"{version}.*"
    if operator == "!=":
        return f"!={version}.*"
    # `py > 38` is false for every 3.8: the next minor version is the first that it holds for.
    if operator in {">", "<="}:
        following = f"{digits[0]}.{int(digits[1:]) + 1}"
        return f">={following}" if operator == ">" else f"<{following}"
    return f"{operator}{version}"


def _call(node: Call) -> Node:
    if isinstance(node.function, Attribute):
        return _method(node, node.function)
    name = node.function.name if isinstance(node.function, Name) else ""
    if name in PIN_ORDER:
        return _pin(node, name)
    if len(node.arguments) == 1 and name in FUNCTION_FILTERS:
        return Filter(node.arguments[0], FUNCTION_FILTERS[name], (), ())
    if name == "str" and len(node.arguments) == 1:
        return Binary("~", node.arguments[0], Literal(""))
    if name not in FUNCTION_NAMES:
        raise ExpressionError(f"the function {name!r} has no counterpart")
    return node


def _method(node: Call, function: Attribute) -> Node:
    value, name = function.value, function.name
    if name in METHOD_TESTS and len(node.arguments) == 1:
        return Test(value, METHOD_TESTS[name], node.arguments)
    if name in METHOD_FILTERS:
        return _filter(Filter(value, METHOD_FILTERS[name], node.arguments, node.keywords))
    if name == "join" and len(node.arguments) == 1:
        return Filter(node.arguments[0], "join", (value,), ())
    raise ExpressionError(f"the method {name!r} has no counterpart")


def _pin(node: Call, name: str) -> Node:
    """Bounds under the names of v1; what is the default there is left out."""
    positional = zip(PIN_ORDER[name], node.arguments[1:], strict=False)
    given = {PIN_WORDS.get(k, k): v for k, v in (*positional, *node.keywords)}
    exact = given.pop("exact", Literal(False))
    if not isinstance(exact, Literal):
        raise ExpressionError(f"`exact` of {name}() is neither true nor false")
    if exact.value:
        return Call(node.function, node.arguments[:1], (("exact", Literal(True)),))
    known = {*PIN_WORDS.values(), "build"}
    kept = tuple((key, value) for key, value in given.items() if key in known)
    return Call(node.function, node.arguments[:1], kept)


def _filter(node: Filter) -> Node:
    if node.name == "string":
        return Binary("~", node.value, Literal(""))
    if node.name in {"d", "count"}:
        return replace(node, name={"d": "default", "count": "length"}[node.name])
    if node.name not in FILTERS:
        raise ExpressionError(f"the filter {node.name!r} has no counterpart", node.offset)
    try:
        signature(FILTERS[node.name]).bind(node.value, *node.arguments)
    except TypeError:
        message = f"the filter {node.name!r} takes fewer arguments in v1"
        raise ExpressionError(message, node.offset) from None
    return node


def _test(node: Test) -> Node:
    return replace(
        node, name={"None": "none", "True": "true", "False": "false"}.get(node.name, node.name)
    )


def _unary(node: Unary) -> Node:
    return replace(node, operand=decided(node.operand)) if node.operator == "not" else node


def _binary(node: Binary) -> Node:
    if node.operator == "or":
        return replace(node, left=decided(node.left))
    if node.operator == "%" and isinstance(node.left, Literal) and isinstance(node.left.value, str):
        return _formatted(node.left.value, node.right)
    numbers = (each for each in (node.left, node.right) if isinstance(each, Filter))
    if node.operator in ARITHMETIC and any(n.name == "version_to_buildstring" for n in numbers):
        raise ExpressionError("`py` as a number has no counterpart outside of comparisons")
    return node


ARITHMETIC = frozenset("+-*/%")


def _formatted(template: str, value: Node) -> Node:
    """`"python%s" % py` as `"python" ~ …`, for one value that is put in as it is."""
    before, mark, after = template.partition("%s")
    if not mark or "%" in before + after or isinstance(value, ListOf):
        raise ExpressionError("formatting with `%` has no counterpart")
    joined: Node = Binary("~", Literal(before), value) if before else value
    return Binary("~", joined, Literal(after)) if after else joined


_CHANGES: Mapping[type, Callable[..., Node]] = {
    Name: _name,
    Choice: lambda node: replace(node, condition=decided(node.condition)),
    Comparison: compared,
    Call: _call,
    Filter: _filter,
    Test: _test,
    Unary: _unary,
    Binary: _binary,
}
