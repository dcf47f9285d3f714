"""What conda-build takes for used in the text of a v0 recipe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from condax.recipe.pin import Pin
from condax.recipe.rendered import (
    RenderedOutput,
    RenderedRequirement,
    RenderedRequirements,
    RenderedScript,
)
from condax.rerender.conda_build import RecipeText, names_in, used_keys

NAMES = frozenset(
    (
        *("c_compiler", "c_compiler_version", "c_stdlib", "cdt_name", "channel_targets"),
        *("cuda_compiler", "cuda_compiler_version", "libblas_dev", "mkl", "numpy", "openssl"),
        *("python", "target_platform", "vc", "zlib"),
    )
)

RECIPE = """\
package:
  name: top
build:
  number: 0
  skip: true  # [vc == "14"]
requirements:
  host:
    - openssl
outputs:
  - name: first
    script: first.sh
    requirements:
      host:
        - zlib
      run:
        - mkl
  - name: second
    requirements:
      build:
        - python
test:
  commands:
    - top {{ numpy }}
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("  skip: true  # [win and vc < 14]", {"vc"}),
        ("  skip: true  # [win and int(float(vc)) < 14]", set()),
        ("  skip: true  # [vc]", {"vc"}),
        ("  skip: true  # [vc not in (other, vc)]", {"vc"}),
        ("  skip: true  # [other not in ('x', vc)]", set()),
        ("  skip: true  # [avc == '14']", set()),
    ],
)
def test_where_a_name_is_found_in_selectors(line: str, found: set[str]) -> None:
    assert names_in(line, NAMES, in_selectors=True) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("    - a {{ vc }}", {"vc"}),
        ("    - a {{ vc|replace('a', 'b') }}", {"vc"}),
        ("    - a {{ f(vc) }}", set()),
        ("    - {{ pin_compatible('numpy', max_pin='x') }}", {"numpy"}),
        ("  {% if vc == '14' %}", {"vc"}),
        ('  {% if cuda_compiler_version != "None" %}', {"cuda_compiler", "cuda_compiler_version"}),
        ("  {% for each in vc %}", {"vc"}),
        ("  {% set a = vc ~ '.' %}", {"vc"}),
        ("  {% set vc = a %}", set()),
        ("    - vc", {"vc"}),
        ("    - libblas-dev", {"libblas_dev"}),
        ("    - zlib  # it is small", {"zlib"}),
        ("    - zlib >=1", set()),
        ("    - vc14_runtime", set()),
        ("    - {{ compiler('c') }}", {"c_compiler", "c_compiler_version"}),
        ("    - {{ stdlib('c') }}", {"c_stdlib"}),
        ("    - {{ cdt('libx11') }}", {"cdt_name"}),
        ("zlib:", set()),
    ],
)
def test_where_a_name_is_found_elsewhere(line: str, found: set[str]) -> None:
    assert names_in(line, NAMES) == found


def _specs(text: str) -> tuple[RenderedRequirement, ...]:
    return tuple(_spec(each) for each in text.split(",") if each)


def _spec(text: str) -> RenderedRequirement:
    name = text.removeprefix("pin:")
    return RenderedRequirement(
        text=text, pin=Pin(function="pin_compatible", name=name) if name != text else None
    )


def _text(recipe: str, *outputs: str, **scripts: str) -> RecipeText:
    return RecipeText(
        written=recipe,
        selected=recipe,
        outputs=outputs,
        scripts={name.replace("_", "."): script for name, script in scripts.items()},
        names=NAMES,
    )


def _output(
    name: str,
    *,
    is_top: bool = False,
    build: str = "",
    host: str = "",
    run: str = "",
) -> RenderedOutput:
    return RenderedOutput(
        name=name,
        version="1",
        is_top=is_top,
        requirements=RenderedRequirements(build=_specs(build), host=_specs(host), run=_specs(run)),
    )


def test_an_output_uses_what_its_own_part_names() -> None:
    text = _text(RECIPE, "first", "second", first_sh='echo "${numpy}" $target_platform\n')
    first = replace(
        _output("first", host="zlib", run="mkl"), script=RenderedScript(file="first.sh")
    )
    used = used_keys(text, first, is_windows=False)
    assert used.own == {"zlib", "numpy", "channel_targets"}


def test_jobs_are_spread_over_the_top_level_too() -> None:
    used = used_keys(
        _text(RECIPE, "first", "second"), _output("second", build="python"), is_windows=False
    )
    assert used.own == {"channel_targets"}
    assert used.spread == {"vc", "openssl", "numpy", "python", "channel_targets"}


def test_the_output_with_the_name_of_the_recipe_is_the_recipe() -> None:
    text = _text(RECIPE, "first", "second", build_sh="$vc \n", bld_bat="%zlib%")
    top = _output("second", is_top=True)
    assert used_keys(text, top, is_windows=False).own >= {"vc", "openssl"}
    assert "zlib" in used_keys(text, top, is_windows=True).own
    assert "zlib" not in used_keys(text, top, is_windows=False).own


def test_what_only_the_run_environment_names_does_not_count() -> None:
    recipe = "requirements:\n  run:\n    - zlib\n    - {{ pin_compatible('mkl') }}\n"
    one = _output("a", is_top=True, run="zlib,pin:mkl")
    assert used_keys(_text(recipe, "a"), one, is_windows=False).own == {"channel_targets"}
    both = _output("a", is_top=True, host="zlib", run="zlib,pin:mkl")
    assert "zlib" in used_keys(_text(recipe, "a"), both, is_windows=False).own


def test_forced_and_ignored_keys_have_the_last_word() -> None:
    output = RenderedOutput(name="a", version="1", use_keys=("numpy",), ignore_keys=("zlib",))
    used = used_keys(_text("a:\n  - zlib\n", "a"), output, is_windows=False)
    assert used.own == {"numpy", "channel_targets"}
