"""Values of `conda-forge.yml`, read as what their keys take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from condax.rerender.forge_nodes import is_null, plain
from condax.rerender.key import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def read_value(kind: Kind, node: yaml.Node) -> object:
    """The value of a node; `None` if it is of another kind.

    A number, `true` and the like count as a text where one is taken, as they are written.
    """
    return READERS[kind](node)


def _text(node: yaml.Node) -> str | None:
    return str(node.value) if isinstance(node, yaml.ScalarNode) and not is_null(node) else None


def _texts(node: yaml.Node) -> tuple[str, ...] | None:
    items = [_text(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else [None]
    texts = tuple(item for item in items if item is not None)
    return texts if len(texts) == len(items) else None


def _one_or_texts(node: yaml.Node) -> tuple[str, ...] | None:
    text = _text(node)
    return _texts(node) if text is None else (text,)


def _boolean(node: yaml.Node) -> bool | None:
    value = plain(node)
    return value if isinstance(value, bool) else None


def _integer(node: yaml.Node) -> int | None:
    value = plain(node)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _fraction(node: yaml.Node) -> float | None:
    try:
        return float(_text(node) or "")
    except ValueError:
        return None


def _mapping(node: yaml.Node) -> object:
    return plain(node) if isinstance(node, yaml.MappingNode) else None


def _switch(node: yaml.Node) -> bool | str | None:
    value = _boolean(node)
    return _text(node) if value is None else value


def _switches(node: yaml.Node) -> bool | tuple[str, ...] | None:
    value = _boolean(node)
    return _texts(node) if value is None else value


READERS: Mapping[Kind, Callable[[yaml.Node], object]] = {
    Kind.TEXT: _text,
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.FRACTION: _fraction,
    Kind.TEXTS: _texts,
    Kind.ONE_OR_TEXTS: _one_or_texts,
    Kind.SWITCH: _switch,
    Kind.SWITCHES: _switches,
    Kind.FREE: _mapping,
}
