"""`{% set %}` lines as context variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.document import NOT_A_STRING
from condax.recipe.grammar import parse_expression
from condax.recipe.model import ContextVariable
from condax.recipe.operators import to_text
from condax.recipe.syntax import ExpressionError, Literal, Unary
from condax.recipe.values import Conditional, Data, SourceSpan, Text

if TYPE_CHECKING:
    from condax.recipe.v0.mask import Assignment, Masked


def context_of(masked: Masked, source: str) -> tuple[ContextVariable, ...]:
    """The variables in the order of the file; one that is set twice is there twice."""
    return tuple(_variable(each, source) for each in masked.assignments)


def _variable(assignment: Assignment, source: str) -> ContextVariable:
    line = source.count("\n", 0, assignment.start) + 1
    column = assignment.start - (source.rfind("\n", 0, assignment.start) + 1) + 1
    end = assignment.start + len(assignment.value)
    span = SourceSpan(assignment.start, end, line, column)
    value: Data = _text(assignment.value.strip(), span)
    for condition in reversed(assignment.conditions):
        value = Conditional(condition=Text(value=condition), then=(value,))
    return ContextVariable(name=assignment.name, value=value, span=span)


def _text(value: str, span: SourceSpan) -> Text:
    try:
        node = parse_expression(value)
    except ExpressionError:
        return Text(value=f"${{{{ {value} }}}}", span=span)
    if isinstance(node, Literal) and isinstance(node.value, str):
        quoted = NOT_A_STRING.match(node.value) is not None
        return Text(value=node.value, quoted=quoted, span=span)
    plain = node.operand if isinstance(node, Unary) and node.operator == "-" else node
    if isinstance(plain, Literal) and isinstance(plain.value, int):
        sign = "" if plain is node else "-"
        return Text(value=f"{sign}{to_text(plain.value)}", span=span)
    return Text(value=f"${{{{ {value} }}}}", span=span)
