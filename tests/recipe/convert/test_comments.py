"""Comments of a recipe that is converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.convert.variants import conda_build_config, variants_yaml
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.diagnostics import Diagnostic


def test_comments_stay_at_what_they_are_about() -> None:
    text = """\
# about the recipe
package:
  name: x
  version: "1"
requirements:
  # all tools
  build:
    - a  # the first
    # only there
    - b  # [win]
    - c  # why [unix]
"""
    assert (
        to_v1(parse_recipe(text, "meta.yaml")).text
        == """\
schema_version: 1

package:
  # about the recipe
  name: x
  version: "1"

requirements:
  build:
    # all tools
    # the first
    - a
    # only there
    - if: win
      then: b
    # why
    - if: unix
      then: c
"""
    )


def test_comments_stay_where_they_were_when_entries_join() -> None:
    recipe = """\
package: {name: a, version: "1"}
build:
  script_env:
    # hangs otherwise
    - PROVIDER=tcp  # [unix]
requirements:
  build:
    - {{ compiler('c') }}
    # for the first
    - make  # [not win]
    # for the second
    - cmake  # [not win]
    # for the third
    - ninja
# for the reader
"""
    text = to_v1(parse_recipe(recipe, "meta.yaml")).text
    assert "      # hangs otherwise\n      PROVIDER:" in text
    assert "    # for the first\n    - if: not win\n      then:\n        - make\n" in text
    assert "        - make\n        # for the second\n        - cmake\n" in text
    assert "    # for the third\n    - ninja\n" in text
    assert text.endswith("\n\n# for the reader\n")
    assert text.count("#") == 5


LOOPS = """\
{# what Jinja
   leaves out #}
{% set parts = [
    # the first of all
    "a",
    # it doesn't end in .so
    "b",
] %}
{% set flags = [
    # known to gcc
    "-O2",
] %}
package:
  name: x  # the name
  version: 1
build:
  script:
    - |
      # before making
      make {{ flags | join(" ") }}
      # behind it
requirements:
  host:
    {% for part in parts %}
    # for {{ part }}
    {% if part == "b" %}
    # only once
    - extra
    {% endif %}
    - {{ part }}
    {% endfor %}
  run:
    # of Windows
    - w  # [win]  an odd one
source:
  - path: one  # [win]
    # where it goes
    folder: two  # [win]
about:
  # see https://example.org/an/address/that/is/so/long/that/it/does/not/fit/a/line/of/a/recipe/at/all
  summary: s
"""


def test_no_comment_of_loops_lists_and_scripts_is_lost() -> None:
    made = to_v1(parse_recipe(LOOPS, "meta.yaml"))
    assert made.notes == ()
    comments = [line.strip() for line in made.text.splitlines() if line.lstrip().startswith("#")]
    for comment in (
        *("what Jinja", "leaves out", "the first of all", "it doesn't end in .so", "known to gcc"),
        *("before making", "behind it", "for a", "for b", "only once", "of Windows", "an odd one"),
        *("the name", "where it goes"),
    ):
        assert comments.count(f"# {comment}") == 1, comment
    assert [line for line in comments if line.endswith("/a/line/of/a/recipe/at/all")]
    assert "  # before making\n  # behind it\n  script: " in made.text


@pytest.mark.parametrize("convert", [variants_yaml, conda_build_config])
def test_no_comment_of_a_variant_file_is_lost(
    convert: Callable[[str, str], tuple[str, tuple[Diagnostic, ...]]],
) -> None:
    text = """\
# of the file
python:
  # an old one
  - 3.9
  - 3.10  # the next
# what goes together
zip_keys:
  -
    # first
    - python
    # second
    - numpy
# at the end
#   of all
"""
    made, _ = convert(text, "conda_build_config.yaml")
    lines = [line.strip() for line in made.splitlines()]
    for comment in ("of the file", "an old one", "the next", "what goes together", "first"):
        assert lines.count(f"# {comment}") == 1, comment
    assert made.endswith("    - numpy\n\n# at the end\n# of all\n")


def test_comments_of_the_context_stay_at_its_variables() -> None:
    text = (
        "# of the recipe\ncontext:\n  # which one\n  version: '1.0'\n"
        "  # what for\n  name: x  # a name\n"
        "package:\n  # its own\n  name: ${{ name }}\n  version: ${{ version }}\n"
    )
    made = to_v0(parse_recipe(text))
    assert made.text.startswith(
        '# of the recipe\n# which one\n{% set version = "1.0" %}\n'
        '# what for\n# a name\n{% set name = "x" %}\n\n'
        "package:\n  # its own\n  name: {{ name }}\n"
    )


def test_what_stands_in_quotes_is_no_comment() -> None:
    recipe = """\
package:
  name: x
  version: "1"
build:
  script:
    - 'echo " # hash"'
    - "echo ' # hash'"  # [unix]  # why
about:
  summary: "The C # of
    all # of them"  # said so
"""
    made = to_v1(parse_recipe(recipe, "meta.yaml")).text
    comments = [line.strip() for line in made.splitlines() if line.strip().startswith("#")]
    assert comments == ["# why", "# said so"]
    assert comments == [
        line.strip()
        for line in to_v0(parse_recipe(made)).text.splitlines()
        if line.strip().startswith("#")
    ]


def test_comments_stay_at_their_own_source_and_output() -> None:
    recipe = """\
package:
  name: x
  version: "1"
source:
  # a source
  - path: a
  # another source
  - path: b  # [win]
  # one more
  - path: c
outputs:
  # an output
  - name: a
    requirements:
      host:
        # for a
        - python
  # another output
  - name: b
    requirements:
      host:
        # for b
        - python
"""
    made = to_v1(parse_recipe(recipe, "meta.yaml")).text
    for text in (made, to_v0(parse_recipe(made)).text):
        said = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
        assert said == [
            *("# a source", "# another source", "# one more"),
            *("# an output", "# for a", "# another output", "# for b"),
        ]
