"""Recipe text as a document and back, quotes kept: they decide what a value is."""

from __future__ import annotations

import io
from typing import Any


def load_yaml(text: str) -> Any:
    """The document, whose strings know how they were quoted."""
    return _yaml().load(text)


def dump_yaml(document: Any) -> str:
    """Text that reads as the document."""
    stream = io.StringIO()
    _yaml().dump(document, stream)
    return stream.getvalue()


def _yaml() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    yaml.allow_duplicate_keys = True
    return yaml
