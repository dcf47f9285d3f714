"""A section of another shape than its own is said to be so, at its place, in both formats."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from condax.errors import RecipeError
from condax.recipe.parse import parse_recipe

if TYPE_CHECKING:
    from collections.abc import Iterator

V1 = """\
context: {version: "1"}
package: {name: x, version: "1"}
source: {url: a, patches: [b], target_directory: c}
build:
  number: 0
  skip: [win]
  script: {content: [a], env: {A: b}, secrets: [c], interpreter: bash}
  python: {entry_points: [a = b:c], skip_pyc_compilation: [b]}
  variant: {use_keys: [a], ignore_keys: [b]}
  dynamic_linking: {rpaths: [a], binary_relocation: true, overlinking_behavior: error}
  prefix_detection: {ignore: [a], ignore_binary_files: true, force_file_type: {text: [a]}}
  files: {include: [a], exclude: [b]}
  always_copy_files: [a]
requirements:
  build: [a]
  run_constraints: [b]
  run_exports: {weak: [a], strong: [b]}
  ignore_run_exports: {by_name: [a]}
tests:
  - script: [a]
    requirements: {run: [a]}
    files: {recipe: [a]}
  - python: {imports: [a], pip_check: false}
  - package_contents: {files: [a], lib: {exists: [b], not_exists: [c]}}
  - downstream: a
about: {license: MIT, license_file: [a], summary: b}
"""
OUTPUTS = """\
recipe: {name: x, version: "1"}
build: {number: 0}
outputs:
  - staging: {name: x}
  - package: {name: y}
    inherit: {from: x, run_exports: false}
    requirements: {run: [a]}
"""
V0 = """\
package: {name: x, version: "1"}
source: {url: a, patches: [b], folder: c}
build:
  number: 0
  skip: true
  script: [a]
  script_env: [A]
  entry_points: [a]
  run_exports: {weak: [a], strong: [b]}
  ignore_run_exports: [a]
  missing_dso_whitelist: [a]
  no_link: [a]
  track_features: [a]
requirements: {build: [a], run_constrained: [b]}
test: {imports: [a], commands: [a], requires: [a], files: [a], downstreams: [a]}
outputs:
  - name: y
    build: {script: [a]}
    test: {commands: [a]}
about: {license: MIT, license_file: [a], summary: b}
"""
CAN_BE_LISTS = {"source", "run_exports", "files", "lib", "script", "skip", "url", "version"}
CAN_BE_LISTS |= {"binary_relocation"}
"""Keys of mappings and of scalars whose value may be a list as well."""
CAN_BE_MAPPINGS = {"source", "tests", "outputs", "files", "run_exports", "script"}


def wrong(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths with a value that does not belong there."""
    key = path[-1] if path else ""
    is_item = isinstance(key, int)
    if isinstance(data, dict):
        if path and key != "inherit":
            yield (*path, "text") if key not in CAN_BE_LISTS else (*path, ["a", {"b": "c"}])
        if path and key not in CAN_BE_LISTS:
            yield (*path, ["a"])
        for name, value in data.items():
            yield from wrong(value, (*path, name))
    elif isinstance(data, list):
        if key not in CAN_BE_MAPPINGS:
            yield (*path, {"odd": "value"})
        yield from wrong(data[0], (*path, 0))
    else:
        yield (*path, {"odd": "value"})
        if not is_item and key not in CAN_BE_LISTS:
            yield (*path, ["a", "b"])


def lines_of(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    """First and last line of a value with its key, from 1 on."""
    node = yaml.compose(text)
    first = 0
    for key in path:
        if isinstance(node, yaml.MappingNode):
            [(name, node)] = [pair for pair in node.value if pair[0].value == key]
            first = name.start_mark.line
        else:
            assert isinstance(node, yaml.SequenceNode)
            node = node.value[key]
            first = node.start_mark.line
    assert node is not None
    return first + 1, max(first, node.end_mark.line - (node.end_mark.column == 0)) + 1


TEXTS = {"recipe.yaml": V1, "outputs.recipe.yaml": OUTPUTS, "meta.yaml": V0}
CASES = [(name, *case) for name, text in TEXTS.items() for case in wrong(yaml.safe_load(text))]


def test_the_recipes_are_read_where_nothing_is_wrong() -> None:
    for name, text in TEXTS.items():
        # Without brackets, which are selectors of v0 at the end of a line.
        parse_recipe(yaml.safe_dump(yaml.safe_load(text), sort_keys=False), name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: ".".join(map(str, case)))
def test_a_value_of_another_shape_is_shown_at_its_place(case: tuple[Any, ...]) -> None:
    name, *path, last, value = case
    data = copy.deepcopy(yaml.safe_load(TEXTS[name]))
    inner = data
    for key in path:
        inner = inner[key]
    inner[last] = value
    text = yaml.safe_dump(data, sort_keys=False)
    with pytest.raises(RecipeError) as caught:
        parse_recipe(text, name)
    assert caught.value.diagnostics
    first, end = lines_of(text, (*path, last))
    if path:
        # An item of a list and a variable may be told by the key that holds them.
        first, _ = lines_of(text, tuple(path))
    for each in caught.value.diagnostics:
        assert each.span
        assert first <= each.span.line <= end
        assert each.source_line == text.splitlines()[each.span.line - 1]
