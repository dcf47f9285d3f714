"""Words of a `recipe.yaml` that are known before anything is evaluated."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.recipe.stage0_values import value
from condax.recipe.values import Text

if TYPE_CHECKING:
    from condax.recipe.problems import Problems
    from condax.recipe.stage0_values import Reader
    from condax.recipe.values import Data, SourceSpan

DOTTED = r"\s*[A-Za-z_]\w*(\.[A-Za-z_]\w*)*"
ENTRY_POINT = re.compile(rf"[^=]+={DOTTED}\s*:{DOTTED}", re.ASCII)
VARIABLE = re.compile("[A-Za-z_][A-Za-z0-9_]*")


def is_entry_point(text: str) -> bool:
    """Whether a text is a command, `=`, a module, `:` and a function."""
    return ENTRY_POINT.fullmatch(text.strip()) is not None


def is_variable(name: str) -> bool:
    """Whether a script's environment can have a variable of this name."""
    return VARIABLE.fullmatch(name) is not None


def word(
    pattern: str,
    what: str,
    *,
    or_quoted: bool = False,
    or_list: bool = False,
    or_expression: bool = True,
) -> Reader:
    """A word of a pattern, or an expression."""
    words = re.compile(pattern)

    def read(data: Data, at: SourceSpan | None, problems: Problems) -> None:
        if isinstance(data, tuple) and not or_list:
            value(data, at, problems)
        if not isinstance(data, Text) or (data.has_expression and or_expression):
            return
        if words.fullmatch(data.value) is None or (data.quoted and not or_quoted):
            shown = f'"{data.value}"' if data.quoted else f"`{data.value}`"
            message = f"{shown} is not {what}"
            problems.add("unexpected-type", message, f"write {what}", data.span or at)

    return read


WORDS = "true|True|TRUE|false|False|FALSE"
TRUTH = word(WORDS, "`true` or `false`")
TRUTH_OR_LIST = word(WORDS, "`true`, `false` or a list", or_list=True)
LOWER_TRUTH = word("true|false", "`true` or `false`", or_quoted=True)
YES_OR_NO = word(
    "[Tt]rue|[Ff]alse|[Yy]es|[Nn]o", "`true` or `false`", or_quoted=True, or_expression=False
)
WHOLE = word("[-+]?[0-9]{1,9}", "a whole number", or_quoted=True)
