"""Expressions of v1 as those of v0: Jinja2 in braces, and Python in selectors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from condax.recipe.convert.tool_text import refuse_text_of_tools
from condax.recipe.convert.unparse import unparse
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
    Subscript,
    Test,
    Unary,
    walk,
    with_parts,
)
from condax.recipe.v0.names import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RENAMED = {"host_platform": "target_platform", "hash": "PKG_HASH"}
"""conda-build knows no `host_platform`; its target is the platform that files run on."""
NUMBERS = {"python": "py", "numpy": "np"}
"""Keys of which v0 knows the version as a number without its dot."""
CLAUSE = re.compile(r"(>=|<=|==|!=|>|<|=)?\s*(\d+)\.(\d+)(?:\.\*)?\Z")
MAJOR = re.compile(r"(>=|<)\s*3(?:\.0)?\Z")
JINJA_FILTERS = frozenset(
    (
        *("abs", "default", "first", "int", "join", "last", "length", "list", "lower", "max"),
        *("min", "replace", "reverse", "sort", "trim", "unique", "upper"),
    )
)
"""Filters of v1 that Jinja2 has under the same name."""
METHODS = {"split": "split", "lower": "lower", "upper": "upper", "replace": "replace"}
FUNCTIONS = {"int": "int", "length": "len"}
METHOD_TESTS = {"startingwith": "startswith", "endingwith": "endswith"}
SYSTEMS = {"is_linux": "linux-", "is_osx": "osx-", "is_windows": "win-", "is_unix": "win-"}
PIN_WORDS = {"lower_bound": "min_pin", "upper_bound": "max_pin"}
PIN = re.compile(r"x(\.x)*\Z")
WHOLE = re.compile(r"(?:0|[1-9]\d*)\Z")
"""Numbers that have no other spelling."""
FUNCTION_NAMES_V0 = FUNCTION_NAMES & {"compiler", "stdlib", "cdt", "pin_subpackage"}


def to_v0_expression(source: str) -> str:
    """What stands between `{{` and `}}`, as it is if Jinja2 says the same with it.

    Raises `ExpressionError` for what v0 has no words for.
    """
    return _changed(source.strip(), _Words(is_selector=False))


def to_v0_selector(source: str) -> str:
    """What stands between `# [` and `]`, which conda-build evaluates as Python.

    Raises `ExpressionError` for what v0 has no words for.
    """
    source = plain_condition(source)
    if "[" in source or "]" in source:
        raise ExpressionError("a selector cannot have brackets in it")
    return _changed(source, _Words(is_selector=True))


def plain_condition(source: str) -> str:
    """A condition without the braces that v1 allows around it."""
    source = source.strip()
    is_braced = source.startswith("${{") and source.endswith("}}") and source.count("${{") == 1
    return source[3:-2].strip() if is_braced else source


def is_selector(condition: str, context: frozenset[str]) -> bool:
    """Whether a condition in words of v0 can stand in a selector, which knows no `{% set %}`."""
    try:
        names = (n.name for n in walk(parse_expression(condition)) if isinstance(n, Name))
        return context.isdisjoint(names) and to_v0_selector(condition) == condition
    except ExpressionError:
        return False


def _changed(source: str, words: _Words) -> str:
    node = parse_expression(source)
    refuse_text_of_tools(node)
    changed = words.node(node)
    return source if changed == node else unparse(changed)


def _name(node: Name) -> Node:
    if node.name == "x86":
        # conda-build's `x86` holds for 64 bits too.
        return Binary("and", Name("x86"), Unary("not", Name("x86_64")))
    return Name(RENAMED.get(node.name, node.name), node.offset)


class _Words:
    """Changes trees to what one of the two places of v0 understands, innermost parts first."""

    def __init__(self, *, is_selector: bool) -> None:
        self.is_selector = is_selector
        self.changes: Mapping[type, Callable[[Any], Node]] = {
            Name: _name,
            Literal: self._literal,
            Filter: self._filter,
            Test: self._test,
            Binary: self._binary,
            Choice: self._choice,
            Comparison: self._comparison,
        }

    def node(self, node: Node) -> Node:
        """The tree in v0."""
        if isinstance(node, Call) and (found := self._special(node)) is not None:
            return found
        if isinstance(node, Filter) and node.name == "version_to_buildstring":
            return self._number(node)
        inner = with_parts(node, self.node)
        change = self.changes.get(type(inner))
        return inner if change is None else change(inner)

    def _literal(self, node: Literal) -> Node:
        """Python's spelling of truth and of nothing."""
        is_word = node.value is None or isinstance(node.value, bool)
        return Name(str(node.value)) if is_word and self.is_selector else node

    def _number(self, node: Filter) -> Node:
        if isinstance(node.value, Name) and node.value.name in NUMBERS:
            return Name(NUMBERS[node.value.name])
        raise ExpressionError(f"the filter {node.name!r} has no counterpart", node.offset)

    def _special(self, node: Call) -> Node | None:
        """`match(…)`, pins and the environment."""
        if isinstance(node.function, Name):
            return self._named(node, node.function.name)
        if isinstance(node.function, Attribute) and isinstance(node.function.value, Name):
            return self._of_object(node, node.function.value.name, node.function.name)
        return None

    def _named(self, node: Call, name: str) -> Node | None:
        if name == "match":
            return self._match(node)
        if name.startswith("pin_"):
            return self._pin(node, name)
        if name in SYSTEMS and len(node.arguments) == 1:
            return self._of_system(node, SYSTEMS[name])
        if name in FUNCTIONS.values() and self.is_selector:
            return None
        if name not in FUNCTION_NAMES_V0 or self.is_selector:
            raise ExpressionError(f"the function {name!r} has no counterpart")
        return None

    def _of_object(self, node: Call, owner: str, method: str) -> Node | None:
        if owner == "env" and method == "get" and not self.is_selector:
            default = tuple(value for _, value in node.keywords)
            if not default:
                # Like v1, and unlike `environ.get(…)`, this is an error where nothing is set.
                return Subscript(Name("environ"), node.arguments[0])
            return Call(Attribute(Name("environ"), "get"), (*node.arguments, *default), ())
        if owner == "env" and method == "exists":
            return Comparison(node.arguments[0], (("in", Name("environ")),))
        if owner in {"env", "git"}:
            raise ExpressionError(f"'{owner}.{method}' has no counterpart")
        return None

    def _of_system(self, node: Call, beginning: str) -> Node:
        """`is_linux(build_platform)` as what the name of the platform begins with."""
        begins = Attribute(self.node(node.arguments[0]), "startswith")
        found = Call(begins, (Literal(beginning),), ())
        is_unix = isinstance(node.function, Name) and node.function.name == "is_unix"
        return Unary("not", found) if is_unix else found

    def _match(self, node: Call) -> Node:
        """`match(python, ">=3.8,<3.12")` as comparisons of `py`."""
        key, spec = (*node.arguments, None, None)[:2]
        known = isinstance(key, Name) and key.name in NUMBERS
        if not known or not isinstance(spec, Literal) or not isinstance(spec.value, str):
            raise ExpressionError("only versions of Python can be compared in v0")
        assert isinstance(key, Name)
        number = Name(NUMBERS[key.name])
        either = [
            _joined("and", [_clause(number, part.strip()) for part in each.split(",")])
            for each in spec.value.split("|")
        ]
        return _joined("or", either)

    def _pin(self, node: Call, name: str) -> Node:
        """Bounds such as `x.x` under the names of v0; those that are versions keep theirs."""
        found: list[tuple[str, Node]] = []
        for key, value in node.keywords:
            text = value.value if isinstance(value, Literal) else ""
            is_pattern = text is None or (isinstance(text, str) and PIN.match(text) is not None)
            if key in PIN_WORDS and is_pattern:
                found.append((PIN_WORDS[key], Name("None") if text is None else value))
            elif key in PIN_WORDS and name == "pin_compatible":
                found.append((key, self.node(value)))
            elif key == "exact" and value == Literal(True):
                found.append((key, Name("True")))
            elif key == "exact" and value == Literal(False):
                # Of the name alone, without the bounds that are the default.
                found += [(word, Name("None")) for word in PIN_WORDS.values()]
            else:
                raise ExpressionError(f"{key!r} of {name}() has no counterpart")
        return Call(node.function, tuple(map(self.node, node.arguments)), tuple(found))

    def _filter(self, node: Filter) -> Node:
        if node.name == "split" or (self.is_selector and node.name in METHODS):
            return Call(Attribute(node.value, METHODS[node.name]), node.arguments, node.keywords)
        if not self.is_selector and node.name in JINJA_FILTERS:
            return node
        if self.is_selector and node.name in FUNCTIONS:
            return Call(Name(FUNCTIONS[node.name]), (node.value,), ())
        if self.is_selector and node.name == "trim":
            return Call(Attribute(node.value, "strip"), node.arguments, ())
        raise ExpressionError(f"the filter {node.name!r} has no counterpart", node.offset)

    def _test(self, node: Test) -> Node:
        if node.name in METHOD_TESTS:
            return Call(Attribute(node.value, METHOD_TESTS[node.name]), node.arguments, ())
        if self.is_selector and node.name == "none":
            return Comparison(node.value, (("==", Name("None")),))
        if self.is_selector:
            raise ExpressionError(f"the test {node.name!r} has no counterpart in a selector")
        return node

    def _binary(self, node: Binary) -> Node:
        if self.is_selector and node.operator == "~":
            raise ExpressionError("`~` has no counterpart in a selector")
        return node

    def _comparison(self, node: Comparison) -> Node:
        """A comparison with text that a selector reads as a number or a boolean in a variable."""
        values = (node.first, *(value for _, value in node.rest))
        if not self.is_selector or not any(isinstance(each, Name) for each in values):
            return node
        items = [i for v in values for i in (v.items if isinstance(v, ListOf) else (v,))]
        if not any(_is_typed(each) for each in items):
            return node
        match node.rest:
            case ((("==" | "!=") as operator, Literal(value=str(digits))),) if WHOLE.match(digits):
                return Comparison(node.first, ((operator, Literal(int(digits))),))
        raise ExpressionError("a selector reads the value of this variable as a number")

    def _choice(self, node: Choice) -> Node:
        """Without an `else` v1 gives nothing, which Jinja2 would complain about."""
        return Choice(node.condition, node.then, Literal("")) if node.otherwise is None else node


def _is_typed(node: Node) -> bool:
    """Whether a string would be something else as the value of a variant in a selector."""
    return (
        isinstance(node, Literal)
        and isinstance(node.value, str)
        and typed(node.value) != (node.value)
    )


def _clause(number: Name, clause: str) -> Node:
    """One comparison with a version, e.g. `>=3.8`, `3.12.*` or `>=3`."""
    if number.name == "py" and (major := MAJOR.match(clause)):
        return Name("py3k") if major[1] == ">=" else Name("py2k")
    found = CLAUSE.match(clause)
    if found is None or (number.name != "py" and found[1] in {">=", "<=", ">", "<"}):
        raise ExpressionError(f"the version {clause!r} cannot be compared in v0")
    operator = "==" if found[1] in {None, "="} else found[1]
    return Comparison(number, ((operator, Literal(int(found[2] + found[3]))),))


def _joined(operator: str, nodes: list[Node]) -> Node:
    result = nodes[0]
    for each in nodes[1:]:
        result = Binary(operator, result, each)
    return result


def v0_negated(condition: str) -> str:
    """The opposite of a selector, in the words a person would use."""
    match = re.fullmatch(r"([\w.]+) (==|!=) ([\w.'\"-]+)", condition)
    if match:
        return f"{match[1]} {'!=' if match[2] == '==' else '=='} {match[3]}"
    try:
        node = parse_expression(condition)
    except ExpressionError:
        return f"not ({condition})"
    if isinstance(node, Unary) and node.operator == "not":
        return unparse(node.operand)
    return f"not {condition}" if isinstance(node, Name | Subscript) else f"not ({condition})"
