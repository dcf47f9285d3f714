"""Tests of packages in the other format."""

from __future__ import annotations

import pytest
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.evaluate import evaluate
from condax.recipe.inherit import all_outputs
from condax.recipe.model import Script, ScriptTest
from condax.recipe.parse import parse_recipe
from condax.recipe.values import Text


def test_files_that_a_package_has_on_one_system_stay_under_their_condition() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\ntests:\n  - package_contents:\n      lib:\n"
        "        - if: win\n          then: x${{ 4 / 2 }}\n          else: x\n"
        "      include:\n        not_exists: [y.h]\n      bin:\n        - if: unix\n"
        "          then: x\n          else: [x, w]\n"
    )
    made = to_v0(parse_recipe(text)).text
    assert [line.strip() for line in made.split("  commands:\n")[1].split("\n") if line] == [
        "- if not exist %LIBRARY_LIB%\\x{{ 4 / 2 }}.lib exit 1  # [win]",
        "- test -e $PREFIX/lib/libx${SHLIB_EXT}  # [not win]",
        "- test ! -e $PREFIX/include/y.h  # [unix]",
        "- if exist %LIBRARY_INC%\\y.h exit 1  # [win]",
        "- test -e $PREFIX/bin/x  # [unix]",
        "- where x  # [not unix]",
        "- where w  # [not unix]",
    ]


@pytest.mark.parametrize("build", ["noarch: generic", "skip: win", "skip: not linux"])
def test_files_of_a_package_that_windows_does_not_get_are_looked_for_once(build: str) -> None:
    text = (
        f"package: {{name: x, version: 1.0.0}}\nbuild: {{{build}}}\n"
        "tests:\n  - package_contents:\n      files: [share/x]\n"
    )
    assert "\n  commands:\n    - test -e $PREFIX/share/x\n" in to_v0(parse_recipe(text)).text


def test_files_that_conda_build_tests_by_itself_are_not_run_twice() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\ntests:\n"
        "  - script: {file: run_test.sh}\n  - script: run_test.py\n"
    )
    beside = frozenset({"run_test.sh", "run_test.py"})
    old = parse_recipe(text)
    made = to_v0(old, beside)
    assert made.notes == ()
    new = parse_recipe(made.text, "meta.yaml")
    for platforms in pairs():
        before, after = meaning(old, platforms, {}), meaning(new, platforms, {}, beside)
        assert before == after
    (note,) = to_v0(old, beside | {"run_test.pl"}).notes
    assert "`run_test.pl` beside the recipe" in note.message
    assert note.span is not None


def test_the_file_of_a_test_is_run_in_v0() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\n"
        "tests: [{script: {file: a.sh}}, {script: {file: b.py}}]\n"
    )
    made = evaluate(parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml"), pairs()[0], {})[0]
    (test,) = made.tests
    assert test.script.content == ("bash -e a.sh", "python b.py")
    assert test.files == ("a.sh", "b.py")
    both = parse_recipe(to_v0(parse_recipe(text.replace("b.py", "b"))).text, "meta.yaml")
    (there,) = evaluate(both, pairs()[-1], {})[0].tests
    assert there.script.content == ("bash -e a.sh", "call b.bat")
    assert there.files == ("a.sh", "b.bat")
    (note,) = to_v0(parse_recipe(text.replace("b.py", "b.x"))).notes
    assert note.span is not None
    assert "the `file` of a script" in note.message


def test_files_that_v0_runs_by_their_name_become_tests() -> None:
    recipe = parse_recipe("package:\n  name: x\n  version: 1\n", "meta.yaml")
    beside = frozenset({"run_test.py", "run_test.sh", "meta.yaml"})
    tests = parse_recipe(to_v1(recipe, beside).text).tests
    files = [text for test in tests if isinstance(test, ScriptTest) for text in test.recipe_files]
    assert len(tests) == 1
    assert files == [Text(value="run_test.sh"), Text(value="run_test.py")]


def test_files_beside_several_outputs_test_the_one_that_the_recipe_is_named_for() -> None:
    text = "package:\n  name: x\n  version: 1\noutputs:\n  - name: x\n  - name: y\n"
    made = parse_recipe(to_v1(parse_recipe(text, "meta.yaml"), frozenset({"run_test.pl"})).text)
    tests = [output.tests for output in all_outputs(made)]
    assert tests == [(ScriptTest(script=PERL, recipe_files=(Text(value="run_test.pl"),)),), ()]


PERL = Script(content=(Text(value="perl run_test.pl"),))


def test_a_section_that_v0_does_not_have_is_noted_and_not_taken_for_a_test() -> None:
    text = "package:\n  name: x\n  version: '1'\ntests:\n  imports:\n    - a\n"
    (note,) = (converted := to_v1(parse_recipe(text, "meta.yaml"))).notes
    assert note.message == "'imports' is left out: it has no counterpart"
    assert note.span is not None
    assert note.span.line == 5
    assert "tests" not in converted.text
