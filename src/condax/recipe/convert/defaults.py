"""Names that nothing may define: `False` to conda-build, an error to rattler-build."""

from __future__ import annotations

import re
from dataclasses import replace

from condax.recipe.names import FUNCTION_NAMES, PLATFORM_NAMES
from condax.recipe.syntax import (
    Call,
    Choice,
    Comparison,
    Filter,
    Literal,
    Name,
    Node,
    Test,
    with_parts,
)

ALWAYS = frozenset({*PLATFORM_NAMES, *FUNCTION_NAMES})
PINNED = re.compile(
    r"\w+_(?:compiler|stdlib)(?:_version)?|python(?:_min|_impl)?|numpy|perl|lua|r_base|mpi"
    r"|is_(?:python_min|freethreading|abi3)|freethreading|vc|cdt_name|openssl|channel_targets"
    r"|MACOSX_\w+|microarch_level"
)
"""Variant keys that conda-forge gives to every recipe, or the build itself."""
ASKING = frozenset({"defined", "undefined", "none"})


def with_defaults(node: Node, known: frozenset[str]) -> Node:
    """A condition in which each name that may have no value is `false` without one."""

    def part(inner: Node) -> Node:
        return with_defaults(inner, known)

    if isinstance(node, Name):
        is_known = node.name in known or node.name in ALWAYS or PINNED.fullmatch(node.name)
        return node if is_known else Filter(node, "default", (Literal(False),), ())
    if _asks(node):
        return node
    if isinstance(node, Call):
        keywords = tuple((key, part(value)) for key, value in node.keywords)
        return replace(node, arguments=tuple(map(part, node.arguments)), keywords=keywords)
    return with_parts(node, part)


def _asks(node: Node) -> bool:
    """Whether it is asked if a name has a value, which is no error without one."""
    match node:
        case Test(name=name, value=Name()):
            return name in ASKING
        case (
            Comparison(first=Name(), rest=((_, Literal(value=None)),))
            | Filter(name="default", value=Name())
            | Call(function=Name(name="match"))
        ):
            return True
    return False


def with_defaults_in_choices(node: Node, known: frozenset[str]) -> Node:
    """An expression of which the conditions that it chooses by have such names."""
    made = with_parts(node, lambda part: with_defaults_in_choices(part, known))
    if not isinstance(made, Choice):
        return made
    return replace(made, condition=with_defaults(made.condition, known))
