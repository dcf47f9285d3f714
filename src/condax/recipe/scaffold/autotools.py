"""autoconf projects: fresh `config.sub`, `--build` and `--host`, a guarded `make check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, in_folder, long_command, make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

GENERATORS = ("autoconf", "automake", "libtool")
BOTH = ('--prefix="$PREFIX"', '--build="$BUILD"', '--host="$HOST"')


def autotools_recipe(
    project: Project, *, generate: bool = False, is_libtool: bool = True, build_cc: str = ""
) -> Draft:
    """Runs `configure`, after `autoreconf` if it has to be generated.

    `build_cc` is the variable that the project reads the build machine's compiler from, if it has
    one other than `CC_FOR_BUILD`.
    """
    lines = in_folder(project.folder)
    tools = ["make"]
    if generate:
        lines.append("autoreconf --force --install --verbose")
        tools += GENERATORS
    else:
        # What is in the archive may be older than the platforms that it has to know.
        lines += [
            f'cp "$BUILD_PREFIX"/share/gnuconfig/config.* {folder}'
            for folder in project.config_scripts
        ]
        tools += ["gnuconfig"] if project.config_scripts else []
    if build_cc:
        lines.append(f'export {build_cc}="$CC_FOR_BUILD"')
    lines.append(long_command("./configure", (*BOTH, *project.options)))
    lines.append('make -j"$CPU_COUNT"')
    if project.check:
        lines += guarded(f'make -j"$CPU_COUNT" {project.check}')
    lines.append("make install")
    if is_libtool:
        lines.append("find \"$PREFIX/lib\" -name '*.la' -delete")
    comments = {}
    if project.config_scripts and not generate:
        comments["requirements.build/gnuconfig"] = (
            "config.sub and config.guess that know every platform."
        )
    if project.needs_itself:
        comments[f"requirements.build/{project.name}"] = (
            "Its own programs run during the build, which the host platform's cannot."
        )
    return make_draft(project, requirements_of(project, *tools), lines, comments=comments)
