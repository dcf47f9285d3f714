"""What conda-build takes for used in the text of a v0 recipe."""

from __future__ import annotations

import pytest

from condax.recipe.rendered import (
    RenderedOutput,
    RenderedRequirement,
    RenderedRequirements,
    RenderedRunExports,
)
from condax.rerender.conda_build import is_found, used_keys


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("  skip: true  # [win and vc < 14]", True),
        ("  skip: true  # [win and int(float(vc)) < 14]", False),
        ("  skip: true  # [vc]", True),
        ("  skip: true  # [vc not in (other, vc)]", True),
        ("  skip: true  # [other not in ('x', vc)]", False),
        ("    - a {{ vc }}  # [win]", True),
        ("  {% if vc == '14' %}", True),
        ("    - vc", True),
        ("    - vc14_runtime", False),
    ],
)
def test_where_a_name_is_found(line: str, found: bool) -> None:
    assert is_found("vc", line) is found


def test_names_that_the_text_does_not_spell_are_believed() -> None:
    assert is_found("c_compiler", "    - {{ compiler('c') }}")


def test_run_exports_and_the_names_of_compilers_count() -> None:
    exports = RenderedRunExports(noarch=(RenderedRequirement(text="python"),))
    output = RenderedOutput(
        name="a",
        version="1",
        used=frozenset({"cuda_compiler_version", "vc"}),
        requirements=RenderedRequirements(run_exports=exports),
    )
    text = "{% if cuda_compiler_version %}\nskip: true  # [int(vc) < 14]\n"
    assert used_keys(output, text) == {"cuda_compiler_version", "cuda_compiler", "python"}
