"""Edits of recipe text: what is added or removed, and that nothing else changes."""

from __future__ import annotations

import textwrap

import pytest

from condax.errors import RecipeError
from condax.recipe.edit import (
    Edit,
    add_section,
    apply_edits,
    guard_script_line,
    insert_requirement,
    remove_item,
    replace_scalar,
    set_key,
)
from condax.recipe.inherit import all_outputs
from condax.recipe.parse import parse_recipe
from condax.recipe.values import leaves, value_leaves

CROSS = "build_platform != host_platform"


def recipe_text(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


def inserted(text: str, section: str, what: str, condition: str | None = None) -> str:
    recipe = parse_recipe(text)
    output = all_outputs(recipe)[-1]
    edits = insert_requirement(recipe, output, section, what, condition=condition)
    changed = apply_edits(text, edits)
    parse_recipe(changed)
    return changed


def added_lines(before: str, after: str) -> list[str]:
    """Lines of `after` that are not in `before`, which must all still be there, in order."""
    old, new = iter(before.splitlines()), []
    expected = next(old, None)
    for line in after.splitlines():
        if line == expected:
            expected = next(old, None)
        else:
            new.append(line)
    assert expected is None, f"{expected!r} is gone"
    return new


INSERTIONS = {
    "end-of-list": ("build:\n    - make\n  host:\n    - zlib", ["    - cmake"]),
    "list-at-the-key": ("build:\n  - make\n  host:\n  - zlib", ["  - cmake"]),
    "wide-dash": ("build:\n    -   make", ["    -   cmake"]),
    "trailing-comment": ("build:\n    - make  # why", ["    - cmake"]),
    "comment-between": ("build:\n    - a\n    # about b\n    - b\n  # host", ["    - cmake"]),
    "comment-behind": ("build:\n    - a\n    # - b", ["    - cmake"]),
    "empty": ("build:\n  host:\n    - zlib", ["    - cmake"]),
    "empty-with-comment": ("build:  # nothing\n  host:\n    - zlib", ["    - cmake"]),
    "missing": ("host:\n    - zlib\n  run:\n    - a", ["  build:", "    - cmake"]),
    "missing-list-at-the-key": ("host:\n  - zlib", ["  build:", "  - cmake"]),
    "conditional-last": (
        "build:\n    - if: win\n      then:\n        - a\n        - b\n  host:\n    - c",
        ["    - cmake"],
    ),
    "anchor": ("build: &tools\n    - make\n  host:\n    - zlib", ["    - cmake"]),
    "alias-item": ("host:\n    - &z zlib\n  build:\n    - make\n    - *z", ["    - cmake"]),
}


@pytest.mark.parametrize("name", INSERTIONS)
def test_a_requirement_is_added_where_it_belongs(name: str) -> None:
    lines, expected = INSERTIONS[name]
    text = f"package:\n  name: x\n\nrequirements:\n  {lines}\n\nabout:\n  license: MIT\n"
    changed = inserted(text, "build", "cmake")
    assert added_lines(text, changed) == expected
    (*_, last) = leaves(parse_recipe(changed).requirements.build)
    assert last.value in {"cmake", "zlib"}
    assert "cmake" in {item.value for item in leaves(parse_recipe(changed).requirements.build)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("build: [make, ninja]", "build: [make, ninja, cmake]"),
        ("build: [make,]  # all", "build: [make, cmake,]  # all"),
        ("build: []", "build: [cmake]"),
        ("build: null", "build:\n    - cmake"),
    ],
)
def test_lists_in_brackets_take_another(before: str, after: str) -> None:
    text = f"package:\n  name: x\nrequirements:\n  {before}\n"
    changed = inserted(text, "build", "cmake")
    assert changed == f"package:\n  name: x\nrequirements:\n  {after}\n"


@pytest.mark.parametrize("comment", ["", "  # why"])
def test_the_single_value_of_v0_becomes_a_list(comment: str) -> None:
    text = f"package:\n  name: x\nrequirements:\n  build: make{comment}\n"
    recipe = parse_recipe(text, "meta.yaml")
    edits = insert_requirement(recipe, all_outputs(recipe)[0], "build", "cmake")
    changed = f"package:\n  name: x\nrequirements:\n  build:\n    - make{comment}\n    - cmake\n"
    assert apply_edits(text, edits) == changed


def test_a_condition_is_written_in_the_dialect_of_v1() -> None:
    text = "package:\n  name: x\nrequirements:\n  build:\n    - make\n"
    once = inserted(text, "build", "python", CROSS)
    assert once == text + f"    - if: {CROSS}\n      then: python\n"
    twice = inserted(once, "build", "cython", CROSS)
    assert twice == text + (f"    - if: {CROSS}\n      then:\n        - python\n        - cython\n")
    thrice = inserted(twice, "build", "numpy", CROSS)
    assert added_lines(twice, thrice) == ["        - numpy"]


def test_a_condition_in_brackets_stays_there() -> None:
    text = "package: {name: x}\nrequirements: {build: [make]}\n"
    changed = inserted(text, "build", "python", CROSS)
    assert changed == (
        f"package: {{name: x}}\nrequirements: {{build: [make, {{if: {CROSS}, then: python}}]}}\n"
    )


def test_requirements_are_made_where_there_are_none() -> None:
    text = "package:\n  name: x\n\nbuild:\n  number: 0\n\nabout:\n  license: MIT\n"
    changed = inserted(text, "host", '${{ pin_compatible("numpy") }}')
    assert changed == text.replace(
        "\nabout",
        '\nrequirements:\n  host:\n    - ${{ pin_compatible("numpy") }}\n\nabout',
    )


def test_the_last_line_may_lack_its_newline() -> None:
    text = "package:\n  name: x\nrequirements:\n  run:\n    - a"
    assert inserted(text, "run", "b") == text + "\n    - b"


def test_carriage_returns_are_kept() -> None:
    text = "package:\r\n  name: x\r\nrequirements:\r\n  run:\r\n    - a\r\n"
    assert inserted(text, "run", "b") == text + "    - b\r\n"


def test_an_output_gets_its_own_requirement() -> None:
    text = recipe_text("""
        recipe:
          name: x
        outputs:
          - package:
              name: one
            requirements:
              run:
                - a
          - package:
              name: two
            build:
              script: |
                echo "\t tab"
    """)
    changed = inserted(text, "run", "b")
    assert added_lines(text, changed) == ["    requirements:", "      run:", "        - b"]
    assert [len(o.requirements.run) for o in all_outputs(parse_recipe(changed))] == [1, 1]


def test_a_requirement_goes_behind_another() -> None:
    text = "package:\n  name: x\nrequirements:\n  build:\n    - a  # first\n    - c\n"
    recipe = parse_recipe(text)
    first = next(leaves(recipe.requirements.build))
    edits = insert_requirement(recipe, all_outputs(recipe)[0], "build", "b", after=first)
    assert apply_edits(text, edits) == text.replace("    - c", "    - b\n    - c")


REMOVALS = {
    "line": ("- a\n    - b  # gone\n    - c", "b", "- a\n    - c"),
    "last": ("- a\n    - b", "b", "- a"),
    "brackets": ("[a, b, c]", "b", "[a, c]"),
    "brackets-last": ("[a, b]", "b", "[a]"),
    "whole-condition": ("- a\n    - if: win\n      then: b\n    - c", "b", "- a\n    - c"),
    "part-of-condition": (
        "- if: win\n      then:\n        - b\n        - c",
        "b",
        "- if: win\n      then:\n        - c",
    ),
}


@pytest.mark.parametrize("name", REMOVALS)
def test_an_item_is_removed_with_its_line(name: str) -> None:
    before, what, after = REMOVALS[name]
    gap = " " if before.startswith("[") else "\n    "
    text = f"package:\n  name: x\nrequirements:\n  build:{gap}{before}\n  run:\n    - z\n"
    recipe = parse_recipe(text)
    (item,) = (each for each in leaves(recipe.requirements.build) if each.value == what)
    assert apply_edits(text, remove_item(recipe, item)) == text.replace(before, after)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ("MIT", "Apache-2.0", "Apache-2.0"),
        ("'MIT'", "BSD", "'BSD'"),
        ('"MIT"', "a: b", '"a: b"'),
        ("MIT", "a: b", '"a: b"'),
        ("&l MIT  # why", "BSD", "&l BSD  # why"),
        ("MIT", "${{ license }}", "${{ license }}"),
    ],
)
def test_a_scalar_is_replaced_in_its_own_quotes(before: str, new: str, after: str) -> None:
    text = f"package:\n  name: x\nabout:\n  license: {before}\n"
    recipe = parse_recipe(text)
    (scalar,) = value_leaves(recipe.about.license)
    changed = apply_edits(text, replace_scalar(recipe, scalar, new))
    assert changed == text.replace(before, after)


def test_keys_are_set_and_made() -> None:
    text = "package:\n  name: x\n\nbuild:\n  number: 0\n"
    recipe = parse_recipe(text)
    number = apply_edits(text, set_key(recipe, ("build",), "number", "1"))
    assert number == text.replace("0", "1")
    noarch = apply_edits(text, set_key(recipe, ("build",), "noarch", "python"))
    assert noarch == text + "  noarch: python\n"
    about = apply_edits(text, set_key(recipe, ("about",), "license", "MIT"))
    assert about == text + "\nabout:\n  license: MIT\n"


def test_a_section_is_added_in_its_place() -> None:
    text = "package:\n  name: x\n\nabout:\n  license: MIT\n"
    edits = add_section(parse_recipe(text), ("build",), ["number: 0"])
    assert apply_edits(text, edits) == text.replace("\nabout", "\nbuild:\n  number: 0\n\nabout")


def test_a_command_is_guarded() -> None:
    text = "package:\n  name: x\nbuild:\n  script:\n    - make\n    - make check\n"
    recipe = parse_recipe(text)
    assert recipe.build.script is not None
    *_, check = leaves(recipe.build.script.content)
    changed = apply_edits(text, guard_script_line(recipe, check, "[[ -n $X ]]"))
    assert changed == text.replace("make check", "if [[ -n $X ]]; then make check; fi")


def test_what_has_no_place_says_so() -> None:
    text = "package: {name: x}\n"
    recipe = parse_recipe(text)
    with pytest.raises(RecipeError, match="in braces"):
        add_section(parse_recipe("{package: {name: x}}\n"), ("build",), ["number: 0"])
    with pytest.raises(RecipeError, match="not a single value"):
        set_key(recipe, (), "package", "x")


def test_the_list_of_an_alias_is_left_alone() -> None:
    text = "package:\n  name: x\nrequirements:\n  host: &all\n    - a\n  run: *all\n"
    recipe = parse_recipe(text)
    with pytest.raises(RecipeError, match="alias"):
        insert_requirement(recipe, all_outputs(recipe)[0], "run", "b")


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abc", [Edit(start=0, end=2, text=""), Edit(start=1, end=3, text="")])


def test_no_edits_change_nothing() -> None:
    text = "package:\r\n  name: x\t\r\n"
    assert apply_edits(text, []) == text


V0 = """\
package:
  name: x

requirements:
  build:
    - {{ compiler('c') }}  # [unix]
    {% if mpi != "nompi" %}
    - {{ mpi }}
    {% endif %}
  run:
    - a  # [win]
"""


def v0_inserted(section: str, what: str, condition: str | None = None) -> list[str]:
    recipe = parse_recipe(V0, "meta.yaml")
    edits = insert_requirement(recipe, all_outputs(recipe)[0], section, what, condition=condition)
    changed = apply_edits(V0, edits)
    parse_recipe(changed, "meta.yaml")
    return added_lines(V0, changed)


def test_a_requirement_is_written_in_the_dialect_of_v0() -> None:
    assert v0_inserted("build", '${{ stdlib("c") }}') == ["    - {{ stdlib('c') }}"]
    assert v0_inserted("build", "cross-python_${{ host_platform }}", CROSS) == [
        "    - cross-python_{{ target_platform }}  # [build_platform != target_platform]"
    ]
    assert v0_inserted("run_constraints", "b <2") == ["  run_constrained:", "    - b <2"]
    assert v0_inserted("host", '${{ pin_subpackage("x", exact=true) }}') == [
        "  host:",
        "    - {{ pin_subpackage('x', exact=True) }}",
    ]
    assert v0_inserted("run_exports", "x") == ["build:", "  run_exports:", "    - x", ""]


def test_an_item_is_not_put_into_an_open_jinja_block() -> None:
    recipe = parse_recipe(V0, "meta.yaml")
    edits = insert_requirement(recipe, all_outputs(recipe)[0], "build", "make")
    assert "{% endif %}\n    - make\n  run:" in apply_edits(V0, edits)


def test_a_v0_item_goes_with_its_selector() -> None:
    recipe = parse_recipe(V0, "meta.yaml")
    (item,) = leaves(recipe.requirements.run)
    changed = apply_edits(V0, remove_item(recipe, item))
    assert changed == V0.replace("    - a  # [win]\n", "")
