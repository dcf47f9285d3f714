"""The `__migrator` section of a migration file to a `Migrator`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.errors import ConfigError
from condax.variants.model import Migrator, Operation

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse_migrator(section: object) -> Migrator:
    """Read what rerendering needs; keys for the bot alone are ignored.

    Raises `ConfigError` for an operation that CFEP-9 does not have.
    """
    if not isinstance(section, dict):
        raise ConfigError("__migrator is not a mapping", hint="see CFEP-9 for its keys")
    ordering = section.get("ordering") or {}
    return Migrator(
        operation=_operation(section),
        primary_keys=_texts(section.get("primary_key")),
        ordering={key: _texts(values) for key, values in ordering.items()},
        additional_zip_keys=_texts(section.get("additional_zip_keys")),
        migration_number=_integer(section, "migration_number"),
        build_number=_integer(section, "build_number"),
        paused=_is_true(section.get("paused")),
        use_local=_is_true(section.get("use_local")),
        wait_for=_texts(section.get("wait_for_migrators")),
    )


def _operation(section: Mapping[str, object]) -> Operation:
    name = section.get("operation") or Operation.VERSION.value
    try:
        return Operation(name)
    except ValueError:
        choices = ", ".join(each.value for each in Operation)
        raise ConfigError(
            f"unknown operation {name!r} of a migration", hint=f"choose one of {choices}"
        ) from None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return (str(value),) if value else ()


def _integer(section: Mapping[str, object], key: str) -> int:
    text = str(section.get(key, 0))
    return int(text) if text.lstrip("-").isdigit() else 0


def _is_true(value: object) -> bool:
    return str(value).lower() == "true"
