"""Edits of a recipe's text that touch nothing else; no edits leave the same bytes.

```python
edits = insert_requirement(recipe, all_outputs(recipe)[0], "build", '${{ stdlib("c") }}')
text = apply_edits(recipe.text, edits)
```

Text is given in the spelling of v1 and written in the recipe's own, with its indentation, list
style and newlines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.errors import RecipeError
from condax.recipe.dialect import V0_SECTIONS, scalar, to_dialect
from condax.recipe.layout import layout_of
from condax.recipe.model import RecipeFormat
from condax.recipe.placing import (
    STEP,
    Edit,
    NewItem,
    after_item,
    before_key,
    behind_key,
    closing,
    into_list,
    is_block_item,
    list_step,
    under_selector,
    value_span,
    whole_item,
    without_flow_item,
    without_lines,
    written,
)
from condax.recipe.stage0_values import is_null
from condax.recipe.values import Block, Data, Text, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from condax.recipe.model import Output, Recipe
    from condax.recipe.values import SourceSpan

__all__ = [
    "Edit",
    "add_section",
    "apply_edits",
    "data_at",
    "guard_script_line",
    "insert_requirement",
    "output_path",
    "remove_item",
    "replace_scalar",
    "set_key",
]

Path = tuple["str | int", ...]
"""Keys and list positions from the top of a recipe, e.g. `("outputs", 1, "build")`."""

REQUIREMENT_ORDER = ("build", "host", "run", "run_constrained", "run_constraints", "run_exports")
SECTION_ORDER = (
    *("schema_version", "context", "package", "recipe", "name", "version", "inherit", "source"),
    *("build", "script", "requirements", "outputs", "test", "tests", "about", "extra"),
)


def apply_edits(source: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; insertions at one place stay in the order they are given.

    Raises `ValueError` for edits that overlap.
    """
    parts, position = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < position:
            raise ValueError(f"edits overlap at offset {edit.start}")
        parts += [source[position : edit.start], edit.text]
        position = edit.end
    return "".join([*parts, source[position:]])


def insert_requirement(  # noqa: PLR0913 - one keyword for each thing that a caller may leave out
    recipe: Recipe,
    output: Output,
    section: str,
    text: str,
    *,
    condition: str | None = None,
    after: Text | None = None,
) -> tuple[Edit, ...]:
    """Add a requirement to a section of an output, at its end or behind the item `after`.

    A section that is missing or empty is made. `condition` is in the spelling of v1.
    """
    is_v0 = recipe.format is RecipeFormat.V0
    key = V0_SECTIONS.get(section, section) if is_v0 else section
    parent = "build" if is_v0 and section == "run_exports" else "requirements"
    path = (*output_path(recipe, output), parent)
    item = NewItem(recipe, text, condition)
    edits = _inserted(recipe, path, key, item, after)
    if is_v0 and output.conditions:
        return tuple(under_selector(edit, output.conditions) for edit in edits)
    return edits


def _inserted(
    recipe: Recipe, path: Path, key: str, item: NewItem, after: Text | None
) -> tuple[Edit, ...]:
    block = data_at(recipe, path)
    if isinstance(block, tuple) or (isinstance(block, Text) and not is_null(block)):
        raise RecipeError(
            "the requirements are one list for all environments",
            hint="write `host:` and `run:` below `requirements:`",
            where=recipe.path,
        )
    if not isinstance(block, Block) or key not in dict(block.entries):
        return _with_new_section(recipe, path, key, item)
    data, at = block.get(key), block.key_span(key)
    assert at is not None
    if after is not None and after.span is not None and is_block_item(recipe.text, after.span):
        return after_item(recipe, after.span, item)
    return into_list(recipe, data, at, item)


def remove_item(recipe: Recipe, text: Text) -> tuple[Edit, ...]:
    """Take an item out of its list with its comment; a condition that is left empty goes too."""
    assert text.span is not None
    layout, span = layout_of(recipe.text), whole_item(recipe, text)
    if not is_block_item(recipe.text, span):
        return (without_flow_item(recipe.text, span),)
    first = layout.line_at(span.start)
    last = layout.line_at(max(span.start, value_span(recipe.text, span)[1] - 1))
    return (without_lines(layout, first, last),)


def replace_scalar(recipe: Recipe, text: Text, new: str) -> tuple[Edit, ...]:
    """Write `new` in place of a scalar, in the quotes that it had."""
    assert text.span is not None
    start, end = value_span(recipe.text, text.span)
    spelled = to_dialect(new, recipe.format)
    quote = recipe.text[start : start + 1]
    if quote in {'"', "'"} and quote not in spelled and "\\" not in spelled:
        spelled = f"{quote}{spelled}{quote}"
    else:
        spelled = scalar(spelled, recipe.format)
    return (Edit(start=start, end=end, text=spelled),)


def set_key(recipe: Recipe, path: Path, key: str, value: str) -> tuple[Edit, ...]:
    """Give `key` of the mapping at `path` a scalar value; what is missing is made."""
    block = data_at(recipe, path)
    if not isinstance(block, Block):
        return add_section(recipe, path, [f"{key}: {written(recipe, value)}"])
    data, at = block.get(key), block.key_span(key)
    if at is None:
        return _new_key(recipe, path, key, [f"{key}: {written(recipe, value)}"])
    if isinstance(data, Text) and not is_null(data):
        return replace_scalar(recipe, data, value)
    if isinstance(data, Text):
        place = recipe.text.index(":", at.end) + 1
        return (Edit(start=place, end=place, text=f" {written(recipe, value)}"),)
    raise RecipeError(
        f"{key!r} is not a single value", hint="edit it by hand", where=f"{recipe.path}:{at.line}"
    )


def add_section(
    recipe: Recipe, path: Path, lines: Sequence[str], *, indent: str = STEP
) -> tuple[Edit, ...]:
    """Add the key that ends `path`, with `lines` indented below it; parents are made as needed.

    The key may be there without a value. Lines of a list bring their own indentation with
    `indent=""`.
    """
    key, parent = str(path[-1]), path[:-1]
    below = [indent + line if line else line for line in lines]
    block = data_at(recipe, parent)
    if not isinstance(block, Block) or not block.entries:
        return add_section(recipe, parent, [f"{key}:", *below])
    at = block.key_span(key)
    if at is None:
        return _new_key(recipe, parent, key, [f"{key}:", *below])
    layout = layout_of(recipe.text)
    return (behind_key(layout, at, [" " * (at.column - 1) + line for line in below]),)


def guard_script_line(recipe: Recipe, line: Text, test: str) -> tuple[Edit, ...]:
    """Run a command of a build script only where the shell condition `test` holds.

    `test` is what stands in `if …; then`, e.g. `[[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != 1 ]]`.
    """
    return replace_scalar(recipe, line, f"if {test}; then {line.value}; fi")


def output_path(recipe: Recipe, output: Output) -> Path:
    """The path of an output's mapping; empty for a recipe that is an output itself."""
    if not recipe.outputs or output.span == recipe.package.span:
        return ()
    for index, item in enumerate(leaves(_sequence(recipe.document.get("outputs")))):
        if isinstance(item, Block) and item.span == output.span:
            return ("outputs", index)
    raise RecipeError("the output is not part of the recipe", hint="take it from `all_outputs`")


def data_at(recipe: Recipe, path: Path) -> Data | None:
    """The value at a path of the document, or `None`; lists count the items of all branches."""
    data: Data | None = recipe.document
    for step in path:
        if isinstance(data, Block):
            data = data.get(str(step))
        elif isinstance(step, int):
            items: list[Data] = list(leaves(_sequence(data)))
            data = items[step] if step < len(items) else None
        else:
            return None
    return data


def _sequence(data: Data | None) -> tuple[Data, ...]:
    return () if data is None else data if isinstance(data, tuple) else (data,)


def _with_new_section(recipe: Recipe, path: Path, key: str, item: NewItem) -> tuple[Edit, ...]:
    dash = list_step(recipe.text) + "- "
    return add_section(recipe, (*path, key), item.lines(dash), indent="")


def _new_key(recipe: Recipe, path: Path, key: str, lines: Sequence[str]) -> tuple[Edit, ...]:
    """Lines that begin with `key`, put among the other keys of the mapping at `path`."""
    block = data_at(recipe, path)
    assert isinstance(block, Block)
    layout = layout_of(recipe.text)
    if block.span is not None and recipe.text[block.span.start : block.span.start + 1] == "{":
        return _into_braces(recipe, block.span.start, lines)
    before, at = _neighbour(block, key)
    indented = [" " * (at.column - 1) + line if line else line for line in lines]
    on_dash = recipe.text[layout.starts[at.line - 1] :][: at.column - 1].strip()
    apart = not path and len(lines) > 1
    if before or on_dash:
        return (behind_key(layout, at, ["", *indented] if apart else indented),)
    return (before_key(layout, at, [*indented, ""] if apart else indented),)


def _into_braces(recipe: Recipe, start: int, lines: Sequence[str]) -> tuple[Edit, ...]:
    if len(lines) > 1:
        raise RecipeError(
            "a mapping in braces has no place for several lines",
            hint="write the mapping with one key on each line",
            where=f"{recipe.path}:{layout_of(recipe.text).line_at(start) + 1}",
        )
    end = closing(recipe.text, start)
    inside = recipe.text[start + 1 : end].rstrip()
    place = start + 1 + len(inside)
    return (Edit(start=place, end=place, text=f", {lines[0]}" if inside.strip() else lines[0]),)


def _neighbour(block: Block, key: str) -> tuple[bool, SourceSpan]:
    """A key of the mapping, and whether the new key goes behind it (or before it)."""
    names = [name for name, _ in block.entries]
    order = REQUIREMENT_ORDER if key in REQUIREMENT_ORDER[1:] else SECTION_ORDER
    if key in order and key not in names:
        rank = order.index(key)
        earlier = [i for i, n in enumerate(names) if n in order and order.index(n) < rank]
        if not earlier and any(name in order for name in names):
            return False, block.key_spans[0]
        if earlier:
            return True, block.key_spans[earlier[-1]]
    return True, block.key_spans[-1]
