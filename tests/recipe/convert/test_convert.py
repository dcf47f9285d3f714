"""Recipes in the other format: the same packages on every platform pair, nothing left unsaid."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rattler_build as rb
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs
from tests.recipe.test_differential import PAIRS, VARIANT

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.evaluate import evaluate
from condax.recipe.inherit import all_outputs
from condax.recipe.model import Script, ScriptTest
from condax.recipe.parse import load_recipe, parse_recipe
from condax.recipe.values import Text, leaves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.conftest import Golden

CORPUS = Path(__file__).parent.parent / "corpus"
BEYOND = {
    "unknown-loop.meta.yaml": ("for",),
    "plain-requirements.meta.yaml": ("app",),
    "build-variables.meta.yaml": (
        *("'PREFIX' is not known before", "a list inside", "only the first line of this output"),
    ),
    "partial-source.meta.yaml": ("PY_VER", "only some lines"),
}
"""Recipes that v1 has no words for, with words of what is said about each."""
CONVERTED = sorted(p for p in CORPUS.glob("*.meta.yaml") if p.name not in BEYOND)
COMPILERS = {"c_compiler": "c", "cxx_compiler": "cxx", "fortran_compiler": "f"}
KEYS = {**COMPILERS, **VARIANT, "vc": "14", "undefined_here": False}


@pytest.mark.parametrize("path", CONVERTED, ids=lambda path: path.name)
def test_a_converted_recipe_means_the_same(path: Path) -> None:
    old = load_recipe(path)
    converted = to_v1(old)
    assert converted.notes == ()
    rb.Stage0Recipe.from_yaml(converted.text)
    new = parse_recipe(converted.text, "recipe.yaml")
    for platforms in pairs():
        after, before = meaning(new, platforms, KEYS), meaning(old, platforms, KEYS)
        assert after == before, platforms.host.subdir


@pytest.mark.parametrize("name", BEYOND)
def test_what_cannot_be_said_is_listed_by_line(name: str) -> None:
    notes = to_v1(load_recipe(CORPUS / name)).notes
    for word in BEYOND[name]:
        assert any(word in note.message and note.span for note in notes), word


BEYOND_V0 = {
    "cuda.recipe.yaml": ("only versions of Python",),
    "downstream-and-perl.recipe.yaml": ("the `interpreter` of a script",),
    "go.recipe.yaml": ("the `interpreter` of a script",),
    "multi-output.recipe.yaml": ("'overlinking_behavior'", "`exclude` of `files`"),
    "noarch-python.recipe.yaml": ("a test with several versions of Python",),
    "pins.recipe.yaml": ("'upper_bound' of pin_subpackage()", "compiler() gives another text"),
    "staging.recipe.yaml": ("`inherit` with more than a name",),
    "zip-keys.recipe.yaml": ("`down_prioritize_variant`",),
}
"""Recipes that v0 has no words for, with words of what is said about each."""
LOST = {"downstream-and-perl.recipe.yaml", "go.recipe.yaml", "noarch-python.recipe.yaml"}
LOST |= {"pins.recipe.yaml"}
"""Those of which what is left out changes stage 1."""
V1 = sorted(CORPUS.glob("*.recipe.yaml"))
WRITTEN_TESTS = (
    *("test -e ", "test ! -e ", "test -z ", "ls ", "perl -e ", "Rscript -e 'library(\""),
    *("if not exist %", "if exist %", "where "),
)


@pytest.mark.parametrize("path", V1, ids=lambda path: path.name)
def test_a_recipe_of_v1_means_the_same_in_v0(path: Path) -> None:
    old = load_recipe(path)
    converted = to_v0(old)
    words = BEYOND_V0.get(path.name, ())
    assert len(converted.notes) == len(words)
    assert all(word in note.message for word, note in zip(words, converted.notes, strict=True))
    assert all(note.span for note in converted.notes)
    new = parse_recipe(converted.text, "meta.yaml")
    for platforms in () if path.name in LOST else pairs():
        after, before = meaning(new, platforms, KEYS), meaning(old, platforms, KEYS)
        assert _without_written_tests(after) == _without_written_tests(before), (
            platforms.host.subdir
        )


def _without_written_tests(packages: dict[str, Any]) -> dict[str, Any]:
    """v0 has commands for what v1 has tests of their own kind for."""
    for package in packages.values():
        commands = package["tests"]["commands"]
        commands[:] = [each for each in commands if not each.startswith(WRITTEN_TESTS)]
    return packages


@pytest.mark.golden
@pytest.mark.parametrize(
    "name",
    [
        *("cmake-with-else", "downstream-and-perl", "maturin-abi3", "mpi", "quoting", "staging"),
        *("arch-selectors", "autotools-library", "comments"),
    ],
)
def test_the_text_of_v0_is_what_a_maintainer_would_write(name: str, golden: Golden) -> None:
    golden(f"{name}.meta.yaml", to_v0(load_recipe(CORPUS / f"{name}.recipe.yaml")).text)


@pytest.mark.golden
@pytest.mark.parametrize(
    "name",
    [
        *("cython-numpy", "mpi", "multi-output", "selectors", "reassigned-variables"),
        *("conditional-lists", "top-level-build", "jinja-loop"),
    ],
)
def test_the_text_is_what_a_maintainer_would_write(name: str, golden: Golden) -> None:
    golden(f"{name}.recipe.yaml", to_v1(load_recipe(CORPUS / f"{name}.meta.yaml")).text)


def test_comments_stay_at_what_they_are_about() -> None:
    text = """\
# about the recipe
package:
  name: x
  version: "1"
requirements:
  # all tools
  build:
    - a  # the first
    # only there
    - b  # [win]
    - c  # why [unix]
"""
    assert (
        to_v1(parse_recipe(text, "meta.yaml")).text
        == """\
schema_version: 1

package:
  # about the recipe
  name: x
  version: "1"

requirements:
  build:
    # all tools
    # the first
    - a
    # only there
    - if: win
      then: b
    # why
    - if: unix
      then: c
"""
    )


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


def test_lines_of_a_script_that_v0_would_lose_are_kept() -> None:
    text = (
        "context: {shared: '${{ host_platform != build_platform }}'}\n"
        "package: {name: x, version: 1.0.0}\nbuild:\n  script:\n    content:\n"
        "      - |\n        # why\n        echo ${{ shared }}\n"
        "      - |\n        cat > x.c <<EOF\n        #include <a.h>\n        # no comment\n"
        "        EOF\n"
    )
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    native = pairs()[0]
    script = evaluate(made, native, {})[0].script.content
    assert script == ("\necho false\n", "cat > x.c <<EOF\n#include <a.h>\n# no comment\nEOF\n")


def test_a_script_of_python_is_found_by_the_shells_of_both_systems() -> None:
    text = "package: {name: x, version: 1.0.0}\nbuild: {script: make.py}\n"
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    native, *_, windows = pairs()
    runs = [evaluate(made, each, {})[0].script.content for each in (native, windows)]
    assert runs == [("python ${RECIPE_DIR}/make.py",), (r"python %RECIPE_DIR%\make.py",)]


def test_a_script_without_an_ending_is_that_of_the_system() -> None:
    text = "package: {name: x, version: 1.0.0}\nbuild: {script: {file: make}}\n"
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    native, *_, windows = pairs()
    runs = [evaluate(made, each, {})[0].script.content for each in (native, windows)]
    assert runs == [("bash ${RECIPE_DIR}/make.sh",), (r"call %RECIPE_DIR%\make.bat",)]


def test_scripts_of_several_systems_run_each_on_its_own() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\nbuild:\n  script:\n    - if: linux\n"
        "      then: a.sh\n      else:\n        - if: win\n          then: c.bat\n"
        "          else: b.sh\n"
    )
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    runs = [evaluate(made, each, {})[0].script.content for each in pairs()]
    shell = "bash ${RECIPE_DIR}/"
    assert runs[:3] == [(f"{shell}a.sh",)] * 3
    assert runs[3:] == [(f"{shell}b.sh",), (r"call %RECIPE_DIR%\c.bat",)]


@pytest.mark.parametrize(
    ("written", "word", "line"),
    [
        ("about:\n  license: Some BSD\n", "SPDX", 5),
        ("about:\n  home: example.org\n", "'homepage'", 5),
        ("build:\n  noarch: none\n", "`none` is no kind of noarch", 5),
        ("source:\n  url: a.zip\n", "`a.zip` is no address", 5),
        ("build:\n  missing_dso_whitelist:\n    - {{ SP_DIR }}/a.so\n", "'SP_DIR'", 6),
        ("outputs:\n  - name: \u2665\n", "no name of a package", 5),
        (
            "outputs:\n  - name: a\n    requirements:\n      host:\n        - b\n"
            "  - name: b\n    build:\n      run_exports:\n"
            "        - {{ pin_subpackage('a') }}\n",
            "`a` is needed for an output that it needs",
            5,
        ),
    ],
)
def test_what_only_conda_build_takes_is_noted(written: str, word: str, line: int) -> None:
    text = f"package:\n  name: x\n  version: 1\n{written}"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert word in note.message
    assert note.span.line == line


def test_names_of_ignored_run_exports_may_be_pins_in_v0_alone() -> None:
    text = (
        "{% set major = '1' %}\npackage:\n  name: x\n  version: 1\n"
        "build:\n  script: make\n  ignore_run_exports_from:\n"
        "    - {{ pin_compatible('a', exact=True) }}\n    - {{ pin_subpackage('b' ~ major) }}\n"
        "requirements:\n  run:\n    - a\noutputs:\n  - name: y\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    new = parse_recipe(made.text)
    staging = leaves(new.outputs)
    assert [output.requirements.run for output in staging] == [(), ()]
    for platforms in pairs():
        assert meaning(new, platforms, {}) == meaning(old, platforms, {})


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


@pytest.mark.parametrize(
    ("condition", "selector"),
    [
        ("env.get('A') != 'x'", '"A" in environ and environ["A"] != \'x\''),
        ("win or env.get('A') == 'x'", 'win or "A" in environ and environ["A"] == \'x\''),
        ("env.get('A', default='') == 'x'", 'environ.get("A", "") == "x"'),
    ],
)
def test_an_unset_variable_skips_nothing(condition: str, selector: str) -> None:
    text = f'package: {{name: x, version: 1.0.0}}\nbuild:\n  skip: "{condition}"\n'
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert selector.replace('"', "'") in made.text.replace('"', "'")
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    assert rb.Stage0Recipe.from_yaml(text).render(rb.VariantConfig({}), config)
    odd = text.replace(condition, "win and env.get('A') == 'x' or osx")
    assert len(to_v0(parse_recipe(odd)).notes) == 1


def test_commands_that_bear_the_name_of_a_file_stay_commands() -> None:
    text = (
        "package:\n  name: x\n  version: 1\nbuild:\n  script: bld.bat\n"
        "test:\n  commands:\n    - check\n"
    )
    old = parse_recipe(text, "meta.yaml")
    alone = to_v1(old).text
    assert "\n  script: bld.bat\n" in alone
    made = to_v1(old, frozenset({"bld.bat", "build.bat", "check.sh"})).text
    assert "script: bld.bat" in made
    assert "  - script:\n      content: check\n" in made
    moved = to_v1(
        parse_recipe(text.replace("bld.bat", "build"), "meta.yaml"), frozenset({"bld.bat"})
    )
    assert "  script:\n    content: build\n" in moved.text
    assert "- build" not in to_v0(parse_recipe(moved.text)).text
    assert "script: build" in to_v0(parse_recipe(moved.text)).text


def test_a_file_that_an_expression_names_is_one_under_a_condition() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\n"
        "build:\n  script:\n    file: ${{ 'a.bat' if win else 'a.pl' }}\n"
        "tests:\n  - script: t.py\n  - script:\n      file: ${{ 'u.sh' if linux else 'v.r' }}\n"
    )
    old = parse_recipe(text)
    made = to_v0(old)
    assert made.notes == ()
    new = parse_recipe(made.text, "meta.yaml")
    native, *_, windows = pairs()
    linux, win = (evaluate(new, each, {})[0] for each in (native, windows))
    assert linux.script.content == ("perl ${RECIPE_DIR}/a.pl",)
    assert win.script.content == (r"call %RECIPE_DIR%\a.bat",)
    assert linux.tests[0].script.content == ("python t.py", "bash -e u.sh")
    assert win.tests[0].files == ("t.py", "v.r")
    (note,) = to_v0(parse_recipe(text.replace("'a.pl'", "env.get('A')"))).notes
    assert note.span is not None
    assert "the `file` of a script" in note.message


def test_files_of_both_systems_are_run_by_their_shells() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\nbuild:\n  script:\n"
        "    - if: unix\n      then: a.sh\n    - if: win\n      then: b.bat\n"
    )
    old = parse_recipe(text)
    made = parse_recipe(to_v0(old).text, "meta.yaml")
    for platforms in pairs():
        assert meaning(made, platforms, {}) == meaning(old, platforms, {})
    assert evaluate(made, pairs()[0], {})[0].script.content == ("bash ${RECIPE_DIR}/a.sh",)


def test_a_single_command_is_a_file_where_one_is_beside_the_recipe() -> None:
    text = "package: {name: x, version: 1.0.0}\nbuild: {script: install}\ntests: [{script: x.py}]\n"
    old = parse_recipe(text)
    for beside in (frozenset({"recipe.yaml"}), frozenset({"install.sh", "install.bat", "x.py"})):
        made = to_v0(old, beside)
        assert made.notes == ()
        new = parse_recipe(made.text, "meta.yaml")
        for platforms in pairs():
            before, after = (meaning(each, platforms, {}, beside) for each in (old, new))
            assert before == after
        assert ("script: install" in made.text) is (len(beside) == 1)


def test_scripts_of_other_shells_run_on_windows_too() -> None:
    text = (
        "recipe: {name: whole, version: 1.0.0}\noutputs:\n"
        "  - package: {name: x}\n    build: {script: {file: install}}\n"
        "  - package: {name: y}\n    build: {script: [make, install]}\n"
    )
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    native, *_, windows = pairs()
    files = [evaluate(made, each, {})[0].script.file for each in (native, windows)]
    assert files == ["install.sh", "install.bat"]
    alone = parse_recipe("package: {name: x, version: 1.0.0}\nbuild: {script: make.sh}\n")
    there = evaluate(parse_recipe(to_v0(alone).text, "meta.yaml"), windows, {})[0]
    assert there.script.content == (r"bash %RECIPE_DIR%\make.sh",)


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


V0_SPECS = {
    "run": {
        "a 1_2": "a 1_2.*",
        "b main": "b main.*",
        "c 1.2 h_0": "c ==1.2 h_0",
        "d 1.2.3=h*": "d ==1.2.3 h*",
        "e >=1.2.*": "e >=1.2",
        "f 1|2.*": "f ==1|2.*",
        "g {{ plain }}": "g ${{ plain }}.*",
        "g {{ plain }} *_0": "g ==${{ plain }} *_0",
        "g {{ plain }}=h_{{ mpi }}*1": "g ==${{ plain }} h_${{ mpi }}*1",
        "g =={{ plain }}={{ mpi }}": "g ==${{ plain }} ${{ mpi }}",
        "g =*={{ plain[0] }}_*": "g * ${{ plain[0] }}_*",
        "g >={{ python_min }}.*": "g >=${{ python_min }}",
        "h {{ star }}": "h ${{ star }}",
        "i {{ limits }}": "i ${{ limits }}",
        "j {{ plain.split('.')[0] }}": 'j ${{ (plain | split("."))[0] }}.*',
        "{{ name }} {{ 3 if linux else plain }}": "${{ name }} ${{ 3 if linux else plain }}.*",
        "{{ 'k 1' if win else 'k' }}": '${{ "k 1.*" if win else "k" }}',
        "l {{ python_min }}": "l ${{ python_min }}.*",
        "m {{ known }}": "m ${{ known }}.*",
        "{{ mpi }}": "${{ mpi }}",
    },
    "run_constrained": {"a 1.2": "a ==1.2", "b   {{ plain }}": "b   ==${{ plain }}"},
}
"""Requirements of v0, and what they are in v1."""
SET = """\
{% set plain = "1.2" %}
{% set star = "1.2.*" %}
{% set limits = ">=1,<2" %}
package:
  name: x
  version: 1
"""


@pytest.mark.parametrize("section", V0_SPECS)
def test_a_version_without_operator_is_a_range_where_v0_installs_it(section: str) -> None:
    lines = [f"    - {spec}\n" for spec in V0_SPECS[section]]
    old = parse_recipe(f"{SET}requirements:\n  {section}:\n" + "".join(lines), "meta.yaml")
    made = to_v1(old, variants={"known": frozenset({"1.2", "1.3"})})
    assert made.notes == ()
    needs = parse_recipe(made.text).requirements
    found = {"run": needs.run, "run_constrained": needs.run_constraints}[section]
    assert [text.value for text in leaves(found)] == list(V0_SPECS[section].values())
    keys = {**KEYS, "known": "1.3", "name": "n"}
    for platforms in pairs():
        new = parse_recipe(made.text)
        assert meaning(new, platforms, keys) == meaning(old, platforms, keys)


@pytest.mark.parametrize(
    "spec", ["a {{ unknown }}", "a {{ plain if win else star }}", "numpy x.x", "a {{ odd }}"]
)
def test_a_version_that_may_have_an_operator_is_noted(spec: str) -> None:
    text = f"{SET}requirements:\n  run:\n    - {spec}\n"
    variants = {"odd": frozenset({"1.2", ">=1"})}
    (note,) = to_v1(parse_recipe(text, "meta.yaml"), variants=variants).notes
    assert note.span is not None
    assert note.span.line == 9


def test_a_version_of_v1_stays_as_it_is_in_v0() -> None:
    text = (
        'context: {v: "1.2.*"}\npackage: {name: x, version: 1.0.0}\n'
        "requirements:\n  run:\n    - a ${{ v }}\n    - b ==1.2\n    - c ${{ unknown }}\n"
    )
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert made.text.endswith("    - a {{ v }}\n    - b ==1.2\n    - c {{ unknown }}\n")


def test_a_command_that_begins_with_an_odd_variable_is_quoted() -> None:
    text = (
        "context: {run: '${{ \"%PREFIX%\" if linux else 1 }}'}\n"
        "package: {name: x, version: 1.0.0}\n"
        'build:\n  script: ["${{ run }}/a b"]\n'
    )
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    assert evaluate(made, pairs()[0], {})[0].script.content == ("%PREFIX%/a b",)


def test_the_text_of_a_compiler_is_not_changed_silently() -> None:
    text = (
        "package:\n  name: x\n  version: 1\nrequirements:\n  host:\n"
        "    - {{ compiler('c') | replace(' ', '>=', 1) }}\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert note.span.line == 6
    assert "another text" in note.message


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


def test_a_build_script_beside_several_outputs_is_a_staging_output() -> None:
    text = "package:\n  name: x\n  version: 1\noutputs:\n  - name: a\n  - name: b\n"
    recipe = parse_recipe(text, "meta.yaml")
    staged = parse_recipe(to_v1(recipe, frozenset({"build.sh"})).text)
    assert [output.is_staging for output in all_outputs(staged)] == [True, False, False]
    alone = parse_recipe(to_v1(recipe).text)
    assert [output.is_staging for output in all_outputs(alone)] == [False, False]


def test_text_that_would_begin_jinja_stays_text_however_often_it_is_written() -> None:
    text = "package: {name: x, version: 1.0.0}\nabout: {summary: '{% if'}\n"
    once = to_v0(parse_recipe(text)).text
    twice = to_v0(parse_recipe(to_v1(parse_recipe(once, "meta.yaml")).text)).text
    assert once == twice
    native = pairs()[0]
    assert evaluate(parse_recipe(once, "meta.yaml"), native, {})[0].about["summary"] == "{% if"


def test_a_name_that_the_variant_lacks_is_false_in_v1_too() -> None:
    old = parse_recipe(
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  skip: true  # [osx and vc is not none]\n"
        "requirements:\n  run:\n"
        "    - a  # [vc is none]\n    - b  # [vc is not none]\n    - c  # [vc == False]\n"
        "    - d  # [vc != none]\n    - e  # [vc == 0]\n",
        "meta.yaml",
    )
    text = to_v1(old).text
    new = parse_recipe(text, "recipe.yaml")
    for keys in ({}, {"vc": "14"}):
        for platforms in pairs():
            assert meaning(new, platforms, keys) == meaning(old, platforms, keys)
        variants = rb.VariantConfig({key: [value] for key, value in keys.items()})
        (built,) = rb.Stage0Recipe.from_yaml(text).render(variants)
        run = built.recipe.to_dict()["requirements"]["run"]
        assert run == (["b", "d"] if keys else ["a", "c", "e"])


def test_a_boolean_in_text_is_written_in_lower_case() -> None:
    text = (
        "context:\n  a: ${{ linux }}\n  win: some\n"
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  number: ${{ 1 if cuda == 'yes' else 0 }}\n"
        "about:\n  summary: is ${{ unix }} ${{ a }} ${{ win }} ${{ not osx }}\n"
        "  description: ${{ 'x' ~ a }} ${{ [a, unix] | join('-') }} ${{ a | replace('e', 'E') }}\n"
    )
    old = parse_recipe(text)
    made = to_v0(old)
    assert made.notes == ()
    assert "number: {{ 1 if cuda == 'yes' else 0 }}" in made.text
    new = parse_recipe(made.text, "meta.yaml")
    for platforms in pairs():
        before, after = (evaluate(each, platforms, {"cuda": "no"})[0] for each in (old, new))
        assert after.about["summary"] == before.about["summary"]
        assert after.about["description"] == before.about["description"]


def test_a_boolean_in_the_environment_of_the_script_is_written_as_python_does() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\nbuild:\n  script: make\n"
        "  script_env:\n    - A={{ linux }}\n    - B=x{{ linux }}\n    - C={{ 1 }}\n"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert made.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(target_platform="linux-64"))
    (built,) = rb.Stage0Recipe.from_yaml(made.text).render(rb.VariantConfig({}), config)
    env = built.recipe.to_dict()["build"]["script"]["env"]
    assert env == {"A": "True", "B": "xTrue", "C": "1"}


MIXED = "true if win else 'x'"


@pytest.mark.parametrize(
    "summary", [f"is ${{{{ {MIXED} }}}}", "is ${{ a }}", "is ${{ mpi | default(false) }}"]
)
def test_text_that_is_only_sometimes_a_boolean_is_noted(summary: str) -> None:
    text = (
        f"context:\n  a: ${{{{ {MIXED} }}}}\n"
        f"package:\n  name: x\n  version: '1'\nabout:\n  summary: {summary}\n"
    )
    (note,) = to_v0(parse_recipe(text)).notes
    assert "sometimes a boolean" in note.message
    assert note.span is not None
    assert note.span.line == 7


@pytest.mark.parametrize(
    "value", ["True", "false", "1 == 1", "win", "not win", "'True'", "x is defined", "py >= 38"]
)
@pytest.mark.parametrize(
    "use",
    [
        *("has {{ a }}", "'{{ a }}'", "{{ 'x' ~ a }}", "{{ a if linux else 'no' }}."),
        "{{ a|string }}",
        "{{ '%s!' % a }} {{ [a, linux] | join('-') }} {{ ':'.join(['x', a]) }}",
        "{{ a | replace('e', 'E') }} {{ a | upper }}",
        "is {{ win | default(false) }}",
    ],
)
def test_a_boolean_in_text_is_written_in_v1_as_python_does(value: str, use: str) -> None:
    text = (
        f"{{% set a = {value} %}}\npackage:\n  name: x\n  version: '1'\nabout:\n  summary: {use}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    new, stage0 = parse_recipe(made.text), rb.Stage0Recipe.from_yaml(made.text)
    for platforms in pairs():
        before, after = (evaluate(each, platforms, VARIANT)[0] for each in (old, new))
        assert after.about["summary"] == before.about["summary"]
    variants = rb.VariantConfig({"python": ["3.12.*"]})
    config = rb.RenderConfig(platform=rb.PlatformConfig(target_platform=PAIRS[0][1]))
    (built,) = stage0.render(variants, config)
    before = evaluate(old, pairs()[0], VARIANT)[0]
    assert built.recipe.to_dict()["about"]["summary"] == before.about["summary"]


def test_a_variable_that_is_only_sometimes_a_boolean_is_noted_in_text_alone() -> None:
    text = (
        "{% set a = true if win else 'x' %}\n"
        "package:\n  name: x\n  version: '1'\nabout:\n  summary: is {{ a }}\n  license: {{ a }}\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "sometimes a boolean" in note.message
    assert note.span is not None
    assert note.span.line == 6


@pytest.mark.parametrize(
    ("skip", "condition"),
    [
        ("{{ a }}", ["a"]),
        ("'{{ not a }}'", ["not a"]),
        ("{{ a }}  # [linux or osx]", ["(linux or osx) and a"]),
        ("true", ["true"]),
        ("false", []),
    ],
)
def test_an_expression_that_skips_is_a_condition(skip: str, condition: list[str]) -> None:
    text = (
        "{% set a = target_platform == 'linux-ppc64le' %}\n"
        f"package:\n  name: x\n  version: '1'\nbuild:\n  skip: {skip}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    converted = to_v1(old)
    assert converted.notes == ()
    new = parse_recipe(converted.text)
    assert [getattr(item, "value", "") for item in new.build.skip] == condition
    for platforms in pairs():
        before, after = (evaluate(each, platforms, VARIANT)[0].skip for each in (old, new))
        assert after == before


def test_a_section_that_v0_does_not_have_is_noted_and_not_taken_for_a_test() -> None:
    text = "package:\n  name: x\n  version: '1'\ntests:\n  imports:\n    - a\n"
    (note,) = (converted := to_v1(parse_recipe(text, "meta.yaml"))).notes
    assert note.message == "'imports' is left out: it has no counterpart"
    assert note.span is not None
    assert note.span.line == 5
    assert "tests" not in converted.text


def test_an_unset_variable_of_the_environment_is_no_error_in_a_condition() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "requirements:\n  run:\n"
        "    - a  # [environ.get('CONDAX_UNSET') != 'True']\n"
        "    - b  # [os.getenv('CONDAX_UNSET')]\n"
        "    - {{ 'c' if environ.get('CONDAX_UNSET') == '1' else 'd' }}\n"
        "    - e  # [unix and not environ.get('CONDAX_UNSET')]\n"
        "    - {{ 'f' if environ.get('CONDAX_UNSET') else 'g' }}\n"
        "    - {{ environ.get('CONDAX_UNSET') or 'h' }}\n"
        "    - i  # [environ.get('CONDAX_UNSET') is not None]\n"
        "    - j  # [environ.get('CONDAX_UNSET') is None and environ.get('PATH') != None]\n"
    )
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert converted.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    (built,) = rb.Stage0Recipe.from_yaml(converted.text).render(rb.VariantConfig({}), config)
    assert built.recipe.to_dict()["requirements"]["run"] == list("adeghj")


def test_an_unset_variable_is_the_word_none_in_text() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  number: {{ environ.get('CONDAX_UNSET') or 3 }}\n"
        "requirements:\n  run:\n    - {{ environ.get('CONDAX_UNSET') }}\n"
        "about:\n  summary: is {{ environ.get('CONDAX_UNSET') }} {{ 'x' ~ os.getenv('U8') }}\n"
    )
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert converted.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    (built,) = rb.Stage0Recipe.from_yaml(converted.text).render(rb.VariantConfig({}), config)
    table = built.recipe.to_dict()
    assert table["requirements"]["run"] == ["none"]
    assert table["about"]["summary"] == "is None xNone"
    assert table["build"]["number"] == 3


@pytest.mark.parametrize(
    "line",
    [
        "{% set a = environ.get('A') %}",
        "{% set flags = [linux, win] %}{% set a = 'x' + flags | join('-') %}",
        "{% set flags = [true] if win else ['x'] %}{% set a = ':'.join(flags) %}",
    ],
)
def test_values_of_variables_that_v1_does_not_have_are_noted(line: str) -> None:
    text = f"{line}\npackage:\n  name: x\n  version: '1'\nabout:\n  summary: {{{{ a }}}}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert note.span.line == 1


def test_a_boolean_as_text_decides_the_same() -> None:
    old = parse_recipe(
        "package:\n  name: x\n  version: '1'\nrequirements:\n  run:\n"
        "    - a  # [str(linux) == 'True']\n"
        "{% if win ~ '' == 'True' %}\n    - b\n{% endif %}\n",
        "meta.yaml",
    )
    new = parse_recipe(to_v1(old).text)
    back = parse_recipe(to_v0(new).text, "meta.yaml")
    text = "package: {name: x, version: 1.0.0}\nrequirements:\n  run: [{if: '%s', then: a}]\n"
    other = parse_recipe(text % 'unix | upper == "TRUE" or (win ~ "") == "true"')
    made = parse_recipe(to_v0(other).text, "meta.yaml")
    for platforms in pairs():
        assert meaning(old, platforms, {}) == meaning(new, platforms, {})
        assert meaning(old, platforms, {}) == meaning(back, platforms, {})
        assert meaning(other, platforms, {}) == meaning(made, platforms, {})


def test_a_variable_without_default_has_to_be_set_in_v0_too() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\nrequirements:\n  run:\n"
        '    - if: env.get("A") != "1"\n      then: a\n    - b${{ env.get("B") }}\n'
    )
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert '{% if environ["A"] != "1" %}' in made.text
    assert '- b{{ environ["B"] }}' in made.text


@pytest.mark.parametrize(
    "text", ["${{ flags | join('-') }}", "is ${{ flags }}", "is ${{ 'a-b' | split('-') }}"]
)
def test_lists_that_v0_writes_in_another_way_are_noted(text: str) -> None:
    recipe = (
        "context: {flags: [true, false]}\n"
        f"package: {{name: x, version: 1.0.0}}\nabout:\n  summary: {text}\n"
    )
    (note,) = to_v0(parse_recipe(recipe)).notes
    assert note.span is not None
    assert note.span.line == 4


def test_outputs_that_are_all_under_one_condition_are_noted() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "outputs:  # [win]\n  - name: y  # [win]\n    script: y.bat  # [win]\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "a package of the recipe itself" in note.message
    assert note.span is not None
    assert note.span.line == 5


def test_an_output_has_the_name_of_the_recipe_however_it_is_written() -> None:
    text = (
        "{% set name = 'Kit' %}\n"
        "package:\n  name: {{ name|lower }}\n  version: '1'\n"
        "build:\n  script: make install\n"
        "requirements:\n  build:\n    - make\n"
        "outputs:\n  - name: kit\n  - name: {{ name.lower() }}-tools\n    script: tools.sh\n"
    )
    old = parse_recipe(text, "meta.yaml")
    converted = to_v1(old)
    assert converted.notes == ()
    assert "staging" not in converted.text
    new = parse_recipe(converted.text)
    for platforms in pairs():
        assert meaning(new, platforms, KEYS) == meaning(old, platforms, KEYS)


def test_an_address_of_the_licence_is_left_out_with_a_note() -> None:
    text = "package:\n  name: x\n  version: '1'\nabout:\n  license_url: https://example.org\n"
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert ["'license_url'" in note.message for note in converted.notes] == [True]
    rb.Stage0Recipe.from_yaml(converted.text)


V0_HEAD = "package:\n  name: x\n  version: '1'\n"
V1_HEAD = "package: {name: x, version: 1.0.0}\n"


def of_rattler_build(text: str, subdir: str, variants: Mapping[str, str] | None = None) -> Any:
    """Stage 1 of the first package that rattler-build makes of a recipe of v1."""
    platform = rb.PlatformConfig(target_platform=subdir, host_platform=subdir, experimental=True)
    values = rb.VariantConfig({key: [value] for key, value in (variants or {}).items()})
    built = rb.Stage0Recipe.from_yaml(text).render(values, rb.RenderConfig(platform=platform))
    return built[0].recipe.to_dict()


def test_every_branch_of_an_if_has_its_own_condition() -> None:
    text = (
        f"{V0_HEAD}requirements:\n  host:\n"
        "{% if linux %}\n    - a\n{% elif win %}\n    - b\n{% elif arm64 %}\n    - c\n"
        "{% else %}\n    - d\n{% endif %}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    hosts = []
    for platforms in pairs():
        assert meaning(parse_recipe(made.text), platforms, {}) == meaning(old, platforms, {})
        needs = of_rattler_build(made.text, platforms.host.subdir)["requirements"]
        hosts.append(needs["host"])
    assert hosts == [["a"], ["a"], ["a"], ["c"], ["b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("linux and aarch64", "not linux and aarch64"),
        ("win or osx", "not win or osx"),
        ("py < 38 and win", "not py < 38 and win"),
    ],
)
def test_a_not_before_part_of_a_condition_is_no_opposite(one: str, other: str) -> None:
    lines = "".join(f"    - {n}  # [{c}]\n" for n, c in (("a", one), ("b", other)))
    choice = f"build:\n  script: a  # [{one}]\n  script: b  # [{other}]\n"
    old = parse_recipe(f"{V0_HEAD}{choice}requirements:\n  run:\n{lines}", "meta.yaml")
    new = parse_recipe(to_v1(old).text)
    back = parse_recipe(to_v0(new).text, "meta.yaml")
    for platforms in pairs():
        before = meaning(old, platforms, VARIANT)
        assert meaning(new, platforms, VARIANT) == before
        assert meaning(back, platforms, VARIANT) == before


@pytest.mark.parametrize("spec", ["libx >={{ v }}", "libx {{ w }}", "libx {{ nothing }}"])
def test_a_value_that_the_text_around_it_cannot_mend_is_noted(spec: str) -> None:
    variants = {"v": frozenset({"1.2.*"}), "w": frozenset({"1.2=h0"}), "nothing": frozenset[str]()}
    text = f"{V0_HEAD}requirements:\n  run:\n    - {spec}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml"), variants=variants).notes
    assert note.span is not None
    assert note.span.line == 6


@pytest.mark.parametrize(
    "value",
    [
        *("1.10", "1e2", "1_000", "0x10", "0o17", "0b11", "-1.10", "'1.10'", "'%03d' % 7"),
        *("'a'.startswith('a')", "none", "'1.2.3' | replace('.', '_', 1)"),
    ],
)
@pytest.mark.parametrize("use", ["s{{ v }}", "{{ v ~ 'k' }}"])
def test_a_constant_is_the_same_text_in_v1(value: str, use: str) -> None:
    text = f"{{% set v = {value} %}}\n{V0_HEAD}about:\n  summary: {use}\n"
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    before = evaluate(old, pairs()[0], {})[0].about["summary"]
    assert of_rattler_build(made.text, PAIRS[0][1])["about"]["summary"] == before


@pytest.mark.parametrize("value", ["007", "+7", "-007", "True", "1.10", "'007'"])
def test_a_constant_is_the_same_text_in_v0(value: str) -> None:
    text = f"context:\n  v: {value}\n{V1_HEAD}about:\n  summary: s${{{{ v }}}}\n"
    made = to_v0(parse_recipe(text))
    after = evaluate(parse_recipe(made.text, "meta.yaml"), pairs()[0], {})[0].about["summary"]
    assert str(after).lower() == of_rattler_build(text, PAIRS[0][1])["about"]["summary"]


@pytest.mark.parametrize(
    "summary", ["s{{ 'x' if win else None }}", "{{ none }}", "{{ 'x' if win else none }}"]
)
def test_nothing_is_written_in_v1_as_python_does(summary: str) -> None:
    old = parse_recipe(f"{V0_HEAD}about:\n  summary: {summary}\n", "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    for platforms in pairs():
        before = evaluate(old, platforms, {})[0].about["summary"]
        there = of_rattler_build(made.text, platforms.host.subdir)
        assert there["about"]["summary"] == before


@pytest.mark.parametrize("use", ["s{{ v }}", "{{ v }}"])
def test_text_that_is_only_sometimes_nothing_is_noted(use: str) -> None:
    text = f"{{% set v = 'x' if win else None %}}\n{V0_HEAD}about:\n  summary: {use}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "sometimes a boolean or none" in note.message
    assert note.span is not None
    assert note.span.line == 6


@pytest.mark.parametrize(
    "value", ["env.exists('CONDAX_UNSET')", "none", "'a' is startingwith('a')"]
)
def test_booleans_and_nothing_are_written_in_v0_as_v1_does(value: str) -> None:
    text = f'{V1_HEAD}about:\n  summary: "s${{{{ {value} }}}}"\n'
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    after = evaluate(parse_recipe(made.text, "meta.yaml"), pairs()[0], {})[0].about["summary"]
    assert after == of_rattler_build(text, PAIRS[0][1])["about"]["summary"]


@pytest.mark.parametrize(
    ("number", "ends"),
    [
        ("", ["0", "0"]),
        ("  number: 3\n", ["3", "3"]),
    ],
)
def test_the_build_number_in_a_build_string_is_that_of_the_recipe(
    number: str, ends: list[str]
) -> None:
    string = "  string: py{{ py }}h{{ PKG_HASH }}_{{ PKG_BUILDNUM }}\n"
    old = parse_recipe(f"{V0_HEAD}build:\n{number}{string}", "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    built = [
        of_rattler_build(made.text, subdir, {"python": "3.12.*"})["build"]["string"]
        for subdir in (PAIRS[0][1], PAIRS[-1][1])
    ]
    assert [string.rpartition("_")[2] for string in built] == ends


def test_the_build_number_in_a_build_string_is_that_of_the_output() -> None:
    string = "      string: h{{ PKG_HASH }}_{{ PKG_BUILDNUM }}\n"
    text = (
        f"{V0_HEAD}build:\n  number: 2\noutputs:\n"
        f"  - name: a\n    build:\n      number: 4\n{string}  - name: b\n    build:\n{string}"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert made.notes == ()
    outputs = [each.build.string for each in all_outputs(parse_recipe(made.text))]
    assert [getattr(each, "value", "") for each in outputs] == ["h${{ hash }}_4", "h${{ hash }}_2"]


def test_what_a_build_string_does_not_know_is_noted() -> None:
    text = f"{V0_HEAD}build:\n  number: 1  # [win]\n  number: 2  # [not win]\n  string: h%s\n"
    for name, string in (("PREFIX", "{{ PREFIX }}"), ("win", "{{ PKG_BUILDNUM }}")):
        (note,) = to_v1(parse_recipe(text % string, "meta.yaml")).notes
        assert note.message == f"{name!r} is not known to a build string"
        assert note.span is not None
        assert note.span.line == 7


PIN = "{{ pin_subpackage('foo'%s) }}"


@pytest.mark.parametrize(
    ("foo", "libfoo", "is_circle"),
    [
        ("host:\n        - libfoo", f"run_constrained:\n        - {PIN % ''}", False),
        (
            "host:\n        - libfoo",
            "run_constrained:\n        - " + PIN % ", min_pin='x.x'",
            False,
        ),
        ("host:\n        - libfoo", "run_constrained:\n        - " + PIN % ", exact=True", True),
        ("host:\n        - libfoo", f"run:\n        - {PIN % ''}", True),
        ("host:\n        - libfoo  # [linux]", "host:\n        - foo  # [win]", False),
        ("host:\n        - libfoo  # [linux]", "host:\n        - foo  # [unix]", True),
        ("host:\n        - libfoo", "host:\n        - foo=1.0", True),
        ("run:\n        - libfoo", "run:\n        - foo", False),
    ],
)
def test_a_circle_of_outputs_is_noted_where_rattler_build_finds_one(
    foo: str, libfoo: str, is_circle: bool
) -> None:
    text = (
        f"{V0_HEAD}outputs:\n  - name: foo\n    requirements:\n      {foo}\n"
        f"  - name: libfoo\n    requirements:\n      {libfoo}\n"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert ["that it needs itself" in note.message for note in made.notes] == [True] * is_circle
    finds = pytest.raises(rb.RattlerBuildError, match="CycleDetected")
    with finds if is_circle else contextlib.nullcontext():
        for subdir in sorted({host for _, host in PAIRS}):
            of_rattler_build(made.text, subdir)


@pytest.mark.parametrize(
    "condition", ["v == '13'", "v != '13'", "v in ['13', '14']", "v >= '13'", "linux and v == '13'"]
)
def test_a_number_as_text_is_compared_alike(condition: str) -> None:
    text = (
        f'{V1_HEAD}build:\n  skip: "{condition} and osx"\n'
        f'requirements:\n  run:\n    - if: "{condition}"\n      then: zlib\n'
    )
    old = parse_recipe(text)
    made = to_v0(old)
    assert made.notes == ()
    new = parse_recipe(made.text, "meta.yaml")
    for value in ("13", "14", "9"):
        for platforms in pairs():
            assert meaning(new, platforms, {"v": value}) == meaning(old, platforms, {"v": value})


@pytest.mark.parametrize("use", ["x | replace('.', '_', 1)", "x.replace('.', '_', 1)"])
def test_a_filter_with_more_arguments_than_in_v1_is_noted(use: str) -> None:
    text = f"{{% set x = '1' if linux else '2' %}}\n{V0_HEAD}about:\n  summary: a{{{{ {use} }}}}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "takes fewer arguments" in note.message
    assert note.span is not None
    assert note.span.line == 6


@pytest.mark.parametrize(
    ("selector", "runs"),
    [
        ("ARCH == '64'", False),
        ("not cuda", True),
        ("(blas_impl or '') == 'mkl'", False),
        ("cuda", False),
        ("cuda == False", True),
        ("linux and cuda != 'x'", True),
    ],
)
def test_a_name_that_nothing_defines_is_false_to_rattler_build_too(
    selector: str, runs: bool
) -> None:
    text = (
        f"{{% set v = 1 %}}\n{{% set v = 2 %}}  # [{selector}]\n{V0_HEAD}"
        f"requirements:\n  run:\n    - a  # [{selector}]\nabout:\n  summary: s{{{{ v }}}}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    native = pairs()[0]
    assert meaning(parse_recipe(made.text), native, {}) == meaning(old, native, {})
    stage1 = of_rattler_build(made.text, native.host.subdir)
    assert stage1["about"]["summary"] == ("s2" if runs else "s1")
    assert stage1["requirements"].get("run", []) == ["a"] * runs


def test_a_name_that_the_variant_file_defines_is_left_as_it_is() -> None:
    text = f"{V0_HEAD}requirements:\n  run:\n    - a  # [not cuda]\n"
    made = to_v1(parse_recipe(text, "meta.yaml"), variants={"cuda": frozenset({"true"})})
    assert "    - if: not cuda\n" in made.text


def test_a_key_without_its_lines_under_a_selector_is_noted() -> None:
    text = (
        f"{V0_HEAD}test:\n  imports:  # [linux]\n    - a\n  commands:  # [win]\n"
        "    # checked\n    - c  # [win and x86_64]\n  requires:\n    - d\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.message == "only the line of 'imports' is under its condition"
    assert note.span is not None
    assert (note.span.line, note.span.column) == (5, 3)


def test_a_number_under_what_is_no_condition_is_noted() -> None:
    number = "{% if win & linux %}\n  number: 1\n{% endif %}\n"
    text = f"{V0_HEAD}build:\n{number}  string: h{{{{ PKG_BUILDNUM }}}}\n"
    notes = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert "'PKG_BUILDNUM' is not known to a build string" in [note.message for note in notes]
    assert "unexpected character '&'" in [note.message for note in notes]


def test_comments_stay_where_they_were_when_entries_join() -> None:
    recipe = """\
package: {name: a, version: "1"}
build:
  script_env:
    # hangs otherwise
    - PROVIDER=tcp  # [unix]
requirements:
  build:
    - {{ compiler('c') }}
    # for the first
    - make  # [not win]
    # for the second
    - cmake  # [not win]
    # for the third
    - ninja
# for the reader
"""
    text = to_v1(parse_recipe(recipe, "meta.yaml")).text
    assert "      # hangs otherwise\n      PROVIDER:" in text
    assert "    # for the first\n    - if: not win\n      then:\n        - make\n" in text
    assert "        - make\n        # for the second\n        - cmake\n" in text
    assert "    # for the third\n    - ninja\n" in text
    assert text.endswith("\n\n# for the reader\n")
    assert text.count("#") == 5
