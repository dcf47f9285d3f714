"""Commands of a recipe that Windows runs too, with another shell: bash in them needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.engine import lint_texts
from condax.lint.registry import SAFE, UNSAFE, all_rules

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

    from condax.lint.folder import RecipeFolder

RULES = [each for each in all_rules() if not each.online and each.name != "shellcheck-finding"]
COMMANDS = "\n    - cmake -S . -B b\n    - ctest --test-dir b\n"
V1 = "build:\n  number: 0\n"
REACHED = {
    "list": f"{V1}  script:{COMMANDS}",
    "one-line": f"{V1}  script: [cmake -S . -B b, ctest --test-dir b]\n",
    "a-variant-decides": f"{V1}  skip: win and cuda == 'yes'\n  script:{COMMANDS}",
    "skips-elsewhere": f"{V1}  skip: osx\n  script:{COMMANDS}",
}
NOT_REACHED = {
    "skip": f"{V1}  skip: win\n  script:{COMMANDS}",
    "skip-list": f"{V1}  skip:\n    - osx\n    - not linux\n  script:{COMMANDS}",
    "condition": f"{V1}  script:\n    - if: unix\n      then:"
    "\n        - cmake -S . -B b\n        - ctest --test-dir b\n",
    "bash": f"{V1}  script:\n    interpreter: bash\n    content:"
    "\n      - cmake -S . -B b\n      - ctest --test-dir b\n",
    "variable": f"{V1}  script:{COMMANDS}    - cp -r b $PREFIX/share\n",
    "virtual-package": f"{V1}  script:{COMMANDS}requirements:\n  build:\n"
    '    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n  run:\n    - __unix\n',
}
V0 = 'requirements:\n  build:\n    - {{ compiler("c") }}\n    - {{ stdlib("c") }}\n'
RUST = (
    'requirements:\n  build:\n    - ${{ compiler("rust") }}\n    - ${{ stdlib("c") }}\n'
    "about:\n  homepage: https://example.org/\n  license: MIT\n  license_file: LICENSE\n"
    "  summary: An example\n"
)


def fixes_of(folder: RecipeFolder) -> list[tuple[str, str | None]]:
    found = lint_texts(folder, RULES).diagnostics
    return [(each.name, each.fix) for each in found if each.code in {"CX301", "CX305"}]


@pytest.mark.parametrize("name", REACHED)
def test_bash_that_windows_would_run_is_no_safe_fix(make_folder: MakeFolder, name: str) -> None:
    folder = make_folder({"recipe.yaml": REACHED[name]})
    offered = fixes_of(folder)
    assert {fix for _, fix in offered} == {UNSAFE.value}
    assert lint_texts(folder, RULES, fix=SAFE).fixed == {}
    assert "cmake ${CMAKE_ARGS} " in lint_texts(folder, RULES, fix=UNSAFE).fixed["recipe.yaml"]
    (found, *_) = lint_texts(folder, RULES).diagnostics
    assert found.hint.endswith("(as bash writes it; Windows runs this text too)")


@pytest.mark.parametrize("name", NOT_REACHED)
def test_commands_that_windows_does_not_run_are_corrected(
    make_folder: MakeFolder, name: str
) -> None:
    offered = fixes_of(make_folder({"recipe.yaml": NOT_REACHED[name]}))
    assert offered == [("cmake-without-arguments", "safe"), ("unguarded-tests", "safe")]


@pytest.mark.parametrize(
    ("selector", "fix"), [("", "unsafe"), ("  # [win]", "safe"), ("  # [osx]", "unsafe")]
)
def test_a_selector_says_what_windows_runs(
    make_folder: MakeFolder, selector: str, fix: str
) -> None:
    skip = f"  skip: true{selector}\n" if selector else ""
    part = f"build:\n  number: 0\n{skip}  script:{COMMANDS}{V0}"
    assert {each for _, each in fixes_of(make_folder({"meta.yaml": part}))} == {fix}
    part = f"build:\n  number: 0\n  script:\n    - cmake -S . -B b  # [unix]\n{V0}"
    assert fixes_of(make_folder({"meta.yaml": part})) == [("cmake-without-arguments", "safe")]


def test_windows_runs_a_script_if_it_builds_one_of_the_outputs(make_folder: MakeFolder) -> None:
    part = (
        f"recipe:\n  name: b\n  version: 1.2.3\nbuild:\n  number: 0\n  script:{COMMANDS}outputs:\n"
    )
    for name, skip in (("a", "win"), ("b", "osx")):
        part += f"  - package:\n      name: {name}\n    build:\n      skip: {skip}\n"
        part += '    requirements:\n      build:\n        - ${{ compiler("c") }}\n'
    assert {fix for _, fix in fixes_of(make_folder({"recipe.yaml": part}))} == {UNSAFE.value}
    part = part.replace("skip: osx", "skip: win")
    assert {fix for _, fix in fixes_of(make_folder({"recipe.yaml": part}))} == {SAFE.value}


def test_what_both_shells_understand_is_corrected(make_folder: MakeFolder) -> None:
    part = f"{V1}  script:\n    - ${{{{ PYTHON }}}} -m pip install .\n"
    (found,) = [
        each
        for each in lint_texts(make_folder({"recipe.yaml": part}), RULES).diagnostics
        if each.name == "pip-options"
    ]
    assert found.fix == SAFE.value


@pytest.mark.parametrize(
    ("script", "fix"),
    [
        (" cargo install --locked --path .\n", None),
        ("\n    - cargo install --locked --path .\n", "unsafe"),
        (" cargo install --locked --root $PREFIX --path .\n", "unsafe"),
    ],
)
def test_licences_are_collected_in_the_words_of_every_shell(
    make_folder: MakeFolder, script: str, fix: str | None
) -> None:
    folder = make_folder({"recipe.yaml": f"{V1}  script:{script}{RUST}"})
    (found,) = lint_texts(folder, RULES).diagnostics
    assert (found.name, found.fix) == ("missing-rust-licenses", fix)
    reason = "(not corrected: it has no script that is all its own, on every machine)"
    assert found.hint.endswith(reason) == (fix is None)
