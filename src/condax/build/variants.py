"""Variant keys of one recipe for one platform, from the toolchain, beside the recipe, and `-m`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.build.discover import variant_file_beside
from condax.build.recipe_errors import variant_error
from condax.build.toolchain_source import COMPILER_KEYS
from condax.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from condax.build.model import Scalar
    from condax.platforms import Platform, Platforms

VERSION_SUFFIX = "_version"
PLATFORM_KEYS = ("target_platform", "build_platform", "host_platform")


@dataclass(frozen=True, kw_only=True, slots=True)
class Variants:
    """Every variant key with its values, and which keys change together."""

    values: Mapping[str, tuple[Scalar, ...]]
    zip_keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Compilers:
    """Which compilers there are for one platform."""

    keys: Mapping[str, tuple[str, ...]]
    """The variant keys of the toolchain, each with one value."""
    is_offered: Callable[[str], bool] = lambda _: True
    """Whether a channel has the package of another, e.g. `gcc_linux-aarch64`."""


def load_variants(
    recipe: Path,
    platforms: Platforms,
    toolchain: Mapping[str, tuple[str, ...]],
    files: Sequence[Path],
) -> Variants:
    """What counts for a recipe: `files` over the file beside the recipe over the toolchain's keys.

    A layer that names another compiler than the toolchain also drops the toolchain's version of
    it. Keys that only the command line decides (`target_platform` …) are left out.
    """
    variants = Variants(values=dict(toolchain))
    beside = variant_file_beside(recipe)
    for path in (*([beside] if beside else []), *files):
        variants = _merged(variants, _read(path, platforms))
    kept = {key: v for key, v in sorted(variants.values.items()) if key not in PLATFORM_KEYS}
    zip_keys = tuple(group for group in variants.zip_keys if all(key in kept for key in group))
    return Variants(values=kept, zip_keys=zip_keys)


def replace_missing_compilers(
    variants: Variants, compilers: Compilers, platform: Platform
) -> Variants:
    """The toolchain's compiler and its version in place of each that is not to be had.

    Variant files of conda-forge name gcc. C and C++ are looked at each by itself.
    """
    values = dict(variants.values)
    for key in sorted(set(COMPILER_KEYS) & compilers.keys.keys() & values.keys()):
        [own], named = compilers.keys[key], values[key]
        kept = [name == own or compilers.is_offered(f"{name}_{platform}") for name in named]
        if all(kept):
            continue
        version = key + VERSION_SUFFIX
        has_pairs = len(named) == 1 or any({key, version} <= {*g} for g in variants.zip_keys)
        if has_pairs and len(values.get(version, ())) == len(named):
            pairs = {key: own, version: compilers.keys[version][0]}
        elif any(kept):
            # Which version goes with which is not said: the missing one is named later.
            continue
        else:
            kept = [False] * len(named)
            pairs = {key: own}
            values[version] = compilers.keys[version] * max(1, len(values.get(version, ())))
        for each, value in pairs.items():
            values[each] = tuple(
                old if keep else value for old, keep in zip(values[each], kept, strict=True)
            )
    return Variants(values=values, zip_keys=variants.zip_keys)


def narrowed(variants: Variants, variant: Mapping[str, Scalar]) -> Variants:
    """The same with only those values that go with `variant`, zipped keys together."""
    values = dict(variants.values)
    groups = [*variants.zip_keys, *([key] for key in values if not _is_zipped(key, variants))]
    for group in groups:
        used = [key for key in group if key in variant]
        count = len(values[group[0]])
        places = [
            i for i in range(count) if all(str(values[k][i]) == str(variant[k]) for k in used)
        ]
        if used and places:
            values.update({key: tuple(values[key][i] for i in places) for key in group})
    return Variants(values=values, zip_keys=variants.zip_keys)


def _is_zipped(key: str, variants: Variants) -> bool:
    return any(key in group for group in variants.zip_keys)


def _merged(base: Variants, layer: Variants) -> Variants:
    values = dict(base.values)
    for key, value in layer.values.items():
        version = key + VERSION_SUFFIX
        if values.get(key, value) != value and version not in layer.values:
            values.pop(version, None)
        values[key] = value
    kept = [g for g in base.zip_keys if not any(set(g) & set(other) for other in layer.zip_keys)]
    return Variants(values=values, zip_keys=(*kept, *layer.zip_keys))


def _read(path: Path, platforms: Platforms) -> Variants:
    import rattler_build as rb

    if not path.is_file():
        raise ConfigError(f"there is no variant file {str(path)!r}", hint="check the path")
    context = rb.JinjaConfig(
        platform=rb.PlatformConfig(
            target_platform=platforms.host.subdir,
            build_platform=platforms.build.subdir,
            host_platform=platforms.host.subdir,
        )
    )
    try:
        config = rb.VariantConfig.from_files_with_context([path], context)
    except rb.RattlerBuildError as e:
        raise variant_error(path, str(e)) from None
    zip_keys = tuple(tuple(group) for group in config.zip_keys or ())
    values = {key: tuple(value) for key, value in config.to_dict().items()}
    for group in zip_keys:
        lengths = {len(values[key]) for key in group if key in values}
        if len(lengths) > 1:
            raise ConfigError(
                f"the zipped keys {', '.join(group)} have different numbers of values",
                hint="give every key of a zip_keys group as many values as the others",
                where=str(path),
            )
    return Variants(values=values, zip_keys=zip_keys)
