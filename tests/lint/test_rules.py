"""Every rule against its fixtures, `rules/<rule>/{bad,good}*.{yaml,meta.yaml}`.

A fixture is a recipe of format 1 (`.yaml`) or 0 (`.meta.yaml`). With files beside it, each of them
follows a heading such as `# build.sh`, as on the rules' pages. `# expect: <rule>` at the end of a
line says that the rule speaks up there, once for each time it stands there; the comment is gone
when the text is linted. What a fix makes of `bad.yaml` is in `bad.fixed.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.lint.test_script_fixes import MISTAKES

from condax.lint.conditions import native
from condax.lint.docs import split_files
from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder
from condax.lint.registry import UNSAFE, V0, V1, Rule, all_rules
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.rendered import RenderedScript

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.recipe.model import RecipeFormat

ROOT = Path(__file__).parent / "rules"
EXPECT = re.compile(r" *# expect: ([a-z0-9 -]+)$")
RULES = {each.name.replace("-", "_"): each for each in all_rules() if not each.online}
VARIANT = {
    "c_compiler": "gcc",
    "cxx_compiler": "gxx",
    "rust_compiler": "rust",
    "go_compiler": "go",
    "c_stdlib": "sysroot",
    "r_base": "4.4",
    "mpi": "openmpi",
    "python": "3.12",
}


@dataclass(frozen=True, kw_only=True)
class Fixture:
    path: Path
    folder: RecipeFolder
    expected: Counter[tuple[str, str, int]]
    """File, rule and line of every finding."""

    @property
    def rule(self) -> Rule:
        return RULES[self.path.parent.name]

    @property
    def fixed_path(self) -> Path:
        point, ending = self.path.name.split(".", 1)
        return self.path.with_name(f"{point}.fixed.{ending}")


def format_of(path: Path) -> RecipeFormat:
    return V0 if path.name.endswith(".meta.yaml") else V1


def read_fixture(path: Path) -> Fixture:
    recipe = "meta.yaml" if format_of(path) is V0 else "recipe.yaml"
    files, expected = {"LICENSE": ""}, Counter[tuple[str, str, int]]()
    for name, text in split_files(path.read_bytes().decode("utf-8"), recipe).items():
        lines = text.split("\n")
        for number, line in enumerate(lines, 1):
            listed = EXPECT.search(line)
            expected.update((name, rule, number) for rule in (listed[1].split() if listed else ()))
        files[name] = "\n".join(EXPECT.sub("", line) for line in lines)
    folder = RecipeFolder(root=Path("recipe"), recipe=recipe, files=files)
    return Fixture(path=path, folder=folder, expected=expected)


PATHS = sorted(path for path in ROOT.glob("*/*.yaml") if ".fixed." not in path.name)
BAD = [path for path in PATHS if path.name.startswith("bad")]
GOOD = [path for path in PATHS if path.name.startswith("good")]
FIXABLE = [path for path in BAD if RULES[path.parent.name].fix]


def named(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def places(folder: RecipeFolder) -> Counter[tuple[str, str, int]]:
    found = lint_texts(folder, list(RULES.values())).diagnostics
    return Counter(
        (_file(folder, each.path), each.name, each.span.line if each.span else 0) for each in found
    )


def _file(folder: RecipeFolder, path: str) -> str:
    inside = f"{folder.root.name}/"
    return path.removeprefix(inside) if path.startswith(inside) else f"../{path}"


def fixed(fixture: Fixture) -> RecipeFolder:
    report = lint_texts(fixture.folder, [fixture.rule], fix=UNSAFE)
    return replace(fixture.folder, files={**fixture.folder.files, **report.fixed})


def test_every_rule_has_fixtures_in_every_format_it_is_about() -> None:
    assert {path.name for path in ROOT.iterdir()} == set(RULES)
    for name, rule in RULES.items():
        assert {format_of(path) for path in BAD if path.parent.name == name} == set(rule.formats)
        assert {format_of(path) for path in GOOD if path.parent.name == name} == set(rule.formats)


@pytest.mark.parametrize("path", BAD, ids=named)
def test_a_bad_recipe_is_found_where_it_is_bad(path: Path, require: Callable[[str], str]) -> None:
    fixture = read_fixture(path)
    if fixture.rule.name == "shellcheck-finding":
        require("shellcheck")
    assert {rule for _, rule, _ in fixture.expected} == {fixture.rule.name}
    assert places(fixture.folder) == fixture.expected


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_a_good_recipe_is_silent(path: Path) -> None:
    fixture = read_fixture(path)
    assert not fixture.expected
    assert places(fixture.folder) == Counter()


@pytest.mark.golden
@pytest.mark.parametrize("path", FIXABLE, ids=named)
def test_what_the_fix_writes(path: Path, request: pytest.FixtureRequest) -> None:
    fixture = read_fixture(path)
    after = fixed(fixture).files
    changed = {name: text for name, text in after.items() if text != fixture.folder.files.get(name)}
    if request.config.getoption("--update-golden"):
        text = "".join(f"# {name}\n{text}" for name, text in changed.items())
        fixture.fixed_path.write_bytes(text.encode())
    written = fixture.fixed_path.read_bytes().decode("utf-8")
    assert split_files(written, fixture.folder.recipe) == changed


@pytest.mark.parametrize("path", FIXABLE, ids=named)
def test_the_fix_silences_the_rule_and_raises_no_other(path: Path) -> None:
    assert places(fixed(read_fixture(path))) == Counter()


@pytest.mark.parametrize("path", FIXABLE, ids=named)
def test_fixing_twice_is_fixing_once(path: Path) -> None:
    once = fixed(read_fixture(path))
    assert lint_texts(once, list(RULES.values()), fix=UNSAFE).fixed == {}


@pytest.mark.parametrize("path", FIXABLE, ids=named)
def test_a_fix_keeps_the_line_ends_of_windows(path: Path) -> None:
    fixture = read_fixture(path)
    expected = fixed(fixture).files
    files = {name: with_crlf(text) for name, text in fixture.folder.files.items()}
    found = fixed(replace(fixture, folder=replace(fixture.folder, files=files))).files
    made = expected.keys() - fixture.folder.files.keys()
    assert found == {n: t if n in made else with_crlf(t) for n, t in expected.items()}


def with_crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


@pytest.mark.parametrize(
    "path", [path for path in FIXABLE if not RULES[path.parent.name].changes_native], ids=named
)
def test_the_fix_leaves_a_native_build_as_it_was(path: Path) -> None:
    fixture = read_fixture(path)
    before, after = (
        list(evaluate(parse_recipe(each.files[each.recipe], each.recipe), native(), VARIANT))
        for each in (fixture.folder, fixed(fixture))
    )
    if path.parent.name in MISTAKES:
        # What scripts do is another test's: it runs what these rules make of them.
        same = RenderedScript()
        before, after = ([replace(e, script=same) for e in each] for each in (before, after))
    assert before == after
