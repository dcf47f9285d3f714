"""Expressions in which nothing depends on anything outside."""

from __future__ import annotations

import jinja2

from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import ExpressionError, Name, walk
from condax.recipe.v0.render import FAILURES
from condax.recipe.v0.sandbox import run_template


def is_constant_string(source: str) -> bool:
    """Whether an expression without names gives a string, not a number or a list."""
    return constant_text(f"({source}) is string") == "True"


def constant_text(source: str) -> str | None:
    """What an expression without names gives in Jinja, for filters that v1 does not have."""
    try:
        if any(isinstance(each, Name) for each in walk(parse_expression(source))):
            return None
        return run_template("{{ " + source + " }}", {})[0]
    except (jinja2.TemplateError, ExpressionError, *FAILURES):
        return None
