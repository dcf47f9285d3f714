"""Scalars of `meta.yaml`, which selectors, Jinja and YAML read one after the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError
from condax.recipe.v0.selectors import find_selector
from condax.recipe.yaml_text import NOT_STRING, double_quoted, needs_quotes, quoted

if TYPE_CHECKING:
    from condax.recipe.values import Text

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
HIDDEN = re.compile(rf"({EXPRESSION.pattern})|(?<!\$)\{{[{{%#]", re.DOTALL)
"""What would begin Jinja; expressions, in which it is text already, are the first group."""
LITERAL = re.compile(r"\s*(['\"])([^'\"\\]+)\1\s*")
DIRECTIVE = re.compile(r"^([ \t]*)#(?=[A-Za-z])", re.MULTILINE)
ANY_COMMENT = re.compile(r"^([ \t]*)#", re.MULTILINE)
HERE_DOCUMENT = re.compile(r"<<-?[ \t]*[\w'\"\\]")


def v0_scalar(text: Text, always: bool) -> str:
    """One scalar on one line; the flag asks for quotes in any case."""
    value = _hidden(text.value)
    # Braces of an expression are gone when conda-build's YAML parser sees the line.
    must = needs_quotes(replace(text, value=EXPRESSION.sub(_rendered, text.value)))
    if "${{" in value:
        written = _with_expressions(value) if must else _in_braces(value)
    else:
        wished = always and not NOT_STRING.fullmatch(value)
        written = quoted(value) if must or wished else value
    # Brackets at the end of a line, or behind a `#`, are a selector.
    is_selector = find_selector(f"x: {written}") is not None
    return _in_double_quotes(value, "\\x5b") if is_selector else written


def _rendered(expression: re.Match[str]) -> str:
    """What Jinja writes for an expression: a string that is one by itself, else some word."""
    literal = LITERAL.fullmatch(expression[1])
    return literal[2] if literal else "x"


def is_v0_multiline(text: Text, key: str) -> bool:
    """Whether a literal block can hold a text: none of its lines is taken for a selector.

    Lines that begin with `#` are lost, which only scripts can do without.
    """
    lines = text.value.split("\n")
    keeps = key in SCRIPTS or not any(line.lstrip().startswith("#") for line in lines)
    return keeps and len(lines) > 1 and all(find_selector(line) is None for line in lines)


SCRIPTS = frozenset({"", "script"})


def v0_spelled(value: str) -> str:
    """Text with its expressions in v0's braces, and braces of its own hidden from Jinja.

    conda-build loses lines that begin with `#`: those that may be more than a script's comments,
    e.g. `#include` in a here-document, do not begin with it.
    """
    lost = ANY_COMMENT if HERE_DOCUMENT.search(value) else DIRECTIVE
    return _in_braces(lost.sub(r'\1${{ "#" }}', _hidden(value)))


def _hidden(text: str) -> str:
    """Text in which what would begin Jinja, e.g. the shell's `${#x}`, is an expression."""
    return HIDDEN.sub(lambda match: match[1] or '${{ "' + match[0] + '" }}', text)


def _in_braces(value: str) -> str:
    return EXPRESSION.sub(lambda match: "{{" + match[1] + "}}", value)


def _with_expressions(value: str) -> str:
    """Text in quotes, which must not be those inside of its expressions."""
    parts = EXPRESSION.split(value)
    parts[1::2] = [_double_quoted_strings(part) for part in parts[1::2]]
    needs_double = any("'" in part for part in parts[1::2]) or any(map(ODD.search, parts[::2]))
    # What begins with a variable may be a path of Windows: between single quotes `\` is no escape.
    begins = not parts[0] and "".join(parts[2:]) != ""
    if needs_double or not (begins or re.search(r'["\\]', "".join(parts))):
        return _in_double_quotes(value, "[")
    parts[::2] = [part.replace("'", "''") for part in parts[::2]]
    return "'" + _joined(parts) + "'"


ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def _in_double_quotes(value: str, bracket: str) -> str:
    """Text with an opening bracket of its own written as `bracket`."""
    parts = EXPRESSION.split(value)
    parts[::2] = [double_quoted(part)[1:-1].replace("[", bracket) for part in parts[::2]]
    parts[1::2] = [part.replace('"', "'") for part in parts[1::2]]
    return '"' + _joined(parts) + '"'


def _joined(parts: list[str]) -> str:
    return "".join("{{" + part + "}}" if index % 2 else part for index, part in enumerate(parts))


def _double_quoted_strings(expression: str) -> str:
    """An expression in which strings have double quotes, if it can be had."""
    try:
        return f" {unparse(parse_expression(expression.strip()))} "
    except ExpressionError:
        return expression
