"""Migrations (CFEP-9) as pure functions: a configuration and a migration give a configuration.

`version` takes the higher value of every key the migration names. `key_add` adds rows for the
primary key and those zipped with it, `key_remove` takes rows away. `ordering` says what "higher"
means where version order does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from condax.errors import ConfigError
from condax.variants.model import Migrator, Operation, VariantConfig
from condax.variants.versions import SortKey, newer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Row = tuple[str, ...]


def apply_migrations(
    config: VariantConfig, migrations: Mapping[str, VariantConfig]
) -> VariantConfig:
    """Apply the migrations (file name → content) from the oldest to the newest timestamp.

    Raises `ConfigError`, naming the file, if one does not fit the configuration.
    """
    ordered = sorted(migrations.items(), key=lambda item: (item[1].timestamp, item[0]))
    for name, migration in ordered:
        config = _applied(config, migration, name)
    return config


def _applied(config: VariantConfig, migration: VariantConfig, name: str) -> VariantConfig:
    try:
        return apply_migration(config, migration)
    except ConfigError as e:
        raise ConfigError(str(e), hint=e.hint, where=name) from None


def apply_migration(config: VariantConfig, migration: VariantConfig) -> VariantConfig:
    """The configuration after one migration."""
    migrator = migration.migrator or Migrator()
    if migrator.operation is Operation.VERSION:
        return _take_newer(config, migration, migrator)
    if len(migrator.primary_keys) != 1:
        raise ConfigError(
            f"{migrator.operation.value} needs exactly one primary key",
            hint="set `primary_key` in the __migrator section",
        )
    [primary] = migrator.primary_keys
    if primary not in migration.values:
        return config
    if migrator.operation is Operation.KEY_ADD:
        return _add_rows(config, migration, migrator, primary)
    return _remove_rows(config, migration, migrator, primary)


def _take_newer(
    config: VariantConfig, migration: VariantConfig, migrator: Migrator
) -> VariantConfig:
    groups = _joined_groups(config.zip_keys, migration.zip_keys)
    values = {**migration.values, **config.values}
    done: set[str] = set()
    both = [key for key in migration.values if key in config.values]
    for key in (*migrator.primary_keys, *both):
        if key in done or key not in both:
            continue
        left, right = config.values[key], migration.values[key]
        values[key] = _newer_each(left, right, migrator.ordering.get(key))
        done.add(key)
        if key in migrator.primary_keys:
            group = next((g for g in groups if key in g), ())
            chosen = [i for i, value in enumerate((*left, *right)) if value in values[key]]
            for other in group:
                if other != key and other in both:
                    rows = (*config.values[other], *migration.values[other])
                    values[other] = tuple(rows[i] for i in chosen if i < len(rows))
                    done.add(other)
    pins = {**config.pin_run_as_build, **migration.pin_run_as_build}
    return replace(config, values=values, zip_keys=groups, pin_run_as_build=pins)


def _newer_each(left: Row, right: Row, ordering: Sequence[str] | None) -> Row:
    """Place by place the newer value; with an ordering the newest values of both, in its order."""
    if ordering is None:
        common = tuple(newer(a, b) for a, b in zip(left, right, strict=False))
        longer = left if len(left) > len(right) else right
        return (*common, *longer[len(common) :])
    rank = _ranks(ordering)
    merged = sorted({*left, *right}, key=rank)
    count = max(len(left), len(right))
    if len(merged) == 1:
        return (merged[0],) * count
    if len(merged) < count:
        raise ConfigError(
            f"values that stand twice cannot be ordered: {', '.join(left)}",
            hint="make the migration a key_add with a primary key",
        )
    return tuple(merged[-count:])


def _ranks(ordering: Sequence[str]) -> Callable[[str], int]:
    places = {value: i for i, value in enumerate(ordering)}

    def rank(value: str) -> int:
        if value not in places:
            raise ConfigError(
                f"the ordering of the migration does not know the value {value!r}",
                hint="add the value to `ordering` in the __migrator section",
            )
        return places[value]

    return rank


def _joined_groups(left: tuple[Row, ...], right: tuple[Row, ...]) -> tuple[Row, ...]:
    """Groups of both; one that is part of a group of the migration gives way to it."""
    if not right:
        return left
    kept = [group for group in left if not any(set(group) <= set(other) for other in right)]
    joined = [tuple(sorted(group)) for group in (*kept, *dict.fromkeys(right))]
    return tuple(sorted(joined, key=lambda group: (len(group), group)))


def _add_rows(
    config: VariantConfig, migration: VariantConfig, migrator: Migrator, primary: str
) -> VariantConfig:
    if primary not in config.values:
        raise ConfigError(
            f"the primary key {primary!r} of the migration has no value to add to",
            hint="remove the migration, or give the key a value beside the recipe",
        )
    group, groups = _grown_group(config, migrator, primary)
    values = dict(config.values)
    _broadcast(values, group, primary)
    missing = [key for key in group if key not in migration.values]
    if missing:
        raise ConfigError(
            f"the migration adds {primary!r} but no value of {', '.join(missing)}, which is zipped",
            hint="give every key of the zip_keys group a value in the migration",
        )
    place = group.index(primary)
    by_value = _sorter(migrator.ordering.get(primary))
    rows = list(zip(*(values[key] for key in group), strict=True))
    for new in zip(*(migration.values[key] for key in group), strict=True):
        if new not in rows:
            rows = sorted(sorted({*rows, new}), key=lambda row: by_value(row[place]))
    values.update({key: tuple(row[i] for row in rows) for i, key in enumerate(group)})
    for key in set(migrator.ordering) - {primary} - set(group):
        if key in config.values and key in migration.values:
            values[key] = _newer_each(
                config.values[key], migration.values[key], migrator.ordering[key]
            )
    return replace(config, values=values, zip_keys=groups)


def _sorter(ordering: Sequence[str] | None) -> Callable[[str], Any]:
    return SortKey if ordering is None else _ranks(ordering)


def _grown_group(
    config: VariantConfig, migrator: Migrator, primary: str
) -> tuple[Row, tuple[Row, ...]]:
    """The zipped group of the primary key with the additional keys, and all groups."""
    old = config.group_of(primary)
    group = tuple(dict.fromkeys((*old, *migrator.additional_zip_keys)))
    if group == old:
        return group, config.zip_keys
    if old in config.zip_keys:
        return group, tuple(group if each == old else each for each in config.zip_keys)
    return group, (*config.zip_keys, group)


def _broadcast(values: dict[str, Row], group: Row, primary: str) -> None:
    """Repeat the one value of each key that joins the group."""
    count = len(values[primary])
    for key in group:
        row = values.get(key, ())
        if len(row) == 1:
            values[key] = row * count
        elif len(row) != count:
            raise ConfigError(
                f"{key!r} has {len(row)} values and cannot be zipped with {primary!r}",
                hint=f"give {key!r} one value, or as many as {primary!r}",
            )


def _remove_rows(
    config: VariantConfig, migration: VariantConfig, migrator: Migrator, primary: str
) -> VariantConfig:
    gone = migration.values[primary][0]
    old = config.values.get(primary, ())
    if gone not in old:
        return config
    by_value = _sorter(migrator.ordering.get(primary))
    kept = sorted({value for value in old if value != gone}, key=lambda v: (by_value(v), v))
    places = [old.index(value) for value in kept]
    group = config.group_of(primary)
    rows = {key: tuple(config.values[key][i] for i in places) for key in group}
    return replace(config, values={**config.values, **rows})


def migrations_to_apply(
    own: Mapping[str, VariantConfig], pinning: Mapping[str, VariantConfig] | None
) -> tuple[dict[str, VariantConfig], tuple[str, ...]]:
    """The migrations of a feedstock that still count, and the names of those that are over.

    `pinning` has the migrations of the pinning package, `None` where only its keys are known. One
    of the same name, timestamp and number there stands in for the feedstock's copy.
    """
    if pinning is None:
        return dict(own), ()
    applied: dict[str, VariantConfig] = {}
    over: list[str] = []
    for name, migration in own.items():
        upstream = pinning.get(name)
        if _is_local(migration):
            applied[name] = migration
        elif upstream is None or upstream.timestamp != migration.timestamp:
            over.append(name)
        else:
            applied[name] = upstream if _number(upstream) == _number(migration) else migration
    return applied, tuple(over)


def _is_local(migration: VariantConfig) -> bool:
    return migration.timestamp < 0 or bool(migration.migrator and migration.migrator.use_local)


def _number(migration: VariantConfig) -> int:
    return migration.migrator.migration_number if migration.migrator else 0


def waiting(migrations: Iterable[str], config: Mapping[str, VariantConfig]) -> dict[str, Row]:
    """Migrations that say they come after others that are not applied → those others."""
    applied = {name.removesuffix(".yaml") for name in migrations}
    found = {}
    for name, migration in config.items():
        missing = tuple(
            each
            for each in (migration.migrator.wait_for if migration.migrator else ())
            if each not in applied
        )
        if missing:
            found[name] = missing
    return found
