"""Formats of a compiler environment, for values that no real one has."""

from __future__ import annotations

from pathlib import Path

import pytest

from condax.errors import UsageError
from condax.platforms import get_platform
from condax.toolchain import CompilerEnvironment, EnvFormat, render_environment


def environment(prefix: str = "/cache/p", **variables: str | None) -> CompilerEnvironment:
    return CompilerEnvironment(
        target=get_platform("linux-aarch64"),
        build=get_platform("linux-64"),
        prefix=Path(prefix),
        variables=variables,
        emulator=(),
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (EnvFormat.SHELL, "unset OLD;\nexport NEW='it'\"'\"'s';\n"),
        (EnvFormat.FISH, "set -e OLD\nset -gx NEW 'it\\'s'\n"),
        (EnvFormat.GITHUB, "OLD=\nNEW=it's\n"),
    ],
    ids=lambda value: getattr(value, "value", None),
)
def test_a_variable_is_unset_or_quoted(form: EnvFormat, expected: str) -> None:
    assert render_environment(environment(OLD=None, NEW="it's"), form) == expected


@pytest.mark.parametrize("form", EnvFormat)
def test_a_prefix_with_white_space_is_only_for_those_who_can_quote_it(form: EnvFormat) -> None:
    spaced = environment("/my cache/it's")
    if form in {EnvFormat.CMAKE, EnvFormat.MESON}:
        text = render_environment(spaced, form)
        assert ("/my cache/it's" in text) or ("/my cache/it\\'s/bin" in text)
    else:
        with pytest.raises(UsageError, match="white space in its name"):
            render_environment(spaced, form)
