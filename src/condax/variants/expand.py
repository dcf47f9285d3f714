"""Variants out of a configuration, over the used keys only.

Nothing here multiplies keys that a recipe does not use: the cost grows with the number of used
values, however large the pinning is.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from condax.variants.model import VariantConfig

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from condax.variants.model import Variant


def dimensions(config: VariantConfig, used: Collection[str]) -> list[list[Variant]]:
    """The independent choices: one list for each used zipped group, one for each other used key.

    A choice assigns the used keys of its group; equal ones are listed once, in file order.
    """
    found: dict[tuple[str, ...], list[Variant]] = {}
    for key in sorted(used):
        if key in config.values:
            group = tuple(k for k in config.group_of(key) if k in used)
            if group not in found:
                found[group] = _choices(config, group)
    return list(found.values())


def _choices(config: VariantConfig, group: tuple[str, ...]) -> list[Variant]:
    rows = zip(*(config.values[key] for key in group), strict=True)
    return [dict(zip(group, row, strict=True)) for row in dict.fromkeys(rows)]


def expand_variants(config: VariantConfig, used: Collection[str]) -> Iterator[Variant]:
    """Every combination of the values of the used keys, zipped keys together."""
    for combination in product(*dimensions(config, used)):
        yield {key: value for choice in combination for key, value in choice.items()}


def first_values(config: VariantConfig) -> Variant:
    """The first value of every key, which is what an expression sees for keys it does not vary."""
    return {key: values[0] for key, values in config.values.items() if values}


def narrow(config: VariantConfig, variant: Variant) -> VariantConfig:
    """The configuration with only those values that go with `variant`, zipped keys together."""
    values = dict(config.values)
    seen: set[tuple[str, ...]] = set()
    for key in variant:
        group = config.group_of(key)
        if key not in values or group in seen:
            continue
        seen.add(group)
        given = [k for k in group if k in variant]
        rows = [
            i
            for i in range(len(values[group[0]]))
            if all(values[k][i] == variant[k] for k in given)
        ]
        values.update({k: tuple(values[k][i] for i in rows) for k in group})
    return VariantConfig(
        values=values,
        zip_keys=config.zip_keys,
        pin_run_as_build=config.pin_run_as_build,
        extend_keys=config.extend_keys,
    )


def reduce_to_used(config: VariantConfig, used: Collection[str]) -> VariantConfig:
    """The configuration without keys nothing uses; duplicates that this leaves in a group go."""
    values: dict[str, tuple[str, ...]] = {}
    for choices in dimensions(config, used):
        for key in choices[0]:
            values[key] = tuple(choice[key] for choice in choices)
    groups = (tuple(k for k in group if k in values) for group in config.zip_keys)
    pins = config.pin_run_as_build
    return VariantConfig(
        values=values,
        zip_keys=tuple(group for group in groups if len(group) > 1),
        pin_run_as_build={k: v for k, v in pins.items() if k.replace("-", "_") in values},
        extend_keys=tuple(k for k in config.extend_keys if k in values),
    )
