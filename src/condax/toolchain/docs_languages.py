"""The part of the reference page that is about other languages than C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.toolchain.activation import default_variables, language_variables
from condax.toolchain.docs_markup import code, table

if TYPE_CHECKING:
    from condax.platforms import Platform

LANGUAGES_TEXT = """
## For other languages

Rust, Go, pkg-config and autoconf are told of the compilers as well, here for linux-ppc64le. Those
of the build machine stand beside them, because build scripts of cargo run there.

"""


def render_languages(build: Platform, target: Platform) -> str:
    """The section, with the names of one target."""
    always = language_variables(build, build)
    rows = [
        (code(name), code(value), "always" if name in always else "cross")
        for name, value in language_variables(build, target).items()
    ]
    runner = default_variables(target)[-1]
    rows.append((code(runner), code("$CMAKE_CROSSCOMPILING_EMULATOR"), "cross, with an emulator"))
    return LANGUAGES_TEXT + table(("variable", "value", "when"), rows)
