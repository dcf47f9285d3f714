"""Commands in the recipe's YAML: which lines are the shell's, and what edits leave of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.context import LintContext
from condax.lint.engine import lint_texts
from condax.lint.registry import SAFE, all_rules
from condax.lint.shell_tree import parse_shell
from condax.lint.view import output_views
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

    from condax.lint.folder import RecipeFolder

RULES = [each for each in all_rules() if not each.online and each.name != "shellcheck-finding"]
TEXTS = (
    ">\nmake one\n-j2\n",
    ">-\nmake one\n\nmake two\n",
    ">\nmake one &&\n  make two\n  make three\nmake four\n",
    ">\n\nmake one\nV=1\n\n\nmake two\nV=2\n",
    ">-\nmake one # and no\nmore\n",
    "'make one\n  V=1\n\n  make two'\n",
    '"make one\n  V=1\n\n  make two"\n',
    "make one\n  V=1\n\n  make two\n",
    "|\nmake one\nmake two\n",
)
FOLDED = {
    "make check\n-j2": 'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || '
    '"${CROSSCOMPILING_EMULATOR:-}" != "" ]]; then make check -j2; fi',
    "make\n&& make install": "make && make install",
    "python -m pip install .\n--no-deps --no-build-isolation": "python -m pip install . "
    "--no-deps --no-build-isolation",
    "ctest\n--test-dir b || true": "ctest --test-dir b || true",
    "make\n-march=native\nall": "make all",
    "make\n-march=native -O2\nall": "make -O2 all",
    "make all\n-march=native": "make all",
}


def folder_of(make_folder: MakeFolder, text: str) -> RecipeFolder:
    indented = text.rstrip("\n").replace("\n", "\n        ").replace("        \n", "\n")
    return make_folder(
        {"recipe.yaml": f"build:\n  number: 0\n  skip: win\n  script:\n    - {indented}\n"}
    )


def commands_in(folder: RecipeFolder) -> list[str]:
    """What the texts of a recipe's script say."""
    script = output_views(parse_recipe(folder.files["recipe.yaml"], "recipe.yaml"))[0].output.build
    assert script.script is not None
    return [each.value.rstrip("\n") for each in leaves(script.script.content)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("text", TEXTS)
def test_lines_are_the_shells_where_yaml_keeps_them(
    make_folder: MakeFolder, text: str, newline: str
) -> None:
    folder = folder_of(make_folder, text)
    whole = folder.files["recipe.yaml"].replace("\n", newline)
    (script,) = LintContext(parse_recipe(whole, "recipe.yaml"), {}).scripts
    (value,) = commands_in(folder)
    words = [[word.value for word in each.words] for each in script.commands]
    assert words == [[word.value for word in each.words] for each in parse_shell(value).commands]


@pytest.mark.parametrize("style", [">", ">-"])
@pytest.mark.parametrize(("lines", "fixed"), FOLDED.items())
def test_folded_lines_are_corrected_as_one(
    make_folder: MakeFolder, lines: str, fixed: str, style: str
) -> None:
    folder = folder_of(make_folder, f"{style}\n{lines}")
    report = lint_texts(folder, RULES, fix=SAFE)
    files = {**folder.files, **report.fixed}
    assert report.diagnostics == ()
    assert bool(report.fixed) == (fixed != lines.replace("\n", " "))
    (value,) = commands_in(make_folder(files))
    assert value == fixed
