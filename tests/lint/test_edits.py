"""Requirements that fixes add stand where they always hold, or are left to the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.lint.choices import INSIDE
from condax.lint.edits import BESIDE_AN_ELSE, IN_A_BLOCK
from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, all_rules

if TYPE_CHECKING:
    from tests.lint.conftest import MakeFolder

    from condax.diagnostics import Diagnostic

RULES = {each.name: each for each in all_rules()}
SET = "{% set x = 1 %}\n"
C, CXX, STDLIB = (
    f"    - {{{{ {call} }}}}\n" for call in ("compiler('c')", "compiler('cxx')", "stdlib('c')")
)
IF, ELSE, END = "{% if x == 2 %}\n", "{% else %}\n", "{% endif %}\n"
CROSS = "  # [build_platform != target_platform]\n"
PYTHON = (
    "    - python                              # [build_platform != target_platform]\n"
    f"    - cross-python_{{{{ target_platform }}}}{CROSS}"
)
HOST, RUN = "  host:\n    - python\n", "  run:\n    - python\n"
WRITTEN = {
    "first-in-a-block": (
        "missing-cross-python",
        f"  build:\n{IF}{C}{STDLIB}{END}    - make\n{HOST}{RUN}",
        f"  build:\n{PYTHON}{IF}{C}{STDLIB}{END}    - make\n{HOST}{RUN}",
    ),
    "nested": (
        "missing-cross-python",
        f"  build:\n{IF}{{% if y %}}\n{C}{END}{STDLIB}{END}{HOST}{RUN}",
        f"  build:\n{PYTHON}{IF}{{% if y %}}\n{C}{END}{STDLIB}{END}{HOST}{RUN}",
    ),
    "last-in-a-block": (
        "build-tool-in-host",
        f"  build:\n{C}{STDLIB}{IF}    - ninja\n{END}  host:\n    - make\n    - zlib\n",
        f"  build:\n{C}{STDLIB}{IF}    - ninja\n{END}    - make\n  host:\n    - zlib\n",
    ),
    "behind-a-block": (
        "missing-stdlib",
        f"  build:\n{IF}{C}{ELSE}{CXX}{END}",
        f"  build:\n{IF}{C}{STDLIB}{ELSE}{CXX}{STDLIB}{END}",
    ),
    "one-branch": (
        "missing-stdlib",
        f"  build:\n{IF}{C}{ELSE}{CXX}{STDLIB}{END}",
        f"  build:\n{IF}{C}{STDLIB}{ELSE}{CXX}{STDLIB}{END}",
    ),
    "other-branches": (
        "missing-stdlib",
        f"  build:\n{IF}{C}{{% elif x == 3 %}}\n{CXX}{STDLIB}{END}",
        f"  build:\n{IF}{C}{STDLIB}{{% elif x == 3 %}}\n{CXX}{STDLIB}{END}",
    ),
    "one-always": (
        "missing-stdlib",
        f"  build:\n{C}{IF}{CXX}{END}",
        f"  build:\n{C}{STDLIB}{IF}{CXX}{END}",
    ),
    "a-comment": (
        "missing-cross-python",
        f"  build:\n# {IF}{C}{STDLIB}{HOST}{RUN}",
        f"  build:\n{PYTHON}# {IF}{C}{STDLIB}{HOST}{RUN}",
    ),
    "new-section": (
        "library-in-build",
        f"  build:\n{C}{STDLIB}    - zlib\n{IF}    - make\n{END}",
        f"  build:\n{C}{STDLIB}{IF}    - make\n{END}  host:\n    - zlib\n",
    ),
    "selectors": (
        "missing-stdlib",
        "  build:\n    - {{ compiler('c') }}  # [linux]\n    - {{ compiler('cxx') }}  # [osx]\n"
        '    - {{ stdlib("c") }}  # [osx]\n',
        "  build:\n    - {{ compiler('c') }}  # [linux]\n    - {{ stdlib('c') }}    # [linux]\n"
        "    - {{ compiler('cxx') }}  # [osx]\n    - {{ stdlib(\"c\") }}  # [osx]\n",
    ),
    "selector-behind-a-comment": (
        "missing-stdlib",
        "  build:\n    - {{ compiler('c') }}  # as ever [unix]\n",
        "  build:\n    - {{ compiler('c') }}  # as ever [unix]\n"
        "    - {{ stdlib('c') }}    # [unix]\n",
    ),
    "what-looks-like-a-selector": (
        "missing-stdlib",
        "  build:\n    - {{ compiler('c') }}  # [unix] (once)\n",
        "  build:\n    - {{ compiler('c') }}  # [unix] (once)\n    - {{ stdlib('c') }}\n",
    ),
}
LEFT = {
    "section-in-a-block": (
        "missing-cross-python",
        f"{IF}  build:\n{C}{STDLIB}{END}{HOST}    - pip\n{RUN}",
    ),
    "section-twice": (
        "missing-cross-python",
        f"  build:\n{C}{STDLIB}{IF}  build:\n{CXX}{STDLIB}{END}{HOST}    - pip\n{RUN}",
    ),
    "entry-in-a-block": (
        "build-tool-in-host",
        f"  build:\n{C}{STDLIB}  host:\n{IF}    - make\n{END}    - zlib\n",
    ),
    "no-section": ("missing-cross-python", f"{IF}{HOST}    - pip\n{END}{RUN}"),
}
BRANCHES = """\
requirements:
  build:
    - if: linux
      then: ${{ compiler("c") }}
      else: ${{ compiler("cxx") }}
"""


def found_by(make_folder: MakeFolder, files: dict[str, str], rule: str) -> list[Diagnostic]:
    return list(lint_texts(make_folder(files), [RULES[rule]]).diagnostics)


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_added_stands_outside_of_blocks_that_may_not_hold(
    make_folder: MakeFolder, name: str
) -> None:
    rule, before, after = WRITTEN[name]
    folder = make_folder({"meta.yaml": f"{SET}requirements:\n{before}"})
    fixed = lint_texts(folder, [RULES[rule]], fix=UNSAFE)
    assert fixed.diagnostics == ()
    expected = make_folder({"meta.yaml": f"{SET}requirements:\n{after}"}).files["meta.yaml"]
    assert fixed.fixed["meta.yaml"] == expected


@pytest.mark.parametrize("name", LEFT)
def test_nothing_is_added_where_no_line_always_holds(make_folder: MakeFolder, name: str) -> None:
    rule, part = LEFT[name]
    (found,) = found_by(make_folder, {"meta.yaml": f"{SET}requirements:\n{part}"}, rule)
    assert found.fix is None
    assert found.hint.endswith(f"(not corrected: {IN_A_BLOCK})")


def test_a_value_alone_in_its_branch_gets_nothing_beside_it(make_folder: MakeFolder) -> None:
    (found,) = found_by(make_folder, {"recipe.yaml": BRANCHES}, "missing-stdlib")
    assert found.fix is None
    assert found.hint.endswith(f"(not corrected: {BESIDE_AN_ELSE})")


def test_a_stdlib_of_the_other_branch_is_none(make_folder: MakeFolder) -> None:
    part = (
        'requirements:\n  build:\n    - if: linux\n      then:\n        - ${{ compiler("c") }}\n'
        '      else:\n        - ${{ compiler("cxx") }}\n        - ${{ stdlib("c") }}\n'
    )
    (found,) = found_by(make_folder, {"recipe.yaml": part}, "missing-stdlib")
    assert found.fix == "safe"
    assert (
        found_by(make_folder, {"recipe.yaml": part.replace("linux", "osx")}, "missing-stdlib") == []
    )


def test_all_outputs_of_one_script_require_what_it_copies(make_folder: MakeFolder) -> None:
    requirements = '      build:\n        - ${{ compiler("c") }}\n        - ${{ stdlib("c") }}\n'
    part = "recipe:\n  name: b\n  version: 1.2.3\n"
    part += "build:\n  number: 0\n  script:\n    - ./configure --prefix=$PREFIX\noutputs:\n"
    for name in ("a", "b"):
        part += f"  - package:\n      name: {name}\n    requirements:\n{requirements}"
    fixed = lint_texts(
        make_folder({"recipe.yaml": part}), [RULES["stale-config-sub"]], fix=UNSAFE
    ).fixed["recipe.yaml"]
    assert fixed.count("        - gnuconfig\n") == 2


def test_config_files_are_copied_only_from_what_is_required(make_folder: MakeFolder) -> None:
    files = {
        "recipe.yaml": "requirements:\n"
        "  build: [\n    '${{ compiler(\"c\") }}',  # first\n    '${{ stdlib(\"c\") }}'\n  ]\n",
        "build.sh": "./configure --prefix=$PREFIX\n",
    }
    (found,) = found_by(make_folder, files, "stale-config-sub")
    assert found.fix is None


CHOICES = """\
package: {name: a, version: "1.0"}
build: {number: 0, script: "cmake ${CMAKE_ARGS} ."}
requirements:
  build:
    - ${{ compiler("c") if linux }}
    - cmake
    - ${{ "python" if build_platform != target_platform }}
    - ${{ "cross-python_" + target_platform if build_platform != target_platform }}
    - ${{ "numpy" if build_platform != target_platform else "make" }}
  host: [python, numpy]
  run: [python]
"""


@pytest.mark.parametrize(
    ("rule", "edited"),
    [("missing-cross-python", ""), ("missing-stdlib", INSIDE)],
    ids=["there", "beside"],
)
def test_entries_with_their_condition_inside_are_what_they_say(
    rule: str, edited: str, make_folder: MakeFolder
) -> None:
    """They are not required once more, and no edit takes them apart."""
    found = lint_texts(make_folder({"recipe.yaml": CHOICES}), [RULES[rule]]).diagnostics
    assert [each.fix for each in found] == ([None] if edited else [])
    assert all(edited in each.hint for each in found)
