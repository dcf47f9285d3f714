"""A `meta.yaml` with its loops and macros written out, as far as their lists are in the recipe.

`{% for x in [a, b] %}` becomes its body for `a` and for `b`, a call of a macro what the macro
gives; `{% if %}`s that only ask about loop variables are decided. What depends on the variant or
the platform stays as it is, and a loop over it stays whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.convert.blocks import (
    Branch,
    Group,
    Token,
    grouped,
    replace_word,
    tokens_of,
    word_of,
)
from condax.recipe.convert.loop_items import (
    LoopItems,
    Values,
    added_to,
    all_of,
    chosen,
    constant,
    is_namespace,
    loop_items,
    loop_variable,
    opposite,
    unpacked,
)
from condax.recipe.convert.substitute import substituted
from condax.recipe.convert.unparse import unparse
from condax.recipe.convert.unrolled_text import (
    COMMENT_LINE,
    Piece,
    Unrolled,
    joined,
    without_unused,
)
from condax.recipe.grammar import parse_expression
from condax.recipe.operators import to_text
from condax.recipe.syntax import (
    Binary,
    Call,
    Choice,
    ExpressionError,
    ListOf,
    Name,
    Node,
    walk,
)
from condax.recipe.v0.mask import SET
from condax.recipe.v0.selectors import find_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOR = re.compile(r"for\s+([\w\s,()]+?)\s+in\s+(.+)", re.DOTALL)
MACRO = re.compile(r"macro\s+(\w+)\s*\((.*)\)", re.DOTALL)
EXPRESSION = re.compile(r"((?:el)?if|set\s+\w+\s*=|for\s.+?\sin)\s*(.+)", re.DOTALL)
"""Tags whose end is an expression."""
LOOP = re.compile(r"\{%[-+]?\s*(?:for|macro)\b")
MAX_WRITTEN = 1_000_000
"""Characters that one recipe may become."""


def unrolled(source: str) -> Unrolled:
    """The recipe with its loops and macros written out; the same text if it has none."""
    same = Unrolled(source, tuple(range(1, source.count("\n") + 2)))
    body, rest = grouped(list(tokens_of(source)), 0)
    if LOOP.search(source) is None or rest is not None:
        return same
    writer = _Writer(source)
    try:
        pieces = list(writer.written(body, {}))
    except ExpressionError:
        return same
    return without_unused(joined(pieces, source), writer.lists)


class _Writer:
    """Writes pieces; knows the lists, mappings and macros that were defined so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lists: Values = {}
        """Lists, mappings and constants that `{% set %}` lines define without a condition."""
        self.macros: dict[str, Group] = {}
        self.size = 0
        self.commented: set[int] = set()
        """Where comments stand that are written already: no turn of a loop repeats them."""
        self.tests: list[Node] = []
        """Conditions of the `{% if %}`s around what is written."""

    def written(self, body: Iterable[Token | Group], values: Values) -> Iterator[Piece]:
        """The text of a body where `values` hold."""
        for part in body:
            pieces = (
                self._group(part, values) if isinstance(part, Group) else self._token(part, values)
            )
            for piece in pieces:
                self.size += len(piece.text)
                if self.size > MAX_WRITTEN:
                    raise ExpressionError("the recipe becomes too large")
                yield piece

    def _token(self, token: Token, values: Values) -> Iterator[Piece]:
        if token.kind == "{%" and (found := SET.match(token.inner)):
            self._define(found[1], found[2], token, values)
        if token.kind == "{{":
            yield from self._expression(token, values)
        elif token.kind == "{%" and values:
            yield Piece(self._tag(token, values), token.offset)
        else:
            yield from self._text(token)

    def _text(self, token: Token) -> Iterator[Piece]:
        """A token as it is, without comment lines that an earlier turn of a loop has."""
        position = 0
        for match in COMMENT_LINE.finditer(token.text):
            offset = token.offset + match.start()
            if offset and self.source[offset - 1] != "\n":
                continue
            if offset in self.commented:
                yield Piece(token.text[position : match.start()], token.offset + position)
                position = match.end()
            self.commented.add(offset)
        yield Piece(token.text[position:], token.offset + position)

    def _define(self, name: str, value: str, token: Token, values: Values) -> None:
        """Note what the recipe says a name is: where a condition does not hold, what it was."""
        before = self.lists.pop(name, None)
        selector = find_selector(token.text.rstrip("\r\n"))
        try:
            own = parse_expression(COMMENT_LINE.sub("", value).strip())
            tests = [*self.tests, *([parse_expression(selector[0].strip())] if selector else [])]
        except ExpressionError:
            return
        added = added_to(own, name)
        if before is not None and tests and added is not None:
            addition = Choice(all_of(tests), added, ListOf(()))
            node: Node = Binary("+", before, self._resolved(addition, values))
        else:
            node = self._resolved(own, {**values, **({name: before} if before else {})})
            node = chosen(tests, node, before) if tests else node
        if constant(node) is not None or loop_items(node) is not None or is_namespace(node):
            self.lists[name] = node

    def _expression(self, token: Token, values: Values) -> Iterator[Piece]:
        try:
            node = parse_expression(token.inner)
        except ExpressionError:
            yield Piece(token.text, token.offset)
            return
        if isinstance(node, Call) and isinstance(node.function, Name):
            macro = self.macros.get(node.function.name)
            if macro is not None:
                yield from self._called(macro, node, values)
                return
        if not self._reads(node, values):
            yield Piece(token.text, token.offset)
            return
        changed = self._resolved(node, values, only=values)
        made = constant(self._resolved(changed, values))
        text = to_text(made[0]) if made else "{{ " + unparse(changed) + " }}"
        yield Piece(text, token.offset)

    def _called(self, macro: Group, call: Call, values: Values) -> Iterator[Piece]:
        """What a macro gives, without the white space that `-` cuts at its ends."""
        (branch,) = macro.branches
        found = MACRO.match(branch.tag.inner)
        assert found is not None
        given: Values = {}
        for number, parameter in enumerate(filter(None, map(str.strip, found[2].split(",")))):
            name, _, default = (part.strip() for part in parameter.partition("="))
            if number < len(call.arguments):
                given[name] = self._resolved(call.arguments[number], values, only=values)
            elif default:
                given[name] = parse_expression(default)
        given |= {key: self._resolved(v, values, only=values) for key, v in call.keywords}
        pieces = list(self.written(branch.body, given))
        text = "".join(piece.text for piece in pieces).strip()
        yield Piece(text, branch.tag.offset)

    def _group(self, group: Group, values: Values) -> Iterator[Piece]:
        tag = group.branches[0].tag
        if loop := FOR.match(tag.inner):
            yield from self._loop(group, loop, values)
        elif macro := MACRO.match(tag.inner):
            self.macros[macro[1]] = group
        else:
            yield from self._choice(group, values)

    def _loop(self, group: Group, loop: re.Match[str], values: Values) -> Iterator[Piece]:
        """The body for each item, or the loop as it is where its list is not in the recipe."""
        body = group.branches[0].body
        items = self._listed(loop[2], values)
        if items is None or len(group.branches) > 1:
            yield from self._whole(group, values)
            return
        names = re.findall(r"\w+", loop[1])
        for number, item in enumerate(items):
            inner = {**values, **unpacked(names, item.node), **loop_variable(number, len(items))}
            if item.condition is None:
                yield from self.written(body, inner)
            else:
                offset = group.branches[0].tag.offset
                yield Piece("{% if " + unparse(item.condition) + " %}\n", offset)
                yield from self.written(body, inner)
                yield Piece("{% endif %}\n", offset)

    def _listed(self, expression: str, values: Values) -> LoopItems | None:
        try:
            return loop_items(self._resolved(parse_expression(expression.strip()), values))
        except ExpressionError:
            return None

    def _whole(self, group: Group, values: Values) -> Iterator[Piece]:
        """A block that stays, with what is known put into it."""
        tests = self.tests
        before: list[Node] = []
        for branch in group.branches:
            yield Piece(self._tag(branch.tag, values), branch.tag.offset)
            self.tests = [*tests, *before, *_test_of(branch.tag)]
            yield from self.written(branch.body, values)
            before += [opposite(each) for each in _test_of(branch.tag)]
        yield Piece(group.end.text, group.end.offset)
        self.tests = tests

    def _choice(self, group: Group, values: Values) -> Iterator[Piece]:
        """The branch that holds, where only loop variables decide; else the block without those
        of which loop variables say that they do not hold."""
        kept: list[Branch] = []
        for branch in group.branches:
            decided = self._decided(branch.tag, values)
            if decided is not False:
                is_last = decided and kept and word_of(branch.tag) == "elif"
                kept.append(replace_word(branch, "else") if is_last else branch)
            if decided:
                break
        if kept and self._decided(kept[0].tag, values):
            yield from self.written(kept[0].body, values)
        elif kept:
            kept[0] = replace_word(kept[0], "if")
            yield from self._whole(Group(tuple(kept), group.end), values)

    def _decided(self, tag: Token, values: Values) -> bool | None:
        """Whether a branch is taken; `None` where more than loop variables decide."""
        if word_of(tag) == "else":
            return True
        try:
            node = parse_expression(tag.inner.partition(" ")[2])
        except ExpressionError:
            return None
        if not self._reads(node, values):
            return None
        made = constant(self._resolved(node, values))
        return bool(made[0]) if made else None

    def _tag(self, token: Token, values: Values) -> str:
        """A tag with the loop variables in it replaced by what they are."""
        source = EXPRESSION.match(token.inner)
        if not values or source is None:
            return token.text
        try:
            node = parse_expression(source[2].strip())
        except ExpressionError:
            return token.text
        if not self._reads(node, values):
            return token.text
        changed = unparse(self._resolved(node, values, only=values))
        return token.text.replace(source[2], changed, 1)

    def _reads(self, node: Node, values: Values) -> bool:
        return any(isinstance(each, Name) and each.name in values for each in walk(node))

    def _resolved(self, node: Node, values: Values, only: Values | None = None) -> Node:
        """The tree with names replaced by what is known; by `only` alone, if that is given."""
        known = {**self.lists, **values} if only is None else only
        return substituted(node, known)


def _test_of(tag: Token) -> list[Node]:
    """The condition of a branch; that of a loop is not known."""
    try:
        word = word_of(tag)
        return [] if word == "else" else [parse_expression(tag.inner.removeprefix(word).strip())]
    except ExpressionError:
        return [UNKNOWN]


UNKNOWN = Name("loop")
