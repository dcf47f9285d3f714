"""Requirements that get a condition where they stand, and when that needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.edits import NOT_IN_LINES
from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, all_rules

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

RULES = [each for each in all_rules() if each.name == "python-in-build"]
C = '    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n'
CROSS = "    - cross-python_${{ host_platform }}\n"
HOST = "  host:\n    - python\n    - pip\n"
SELECTED = "  # [build_platform != target_platform]\n"


def v1(build: str) -> str:
    return f"requirements:\n  build:\n{C}{build}{HOST}"


def v0(build: str) -> str:
    return v1(build).replace("${{", "{{").replace("host_platform", "target_platform")


@pytest.mark.parametrize(
    "build",
    [
        f"    # the scanner of the sources runs on it\n    - python\n{CROSS}",
        f"    - python  # the scanner runs on it\n{CROSS}",
        f"    - python\n{CROSS}    - setuptools\n",
    ],
    ids=["comment-above", "comment-behind", "more-for-python"],
)
def test_a_python_that_has_a_reason_needs_a_look(make_folder: MakeFolder, build: str) -> None:
    for files in ({"recipe.yaml": v1(build)}, {"meta.yaml": v0(build)}):
        (found,) = lint_texts(make_folder(files), RULES).diagnostics
        assert found.fix == "unsafe"


def test_a_python_that_has_more_on_one_system_needs_a_look(make_folder: MakeFolder) -> None:
    for files in (
        {"recipe.yaml": v1("    - python\n    - if: unix\n      then: setuptools\n")},
        {"meta.yaml": v0("    - python\n    - setuptools  # [unix]\n")},
    ):
        (found,) = lint_texts(make_folder(files), RULES).diagnostics
        assert found.fix == "unsafe"


@pytest.mark.parametrize(
    "build",
    [
        f"    - python\n{CROSS}",
        f"    # Python\n    - python\n{CROSS}",
        f"    # - a b c\n    - python\n{CROSS}",
        f"    ## - a b c\n    - python\n{CROSS}",
    ],
    ids=["no-comment", "heading", "entry-left-out", "entry-left-out-twice"],
)
def test_a_python_without_a_reason_is_put_under_the_condition(
    make_folder: MakeFolder, build: str
) -> None:
    for files in ({"recipe.yaml": v1(build)}, {"meta.yaml": v0(build)}):
        (found,) = lint_texts(make_folder(files), RULES).diagnostics
        assert found.fix == "safe"


def test_a_comment_behind_an_entry_stays_behind_it(make_folder: MakeFolder) -> None:
    build = f"    - python  # not two of them\n{CROSS}"
    fixed = lint_texts(make_folder({"recipe.yaml": v1(build)}), RULES, fix=UNSAFE).fixed
    assert (
        "    - if: build_platform != host_platform\n      then:\n"
        "        - python  # not two of them\n        - cross-python_${{ host_platform }}\n"
    ) in fixed["recipe.yaml"]
    fixed = lint_texts(make_folder({"meta.yaml": v0(build)}), RULES, fix=UNSAFE).fixed
    assert (
        "    - python                              # [build_platform != target_platform] not two "
        f"of them\n    - cross-python_{{{{ target_platform }}}}{SELECTED}"
    ) in fixed["meta.yaml"]


def test_a_selector_is_behind_a_comment_with_parentheses(make_folder: MakeFolder) -> None:
    """Conda-build finds none before one."""
    build = f"    - python  # needed (twice)\n{CROSS}"
    report = lint_texts(make_folder({"meta.yaml": v0(build)}), RULES, fix=UNSAFE)
    assert report.diagnostics == ()
    assert (
        "    - python                              # needed (twice) [build_platform != "
        f"target_platform]\n    - cross-python_{{{{ target_platform }}}}{SELECTED}"
    ) in report.fixed["meta.yaml"]


def test_entries_in_brackets_are_left(make_folder: MakeFolder) -> None:
    recipe = f"requirements:\n  build: [python, make]\n{HOST}"
    (found,) = lint_texts(make_folder({"recipe.yaml": recipe}), RULES).diagnostics
    assert found.fix is None
    assert found.hint.endswith(f"(not corrected: {NOT_IN_LINES})")
