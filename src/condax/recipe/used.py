"""Which variant keys a recipe can use, whatever the platform: for expanding variants."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from condax.platforms import Platforms, get_platform, platform_names
from condax.recipe.expression import parse_expression, variables_of
from condax.recipe.inherit import all_outputs
from condax.recipe.model import RecipeFormat
from condax.recipe.names import FUNCTION_NAMES, platform_variables
from condax.recipe.syntax import Call, ExpressionError, Literal, Name, Node, walk
from condax.recipe.template import Piece, parse_template
from condax.recipe.values import Block, Conditional, Data, leaves, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from condax.recipe.model import Recipe

TOOLS = {"compiler": "compiler", "stdlib": "stdlib"}
PLATFORM_KEYS = frozenset({"target_platform", "host_platform", "build_platform"})
BARE_NAME = re.compile(r"[A-Za-z0-9_.-]+\Z")
V0_NAMES = {
    "py": "python",
    "py2k": "python",
    "py3k": "python",
    "np": "numpy",
    "pl": "perl",
    "luajit": "lua",
}


def used_variables(recipe: Recipe) -> frozenset[str]:
    """Names that any part of the recipe reads and does not define, on any platform.

    Beside the names in expressions and conditions these are what `compiler`, `stdlib` and `cdt`
    look up, and the names of build and host requirements without a version. Platform words such
    as `linux` and the names of functions are left out.
    """
    is_v0 = recipe.format is RecipeFormat.V0
    found = set(_variables_in(recipe.document, is_v0=is_v0))
    found -= {entry.name for entry in recipe.context}
    defined: set[str] = set()
    for entry in recipe.context:
        # `mpi: ${{ mpi | default("mpich") }}` reads the variant key of its name.
        found.update(set(_variables_in(entry.value, is_v0=is_v0)) - defined)
        defined.add(entry.name)
    if is_v0:
        found = {V0_NAMES.get(name, name) for name in found}
    return frozenset(found - _known_names() | _bare_requirements(recipe))


@lru_cache(maxsize=1)
def _known_names() -> frozenset[str]:
    here = get_platform(platform_names()[0])
    words = platform_variables(Platforms(build=here, host=here, target=here)).keys()
    old = {"linux32", "linux64", "win32", "win64", "arm", "nomkl", "loop", "range", "namespace"}
    return frozenset((words - PLATFORM_KEYS) | FUNCTION_NAMES | old | PLATFORM_KEYS)


def _bare_requirements(recipe: Recipe) -> frozenset[str]:
    texts = (
        item.value
        for output in all_outputs(recipe)
        for items in (output.requirements.build, output.requirements.host)
        for item in leaves(items)
    )
    return frozenset(text.lower().replace("-", "_") for text in texts if BARE_NAME.match(text))


def _conditions(data: Data) -> Iterator[str]:
    if isinstance(data, Conditional):
        yield data.condition.value
        for item in (*data.then, *data.otherwise):
            yield from _conditions(item)
    elif isinstance(data, Block):
        for key, value in data.entries:
            if key == "skip":
                yield from (text.value for text in texts_in(value))
            yield from _conditions(value)
    elif isinstance(data, tuple):
        for item in data:
            yield from _conditions(item)


def _variables_in(data: Data, *, is_v0: bool) -> Iterator[str]:
    for condition in _conditions(data):
        if "${{" not in condition:
            yield from _of_expression(condition)
    for text in texts_in(data):
        if "${{" in text.value:
            yield from _of_template(text.value, is_v0=is_v0)


def _of_expression(source: str) -> Iterator[str]:
    try:
        node = parse_expression(source)
    except ExpressionError:
        return
    yield from variables_of(node)
    yield from _looked_up(node)


def _of_template(source: str, *, is_v0: bool) -> Iterator[str]:
    try:
        pieces = parse_template(source)
    except ExpressionError:
        # Jinja knows more than the expressions of v1: what cannot be read here is split in words.
        if is_v0:
            yield from re.findall(r"\b[a-z_]\w*\b", source)
        return
    for piece in pieces:
        if isinstance(piece, Piece):
            yield from variables_of(piece.node)
            yield from _looked_up(piece.node)


def _looked_up(node: Node) -> Iterator[str]:
    """Variant keys that calls of `compiler`, `stdlib` and `cdt` look up."""
    for call in walk(node):
        if not isinstance(call, Call) or not isinstance(call.function, Name):
            continue
        function = call.function.name
        if function == "cdt":
            yield from ("cdt_name", "cdt_arch")
        elif function in TOOLS and call.arguments and isinstance(call.arguments[0], Literal):
            key = f"{call.arguments[0].value}_{TOOLS[function]}"
            yield from (key, f"{key}_version")
