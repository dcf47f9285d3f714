"""Keeping in a variant file the version of the C library that a recipe asked for by hand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.lint.macos import VARIANT_FILES, values_for
from condax.lint.registry import FileEdit
from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from condax.lint.context import LintContext
    from condax.platforms import Os

KEY = "c_stdlib_version"
HEAD = re.compile(rf"^{KEY}:([^\r\n]*)\r?\n", re.MULTILINE)
SELECTED = re.compile(r"\s*#[^\[]*\[.+\]\s*")
ITEM = re.compile(r"([ \t]*)- ")


def says_stdlib_version(context: LintContext, system: Os) -> bool | None:
    """Whether a variant file says the version for a system; `None`: for some of its platforms."""
    said: list[tuple[str, ...]] = []
    for name in VARIANT_FILES:
        if KEY in (text := context.files.get(name, "")):
            found = values_for(text, name, KEY, system)
            if found is None:
                return None
            said += found
    return None if any(said) and not all(said) else any(said)


def stdlib_version(context: LintContext, system: Os, version: str) -> tuple[FileEdit, ...]:
    """Adds the version to the recipe's variant file, or makes the one of the recipe's format.

    No edit where the file has the key in another way than as a list of lines.
    """
    selectors, conditions = VARIANT_FILES
    own = selectors if context.recipe.format is RecipeFormat.V0 else conditions
    name = next((each for each in VARIANT_FILES if each in context.files), own)
    text = context.files.get(name, "")
    heads = list(HEAD.finditer(text))
    if text.count(KEY) != len(heads):
        return ()
    selector = f"  # [{system.value}]" if name == selectors else ""
    if not heads or (selector and all(SELECTED.fullmatch(each[1]) for each in heads)):
        gap = "\n" * (text != "" and not text.endswith("\n"))
        new = f"{gap}{KEY}:{selector}\n{_item('  ', system, version, selector)}"
        return (FileEdit(file=name, start=len(text), end=len(text), text=new),)
    item = ITEM.match(text, heads[0].end())
    if item is None or len(heads) > 1:
        return ()
    new = _item(item[1], system, version, selector)
    return (FileEdit(file=name, start=item.start(), end=item.start(), text=new),)


def _item(indent: str, system: Os, version: str, selector: str) -> str:
    if selector:
        return f'{indent}- "{version}"{selector}\n'
    return f'{indent}- if: {system.value}\n{indent}  then: "{version}"\n'
