"""The reference page of natures and packages, rendered from the tables."""

from __future__ import annotations

from condax.recipe.natures import all_packages
from condax.recipe.placement import RULES


def render_page() -> str:
    """Text of `docs/reference/new-recipes.md`."""
    lines = [
        "<!-- Rendered from condax.recipe: pytest tests/recipe/natures --update-golden -->",
        "",
        "# How recipes are made",
        "",
        "What a package is decides into which environments it goes. `condax new` places",
        "dependencies by this table, `condax explain` explains them by it.",
        "",
        "| nature | environment | why | when crossing |",
        "|---|---|---|---|",
    ]
    for nature, placements in RULES.items():
        for placement in placements:
            where = placement.environment.value
            where += ", only when crossing" if placement.only_when_crossing else ""
            lines.append(
                f"| {nature.value} | {where} | {placement.reason} | {placement.when_crossing} |"
            )
    lines += [
        "",
        "Test tools are only in the requirements of tests.",
        "",
        "## Packages",
        "",
        "Names that build systems use, and the conda package that has them. What is not listed is",
        "taken for a library where a compiler uses it, and for a Python package where Python does.",
        "",
        "| package | nature | names | source |",
        "|---|---|---|---|",
    ]
    for row in all_packages():
        names = dict.fromkeys((*row.cmake, *row.pkg_config, *row.programs))
        shown = ", ".join(f"`{name}`" for name in names)
        lines.append(f"| `{row.name}` | {row.nature.value} | {shown} | {row.source} |")
    return "\n".join(lines) + "\n"
