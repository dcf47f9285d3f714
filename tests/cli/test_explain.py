"""`condax explain` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from condax.cli.main import main

RECIPES = Path(__file__).parent.parent.parent / "recipes"


def test_text_says_where_why_and_what_changes(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["explain", str(RECIPES / "ncurses"), "ncurses", "--target", "linux-aarch64"])
    assert status == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ncurses: build (linux-64)"
    assert lines[1].startswith("  ncurses  [only when crossing]  line ")
    assert "    linux-64 to linux-aarch64: it is added for the build platform" in lines


def test_json_has_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(RECIPES / "xz"), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["build_platform"] == "linux-64"
    assert {row["output"] for row in data["requirements"]} == {"xz-build", "xz", "liblzma-devel"}


def test_a_variant_key_is_given_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "package: {name: a, version: 1.0.0}\nrequirements:\n  host:\n    - ${{ mpi }}\n"
    )
    assert main(["explain", str(recipe), "--variant", "mpi=mpich"]) == 0
    assert "  mpich  line 4" in capsys.readouterr().out
    assert main(["explain", str(recipe), "--variant", "mpi"]) == 2


def test_a_v0_recipe_is_explained_with_the_variant_file_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "meta.yaml").write_text(
        "package:\n  name: a\n  version: 1\nrequirements:\n  host:\n    - {{ mpi }}\n"
        "    - debugger  # [build_type == 'debug']\n"
    )
    (tmp_path / "conda_build_config.yaml").write_text(
        "mpi:\n  - mpich\n  - openmpi\nbuild_type:\n  - debug\n  - release\n"
        "zip_keys:\n  - mpi\n  - build_type\n"
    )
    assert main(["explain", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "  mpich  line 6" in shown
    assert "  debugger  line 7" in shown


@pytest.mark.parametrize(
    ("value", "condition", "holds"),
    [("false", "it", False), ('"false"', "it", True), ("14", "it < 15", True)],
)
def test_a_value_of_a_variant_file_is_text_only_in_quotes(
    value: str, condition: str, holds: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "recipe.yaml").write_text(
        "package: {name: a, version: 1.0.0}\nrequirements:\n  host:\n    - zlib\n"
        f"    - if: {condition}\n      then: gtest\n"
    )
    (tmp_path / "variants.yaml").write_text(f"it: [{value}]\n")
    assert main(["explain", str(tmp_path)]) == 0
    assert ("gtest" in capsys.readouterr().out) is holds
