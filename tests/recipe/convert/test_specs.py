"""Requirements in the other format."""

from __future__ import annotations

import pytest
from tests.recipe.convert.common import KEYS, V0_HEAD
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves

V0_SPECS = {
    "run": {
        "a 1_2": "a 1_2.*",
        "b main": "b main.*",
        "c 1.2 h_0": "c ==1.2 h_0",
        "d 1.2.3=h*": "d ==1.2.3 h*",
        "e >=1.2.*": "e >=1.2",
        "f 1|2.*": "f ==1|2.*",
        "g {{ plain }}": "g ${{ plain }}.*",
        "g {{ plain }} *_0": "g ==${{ plain }} *_0",
        "g {{ plain }}=h_{{ mpi }}*1": "g ==${{ plain }} h_${{ mpi }}*1",
        "g =={{ plain }}={{ mpi }}": "g ==${{ plain }} ${{ mpi }}",
        "g =*={{ plain[0] }}_*": "g * ${{ plain[0] }}_*",
        "g >={{ python_min }}.*": "g >=${{ python_min }}",
        "h {{ star }}": "h ${{ star }}",
        "i {{ limits }}": "i ${{ limits }}",
        "j {{ plain.split('.')[0] }}": 'j ${{ (plain | split("."))[0] }}.*',
        "{{ name }} {{ 3 if linux else plain }}": "${{ name }} ${{ 3 if linux else plain }}.*",
        "{{ 'k 1' if win else 'k' }}": '${{ "k 1.*" if win else "k" }}',
        "l {{ python_min }}": "l ${{ python_min }}.*",
        "m {{ known }}": "m ${{ known }}.*",
        "{{ mpi }}": "${{ mpi }}",
    },
    "run_constrained": {"a 1.2": "a ==1.2", "b   {{ plain }}": "b   ==${{ plain }}"},
}
"""Requirements of v0, and what they are in v1."""
SET = """\
{% set plain = "1.2" %}
{% set star = "1.2.*" %}
{% set limits = ">=1,<2" %}
package:
  name: x
  version: 1
"""


@pytest.mark.parametrize("section", V0_SPECS)
def test_a_version_without_operator_is_a_range_where_v0_installs_it(section: str) -> None:
    lines = [f"    - {spec}\n" for spec in V0_SPECS[section]]
    old = parse_recipe(f"{SET}requirements:\n  {section}:\n" + "".join(lines), "meta.yaml")
    made = to_v1(old, variants={"known": frozenset({"1.2", "1.3"})})
    assert made.notes == ()
    needs = parse_recipe(made.text).requirements
    found = {"run": needs.run, "run_constrained": needs.run_constraints}[section]
    assert [text.value for text in leaves(found)] == list(V0_SPECS[section].values())
    keys = {**KEYS, "known": "1.3", "name": "n"}
    for platforms in pairs():
        new = parse_recipe(made.text)
        assert meaning(new, platforms, keys) == meaning(old, platforms, keys)


@pytest.mark.parametrize(
    "spec", ["a {{ unknown }}", "a {{ plain if win else star }}", "numpy x.x", "a {{ odd }}"]
)
def test_a_version_that_may_have_an_operator_is_noted(spec: str) -> None:
    text = f"{SET}requirements:\n  run:\n    - {spec}\n"
    variants = {"odd": frozenset({"1.2", ">=1"})}
    (note,) = to_v1(parse_recipe(text, "meta.yaml"), variants=variants).notes
    assert note.span is not None
    assert note.span.line == 9


def test_a_version_of_v1_stays_as_it_is_in_v0() -> None:
    text = (
        'context: {v: "1.2.*"}\npackage: {name: x, version: 1.0.0}\n'
        "requirements:\n  run:\n    - a ${{ v }}\n    - b ==1.2\n    - c ${{ unknown }}\n"
    )
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert made.text.endswith("    - a {{ v }}\n    - b ==1.2\n    - c {{ unknown }}\n")


def test_the_text_of_a_compiler_is_not_changed_silently() -> None:
    text = (
        "package:\n  name: x\n  version: 1\nrequirements:\n  host:\n"
        "    - {{ compiler('c') | replace(' ', '>=', 1) }}\n"
    )
    (note,) = to_v1(parse_recipe(text, "meta.yaml")).notes
    assert note.span is not None
    assert note.span.line == 6
    assert "another text" in note.message


@pytest.mark.parametrize("spec", ["libx >={{ v }}", "libx {{ w }}", "libx {{ nothing }}"])
def test_a_value_that_the_text_around_it_cannot_mend_is_noted(spec: str) -> None:
    variants = {"v": frozenset({"1.2.*"}), "w": frozenset({"1.2=h0"}), "nothing": frozenset[str]()}
    text = f"{V0_HEAD}requirements:\n  run:\n    - {spec}\n"
    (note,) = to_v1(parse_recipe(text, "meta.yaml"), variants=variants).notes
    assert note.span is not None
    assert note.span.line == 6
