"""Build scripts, and the files and commands that they are, in the other format."""

from __future__ import annotations

import rattler_build as rb
from tests.recipe.convert.common import V0_HEAD, V1_HEAD
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe


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


def test_a_command_that_begins_with_an_odd_variable_is_quoted() -> None:
    text = (
        "context: {run: '${{ \"%PREFIX%\" if linux else 1 }}'}\n"
        "package: {name: x, version: 1.0.0}\n"
        'build:\n  script: ["${{ run }}/a b"]\n'
    )
    made = parse_recipe(to_v0(parse_recipe(text)).text, "meta.yaml")
    assert evaluate(made, pairs()[0], {})[0].script.content == ("%PREFIX%/a b",)


def test_a_boolean_in_the_environment_of_the_script_is_written_as_python_does() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\nbuild:\n  script: make\n"
        "  script_env:\n    - A={{ linux }}\n    - B=x{{ linux }}\n    - C={{ 1 }}\n"
    )
    made = to_v1(parse_recipe(text, "meta.yaml"))
    assert made.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(target_platform="linux-64"))
    (built,) = rattler_recipe(made.text).render(rb.VariantConfig({}), config)
    env = built.recipe.to_dict()["build"]["script"]["env"]
    assert env == {"A": "True", "B": "xTrue", "C": "1"}


def test_a_variable_that_v0_sets_to_nothing_is_noted() -> None:
    env = "  script: make\n  script_env:\n    - A=b  # [win]\n    - C=\n"
    made = to_v1(parse_recipe(f"{V0_HEAD}build:\n{env}", "meta.yaml"))
    (note,) = made.notes
    assert "`C` would not be set" in note.message
    assert note.span is not None
    assert note.span.line == 8
    for platforms in pairs():
        [output] = evaluate(parse_recipe(made.text), platforms, {})
        assert output.script.env == ({"A": "b"} if platforms.host.subdir == "win-64" else {})


def test_a_variable_with_an_empty_value_is_not_set_in_v0_either() -> None:
    env = "{A: '', B: '${{ \"b\" if win }}', C: '${{ \"\" if win else \"c\" }}', D: '${{ 1 }}'}"
    old = parse_recipe(f"{V1_HEAD}build: {{script: {{content: make, env: {env}}}}}\n")
    made = to_v0(old)
    assert made.notes == ()
    new = parse_recipe(made.text, "meta.yaml")
    for platforms in pairs():
        before, after = (evaluate(each, platforms, {})[0].script.env for each in (old, new))
        assert after == before
