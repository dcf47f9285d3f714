from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.conftest import NO_COMPILERS

from condax.build.recipe_errors import variant_error
from condax.build.render import load_recipe, render
from condax.errors import RecipeError
from condax.platforms import get_platform
from condax.report.text import render_error

PACKAGE = "package:\n  name: a\n  version: '1'\n"

CASES = {
    "not yaml": (
        "package: {name: a, version: '1'\nbuild: 3\n",
        "recipe.yaml:2:1\n  |\n2 | build: 3\n  | ^\n",
    ),
    "unknown field": (
        PACKAGE + "build:\n  scirpt: make\n",
        "recipe.yaml:5:3\n  |\n5 |   scirpt: make\n  |   ^^^^^^\n hint: did you mean 'script'?",
    ),
    "name without value": (
        "package:\n  name: a\n  version: ${{ nope }}\n",
        "recipe.yaml:3:12\n  |\n3 |   version: ${{ nope }}\n  |            ^^^^^^^^^^^\n",
    ),
    "unreadable spec": (
        PACKAGE + "requirements:\n  host:\n    - foo ===\n",
        "recipe.yaml:6:11\n  |\n6 |     - foo ===\n  |           ^^^\n",
    ),
    "no stdlib": (
        PACKAGE + "requirements:\n  build:\n    - ${{ stdlib('c') }}\n",
        "recipe.yaml:6:7\n  |\n6 |     - ${{ stdlib('c') }}\n  |       ^^^^^^^^^^^^^^^^^^\n"
        " hint: name one in a variant file (-m) and a channel that has it (-c)",
    ),
    "missing version": (
        "package:\n  name: a\n",
        "missing required field 'version'\n --> recipe.yaml:1:1\n  |\n1 | package:\n  | ^^^^^^^\n",
    ),
    "no package": ("build: {number: 0}\n", "recipe.yaml:1:1\n  |\n1 | build: {number: 0}\n"),
    "source without origin": (
        PACKAGE + "source:\n  sha256: abc\n",
        "recipe.yaml:4:1\n  |\n4 | source:\n  | ^^^^^^\n",
    ),
    "pin of what is no output": (
        PACKAGE + "requirements:\n  run:\n    - ${{ pin_subpackage('libb', exact=True) }}\n",
        "recipe.yaml:6:27\n  |\n6 |     - ${{ pin_subpackage('libb', exact=True) }}\n"
        "  |                           ^^^^\n",
    ),
}


@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES.keys())
def test_a_recipe_that_cannot_be_read_is_shown_with_a_caret(
    tmp_path: Path, text: str, shown: str
) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(text, encoding="utf-8")
    target, machine = get_platform("linux-aarch64"), get_platform("linux-64")
    with pytest.raises(RecipeError) as caught:
        render(recipe, target, machine, NO_COMPILERS, [])
    assert shown in render_error(caught.value).replace(f"{tmp_path}/", "")


def test_every_line_of_the_message_is_in_our_grammar(tmp_path: Path) -> None:
    with pytest.raises(RecipeError) as caught:
        load_recipe(tmp_path / "recipe.yaml", PACKAGE + "build:\n  number: many\n")
    [diagnostic] = caught.value.diagnostics
    assert diagnostic.message[0].islower()
    assert not diagnostic.message.endswith(".")


def test_a_variant_file_error_has_its_place() -> None:
    raw = (
        'ParseError { path: "v.yaml", source: Generic { message: "Variant values for \'a\' must be'
        ' a list", span: Span { start: Some(Marker { source: 0, character: 3, line: 1, column: 4'
        " }), end: None }, suggestion: None } }"
    )
    error = variant_error(Path("v.yaml"), raw)
    assert "variant values for 'a' must be a list" in str(error)
    assert error.where == "v.yaml:1:4"
