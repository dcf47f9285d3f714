"""Rust programs: `cargo install`, with the licences of what is linked in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import ALONE, guarded, make_draft
from condax.recipe.scaffold.python import CARGO_LICENSES, with_bundled_licenses
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project


def cargo_recipe(project: Project, *, has_lock: bool = True, has_crates: bool = True) -> Draft:
    """`CARGO_BUILD_TARGET` of the compiler package says for which platform.

    The licences of other crates are collected where there are any.
    """
    languages = tuple(dict.fromkeys(("c", "rust", *project.languages)))
    project = replace(project, languages=languages)
    if has_crates:
        project = with_bundled_licenses(project)
    locked = " --locked" if has_lock else ""
    lines = [
        *((CARGO_LICENSES,) if has_crates else ()),
        *(guarded(f"{project.check} --release{locked}") if project.check else []),
        f'cargo install{locked} --no-track --bins --root "$PREFIX" --path {project.folder}',
    ]
    tools = ("cargo-bundle-licenses",) if has_crates else ()
    compiler = 'requirements.build/${{ compiler("rust") }}'
    comments = {} if has_crates else {compiler: ALONE.format("rust", "crate")}
    return make_draft(project, requirements_of(project, *tools), lines, comments=comments)
