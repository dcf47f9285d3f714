"""Names of test elements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rattler_build

from condax.emulation.elements import describe

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulation.conftest import BuildPackage

    from condax.platforms import Platform


@pytest.mark.integration
def test_every_kind_of_test_has_a_telling_title(
    build_package: BuildPackage, aarch64: Platform, tmp_path: Path
) -> None:
    (tmp_path / "recipe").mkdir()
    (tmp_path / "recipe/run_test.sh").write_text("echo from a file\n")
    recipe = """
package: {name: many, version: "1"}
tests:
  - script: ["# a remark", "tool --version", "tool --help"]
  - script: {content: "echo in one piece"}
  - script: {file: run_test.sh}
  - python: {imports: [numpy, numpy.linalg], pip_check: false}
  - perl: {uses: [Carp]}
  - r: {libraries: [stats]}
  - ruby: {requires: [json]}
  - downstream: dependent
"""
    package = rattler_build.Package.from_file(build_package(recipe, aarch64))
    assert [(words["kind"], words["title"]) for words in map(describe, package.tests)] == [
        ("script", "tool --version"),
        ("script", "echo in one piece"),
        ("script", "echo from a file"),
        ("python", "import numpy, numpy.linalg"),
        ("perl", "use Carp"),
        ("r", "library stats"),
        ("ruby", "require json"),
        ("downstream", "dependent"),
    ]


@pytest.mark.integration
def test_a_long_command_is_shortened(build_package: BuildPackage, aarch64: Platform) -> None:
    recipe = f"package: {{name: long, version: '1'}}\ntests:\n  - script: ['echo {'x' * 90}']\n"
    package = rattler_build.Package.from_file(build_package(recipe, aarch64))
    title = describe(package.tests[0])["title"]
    assert title == f"echo {'x' * 54}…"
    assert len(title) == 60
