"""The nouns of `variants/`: `VariantConfig`, every key with its values, and `Migrator`.

Values are the text of the file (`"2.10"` keeps its zero, `"true"` is a string); `seen_by` says what
an expression sees. Groups of `zip_keys` only name keys that have values, all equally many.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from condax.recipe.model import RecipeFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

Variant = dict[str, str]
"""One value for each key."""

TypedValue = str | int | bool

DEFAULT_PINS: Mapping[str, Mapping[str, str]] = {
    "python": {"min_pin": "x.x", "max_pin": "x.x"},
    "r-base": {"min_pin": "x.x", "max_pin": "x.x"},
}
"""`pin_run_as_build` that conda-build has without any file."""

BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Operation(str, Enum):
    """What a migration does with its primary key (CFEP-9)."""

    VERSION = "version"
    """Take the higher version of every key."""
    KEY_ADD = "key_add"
    KEY_REMOVE = "key_remove"


@dataclass(frozen=True, kw_only=True, slots=True)
class Migrator:
    """The `__migrator` section of a migration, as far as rerendering needs it."""

    operation: Operation = Operation.VERSION
    primary_keys: tuple[str, ...] = ()
    ordering: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Values of a key from oldest to newest, where version order does not say."""
    additional_zip_keys: tuple[str, ...] = ()
    """Keys that change together with the primary key from now on."""
    migration_number: int = 0
    build_number: int = 0
    paused: bool = False
    use_local: bool = False
    """Whether the feedstock's own copy counts even where the pinning has another one."""
    wait_for: tuple[str, ...] = ()
    """Names of migrations that have to be applied before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VariantConfig:
    """What one variant file says, or several together."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    zip_keys: tuple[tuple[str, ...], ...] = ()
    """Groups of keys whose values go together, the first with the first."""
    pin_run_as_build: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    extend_keys: tuple[str, ...] = ()
    """Keys to which a later file adds values instead of replacing them."""
    numbers: frozenset[tuple[str, str]] = frozenset()
    """Keys with those of their values that `variants.yaml` has as whole numbers, without quotes."""
    plain: frozenset[tuple[str, str]] = frozenset()
    """Keys with those of their values that a file has as a boolean or whole number, unquoted."""
    migrator: Migrator | None = None
    """Set if the file is a migration."""
    timestamp: float = -1.0
    """`migrator_ts`, the order of migrations and their identity."""

    def group_of(self, key: str) -> tuple[str, ...]:
        """The keys with values that change together with `key`, itself included."""
        group = next((group for group in self.zip_keys if key in group), (key,))
        return tuple(each for each in group if each in self.values)


def seen_by(
    recipe_format: RecipeFormat, config: VariantConfig, variant: Mapping[str, str]
) -> dict[str, TypedValue]:
    """The values of a variant as the expressions of a recipe see them when it is rerendered.

    conda-smithy knows of `variants.yaml` alone which numbers had no quotes. conda-build takes every
    value for text, of which only its selectors make more.
    """
    if recipe_format is RecipeFormat.V0:
        return dict(variant)
    return {
        key: int(value) if (key, value) in config.numbers else BOOLEANS.get(value, value)
        for key, value in variant.items()
    }


def as_written(config: VariantConfig, variant: Mapping[str, str]) -> dict[str, TypedValue]:
    """The values of a variant as the expressions of v1 see them when it is built.

    Booleans and whole numbers without quotes are no text there, in either kind of file.
    """
    return {
        key: _plain(value) if (key, value) in config.plain else value
        for key, value in variant.items()
    }


def _plain(value: str) -> TypedValue:
    return BOOLEANS[value] if value in BOOLEANS else int(value)
