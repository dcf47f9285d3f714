"""The scalars of a v0 recipe with their expressions in the words of v1."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from condax.recipe.convert.constants import constant_text, is_constant_string
from condax.recipe.convert.context import is_list, tree_of
from condax.recipe.convert.defaults import with_defaults_in_choices
from condax.recipe.convert.environment import missing_as_text
from condax.recipe.convert.expressions import to_v1_expression
from condax.recipe.convert.tool_text import refuse_text_of_tools
from condax.recipe.convert.truths import (
    NONE,
    Truths,
    as_python_text,
    node_kinds,
    with_joined_truths,
)
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.recipe.problems import Problems
    from condax.recipe.values import Text

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
SELECTOR = re.compile(r"#\s*\[[^\[\]\n]+\]")
OWN = re.compile(r"\$\{\{[-+]?\s*(PKG_\w+)\s*[-+]?\}\}")
PINNED = re.compile(r"\$\{\{\s*(pin_\w+\([^{}]*\))\s*\}\} +(.+)", re.DOTALL)


@dataclass(frozen=True, kw_only=True, slots=True)
class TextWords:
    """Called with a scalar, gives it in v1 and notes what has no counterpart there."""

    problems: Problems
    known: Mapping[str, Text]
    """What v1 has no names for, and what the recipe says it is."""
    lists: frozenset[str]
    """Variables that are lists."""
    truths: Truths
    names: frozenset[str]
    """What the recipe and its variant file define."""
    is_context: bool = False
    """The scalars are values of variables, which need not become text."""

    def __call__(self, text: Text) -> Text:
        """The scalar in v1, as it is if it says the same there."""
        if SELECTOR.search(text.value):
            self._note(text, "a selector inside of a text has no counterpart", "split the text")
        if "{%" in text.value or "{#" in text.value:
            hint = "write an `if` expression"
            self._note(text, "Jinja inside of a value has no counterpart", hint)
        if not text.has_expression:
            return text

        def own(match: re.Match[str]) -> str:
            return self.known[match[1]].value if match[1] in self.known else match[0]

        value = _with_build(OWN.sub(own, text.value))
        made = EXPRESSION.sub(lambda m: self._piece(m, text, value), value)
        # A string without its braces stays one: `007` would be a number.
        whole = EXPRESSION.fullmatch(value) if self.is_context and "${{" not in made else None
        quoted = text.quoted or (whole is not None and is_constant_string(whole[1].strip("-+")))
        return replace(text, value=made, quoted=quoted)

    def _note(self, text: Text, message: str, hint: str) -> None:
        self.problems.add("not-convertible", message, hint, text.span)

    def _piece(self, match: re.Match[str], text: Text, value: str) -> str:
        """One expression of a text whose value is `value`."""
        inner = match[1].strip("-+")
        is_part = match.group() != value.strip()
        try:
            return "${{ " + self._expression(inner, text, is_part=is_part) + " }}"
        except ExpressionError as error:
            constant = constant_text(inner)
            if constant is None:
                self._note(text, str(error), "write it in words of v1")
            return match.group() if constant is None else constant

    def _expression(self, source: str, text: Text, *, is_part: bool) -> str:
        node = parse_expression(source.strip())
        refuse_text_of_tools(node)
        if is_part and is_list(node, self.lists):
            message = "a list inside of a text is written with other quotes in v1"
            self._note(text, message, "join its items")
        spoken = with_joined_truths(node, self.truths, as_python_text)
        if is_part or text.quoted:
            spoken = as_python_text(spoken, self.truths)
        elif not self.is_context:
            spoken = missing_as_text(spoken)
            if node_kinds(spoken, self.truths) >= NONE:
                spoken = as_python_text(spoken, self.truths)
        known = {name: tree_of(value) for name, value in self.known.items()}
        made = to_v1_expression(source if spoken == node else unparse(spoken), known)
        if not self.is_context:
            return made
        written = parse_expression(made)
        chosen = with_defaults_in_choices(written, self.names)
        return made if chosen == written else unparse(chosen)


def _with_build(value: str) -> str:
    """A pin with a build string behind it as the pin with that argument, which v1 has."""
    found = PINNED.fullmatch(value.strip())
    if found is None or re.search(r"\s", EXPRESSION.sub("", found[2])):
        return value
    pieces = EXPRESSION.split(found[2])
    parts = [f"({p})" if n % 2 else f'"{p}"' for n, p in enumerate(pieces) if p]
    build = " ~ ".join(parts)
    if not any(pieces[::2]):
        # A variable that may be empty: no build has the empty string.
        build = f'({build}) or "*"'
    return "${{ " + f"{found[1][:-1]}, build={build})" + " }}"
