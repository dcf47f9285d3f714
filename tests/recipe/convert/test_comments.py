"""Comments of a recipe that is converted."""

from __future__ import annotations

from condax.recipe.convert.convert import to_v1
from condax.recipe.parse import parse_recipe


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
