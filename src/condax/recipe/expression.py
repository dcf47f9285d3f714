"""Expressions of recipes and variant files, parsed once and evaluated without Python's `eval`.

```python
from condax.recipe.expression import evaluate_expression, parse_expression, variables_of

evaluate_expression("linux and build_platform != host_platform", names)
variables_of("cuda_compiler_version != 'None'")  # {"cuda_compiler_version"}
```
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from condax.recipe.filters import FILTERS, FUNCTIONS, METHODS
from condax.recipe.grammar import parse_expression
from condax.recipe.operators import TESTS, Undefined, arithmetic, compare, limited
from condax.recipe.python_words import parse_selector
from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    Comparison,
    DictOf,
    ExpressionError,
    Filter,
    ListOf,
    Literal,
    Name,
    Node,
    Slice,
    Subscript,
    Test,
    Unary,
    UndefinedNameError,
    walk,
)

__all__ = [
    "ExpressionError",
    "Node",
    "Undefined",
    "UndefinedNameError",
    "evaluate_condition",
    "evaluate_expression",
    "evaluate_selector",
    "parse_expression",
    "variables_of",
]

Names = Mapping[str, object]
"""Values of variables; functions are callables among them."""

GLOBALS = frozenset({"env", "git", "os", "environ"})
"""Names of the language itself that are no variables of a recipe."""


def evaluate_expression(expression: str | Node, names: Names) -> object:
    """The value of an expression: text, number, boolean, `None`, tuple, mapping or `Undefined`.

    Raises `UndefinedNameError` where the value of an unknown name is needed, and `ExpressionError`
    for what is no expression or has no value.
    """
    node = parse_expression(expression) if isinstance(expression, str) else expression
    return _EVALUATORS[type(node)](node, names)


def evaluate_condition(expression: str | Node, names: Names) -> bool:
    """Whether a v1 condition holds; a name without value is an error, as for rattler-build."""
    return _is_true(evaluate_expression(expression, names))


def evaluate_selector(expression: str | Node, names: Names) -> bool:
    """Whether a v0 selector holds; an unknown name counts as `False`, as for conda-build."""
    node = parse_selector(expression) if isinstance(expression, str) else expression
    return _is_true(evaluate_expression(node, _Lenient(names)))


def variables_of(expression: str | Node) -> frozenset[str]:
    """Names that an expression reads, without those of the functions it calls."""
    node = parse_expression(expression) if isinstance(expression, str) else expression
    return _variables(node)


@lru_cache(maxsize=4096)
def _variables(node: Node) -> frozenset[str]:
    called = {n.function for n in walk(node) if isinstance(n, Call)}
    names = (n for n in walk(node) if isinstance(n, Name) and n not in called)
    return frozenset(n.name for n in names) - GLOBALS


class _Lenient(dict[str, object]):
    """Names of a v0 selector: functions of Python, string methods, `False` for the unknown."""

    def __init__(self, names: Names) -> None:
        super().__init__(FUNCTIONS)
        self.update(names)

    def __missing__(self, key: str) -> object:
        return False


def _needed(value: object) -> object:
    if isinstance(value, Undefined):
        raise UndefinedNameError(value.name)
    return value


def _is_true(value: object) -> bool:
    return bool(_needed(value))


def _literal(node: Literal, _: Names) -> object:
    return node.value


def _name(node: Name, names: Names) -> object:
    try:
        return names[node.name]
    except KeyError:
        return Undefined(node.name)


def _list(node: ListOf, names: Names) -> object:
    return tuple(evaluate_expression(item, names) for item in node.items)


def _dict(node: DictOf, names: Names) -> object:
    pairs = ((evaluate_expression(k, names), evaluate_expression(v, names)) for k, v in node.items)
    try:
        return dict(pairs)
    except TypeError:
        raise ExpressionError("a mapping is no key of another") from None


def _unary(node: Unary, names: Names) -> object:
    value = evaluate_expression(node.operand, names)
    if node.operator == "not":
        return not _is_true(value)
    if not isinstance(value, int | float):
        raise ExpressionError(f"{node.operator!r} needs a number")
    return -value if node.operator == "-" else value


def _binary(node: Binary, names: Names) -> object:
    left = evaluate_expression(node.left, names)
    if node.operator == "and":
        return evaluate_expression(node.right, names) if _is_true(left) else left
    if node.operator == "or":
        return left if _is_true(left) else evaluate_expression(node.right, names)
    right = evaluate_expression(node.right, names)
    return arithmetic(node.operator, _needed(left), _needed(right))


def _comparison(node: Comparison, names: Names) -> object:
    left = _needed(evaluate_expression(node.first, names))
    for operator, operand in node.rest:
        right = _needed(evaluate_expression(operand, names))
        # conda-build's selectors are Python's, which knows no such order.
        if not compare(operator, left, right, mixed=not isinstance(names, _Lenient)):
            return False
        left = right
    return True


def _choice(node: Choice, names: Names) -> object:
    if _is_true(evaluate_expression(node.condition, names)):
        return evaluate_expression(node.then, names)
    return Undefined() if node.otherwise is None else evaluate_expression(node.otherwise, names)


def _arguments(node: Call | Filter, names: Names) -> tuple[list[object], dict[str, object]]:
    values = [evaluate_expression(item, names) for item in node.arguments]
    return values, {key: evaluate_expression(item, names) for key, item in node.keywords}


def _call(node: Call, names: Names) -> object:
    function = evaluate_expression(node.function, names)
    if isinstance(function, Undefined):
        raise ExpressionError(f"there is no function {function.name!r}", 0)
    if not callable(function):
        raise ExpressionError("what is called is no function")
    values, keywords = _arguments(node, names)
    return _applied(function, values, keywords)


def _applied(
    function: Callable[..., object], values: list[object], keywords: dict[str, object]
) -> object:
    try:
        return limited(function(*values, **keywords))
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        if isinstance(error, ExpressionError):
            raise
        raise ExpressionError("the arguments do not fit the function") from error


def _attribute(node: Attribute, names: Names) -> object:
    value = _needed(evaluate_expression(node.value, names))
    if isinstance(value, Mapping):
        if node.name == "get" and isinstance(names, _Lenient):
            return value.get
        return value[node.name] if node.name in value else Undefined(node.name)
    method = METHODS.get(node.name) if isinstance(value, str) else None
    if method is None or not isinstance(names, _Lenient):
        raise ExpressionError(f"there is no attribute {node.name!r}")
    return _Method(method, value)


class _Method:
    """A string method with its string; nothing but a call can be made of it."""

    __slots__ = ("function", "text")

    def __init__(self, function: Callable[..., object], text: object) -> None:
        self.function = function
        self.text = text

    def __call__(self, *values: object, **keywords: object) -> object:
        return self.function(self.text, *values, **keywords)


def _subscript(node: Subscript, names: Names) -> object:
    value = _needed(evaluate_expression(node.value, names))
    index = _needed(evaluate_expression(node.index, names))
    if isinstance(value, Mapping):
        return value.get(index, Undefined(str(index)))
    if isinstance(value, str | tuple) and isinstance(index, int):
        return value[index] if -len(value) <= index < len(value) else Undefined(str(index))
    raise ExpressionError("what stands before `[` has no items")


def _slice(node: Slice, names: Names) -> object:
    value = _needed(evaluate_expression(node.value, names))
    parts: list[Any] = [
        None if part is None else evaluate_expression(part, names)
        for part in (node.start, node.stop, node.step)
    ]
    if not isinstance(value, str | tuple) or parts[2] == 0:
        raise ExpressionError("what stands before `[` cannot be sliced")
    if not all(part is None or isinstance(part, int) for part in parts):
        raise ExpressionError("a slice needs whole numbers")
    return value[slice(*parts)]


def _unknown_word(kind: str, name: str, offset: int, known: Mapping[str, object]) -> Exception:
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(sorted(known))}"
    return ExpressionError(f"there is no {kind} {name!r}", offset, len(name), hint=hint)


def _filter(node: Filter, names: Names) -> object:
    function = FILTERS.get(node.name)
    if function is None:
        raise _unknown_word("filter", node.name, node.offset, FILTERS)
    value = evaluate_expression(node.value, names)
    if node.name != "default":
        _needed(value)
    values, keywords = _arguments(node, names)
    return _applied(function, [value, *values], keywords)


def _test(node: Test, names: Names) -> object:
    function = TESTS.get(node.name)
    if function is None:
        raise _unknown_word("test", node.name, node.offset, TESTS)
    value = evaluate_expression(node.value, names)
    given = tuple(evaluate_expression(item, names) for item in node.arguments)
    return _applied(lambda: function(value, given), [], {})


_EVALUATORS: Mapping[type, Callable[..., object]] = {
    Literal: _literal,
    Name: _name,
    ListOf: _list,
    DictOf: _dict,
    Unary: _unary,
    Binary: _binary,
    Comparison: _comparison,
    Choice: _choice,
    Call: _call,
    Attribute: _attribute,
    Subscript: _subscript,
    Slice: _slice,
    Filter: _filter,
    Test: _test,
}
