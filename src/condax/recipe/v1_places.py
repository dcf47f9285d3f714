"""Keys of a `recipe.yaml` that stand where rattler-build has none of their name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.values import Block, Conditional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.problems import Problems
    from condax.recipe.values import Data

OF_PACKAGES = "of outputs with `package:`"


def check_places(document: Block, problems: Problems) -> None:
    """Note keys of one package beside several outputs, and of packages where none is made."""
    outputs = document.get("outputs")
    if outputs is None:
        _without_keys(document, ("recipe",), "of recipes with `outputs:`", problems)
        return
    _without_keys(document, ("package", "requirements"), "of the outputs", problems)
    for block in blocks(outputs):
        if block.get("staging") is not None and block.get("package") is None:
            _check_staging(block, problems)


def _check_staging(block: Block, problems: Problems) -> None:
    _without_keys(block, ("tests", "about", "inherit"), OF_PACKAGES, problems)
    needs, build = block.get("requirements"), block.get("build")
    if isinstance(needs, Block):
        _without_keys(needs, ("run", "run_constraints", "run_exports"), OF_PACKAGES, problems)
    if isinstance(build, Block):
        others = tuple(key for key, _ in build.entries if key not in {"script", "steps"})
        _without_keys(build, others, OF_PACKAGES, problems)


def _without_keys(block: Block, keys: tuple[str, ...], where: str, problems: Problems) -> None:
    for key in keys:
        if block.get(key) is not None:
            message = f"`{key}` has no place here"
            problems.add("unexpected-type", message, f"it is a key {where}", block.key_span(key))


def blocks(data: Data) -> Iterator[Block]:
    """Every mapping that a list or a condition gives."""
    if isinstance(data, Block):
        yield data
    elif isinstance(data, Conditional):
        yield from (block for arm in (data.then, data.otherwise) for block in blocks(arm))
    elif isinstance(data, tuple):
        yield from (block for item in data for block in blocks(item))
