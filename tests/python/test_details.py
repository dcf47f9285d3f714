from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.python.conftest import DebianPython

from condax.python import describe_python, lint_build_details, open_tree, render_build_details
from condax.python.details import build_details
from condax.python.schema import violations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_what_is_written_is_valid_and_reads_back(prefix: Path) -> None:
    python = describe_python(open_tree(prefix))
    text = render_build_details(python)
    assert list(violations(json.loads(text))) == []
    (prefix / "lib/python3.12/build-details.json").write_text(text)
    again = describe_python(open_tree(prefix))
    assert build_details(again) == build_details(python)


def test_a_python_without_a_shared_library_does_not_name_one(prefix: Path) -> None:
    (prefix / "lib/libpython3.12.so.1.0").unlink()
    assert "libpython" not in build_details(describe_python(open_tree(prefix)))


@pytest.mark.integration
def test_debians_python_passes_the_lint_with_what_is_written_for_it(
    debian_python: Callable[[DebianPython], Path],
) -> None:
    python = DebianPython(suite="bookworm", version="3.11", arch="ppc64el")
    tree = open_tree(debian_python(python))
    found = describe_python(tree)
    path = debian_python(python) / found.stdlib / "build-details.json"
    path.write_text(render_build_details(found))
    try:
        assert lint_build_details(tree, found.stdlib) == ()
    finally:
        path.unlink()
