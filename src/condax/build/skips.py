"""Which `skip` condition of a recipe, if any, holds for a package.

rattler-build renders a package that is to be skipped like any other, or leaves it out without a
word, so a probe recipe asks which conditions hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from condax.build.yaml_text import dump_yaml, load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import rattler_build as rb

NAME_MARK, TRUE_MARK = "name-{}.", "true-{}-{}"

Conditions = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What is so for one variant."""

    names: tuple[str, ...]
    """Of the packages, in recipe order."""
    reasons: Mapping[str, str]
    """Name → first condition that holds, empty if none does."""


def skip_conditions(stage0: rb.Stage0Recipe) -> dict[str, Conditions]:
    """Name of each package as written, maybe a template → the shared conditions and its own."""
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


def probe_text(text: str, by_name: Mapping[str, Conditions]) -> str:
    """A recipe whose run requirements tell what the names are and which conditions hold.

    It has the context of the recipe with this `text` as it is written: in quotes, what a template
    gives is text, and `false` as text holds.
    """
    run: list[object] = []
    for i, (name, conditions) in enumerate(by_name.items()):
        run.append(NAME_MARK.format(i) + name)
        run += [{"if": c, "then": [TRUE_MARK.format(i, j)]} for j, c in enumerate(conditions)]
    probe = {
        "context": load_yaml(text).get("context") or {},
        "package": {"name": "probe", "version": "0"},
        "requirements": {"run": run},
    }
    return dump_yaml(probe)


def read_answer(run: Sequence[object], by_name: Mapping[str, Conditions]) -> Answer:
    """The answer in the probe's rendered requirements."""
    specs = [str(spec) for spec in run]
    reasons = {}
    for i, (written, conditions) in enumerate(by_name.items()):
        mark = NAME_MARK.format(i)
        name = next((spec[len(mark) :] for spec in specs if spec.startswith(mark)), written)
        held = (c for j, c in enumerate(conditions) if TRUE_MARK.format(i, j) in specs)
        reasons[name] = next((f"skip: {each}" for each in held), "")
    return Answer(names=tuple(reasons), reasons=reasons)


def _conditions(output: Mapping[str, Any]) -> Conditions:
    return tuple(str(each) for each in (output.get("build") or {}).get("skip") or ())
