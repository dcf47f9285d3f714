"""The `about` section: what the sources say of themselves, and what is a guess."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from condax.project.spdx import tidy_expression
from condax.recipe.model import About
from condax.recipe.yaml_text import string_text

if TYPE_CHECKING:
    from condax.project.model import LicenseFile, ProjectFacts

MAIN = re.compile(r"(licen[cs]e|copying)(\.(txt|md|rst))?", re.IGNORECASE)


def about_of(facts: ProjectFacts, repository: str = "") -> tuple[About, dict[str, str]]:
    """The section, and comments on what has to be checked."""
    said = {fact.key: fact.value for fact in facts.about if fact.value}
    files = _license_files(facts)
    guess = " AND ".join(sorted({each.spdx for each in files if each.spdx}))
    license_name = tidy_expression(said.get("license", "")) or guess
    comments = {}
    if not said.get("license"):
        names = ", ".join(each.path for each in files)
        text = f"Read from {names}: check it." if guess else "Not known: an SPDX expression."
        comments["about.license"] = text
    home = said.get("homepage") or said.get("repository") or repository
    if said.get("repository"):
        repository = said["repository"]
    if not said.get("summary"):
        comments["about.summary"] = "One line, without a full stop."
    about = About(
        homepage=string_text(home) if home else None,
        license=string_text(license_name or "LicenseRef-Unknown"),
        license_file=tuple(string_text(each.path) for each in files),
        summary=string_text(said.get("summary") or f"{facts.name.value if facts.name else ''}"),
        documentation=string_text(said["documentation"]) if said.get("documentation") else None,
        repository=string_text(repository) if repository and repository != home else None,
    )
    return about, comments


def _license_files(facts: ProjectFacts) -> tuple[LicenseFile, ...]:
    """The main file alone where it is one licence, else every file that has one."""
    mains = [each for each in facts.licenses if MAIN.fullmatch(each.path)]
    if mains and all(each.spdx for each in mains):
        return tuple(mains)
    rest = [each for each in facts.licenses if each.spdx and each not in mains]
    return tuple(dict.fromkeys((*mains, *rest))) or facts.licenses
