"""`{% set %}` lines that define a name several times as the one entry that v1 has for it."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from condax.recipe.convert.substitute import substituted
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.model import ContextVariable
from condax.recipe.opposites import are_opposite
from condax.recipe.syntax import (
    Attribute,
    Binary,
    Call,
    Choice,
    ExpressionError,
    Filter,
    ListOf,
    Literal,
    Name,
    Node,
    walk,
)
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Conditional, Data, SourceSpan, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def folded(context: Iterable[ContextVariable]) -> tuple[ContextVariable, ...]:
    """One entry for each name, where its last line stands, with what the earlier ones gave.

    A value that is read before the name is defined again gets a name of its own.
    """
    return _Folder(tuple(context)).folded()


class _Folder:
    """Goes through the definitions in order, with what each name is so far."""

    def __init__(self, listed: tuple[ContextVariable, ...]) -> None:
        self.listed = listed
        self.taken = {each.name for each in listed}
        self.current: dict[str, Node] = {}
        self.aliases: dict[str, Node] = {}
        """Names that are defined again later, with the entry that holds their present value."""
        self.found: list[ContextVariable] = []

    def folded(self) -> tuple[ContextVariable, ...]:
        names = [each.name for each in self.listed]
        for number, each in enumerate(self.listed):
            is_last = each.name not in names[number + 1 :]
            if is_last and names.count(each.name) == 1 and self._is_plain(each):
                self.found.append(replace(each, value=_listed(each.value)))
                continue
            try:
                node = self._node(each)
            except ExpressionError:
                # What is no expression is noted where the texts are converted.
                if is_last:
                    self.found.append(each)
                continue
            if is_last:
                self.aliases.pop(each.name, None)
                self.found.append(replace(each, value=_text(node, each.span)))
            else:
                self.current[each.name] = node
                self.aliases[each.name] = node
        return tuple(self.found)

    def _is_plain(self, each: ContextVariable) -> bool:
        """Whether an entry can stay: it reads no name that has another value later."""
        if isinstance(each.value, Conditional):
            return False
        return not isinstance(each.value, Text) or not self.aliases.keys() & _names(each.value)

    def _node(self, each: ContextVariable) -> Node:
        """The value of a definition: its own where its conditions hold, else what was before."""
        conditions, text = _parts(each.value)
        trees = [tree_of(text), *map(parse_expression, conditions)]
        for tree in trees:
            for name in sorted({n.name for n in walk(tree) if isinstance(n, Name)}):
                self._keep(name, each.span)
        value, *tests = (substituted(tree, self.aliases) for tree in trees)
        before = self.current.get(each.name)
        if before is None and tests:
            # Where no line sets it, a name is what the variant says.
            before = Filter(Name(each.name), "default", (Literal(""),), ())
        for test in reversed(tests):
            value = _choice(test, value, before)
        return value

    def _keep(self, name: str, span: SourceSpan | None) -> None:
        """Give the present value of a name an entry of its own, unless it is as short as a name."""
        node = self.aliases.get(name)
        if node is None or isinstance(node, Literal | Name):
            return
        number = 1
        while f"{name}_{number}" in self.taken:
            number += 1
        alias = f"{name}_{number}"
        self.taken.add(alias)
        self.found.append(ContextVariable(name=alias, value=_text(node, span), span=span))
        self.aliases[name] = self.current[name] = Name(alias)


def _listed(value: Data) -> Data:
    """A list of texts as the list that YAML has for it."""
    node = tree_of(value) if isinstance(value, Text) and value.has_expression else None
    if not isinstance(node, ListOf) or not all(isinstance(item, Literal) for item in node.items):
        return value
    return tuple(_text(item, getattr(value, "span", None)) for item in node.items)


def list_names(context: Iterable[ContextVariable]) -> frozenset[str]:
    """Names of which a definition gives a list."""
    found: set[str] = set()
    for each in context:
        _, text = _parts(each.value) if not isinstance(each.value, tuple) else ([], None)
        if text is None or is_list(tree_of(text), frozenset(found)):
            found.add(each.name)
    return frozenset(found)


def is_list(node: Node, lists: frozenset[str]) -> bool:
    """Whether an expression gives a list, as far as its text says so."""
    if isinstance(node, Choice):
        return is_list(node.then, lists) or (
            node.otherwise is not None and is_list(node.otherwise, lists)
        )
    if isinstance(node, Binary) and node.operator == "+":
        return is_list(node.left, lists) or is_list(node.right, lists)
    if isinstance(node, Call) and isinstance(node.function, Attribute):
        return node.function.name == "split"
    if isinstance(node, Filter):
        return node.name in {"list", "sort", "split"}
    return isinstance(node, ListOf) or (isinstance(node, Name) and node.name in lists)


def _names(text: Text) -> frozenset[str]:
    try:
        pieces = parse_template(text.value)
    except ExpressionError:
        return frozenset()
    nodes = (n for piece in pieces if isinstance(piece, Piece) for n in walk(piece.node))
    return frozenset(node.name for node in nodes if isinstance(node, Name))


def _text(node: Node, span: SourceSpan | None) -> Text:
    if isinstance(node, Literal):
        return Text(value=str(node.value), quoted=isinstance(node.value, str), span=span)
    return Text(value=f"${{{{ {unparse(node)} }}}}", span=span)


def _choice(condition: Node, value: Node, before: Node | None) -> Node:
    """`value` where the condition holds, else what was before."""
    if isinstance(before, Choice) and are_opposite(before.condition, condition):
        return Choice(before.condition, before.then, value)
    return Choice(condition, value, before)


def _parts(value: Data) -> tuple[list[str], Text]:
    conditions = []
    while isinstance(value, Conditional):
        conditions.append(value.condition.value)
        value = value.then[0]
    assert isinstance(value, Text)
    return conditions, value


def tree_of(text: Text) -> Node:
    """The tree of a value: of its expressions joined with what is between them, or of the text."""
    try:
        pieces = parse_template(text.value)
    except ExpressionError:
        # What is no expression to us is noted where the texts are converted.
        return Literal(text.value)
    if any(isinstance(piece, Piece) for piece in pieces):
        parts = [p.node if isinstance(p, Piece) else Literal(p) for p in pieces]
        return reduce(lambda before, part: Binary("~", before, part), parts)
    if not text.quoted and text.value.lstrip("-").isdecimal():
        return Literal(int(text.value))
    if not text.quoted and text.value in {"true", "false"}:
        return Literal(text.value == "true")
    return Literal(text.value)
