"""Rust programs: `cargo install`, with the licences of what is linked in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, make_draft
from condax.recipe.scaffold.python import CARGO_LICENSES, with_bundled_licenses
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project


def cargo_recipe(project: Project, *, has_lock: bool = True) -> Draft:
    """`CARGO_BUILD_TARGET` of the compiler package says for which platform."""
    languages = tuple(dict.fromkeys(("c", "rust", *project.languages)))
    project = replace(with_bundled_licenses(project), languages=languages)
    locked = " --locked" if has_lock else ""
    lines = [
        CARGO_LICENSES,
        *(guarded(f"{project.check} --release{locked}") if project.check else []),
        f'cargo install{locked} --no-track --bins --root "$PREFIX" --path {project.folder}',
    ]
    return make_draft(project, requirements_of(project, "cargo-bundle-licenses"), lines)
