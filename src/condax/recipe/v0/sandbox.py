"""Jinja that cannot reach anything and must end: a sandbox with budgets.

On top of Jinja's own sandbox every turn of a loop and every call of a macro counts, strings and
lists stay below a size, and there is no loader, hence no include.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from condax.recipe import filters
from condax.recipe.operators import MAX_TEXT, arithmetic, limited
from condax.recipe.syntax import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import CodeType

    from jinja2.compiler import Frame
    from jinja2.runtime import Context

MAX_STEPS = 20_000
MAX_RENDERED = 1_000_000

WIDE = re.compile(r"\d{4}|\*|\{[^{}]*\{")
"""Field widths of format strings that no recipe needs, and those that are computed."""

SAFE_ATTRIBUTES = frozenset(
    (
        *("split", "rsplit", "strip", "lstrip", "rstrip", "startswith", "endswith", "lower"),
        *("upper", "replace", "join", "title", "capitalize", "format", "index", "find", "count"),
        *("partition", "rpartition", "splitlines", "isdigit", "get", "items", "keys", "values"),
        *("loop", "index0", "first", "last", "length", "previtem", "nextitem"),
    )
)
FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items"),
    *("last", "length", "list", "lower", "map", "max", "min", "reject", "reverse", "round"),
    *("select", "sort", "string", "sum", "title", "trim", "unique", "upper"),
)
"""Jinja's filters without those that draw at random, pad without bound, or make markup."""


def run_template(
    template: str,
    names: Mapping[str, object],
    undefined: type[jinja2.Undefined] = jinja2.StrictUndefined,
) -> tuple[str, frozenset[str]]:
    """What the template gives, and the names that it reads.

    `undefined` stands for names without a value. Raises `jinja2.TemplateError`, `ExpressionError`,
    or what Python raises for a bad operation.
    """
    code, read = compiled(template)
    budget = _Budget()
    environment = _environment(budget)
    environment.undefined = undefined
    globals_ = {**environment.globals, **names}
    made = jinja2.Template.from_code(environment, code, globals_)
    return "".join(made.generate()), read


@lru_cache(maxsize=64)
def compiled(template: str) -> tuple[CodeType, frozenset[str]]:
    """The code of a template with its budgets put in, and the names that it reads."""
    environment = _environment(_Budget())
    tree = environment.parse(template)
    _Counted().visit(tree)
    code = environment.compile(tree)
    return code, frozenset(environment.read)


class _Budget:
    """How much one template has done."""

    def __init__(self) -> None:
        self.steps = 0
        self.written = 0

    def tick(self) -> str:
        """One turn of a loop or one call of a macro."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise ExpressionError(f"the recipe's loops turn more than {MAX_STEPS:,} times")
        return ""

    def write(self, value: object) -> object:
        """One expression that is written out."""
        self._count(value)
        return value

    def _count(self, value: object) -> None:
        """Lists in lists are counted one by one: their text can be endless where they are not."""
        self.written += len(value) if isinstance(value, str) else 1
        if self.written > MAX_RENDERED:
            raise ExpressionError("the recipe becomes too large")
        if isinstance(value, list | tuple):
            for each in value:
                self._count(each)


def _environment(budget: _Budget) -> _Environment:
    environment = _Environment(undefined=jinja2.StrictUndefined, finalize=budget.write)
    environment.filters = {name: environment.filters[name] for name in FILTERS}
    environment.filters.update(replace=_replace, join=_join)
    environment.globals = {
        "range": _short_range,
        "dict": dict,
        "list": list,
        "namespace": environment.globals["namespace"],
        "_tick": budget.tick,
        "_joined": _joined,
    }
    return environment


class _Recorder(CodeGenerator):
    """Notes the names that a template reads; `jinja2.meta` would make its code once more."""

    environment: _Environment

    def enter_frame(self, frame: Frame) -> None:
        """As in `jinja2.meta.TrackingCodeGenerator`."""
        super().enter_frame(frame)
        found = (name for action, name in frame.symbols.loads.values() if action == "resolve")
        self.environment.read.update(n for n in found if n and n not in self.environment.globals)


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox asks its environment about every operation, attribute and call."""

    code_generator_class = _Recorder

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.read: set[str] = set()
        """Names that its templates read."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic with the limits of expressions; `%` formats text, but not widely."""
        if operator == "%" and isinstance(left, str):
            _refuse_wide(left)
            return limited(left % right)
        if operator == "+" and isinstance(left, list) and isinstance(right, list):
            return left + right if len(left) + len(right) <= MAX_TEXT else _refuse()
        if operator == "*" and isinstance(left, list) != isinstance(right, list):
            return _repeated(left, right)
        if isinstance(left, str | int | float) and isinstance(right, str | int | float):
            return arithmetic(operator, left, right)
        return _refuse() if operator == "*" else super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Methods that recipes use; whatever begins with an underscore is refused by Jinja."""
        safe = attr in SAFE_ATTRIBUTES or not isinstance(obj, str | int | float | list | dict)
        return safe and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`"{}".format`, whose fields must not be wide."""
        text = getattr(value, "__self__", None)
        if isinstance(text, str) and getattr(value, "__name__", "").startswith("format"):
            _refuse_wide(text)
        return super().wrap_str_format(value)

    def call(*arguments: Any, **keywords: Any) -> Any:
        """Calls of string methods that make longer strings go through the limited ones."""
        function, values = arguments[2], arguments[3:]
        text, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
        if isinstance(text, str) and name in LIMITED:
            keywords = {key: value for key, value in keywords.items() if key not in SCOPES}
            return LIMITED[name](text, *values, **keywords)
        return ImmutableSandboxedEnvironment.call(*arguments, **keywords)


def _repeated(left: Any, right: Any) -> list[object]:
    """A list some times over: recipes write `(condition) * [item]`."""
    items, times = (left, right) if isinstance(left, list) else (right, left)
    if not isinstance(times, int) or len(items) * max(times, 0) > MAX_TEXT:
        _refuse()
    made: list[object] = items * times
    return made


def _refuse() -> Any:
    raise ExpressionError("the text becomes too long")


def _refuse_wide(text: str) -> None:
    if WIDE.search(text) or len(text) > MAX_TEXT:
        _refuse()


def _join(value: Any, separator: str = "", attribute: object = None) -> object:
    if attribute is not None:
        raise ExpressionError("join() takes no attribute here")
    # As Python writes them: `True`, where v1 has `true`.
    return filters.join(tuple(map(str, value)), separator)


def _replace(value: object, old: object, new: object, count: int = -1) -> object:
    """The filter, and the method of text: v1's, with how many to replace at most."""
    # Also where few are: it refuses what could become too long.
    text, before, after = str(value), str(old), str(new)
    replaced = filters.replace(text, before, after)
    return replaced if count < 0 else text.replace(before, after, count)


SCOPES = ("_loop_vars", "_block_vars")
"""Keywords by which Jinja hands a call the scope that it stands in."""

LIMITED: Mapping[str, Callable[..., object]] = {
    "replace": _replace,
    "join": lambda text, items: _join(items, text),
}


def _short_range(*numbers: int) -> range:
    made = range(*numbers)
    if len(made) > MAX_STEPS:
        raise ExpressionError("the range is too long")
    return made


def _joined(*parts: object) -> object:
    texts = [str(part) for part in parts]
    return "".join(texts) if sum(map(len, texts)) <= MAX_TEXT else _refuse()


class _Counted(NodeTransformer):
    """Puts a tick at the start of every loop and macro, and a limit on every `~`."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        """`{% for %}`."""
        return self._ticking(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        """`{% macro %}`."""
        return self._ticking(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """`a ~ b`."""
        self.generic_visit(node)
        return _call("_joined", node.nodes, node.lineno)

    def _ticking(self, node: Any) -> nodes.Node:
        self.generic_visit(node)
        tick = nodes.ExprStmt(_call("_tick", [], node.lineno), lineno=node.lineno)
        node.body.insert(0, tick)
        return node  # type: ignore[no-any-return]


def _call(name: str, arguments: list[Any], line: int) -> nodes.Call:
    function = nodes.Name(name, "load", lineno=line)
    return nodes.Call(function, arguments, [], None, None, lineno=line)
