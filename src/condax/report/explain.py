"""Explanations of requirements as text: a block for each, findings first said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from condax.platforms import Platforms
    from condax.recipe.explain import Explanation


def render_explanations(explanations: Iterable[Explanation], platforms: Platforms) -> str:
    """Outputs and environments as headings, each requirement with why and what crossing changes."""
    lines: list[str] = []
    heading = ("", "")
    for each in explanations:
        here = (each.output, each.environment.value)
        if here != heading:
            lines += [*([""] if lines else []), f"{each.output}: {each.environment.value}"]
            lines[-1] += f" ({each.subdir})"
            heading = here
        lines += _lines(each, platforms)
    return "".join(f"{line}\n" for line in lines or ["the recipe has no requirements"])


def _lines(each: Explanation, platforms: Platforms) -> Iterator[str]:
    where = f"  line {each.line}" if each.line else ""
    presence = "" if each.presence.value == "always" else f"  [{each.presence.value}]"
    yield f"  {each.spec}{presence}{where}"
    kind = f"{each.nature}: " if each.nature else ""
    yield f"    why: {kind}{each.reason}" if each.is_expected else f"    unusual: {each.reason}"
    if each.when_crossing:
        yield (f"    {platforms.build.subdir} to {platforms.host.subdir}: {each.when_crossing}")
