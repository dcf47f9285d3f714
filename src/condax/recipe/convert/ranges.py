"""Versions of requirements, which conda-build reads as the beginning of one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from condax.recipe.values import Text

NAME = r"(?:[\w.-]|\$\{\{[^{}]*\}\})+"
BARE_VERSION = re.compile(rf"({NAME}) +(?!x\.x)({NAME})\Z")


def with_range(text: Text) -> Text:
    """`name 1.2` as `name 1.2.*`, which is what conda-build makes of it and v1 has to be told."""
    match = BARE_VERSION.match(text.value)
    if match is None or text.value.startswith("${{ pin_"):
        return text
    return replace(text, value=f"{match.group(1)} {match.group(2)}.*")
