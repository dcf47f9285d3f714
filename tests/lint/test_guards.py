"""Guarded tests, wherever they stand: natively the same happens, and a cross build leaves them out.

Each line is linted and fixed as a build script and in ways in which a recipe can hold it, one with
quotes in all of them. Then it runs under `set -e` as before and as fixed, with all that it makes
passing, and with each failing once: the same goals are made, and the script ends in the same way.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.lint.conftest import completed, completed_v0

from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder
from condax.lint.registry import SAFE, UNSAFE, Fixability, all_rules
from condax.lint.view import output_views
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves
from condax.system.process import attempt

RULES = [each for each in all_rules() if not each.online and each.name != "shellcheck-finding"]
SAFELY = (
    "make check",
    "make check || exit 3",
    "make one && make check",
    "make one && make check && make two",
    "make one; make check; make two",
    "make check | tee log && make two",
    "make one && make check > log 2>&1",
    "! make check",
    "make one && ! make check",
    "(cd . && make check) && make two",
    "for each in 1 2; do make check; done",
    "for each in 1 2; do make check || exit 3; done && make two",
    "for each in 1 2; do make one && make check; done",
    "for each in 1 2; do make check && make two; done",
    "make one check",
    "make one check && make two",
    "make one check || make two",
    "make two && make one check",
    "test -e nothing || make one check",
    "make one two check | tee log",
    "(make one check; make two)",
    "tested() { make one check && make two; }; tested",
    "tested() { make one check; }; tested && make two",
    "make one && make NAME='a \"b\"' check",
    'make one && make NAME="a b" check',
    "cmake --build . --target one --target check && make two",
    "cmake --build . --target one --target two check",
)
WITH_A_LOOK = (
    "if make check; then make two; else make three; fi",
    "if ! make check; then make two; exit 3; fi",
    "if make one && make check; then make two; fi",
    "if make one && ! make check; then make two; fi",
    "if make one check; then make two; else make three; fi",
    "if make one; then make two; elif make check; then make three; fi",
    "if { make check; }; then make two; fi",
    "until make check; do make two; exit 3; done",
    "while ! make check; do make two; exit 3; done",
    "found=$(make check); make two",
    'make two "$(make one check)"',
)
LEFT_OUT_WHOLE = (
    "while make check; do make two; exit 3; done",
    "until ! make check; do make two; exit 3; done; make one",
    "while make one && make check; do make two; exit 3; done",
    "make one && while { make check; }; do make two; exit 3; done",
    "while make one; do while ! make check && make two; do exit 3; done; exit 4; done",
    "until make check || make two; do make one; exit 3; done 2>&1 | cat",
)
"""Loops that tests end, or that look at more than at tests."""
BACKQUOTED = ("found=`make check`; make two", 'found="`make check && make two`"; make one')
NEVER = (
    "make one && ! make check 2>&1 | cat",
    "while make one check; do make two; exit 3; done",
)
STYLES = {
    "file": "{}\n",
    "lines": "|\n      {}\n",
    "folded": ">\n      {}\n",
    "words": "\n    - >-\n      {words}\n",
    "item": "\n    - {}\n",
    "double": "\n    - {double}\n",
    "single": "\n    - {single}\n",
    "value": "{}\n",
    "flow": " [make two, {}]\n",
    "flow-lines": " [\n    {},\n    make two\n  ]\n",
}
PRELUDE = """\
make() {
  for goal in "$@"; do
    case $goal in NAME=*) continue ;; esac
    echo "$goal" >> "$RECORD"
    [ "$goal" != "$FAILS" ] || return 1
  done
}
cmake() {
  shift 2
  for goal in "$@"; do
    [ "$goal" = --target ] || make "$goal" || return 1
  done
}
for FAILS in - one two check; do
  : > "$RECORD"
  (set -e; eval "$SCRIPT")
  ended=$?
  mapfile -t made < "$RECORD"
  echo "$FAILS:" "${made[@]}" "$ended"
done
"""


def folder_of(style: str, line: str, *, is_v0: bool = False) -> RecipeFolder:
    quoted = {"double": json.dumps(line), "single": "'{}'".format(line.replace("'", "''"))}
    words = line.replace(" ", "\n      ")
    text = STYLES[style].format(line, **quoted, words=words)
    script = {"build.sh": text} if style == "file" else {}
    skip = "skip: true  # [win]" if is_v0 else "skip: win"
    part = f"build:\n  number: 0\n  {skip}\n" + ("" if script else f"  script: {text}")
    name, whole = ("meta.yaml", completed_v0) if is_v0 else ("recipe.yaml", completed)
    files = {"LICENSE": "", name: whole(part), **script}
    return RecipeFolder(root=Path("recipe"), recipe=name, files=files)


def fixed(folder: RecipeFolder, fix: Fixability) -> str:
    """The script after the fix."""
    files = {**folder.files, **lint_texts(folder, RULES, fix=fix).fixed}
    recipe = parse_recipe(files[folder.recipe], folder.recipe)
    script = output_views(recipe)[0].output.build.script
    if script is None:
        return files["build.sh"]
    return "\n".join(each.value for each in leaves(script.content))


def what_happens(tmp_path: Path, script: str, **env: str) -> list[str]:
    env = {"RECORD": str(tmp_path / "record"), "SCRIPT": script, "PATH": os.defpath, **env}
    return attempt(["bash", "-c", PRELUDE], env=env, cwd=tmp_path).stdout.splitlines()


def styles(index: int, line: str) -> list[str]:
    """As a file and in one way in the recipe; without quotes, YAML takes no line with `!` first."""
    listed = [each for each in STYLES if each not in {"item", "value"} or line[0] != "!"]
    if {*line} & {*"{}[],"}:
        listed = [each for each in listed if not each.startswith("flow")]
    within = listed[1:] if {'"', "'"} & {*line} else [listed[1 + index % (len(listed) - 1)]]
    return ["file", *within]


CASES = [
    pytest.param(style, line, fix, id=f"{style}-{line}")
    for lines, fix in ((SAFELY, SAFE), ((*WITH_A_LOOK, *LEFT_OUT_WHOLE, *BACKQUOTED), UNSAFE))
    for index, line in enumerate(lines)
    for style in styles(index, line)
]


@pytest.mark.parametrize(("style", "line", "fix"), CASES)
def test_a_native_build_does_what_it_did(
    tmp_path: Path, style: str, line: str, fix: Fixability
) -> None:
    folder = folder_of(style, line, is_v0=style in {"double", "item"})
    found = lint_texts(folder, RULES).diagnostics
    assert [(each.name, each.fix) for each in found] == [("unguarded-tests", fix.value)]
    script = fixed(folder, fix)
    before = f"make two\n{line}" if style == "flow" else line
    before = f"{line}\nmake two" if style == "flow-lines" else before
    expected = what_happens(tmp_path, before)
    assert what_happens(tmp_path, script) == expected
    crossed = what_happens(tmp_path, script, CONDA_BUILD_CROSS_COMPILATION="1")
    assert not any("check" in each.split()[1:] for each in crossed)
    emulated = {"CONDA_BUILD_CROSS_COMPILATION": "1", "CROSSCOMPILING_EMULATOR": "qemu"}
    assert what_happens(tmp_path, script, **emulated) == expected


@pytest.mark.parametrize("line", [each for each in (*SAFELY, *WITH_A_LOOK) if "!" not in each])
def test_tests_that_a_cross_build_skips_count_as_passed(tmp_path: Path, line: str) -> None:
    script = fixed(folder_of("file", line), UNSAFE)
    crossed = what_happens(tmp_path, script, CONDA_BUILD_CROSS_COMPILATION="1")[0]
    passed = what_happens(tmp_path, line)[0]
    assert crossed.split() == [each for each in passed.split() if each != "check"]


@pytest.mark.parametrize("line", NEVER)
def test_what_might_never_end_or_is_read_in_two_ways_is_left(line: str) -> None:
    (found,) = lint_texts(folder_of("file", line), RULES).diagnostics
    assert (found.name, found.fix) == ("unguarded-tests", None)
    assert "(not corrected: " in found.hint


def test_a_loop_of_several_lines_is_guarded_in_lines() -> None:
    loop = "while make check; do  # again\n  make two\ndone"
    assert fixed(folder_of("file", loop), UNSAFE) == (
        'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || '
        '"${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then\n'
        "  while make check; do  # again\n    make two\n  done\nfi\n"
    )
