"""The matrix of one target: which variants there are, and how they spread over CI jobs.

A recipe is evaluated once for every combination of the variables it turned out to use, found while
evaluating: the cost grows with the number of jobs and not with the size of the pinning.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from condax.variants import dimensions, expand_variants

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from condax.variants import Variant, VariantConfig

MPI_KEYS = ("mpich", "openmpi", "msmpi", "mpi_serial", "impi")
"""Keys that a recipe with an `mpi` variant uses in some of its variants."""

ALWAYS_KEPT = (
    "MACOSX_DEPLOYMENT_TARGET",
    "MACOSX_SDK_VERSION",
    "build_number_decrement",
    "channel_sources",
    "channel_targets",
    "docker_image",
    "macos_machine",
    "macos_min_version",
)
"""Keys that CI reads whatever the recipe uses."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluatedOutput:
    """What the matrix needs to know of an output for one variant."""

    name: str
    used: frozenset[str]
    """Variant keys that jobs are spread over where every output uses them."""
    own: frozenset[str]
    """Those that the output uses itself, without the ones of the recipe's top level."""
    is_skipped: bool = False
    is_noarch: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """One variant of the used keys, with the outputs that it builds."""

    variant: Variant
    outputs: tuple[EvaluatedOutput, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class JobVariant:
    """The variant keys of one CI job; keys that its outputs loop over have several values."""

    values: Mapping[str, tuple[str, ...]]
    zip_keys: tuple[tuple[str, ...], ...]
    pin_run_as_build: Mapping[str, Mapping[str, str]]
    numbers: frozenset[tuple[str, str]] = frozenset()
    """Keys with those of their values that are written as numbers."""
    loop: tuple[str, ...]
    """Keys that tell the jobs of a target apart, sorted."""


def explore(
    config: VariantConfig, evaluate: Callable[[Variant], Sequence[EvaluatedOutput]]
) -> Iterator[Leaf]:
    """Every variant of the keys that evaluation reads, with its outputs, the skipped ones included.

    `evaluate` gets the assigned keys only; the first value counts for all others.
    """
    varying = frozenset(key for key, values in config.values.items() if len(set(values)) > 1)
    pending: list[Variant] = [{}]
    while pending:
        variant = pending.pop()
        outputs = tuple(evaluate(variant))
        read = frozenset().union(*(output.used for output in outputs)) & varying
        if missing := read - variant.keys():
            # A zipped group is assigned whole, or its other keys could disagree.
            grown = {key for name in missing for key in config.group_of(name)}
            fresh = expand_variants(config, grown - variant.keys())
            pending += reversed([{**variant, **choice} for choice in fresh])
        else:
            yield Leaf(variant=variant, outputs=outputs)


def spread(
    config: VariantConfig, leaves: Sequence[Leaf], kept: Iterable[str] = ()
) -> tuple[JobVariant, ...]:
    """The CI jobs: one for each combination of the keys that every output loops over.

    `kept` are keys that stay although no output uses them. Empty if every output is skipped.
    """
    built = [(leaf, output) for leaf in leaves for output in leaf.outputs if not output.is_skipped]
    if not built:
        return ()
    used = {key for _, output in built for key in output.own}
    shared = frozenset.intersection(*(output.used for _, output in built))
    if "mpi" in used:
        used.update(MPI_KEYS)
    loop = frozenset(key for key in shared if len(set(config.values.get(key, ()))) > 1)
    rows = _used_rows(config, {*used, *shared, *kept}, _restricted(built))
    present = {tuple(leaf.variant[key] for key in sorted(loop)) for leaf, _ in built}
    jobs = (_job(config, combination, loop) for combination in _combinations(rows, loop))
    return tuple(job for job in jobs if any(_values(job, loop, choice) for choice in present))


def _restricted(built: Sequence[tuple[Leaf, EvaluatedOutput]]) -> list[Variant]:
    """The built variants, each with the keys that its output uses: others may have any value."""
    rows = (
        tuple((key, value) for key, value in leaf.variant.items() if key in output.used)
        for leaf, output in built
    )
    return [dict(row) for row in dict.fromkeys(rows)]


def _used_rows(
    config: VariantConfig, used: Collection[str], variants: Sequence[Variant]
) -> dict[tuple[str, ...], list[Variant]]:
    """Group of used keys → its rows that some built variant has, sorted."""
    rows = {}
    for choices in dimensions(config, used):
        group = _in_group_order(config, choices[0])
        seen = {tuple(variant.get(key) for key in group) for variant in variants}
        kept = [row for row in choices if any(_agrees(row, group, values) for values in seen)]
        rows[group] = sorted(kept, key=lambda row: tuple(row[key] for key in group))
    return rows


def _in_group_order(config: VariantConfig, row: Variant) -> tuple[str, ...]:
    return tuple(key for key in config.group_of(next(iter(row))) if key in row)


def _agrees(row: Variant, group: Sequence[str], values: Sequence[str | None]) -> bool:
    return all(value is None or row[key] == value for key, value in zip(group, values, strict=True))


def _combinations(
    rows: Mapping[tuple[str, ...], list[Variant]], loop: Collection[str]
) -> Iterator[dict[tuple[str, ...], list[Variant]]]:
    """Rows of the groups that loop, split by the values of their loop keys, multiplied."""
    looping = [group for group in rows if any(key in loop for key in group)]
    parts = []
    for group in looping:
        split: dict[tuple[str, ...], list[Variant]] = {}
        for row in rows[group]:
            split.setdefault(tuple(row[key] for key in group if key in loop), []).append(row)
        parts.append(list(split.values()))
    for chosen in product(*parts):
        yield {**rows, **dict(zip(looping, chosen, strict=True))}


def _job(
    config: VariantConfig,
    rows: Mapping[tuple[str, ...], list[Variant]],
    loop: Collection[str],
) -> JobVariant:
    values = {
        key: tuple(row[key] for row in group_rows)
        if len(group) > 1
        else tuple(sorted({row[key] for row in group_rows}))
        for group, group_rows in rows.items()
        for key in group
    }
    pins = config.pin_run_as_build
    return JobVariant(
        values=values,
        zip_keys=tuple(
            kept
            for group in config.zip_keys
            if len(kept := tuple(key for key in group if key in values)) > 1
        ),
        pin_run_as_build={k: v for k, v in pins.items() if k.replace("-", "_") in values},
        numbers=config.numbers,
        loop=tuple(sorted(loop)),
    )


def _values(job: JobVariant, loop: Collection[str], choice: Sequence[str]) -> bool:
    """Whether a built variant with these values of the loop keys belongs to the job."""
    return all(value in job.values[key] for key, value in zip(sorted(loop), choice, strict=True))
