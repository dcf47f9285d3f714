"""Mistakes that are found and left: a fix would break the script, or change what a recipe does.

What rules do write where they can is in their fixtures.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from condax.lint.engine import lint_texts
from condax.lint.registry import UNSAFE, all_rules
from condax.system.process import attempt

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lint.conftest import MakeFolder

    from condax.diagnostics import Diagnostic

RULES = [each for each in all_rules() if not each.online and each.name != "shellcheck-finding"]
MPI = (
    'requirements:\n  build:\n    - ${{ compiler("c") }}\n    - ${{ stdlib("c") }}\n'
    "    - if: build_platform != host_platform\n      then: openmpi\n  host:\n    - openmpi\n"
)
MPI_V0 = (
    'requirements:\n  build:\n    - {{ compiler("c") }}\n    - {{ stdlib("c") }}\n'
    "    - openmpi  # [build_platform != target_platform]\n    - make\n  host:\n    - openmpi\n"
)
RUST = 'requirements:\n  build:\n    - ${{ compiler("rust") }}\n    - ${{ stdlib("c") }}\n'
TWO = (
    "recipe:\n  name: b\n  version: 1.2.3\noutputs:\n  - package:\n      name: a\n"
    "  - package:\n      name: b\n    requirements:\n      build:\n"
    '        - ${{ compiler("rust") }}\n        - ${{ stdlib("c") }}\n'
)
OWN_LICENCE = "    about:\n      license_file:\n        - LICENSE\n"
SCRIPTS = {
    "x86-only-flag": (
        'export A=1 \\\n  CFLAGS="$CFLAGS -mavx2"\n',
        'FOO=1 \\\n  CFLAGS="$CFLAGS -O2 -mavx2"\n',
        './prep &&\n  export CFLAGS="$CFLAGS -mavx2"\n',
        '[ -f a ] && \\\nexport CFLAGS="$CFLAGS -mavx2"\n',
        'export CFLAGS="-mavx2 -O2 -msse4.2"\n',
        "make CFLAGS=-mavx2\n",
    ),
    "build-machine-name": ("make ARCH=$(uname -m | sed s/x86_64/amd64/)\n",),
    "hardcoded-compiler": (
        "[ -f a ] && CC=gcc\nmake\n",
        "make CC='gcc -DNAME=\"a b\"'\n",
    ),
    "setup-py-install": ("$PYTHON setup.py install --foo\n",),
    "unguarded-tests": ("./prep && { make check; } <<< yes\n", "{ make check; } <<< yes && ./a\n"),
}
RECIPES = {
    "missing-opal-prefix": (
        "build:\n  script:\n    - if: mpi == 'x'\n      then:\n        - export X=1\n"
        f"    - ./configure CC=mpicc --build=$BUILD --host=$HOST\n{MPI}",
        f"build:\n  script: >\n    make\n    CC=mpicc\n{MPI}",
    ),
    "missing-numpy-hints": (
        "build:\n  script:\n    - if: unix\n      then: export X=1\n"
        "    - cmake ${CMAKE_ARGS} .\n"
        "requirements:\n  host:\n    - numpy\n",
    ),
    "hardcoded-compiler": ("build:\n  script: >\n    CC=gcc;\n    make\n",),
    "conda-inspect": (
        "tests:\n  - script:\n      - conda inspect linkages -p $PREFIX x\n",
        "tests:\n  - script: conda inspect linkages -p $PREFIX x\n",
        "tests:\n  - script:\n      - conda inspect linkages x | grep y\n",
        "tests:\n  - script:\n      - if: linux\n        then:\n"
        "          - conda inspect linkages x\n        else:\n          - test -f y\n",
        'tests:\n  - script:\n      - "set -e\\nconda inspect linkages -p $PREFIX x"\n',
    ),
    "missing-rust-licenses": (
        "build:\n  script:\n    - if: unix\n      then:\n"
        f"        - cargo install --locked --path .\n{RUST}",
        f"{TWO}    build:\n      script: cargo install --locked --path .\n",
        f"build:\n  script: cargo install --locked --path .\n{TWO}{OWN_LICENCE}",
    ),
}


def found_in(make_folder: MakeFolder, files: dict[str, str], rule: str) -> list[Diagnostic]:
    folder = make_folder(files)
    return [each for each in lint_texts(folder, RULES).diagnostics if each.name == rule]


@pytest.mark.parametrize(
    ("rule", "script"), [(rule, each) for rule, listed in SCRIPTS.items() for each in listed]
)
def test_a_script_that_a_fix_would_break_is_left(
    make_folder: MakeFolder, rule: str, script: str
) -> None:
    (found,) = found_in(make_folder, {"build.sh": script}, rule)
    assert found.fix is None
    assert "(not corrected: " in found.hint


@pytest.mark.parametrize(
    ("rule", "recipe"), [(rule, each) for rule, listed in RECIPES.items() for each in listed]
)
def test_a_recipe_that_would_do_something_else_is_left(
    make_folder: MakeFolder, rule: str, recipe: str
) -> None:
    (found,) = found_in(make_folder, {"recipe.yaml": recipe}, rule)
    assert found.fix is None
    assert "(not corrected: " in found.hint


def test_licences_are_not_listed_where_another_machine_does_not_collect_them(
    make_folder: MakeFolder,
) -> None:
    files = {"recipe.yaml": RUST, "build.sh": "cargo install --locked --path .\n"}
    (found,) = found_in(make_folder, files, "missing-rust-licenses")
    assert found.fix == UNSAFE.value
    files["build.bat"] = "cargo install --locked --path .\n"
    (found,) = found_in(make_folder, files, "missing-rust-licenses")
    assert found.fix is None


def test_licences_are_not_collected_by_a_tool_that_is_not_always_there(
    make_folder: MakeFolder,
) -> None:
    recipe = RUST.replace(
        "    - ${{ compiler", "    - if: mpi == 'x'\n      then:\n        - ${{ compiler"
    )
    files = {"recipe.yaml": recipe, "build.sh": "cargo install --locked --path .\n"}
    (found,) = found_in(make_folder, files, "missing-rust-licenses")
    assert found.hint.endswith(
        "(not corrected: the compiler has no line of its own, or a condition)"
    )


def test_a_new_command_has_the_selector_of_the_one_below_it(make_folder: MakeFolder) -> None:
    part = f"build:\n  script:\n    - make CC=mpicc  # [not win]\n    - nmake  # [win]\n{MPI_V0}"
    rules = [each for each in RULES if each.name == "missing-opal-prefix"]
    fixed = lint_texts(make_folder({"meta.yaml": part}), rules, fix=UNSAFE).fixed["meta.yaml"]
    assert "script:\n    - |  # [not win]\n      if [[" in fixed


def test_what_comes_first_in_a_script_is_set_apart_if_the_rest_is(
    make_folder: MakeFolder,
) -> None:
    rules = [each for each in RULES if each.name == "missing-opal-prefix"]
    for head, gap in (("#!/bin/bash\nset -ex\n", ""), ("#!/bin/bash\nset -ex\n", "\n"), ("", "")):
        files = {"recipe.yaml": MPI, "build.sh": f"{head}{gap}make CC=mpicc\n"}
        fixed = lint_texts(make_folder(files), rules, fix=UNSAFE).fixed["build.sh"]
        assert fixed.startswith(f"{head}{gap}if [[ ")
        assert fixed.endswith(f"fi\n{gap}make CC=mpicc\n")


def test_what_is_added_stands_with_its_neighbours(make_folder: MakeFolder) -> None:
    part = (
        'requirements:\n  build:\n    # for C\n    - {{ compiler("c") }}    # [unix]\n'
        "  host:\n    - python\n    - pip\n  run:\n    - python\n"
    )
    script = "make\n# as ever\n./configure --prefix=$PREFIX\n"
    folder = make_folder({"meta.yaml": part, "build.sh": script})
    fixed = lint_texts(folder, RULES, fix=UNSAFE).fixed
    assert (
        "  build:\n"
        "    - python                              # [build_platform != target_platform]\n"
        "    - cross-python_{{ target_platform }}  # [build_platform != target_platform]\n"
        "    # for C\n"
        '    - {{ compiler("c") }}    # [unix]\n'
        '    - {{ stdlib("c") }}      # [unix]\n'
    ) in fixed["meta.yaml"]
    assert fixed["build.sh"].endswith(" {} \\;\n# as ever\n./configure --prefix=$PREFIX\n")


def test_a_goal_that_fails_leaves_the_others_undone(
    make_folder: MakeFolder, tmp_path: Path
) -> None:
    script = "set +e\nmake one check\nexit $?\n"
    rules = [each for each in RULES if each.name == "unguarded-tests"]
    folder = make_folder({"build.sh": script})
    fixed = lint_texts(folder, rules, fix=UNSAFE).fixed["build.sh"]
    program = 'make() { echo "$*"; return 7; }\n'
    before, after = (
        attempt(["bash", "-c", program + each], env={"PATH": os.defpath}, cwd=tmp_path)
        for each in (script, fixed)
    )
    assert (before.returncode, before.stdout) == (7, "one check\n")
    assert (after.returncode, after.stdout) == (7, "one check\n")


def test_the_oldest_glibc_is_named_for_its_own_platforms(make_folder: MakeFolder) -> None:
    files = {
        "recipe.yaml": "",
        "variants.yaml": 'c_stdlib_version:\n  - "2.12"\n',
        "../conda-forge.yml": "build_platform:\n  linux_riscv64: linux_64\n",
    }
    (found,) = found_in(make_folder, files, "old-glibc-version")
    assert "and than 2.39, the oldest for linux-riscv64" in found.message
    assert found.message.count("linux-64") == 1
    assert found.fix is None


@pytest.mark.parametrize(
    ("name", "python", "tests", "hint"),
    [
        (
            "meta.yaml",
            "{{ python_min }}",
            "test:\n  imports:\n    - a\n",
            "require `python {{ python",
        ),
        (
            "recipe.yaml",
            "${{ python_min }}",
            "tests:\n  - python:\n      imports:\n        - a\n",
            "add `${{ python_min }}.*` to `python_version`",
        ),
    ],
)
def test_a_hint_names_what_the_format_has(
    make_folder: MakeFolder, name: str, python: str, tests: str, hint: str
) -> None:
    part = (
        "build:\n  number: 0\n  noarch: python\nrequirements:\n  host:\n"
        f"    - python {python}.*\n    - pip\n  run:\n    - python >={python}\n{tests}"
    )
    files = {name: part, "conda-forge.yml": "conda_build_tool: rattler-build\n"}
    (found,) = found_in(make_folder, files, "missing-python-min")
    assert (found.hint or "").startswith(hint)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("# no OPAL_PREFIX here", False),
        ("ls $BUILD_PREFIX/share/openmpi/", False),
        ("true # OPAL_PREFIX=$PREFIX", False),
        ("export OPAL_PREFIX=$PREFIX", True),
        ('cp "${PREFIX}"/share/openmpi/*.txt $BUILD_PREFIX/share/openmpi/', True),
    ],
)
def test_only_what_is_done_tells_open_mpi_where_it_is(
    make_folder: MakeFolder, line: str, is_told: bool
) -> None:
    files = {"recipe.yaml": MPI, "build.sh": f"{line}\nmake CC=mpicc\n"}
    assert bool(found_in(make_folder, files, "missing-opal-prefix")) != is_told
