"""Which compilers a plan has where a variant file names one that nobody may have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.build.conftest import AARCH64, HERE

from condax.build.collect import make_plan
from condax.build.toolchain_source import ZigToolchain

if TYPE_CHECKING:
    from pathlib import Path

    from tests.build.conftest import Project

C_RECIPE = """
build: {script: "true"}
requirements: {build: ['${{ compiler("c") }}']}
"""
GCC = f"gcc_{AARCH64}"


@pytest.fixture
def variant(project: Project, tmp_path: Path) -> Path:
    # A name that may be anything until it is evaluated.
    project.recipe(
        "a", "context: {name: a}\npackage: {name: '${{ name }}', version: '1'}" + C_RECIPE
    )
    path = tmp_path / "ci.yaml"
    path.write_text("c_compiler: [gcc]\nc_compiler_version: ['14']\n")
    return path


@pytest.mark.parametrize("who", ["nobody", "a channel", "the output", "a recipe"])
def test_what_somebody_has_is_not_replaced(project: Project, variant: Path, who: str) -> None:
    if who == "a recipe":
        text = "package: {name: 'gcc_${{ wanted }}', version: '14'}\nbuild: {noarch: generic}\n"
        project.recipe("gcc", f"context: {{wanted: {AARCH64}}}\n{text}")
    plan = make_plan(
        project.options(variant_config=(variant,)),
        ZigToolchain(build_platform=HERE, cache=project.cache),
        lambda name: (who, name) == ("a channel", GCC),
        lambda name: (who, name) == ("the output", GCC),
    )
    [job] = [job for job in plan.jobs if job.name == "a"]
    [compiler] = [spec.split()[0] for spec in job.requirements.build]
    if who == "nobody":
        assert compiler == f"zigcc_{AARCH64}"
        assert plan.replaced == {(GCC, f"zigcc_{AARCH64}")}
    else:
        assert compiler == GCC
        assert plan.replaced == frozenset()
