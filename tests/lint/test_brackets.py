"""What fixes add to requirements that stand in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.edits import NOT_IN_LINES
from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, all_rules
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

RULES = {each.name: each for each in all_rules()}
STDLIB, COPIES, PYTHON = "missing-stdlib", "stale-config-sub", "missing-cross-python"
SCRIPT = "./configure --prefix=$PREFIX\n"
C, L = "'${{ compiler(\"c\") }}'", "'${{ stdlib(\"c\") }}'"
HOST = "  host: [python, pip]\n"
IN_LINES = (
    "  build:\n    - if: build_platform != host_platform\n      then:\n        - python\n"
    '        - cross-python_${{ host_platform }}\n    - ${{ compiler("c") }}\n'
    '    - ${{ stdlib("c") }}\n'
)
V1 = {
    "alone": (STDLIB, f"  build: [{C}]\n", f"  build: [{C}, {L}]\n"),
    "between": (STDLIB, f"  build: [make, {C}, ninja]\n", f"  build: [make, {C}, {L}, ninja]\n"),
    "other-quotes": (
        STDLIB,
        "  build: [\"${{ compiler('c') }}\"]\n",
        "  build: [\"${{ compiler('c') }}\", \"${{ stdlib('c') }}\"]\n",
    ),
    "in-a-branch": (
        STDLIB,
        f"  build:\n    - if: unix\n      then: [{C}, make]\n",
        f"  build:\n    - if: unix\n      then: [{C}, {L}, make]\n",
    ),
    "last": (COPIES, f"  build: [{C}, {L}]\n", f"  build: [{C}, {L}, gnuconfig]\n"),
    "in-braces": (COPIES, f"  {{build: [{C}, {L}]}}\n", f"  {{build: [{C}, {L}, gnuconfig]}}\n"),
    "several-lines": (
        COPIES,
        f"  build: [\n    {C},\n    {L},\n  ]\n",
        f"  build: [\n    {C},\n    {L}, gnuconfig,\n  ]\n",
    ),
    "conditional-last": (
        COPIES,
        f"  build: [{C}, {L}, {{if: win, then: m2-sed}}]\n",
        f"  build: [{C}, {L}, {{if: win, then: m2-sed}}, gnuconfig]\n",
    ),
    "empty-branch": (
        "build-tool-in-host",
        "  build: [{if: win, then: []}]\n  host: [cmake, zlib]\n",
        "  build: [{if: win, then: []}, cmake]\n  host: [zlib]\n",
    ),
    "under-a-condition": (PYTHON, f"  build: [{C}, {L}]\n{HOST}", f"{IN_LINES}{HOST}"),
    "beside-a-condition": (
        PYTHON,
        f"  build: [{C}, {L}, {{if: win, then: m2-sed}}]\n{HOST}",
        "  build: [{if: build_platform != host_platform, then: [python, "
        f'"cross-python_${{{{ host_platform }}}}"]}}, {C}, {L}, {{if: win, then: m2-sed}}]\n{HOST}',
    ),
}
C0, L0 = "\"{{ compiler('c') }}\"", "\"{{ stdlib('c') }}\""
HOST_V0 = "  host:\n    - python\n    - pip\n"
V0 = {
    "several-lines": (
        STDLIB,
        f"  build: [{C0},\n    make]\n",
        f"  build: [{C0}, {L0},\n    make]\n",
    ),
    "under-a-selector": (
        STDLIB,
        f"  build: [{C0}]  # [linux]\n",
        f"  build: [{C0}, {L0}]  # [linux]\n",
    ),
    "without-quotes": (
        STDLIB,
        "  build: [{{ compiler('c') }},\n    make]\n",
        "  build: [{{ compiler('c') }}, {{ stdlib('c') }},\n    make]\n",
    ),
    "last": (
        COPIES,
        f"  build: [{C0},\n    {L0}]\n",
        f"  build: [{C0},\n    {L0}, gnuconfig]\n",
    ),
    "under-a-condition": (
        PYTHON,
        f"  build: [{C0},\n    {L0}]\n{HOST_V0}",
        "  build:\n"
        "    - python                              # [build_platform != target_platform]\n"
        "    - cross-python_{{ target_platform }}  # [build_platform != target_platform]\n"
        f"    - {C0}\n    - {L0}\n{HOST_V0}",
    ),
}
LEFT = {
    "a-comment": f"  build: [\n    {C},  # first\n    {L}\n  ]\n",
}


def fixed(make_folder: MakeFolder, name: str, rule: str, part: str) -> str:
    files = {name: f"requirements:\n{part}", "build.sh": SCRIPT}
    report = lint_texts(make_folder(files), [RULES[rule]], fix=UNSAFE)
    assert report.diagnostics == ()
    assert parse_recipe(report.fixed[name], name)
    return report.fixed[name]


@pytest.mark.parametrize("name", V1)
def test_what_is_added_to_a_line(make_folder: MakeFolder, name: str) -> None:
    rule, before, after = V1[name]
    whole = make_folder({"recipe.yaml": f"requirements:\n{after}"}).files["recipe.yaml"]
    assert fixed(make_folder, "recipe.yaml", rule, before) == whole


@pytest.mark.parametrize("name", V0)
def test_what_is_added_to_a_line_of_the_older_format(make_folder: MakeFolder, name: str) -> None:
    rule, before, after = V0[name]
    whole = make_folder({"meta.yaml": f"requirements:\n{after}"}).files["meta.yaml"]
    assert fixed(make_folder, "meta.yaml", rule, before) == whole


@pytest.mark.parametrize("name", LEFT)
def test_nothing_is_added_behind_a_comment(make_folder: MakeFolder, name: str) -> None:
    files = {"recipe.yaml": f"requirements:\n{LEFT[name]}", "build.sh": SCRIPT}
    (found,) = lint_texts(make_folder(files), [RULES[COPIES]]).diagnostics
    assert found.fix is None


def test_a_list_under_a_selector_gets_nothing_that_has_none(make_folder: MakeFolder) -> None:
    part = f"requirements:\n  build: [{C0}, {L0}]  # [linux]\n"
    files = {"meta.yaml": f"{part}{HOST_V0}"}
    (found,) = lint_texts(make_folder(files), [RULES[PYTHON]]).diagnostics
    assert found.fix is None
    assert found.hint.endswith(f"(not corrected: {NOT_IN_LINES})")
