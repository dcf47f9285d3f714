"""A key of `conda-forge.yml`: `Key`, the `Kind` of what it takes, and how rows are made."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
    """What a key takes."""

    TEXT = "text"
    BOOLEAN = "true or false"
    INTEGER = "a number"
    FRACTION = "a fraction"
    TEXTS = "a list of texts"
    ONE_OR_TEXTS = "a text or a list of texts"
    SWITCH = "true, false or a text"
    SWITCHES = "true, false or a list of texts"
    SECTION = "a mapping"
    """Its keys have rows of their own."""
    FREE = "any mapping"
    """Not looked into: another program's settings."""
    PLATFORM_TEXT = "a mapping of platforms"
    """Platform → one of the choices."""
    PROVIDERS = "a mapping of platforms to providers"
    CONDITIONAL = "a value, or a list of values with conditions"
    """Items are `value` with any of `os`, `platform` and `provider`; the last match counts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key of the file."""

    name: str
    kind: Kind
    meaning: str
    default: object = None
    choices: tuple[str, ...] = ()
    instead: str = ""
    """What to write instead; set for deprecated keys only."""
    of: Kind | None = None
    """What the values are, of a key whose values have conditions."""


def key(name: str, kind: Kind, meaning: str, default: object = None, *choices: str) -> Key:
    """A key with its choices, if there are any."""
    return Key(name=name, kind=kind, meaning=meaning, default=default, choices=choices)


def deprecated(name: str, kind: Kind, instead: str, *choices: str) -> Key:
    """A deprecated key, with what to write in its place."""
    return Key(name=name, kind=kind, meaning="Deprecated.", instead=instead, choices=choices)


def conditional(name: str, of: Kind, meaning: str, default: object = None, *choices: str) -> Key:
    """A key whose values, each of the kind `of`, may have conditions."""
    kind = Kind.CONDITIONAL
    return Key(name=name, kind=kind, of=of, meaning=meaning, default=default, choices=choices)
