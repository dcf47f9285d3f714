"""What v0 knows of the package itself in texts, as what the recipe says it is."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.convert.context import tree_of
from condax.recipe.convert.rewrite import Rewrite
from condax.recipe.convert.unparse import unparse
from condax.recipe.grammar import parse_expression
from condax.recipe.syntax import Choice, ExpressionError
from condax.recipe.values import Conditional, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.recipe.model import Output, Recipe
    from condax.recipe.syntax import Node
    from condax.recipe.values import Value

BUILD_NUMBER = "PKG_BUILDNUM"
ZERO = Text(value="0")
NUMBER = re.compile(r"\$\{\{[-+]?\s*" + BUILD_NUMBER + r"\s*[-+]?\}\}")


def own_values(recipe: Recipe) -> Mapping[str, Text]:
    """What v1 has no names for outside of scripts, as what the top level says it is."""
    own = {"PKG_NAME": recipe.package.name, "PKG_VERSION": recipe.package.version}
    known = {name: value for name, value in own.items() if isinstance(value, Text)}
    number = _text(recipe.build.number)
    return known if number is None else {**known, BUILD_NUMBER: number}


def with_own_number(recipe: Recipe, output: Output) -> Output:
    """An output whose build string has its own number, where that is not the recipe's."""
    own = _text(output.build.number)
    if output.build.number == recipe.build.number or own is None:
        return output

    def with_number(text: Text) -> Text:
        return replace(text, value=NUMBER.sub(lambda _: own.value, text.value))

    string = Rewrite(text=with_number, condition=lambda text: text)(output.build.string)
    return replace(output, build=replace(output.build, string=string))


def _text(number: Value) -> Text | None:
    """A build number as text, 0 without one; `None` for one under what is no condition."""
    if not isinstance(number, Conditional):
        return number or ZERO
    try:
        return Text(value="${{ " + unparse(_node(number)) + " }}")
    except ExpressionError:
        # It is noted where the number is converted.
        return None


def _node(number: Value) -> Node:
    if not isinstance(number, Conditional):
        return tree_of(number or ZERO)
    (then, *_), (otherwise, *_) = (*number.then, None), (*number.otherwise, None)
    return Choice(parse_expression(number.condition.value), _node(then), _node(otherwise))
