"""Expressions that change the text of a compiler's requirement, which the formats write apart."""

from __future__ import annotations

from condax.recipe.syntax import Attribute, Call, ExpressionError, Filter, Name, Node, walk

TOOLS = frozenset({"compiler", "stdlib", "cdt"})


def refuse_text_of_tools(node: Node) -> None:
    """Raise `ExpressionError` where a filter or a method reads `gcc_linux-64 14.*`.

    v1 has `gcc_linux-64 =14` there.
    """
    for each in walk(node):
        value = each.value if isinstance(each, Filter | Attribute) else None
        if isinstance(value, Call) and isinstance(value.function, Name):
            name = value.function.name
            if name in TOOLS:
                raise ExpressionError(f"{name}() gives another text in the other format")
