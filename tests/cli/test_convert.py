"""`condax convert` as a user meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

META = 'package:\n  name: x\n  version: "1"\nbuild:\n  skip: true  # [py<310]\n'


def test_the_recipe_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "meta.yaml").write_text(META)
    assert main(["convert", str(tmp_path)]) == 0
    assert '  skip: match(python, "<3.10")\n' in capsys.readouterr().out


def test_files_beside_the_recipe_are_converted_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "meta.yaml").write_text(META)
    (tmp_path / "bld.bat").write_text("nmake\n")
    (tmp_path / "conda_build_config.yaml").write_text(
        "# why\nmpi:\n  - nompi\n  - openmpi  # [not win]\nc_compiler:\n  - vs2022  # [win]\n"
        "pin_run_as_build:\n  x:\n    max_pin: x.x\n"
    )
    assert main(["convert", str(tmp_path), "--output", str(tmp_path)]) == 8
    assert "'pin_run_as_build' is left out" in capsys.readouterr().err
    assert (tmp_path / "build.bat").read_text() == "nmake\n"
    assert (tmp_path / "variants.yaml").read_text() == (
        "mpi:\n  # why\n  - nompi\n  - if: not win\n    then: openmpi\n"
        "c_compiler:\n  - if: win\n    then: vs2022\n"
    )
    assert main(["convert", str(tmp_path / "meta.yaml"), "--output", str(tmp_path)]) == 2


def test_a_v1_recipe_becomes_a_v0_recipe(tmp_path: Path) -> None:
    (tmp_path / "recipe.yaml").write_text(
        "package:\n  name: x\n  version: '1'\nbuild:\n  skip: match(python, '<3.10')\n"
    )
    (tmp_path / "build.bat").write_text("nmake\n")
    (tmp_path / "variants.yaml").write_text(
        "mpi:\n  # why\n  - nompi\n  - if: not win\n    then: openmpi\n"
    )
    assert main(["convert", str(tmp_path), "--output", str(tmp_path)]) == 0
    assert (tmp_path / "meta.yaml").read_text() == (
        'package:\n  name: x\n  version: "1"\n\nbuild:\n  skip: true  # [py < 310]\n'
    )
    assert (tmp_path / "bld.bat").read_text() == "nmake\n"
    assert (tmp_path / "conda_build_config.yaml").read_text() == (
        "mpi:\n  # why\n  - nompi\n  - openmpi  # [not win]\n"
    )


def test_what_has_no_counterpart_is_listed_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "meta.yaml").write_text(META + "  track_features: x\n")
    assert main(["convert", str(tmp_path)]) == 8
    shown = capsys.readouterr()
    assert "meta.yaml:6:3" in shown.err
    assert "'track_features' is left out: it has no counterpart" in shown.err
    assert "track_features" not in shown.out
