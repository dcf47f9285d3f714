"""What a report offers to correct is what `--fix` corrects, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.lint.test_left_alone import MPI
from tests.lint.test_rules import BAD, RULES, named, read_fixture
from tests.lint.test_script_fixes import MISTAKES, folder_of
from tests.lint.test_seeded import CASES
from tests.lint.test_seeded import named as case_named

from condax.diagnostics import Severity
from condax.lint.engine import lint_texts
from condax.lint.folder import RecipeFolder, find_recipes, read_folder
from condax.lint.registry import SAFE, UNSAFE, V0, V1, FileEdit, Finding, Fixability, Place, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.lint.conftest import MakeFolder

    from condax.diagnostics import Diagnostic
    from condax.lint.context import LintContext

LISTED = list(RULES.values())
FIXABLE = {each.name for each in LISTED if each.fix}
TWO_IN_ONE = 'export CFLAGS="$CFLAGS -march=native -msse4"\nmake CFLAGS="$CFLAGS"\n'
FOLDERS = [
    pytest.param(lambda: folder_of(TWO_IN_ONE), id="two-in-one-assignment"),
    *(pytest.param(lambda path=path: read_fixture(path).folder, id=named(path)) for path in BAD),
    *(
        pytest.param(lambda path=path: read_folder(*find_recipes([path / "broken"])), id=name)
        for path, name in ((each, case_named(each)) for each in CASES)
    ),
]
MISREAD = "cat > text <<EOF\n  EOF\nEOF\n"
"""What the shell reads otherwise than the grammar."""


def offers(found: Iterable[Diagnostic], fix: Fixability) -> list[Diagnostic]:
    wanted = {SAFE.value, fix.value}
    return [each for each in found if each.fix in wanted]


def seen(found: Iterable[Diagnostic]) -> Counter[tuple[str, str, str]]:
    """Without places: what a fix adds moves the others."""
    return Counter((each.path, each.name, each.message) for each in found)


@pytest.mark.parametrize("fix", list(Fixability))
@pytest.mark.parametrize("read", FOLDERS)
def test_what_is_offered_is_corrected_and_all_else_stays(
    read: Callable[[], RecipeFolder], fix: Fixability
) -> None:
    folder = read()
    before = lint_texts(folder, LISTED).diagnostics
    report = lint_texts(folder, LISTED, fix=fix)
    wanted = offers(before, fix)
    left = [each for each in before if each.fix is None and each.name in FIXABLE]
    assert [each for each in left if "(not corrected: " not in each.hint] == []
    assert [each for each in before if each.fix and "(not corrected: " in each.hint] == []
    assert offers(report.diagnostics, fix) == []
    assert (bool(report.fixed), report.fix_count > 0) == (bool(wanted), bool(wanted))
    assert seen(report.diagnostics) == seen(each for each in before if each not in wanted)


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_no_fix_is_offered_in_a_script_that_is_half_understood(name: str) -> None:
    each = MISTAKES[name]
    folder = folder_of(f"{MISREAD}{each.before}{each.command}\n{each.after}")
    found = [d for d in lint_texts(folder, LISTED).diagnostics if d.path.endswith("build.sh")]
    assert name.replace("_", "-") in {each.name for each in found}
    assert {each.fix for each in found} == {None}
    assert all("(not corrected: the script has parts" in each.hint for each in found)
    assert "build.sh" not in lint_texts(folder, LISTED, fix=UNSAFE).fixed


@pytest.mark.parametrize(
    "script",
    [
        "for each in 1; do make check || ; done",
        "make check ||",
        "while make check && ; do",
        "until ! make check",
        "`make check",
        "make check || $(",
    ],
)
def test_tests_in_what_is_no_shell_are_found_and_left(script: str) -> None:
    folder = folder_of(f"{script}\n")
    (found,) = [d for d in lint_texts(folder, LISTED).diagnostics if d.name == "unguarded-tests"]
    assert found.fix is None


def test_a_recipe_is_edited_beside_a_script_that_is_half_understood(
    make_folder: MakeFolder,
) -> None:
    part = 'requirements:\n  build:\n    - ${{ compiler("c") }}\n'
    folder = make_folder({"recipe.yaml": part, "build.sh": f"{MISREAD}make check\n"})
    report = lint_texts(folder, LISTED, fix=SAFE)
    assert [each.name for each in report.diagnostics] == ["unguarded-tests"]
    assert list(report.fixed) == ["recipe.yaml"]


def test_nothing_is_put_before_commands_that_are_half_understood(make_folder: MakeFolder) -> None:
    lines = MISREAD.replace("\n", "\n        ")
    part = f"build:\n  number: 0\n  script:\n    - make CC=mpicc\n    - |\n        {lines}\n{MPI}"
    found = lint_texts(make_folder({"recipe.yaml": part}), LISTED).diagnostics
    assert [(each.name, each.fix) for each in found] == [("missing-opal-prefix", None)]
    assert "(not corrected: the script has parts" in found[0].hint


def spoiling(context: LintContext) -> Iterator[Finding]:
    """A rule whose fix leaves no recipe."""
    start = context.recipe.text.index("build:")
    if "number: 0" in context.recipe.text:
        yield Finding(
            at=Place(file=context.recipe.path, start=start, end=start + 5),
            message="there is a build",
            hint="have none",
            fix=(FileEdit(file=context.recipe.path, start=start, end=start + 6, text="build"),),
        )


def test_a_fix_that_spoils_the_recipe_is_neither_offered_nor_made(make_folder: MakeFolder) -> None:
    rule = Rule(
        code="CX999",
        name="spoiling",
        severity=Severity.WARNING,
        fix=SAFE,
        formats=(V0, V1),
        changes_native=False,
        online=False,
        docs="",
        run=spoiling,
    )
    folder = make_folder({"recipe.yaml": "", "build.sh": "cmake -S . -B build\n"})
    found = lint_texts(folder, [*LISTED, rule]).diagnostics
    assert [(each.name, each.fix) for each in found] == [
        ("cmake-without-arguments", "safe"),
        ("spoiling", None),
    ]
    report = lint_texts(folder, [*LISTED, rule], fix=SAFE)
    assert [each.name for each in report.diagnostics] == ["spoiling"]
    assert "(not corrected: with the correction" in report.diagnostics[0].hint
    assert report.fixed == {"build.sh": "cmake ${CMAKE_ARGS} -S . -B build\n"}
