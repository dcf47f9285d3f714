"""What `from condax import …` offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import condax


@pytest.mark.parametrize("name", condax.__all__)
def test_every_public_name_exists_and_says_what_it_is(name: str) -> None:
    assert getattr(condax, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        _ = condax.bild


def test_build_is_callable_however_it_was_imported_before() -> None:
    code = (
        "import condax.build.plan\n"
        "from condax import BuildOptions, build\n"
        "assert callable(build)\n"
        "from condax.build import build as function\n"
        "assert function.__name__ == 'build'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_build_is_there_before_anything_else_was_imported() -> None:
    code = "import condax; assert callable(condax.build)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
