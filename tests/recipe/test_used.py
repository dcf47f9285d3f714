"""The variant keys that a recipe can use, in both formats."""

from __future__ import annotations

from condax.recipe.parse import parse_recipe
from condax.recipe.used import used_variables

V1 = """\
context:
  name: demo
package:
  name: ${{ name }}
  version: "1"
build:
  skip: vc == 14
  string: ${{ mpi }}_0
requirements:
  build:
    - ${{ compiler("c") }}
    - if: cuda_compiler_version != "None" and linux
      then: ${{ cdt("x") }}
  host:
    - python
    - libboost-headers
    - zlib >=1
"""
V0 = """\
{% set name = "demo" %}
package:
  name: {{ name }}
  version: 1
build:
  skip: true  # [vc == 14]
  string: {{ mpi }}_0
requirements:
  build:
    - {{ compiler("c") }}
    {% if cuda_compiler_version != "None" %}
    - {{ cdt("x") }}  # [linux]
    {% endif %}
  host:
    - python
    - libboost-headers  # [py > 38]
    - zlib >=1
"""


def test_both_formats_use_the_same_keys() -> None:
    expected = {
        *("vc", "mpi", "c_compiler", "c_compiler_version", "cuda_compiler_version", "cdt_name"),
        *("cdt_arch", "python", "libboost_headers"),
    }
    assert used_variables(parse_recipe(V1, "recipe.yaml")) == expected
    assert used_variables(parse_recipe(V0, "meta.yaml")) == expected


def test_a_context_variable_reads_the_key_of_its_name() -> None:
    text = (
        "context: {mpi: '${{ mpi | default(\"mpich\") }}', prefix: '${{ mpi }}', build: 1}\n"
        'package: {name: a, version: "${{ build }}"}\n'
    )
    assert used_variables(parse_recipe(text)) == {"mpi"}
