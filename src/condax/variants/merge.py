"""Several variant files to one: a later file wins key by key.

The order that conda-build and conda-smithy share is pinning, files beside the recipe, command
line. A file that gives some keys of a zipped group only narrows the group to the rows it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.errors import ConfigError
from condax.variants.model import VariantConfig

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Values = dict[str, tuple[str, ...]]
Groups = tuple[tuple[str, ...], ...]


def merge_variants(*layers: VariantConfig) -> VariantConfig:
    """What the layers say together, first the weakest.

    Raises `ConfigError` if a zipped group ends up with different numbers of values.
    """
    merged = VariantConfig()
    for layer in layers:
        merged = _merged(merged, layer)
    groups = checked_groups(merged.zip_keys, merged.values)
    # conda-build keeps groups sorted, whichever file they come from.
    return replace(merged, zip_keys=tuple(sorted(groups)))


def _merged(base: VariantConfig, layer: VariantConfig) -> VariantConfig:
    extended = (*base.extend_keys, *layer.extend_keys)
    groups = _joined_groups(base.zip_keys, layer.zip_keys)
    values = dict(base.values)
    for key, new in layer.values.items():
        group = next((g for g in groups if key in g), (key,))
        if key in extended:
            values[key] = tuple(dict.fromkeys((*values.get(key, ()), *new)))
        elif key not in values or all(k in layer.values for k in group if k in values):
            values[key] = new
        else:
            _narrow(values, group, key, new)
    return VariantConfig(
        values=values,
        zip_keys=groups,
        pin_run_as_build=_joined_pins(base.pin_run_as_build, layer.pin_run_as_build),
        extend_keys=tuple(dict.fromkeys(extended)),
        numbers=layer.numbers | {pair for pair in base.numbers if pair[0] not in layer.values},
        plain=layer.plain | {pair for pair in base.plain if pair[0] not in layer.values},
    )


def _joined_groups(base: Groups, layer: Groups) -> Groups:
    """Groups of both; one of the layer replaces those of the base that it shares a key with."""
    kept = [group for group in base if not any(set(group) & set(other) for other in layer)]
    return (*kept, *dict.fromkeys(layer))


def _narrow(values: Values, group: Sequence[str], key: str, new: Sequence[str]) -> None:
    """Keep the rows of a group whose `key` is one of `new`; where there is none, `new` counts."""
    rows = [i for i, value in enumerate(values[key]) if value in new]
    if not rows or not set(new) <= set(values[key]):
        values[key] = tuple(new)
        return
    for other in group:
        if other in values:
            values[other] = tuple(values[other][i] for i in rows if i < len(values[other]))


def _joined_pins(
    base: Mapping[str, Mapping[str, str]], layer: Mapping[str, Mapping[str, str]]
) -> dict[str, Mapping[str, str]]:
    joined = dict(base)
    joined.update(layer)
    return joined


def checked_groups(groups: Groups, values: Mapping[str, Sequence[str]]) -> Groups:
    """The groups without keys that have no values, and without groups of a single key.

    Raises `ConfigError` if the keys of a group have different numbers of values.
    """
    kept = []
    for group in groups:
        present = tuple(key for key in group if key in values)
        lengths = {key: len(values[key]) for key in present}
        if len(set(lengths.values())) > 1:
            counts = ", ".join(f"{key} has {count}" for key, count in lengths.items())
            raise ConfigError(
                f"zipped keys have different numbers of values: {counts}",
                hint="give every key of a zip_keys group as many values as the others",
            )
        if len(present) > 1:
            kept.append(present)
    return tuple(kept)
