"""Which `skip` condition of a recipe, if any, holds for a package.

rattler-build renders packages that are to be skipped like any other and keeps the answer to
itself, so a probe recipe asks which conditions hold.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from condax.build.stage0 import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import rattler_build as rb

PROBE = Path("recipe.yaml")
NAME_MARK, TRUE_MARK = "name-{}.", "true-{}"

Conditions = tuple[str, ...]


def skip_conditions(stage0: rb.Stage0Recipe) -> dict[str, Conditions]:
    """Name of each package as written, maybe a template → its conditions and the shared ones."""
    document = stage0.to_dict()
    outputs = document.get("outputs")
    if outputs is None:
        return {str(document["package"]["name"]): _conditions(document)}
    shared = _conditions(document)
    return {
        str(output["package"]["name"]): (*shared, *_conditions(output))
        for output in outputs
        if "package" in output
    }


def probe_recipe(
    context: Mapping[str, Any], names: Sequence[str], conditions: Sequence[str]
) -> rb.Stage0Recipe:
    """A recipe whose run requirements tell what the names are and which conditions hold."""
    run: list[object] = [NAME_MARK.format(i) + name for i, name in enumerate(names)]
    run += [{"if": c, "then": [TRUE_MARK.format(i)]} for i, c in enumerate(conditions)]
    probe = {
        "context": dict(context),
        "package": {"name": "probe", "version": "0"},
        "requirements": {"run": run},
    }
    return parse_recipe(probe, PROBE)


def read_answer(
    run: Sequence[object], names: Sequence[str], conditions: Sequence[str]
) -> tuple[tuple[str, ...], frozenset[str]]:
    """From the probe's rendered requirements: the names, and the conditions that hold."""
    specs = [str(spec) for spec in run]
    marks = [NAME_MARK.format(i) for i in range(len(names))]
    real = tuple(
        next((spec[len(mark) :] for spec in specs if spec.startswith(mark)), name)
        for mark, name in zip(marks, names, strict=True)
    )
    true = frozenset(c for i, c in enumerate(conditions) if TRUE_MARK.format(i) in specs)
    return real, true


def _conditions(output: Mapping[str, Any]) -> Conditions:
    return tuple(str(each) for each in (output.get("build") or {}).get("skip") or ())
