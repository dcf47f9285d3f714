"""Other kinds of `configure`: zlib's, which reads the environment, and OpenSSL's in Perl."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.recipe.scaffold.parts import guarded, long_command, make_draft
from condax.recipe.scaffold.requirements import requirements_of

if TYPE_CHECKING:
    from condax.recipe.scaffold.model import Draft, Project

OPENSSL_TARGETS = """\
case "$target_platform" in
  linux-64) system=linux-x86_64 ;;
  linux-aarch64) system=linux-aarch64 ;;
  linux-ppc64le) system=linux-ppc64le ;;
  linux-riscv64) system=linux64-riscv64 ;;
  linux-s390x) system=linux64-s390x ;;
  osx-64) system=darwin64-x86_64-cc ;;
  osx-arm64) system=darwin64-arm64-cc ;;
  *) echo "no configuration for $target_platform" >&2; exit 1 ;;
esac"""
"""Names of OpenSSL's `Configurations/*.conf`."""


def configure_recipe(project: Project) -> Draft:
    """Compilers come from the environment: such scripts know no `--host`."""
    lines = [
        long_command('./configure --prefix="$PREFIX"', project.options),
        'make -j"$CPU_COUNT"',
        *(guarded(f"make {project.check}") if project.check else []),
        "make install",
    ]
    return make_draft(project, requirements_of(project, "make"), lines)


def perl_configure_recipe(project: Project) -> Draft:
    """Named after the platform in the project's own words; documentation is not built."""
    lines = [
        OPENSSL_TARGETS,
        long_command(
            'perl Configure "$system" --prefix="$PREFIX" --openssldir="$PREFIX/ssl" --libdir=lib',
            project.options,
        ),
        "# Without the static libraries, whose objects are compiled apart from the shared ones'.",
        'make -j"$CPU_COUNT" LIBS=',
        *(guarded(f"make {project.check}") if project.check else []),
        "make install_sw install_ssldirs LIBS= INSTALL_LIBS=",
    ]
    return make_draft(project, requirements_of(project, "make", "perl"), lines)
