"""v0 recipes as stage 0: selectors and Jinja blocks as conditions, names of v1."""

from __future__ import annotations

from condax.recipe.model import PythonTest, Recipe, ScriptTest
from condax.recipe.parse import parse_recipe
from condax.recipe.values import Conditional, Text, guarded_leaves, leaves, value_leaves

RECIPE = """\
{% set name = "demo" %}
{% set version = "1.10" %}  # a comment
{% set build = 3 %}

package:
  name: {{ name|lower }}
  version: {{ version }}

source:
  - url: https://example.org/{{ name }}.tar.gz  # [not win]
    sha256: aa                                  # [not win]
  - url: https://example.org/{{ name }}.zip     # [win]
    sha256: bb                                  # [win]
    fn: demo.zip                                # [win]

build:
  number: {{ build }}
  skip: true  # [py<36]
  skip: True  # [win and vc<14]
  script: make  # [unix]
  script: nmake  # [win]
  entry_points:
    - demo = demo:main
  run_exports:
    strong:
      - {{ pin_subpackage(name) }}
  ignore_run_exports_from:
    - {{ compiler('cxx') }}
  missing_dso_whitelist:
    - "*/libx.so"

requirements:
  build:
    - python                              # [build_platform != target_platform]
    - {{ compiler("c") }}
    {% if cuda_compiler_version != "None" %}
    - {{ compiler("cuda") }}
    {% elif mpi == "nompi" %}
    - none
    {% else %}
    - other  # [linux]
    {% endif %}
  host:
    - numpy   # [unix]
  run_constrained:
    - "old <1"

test:
  requires:
    - pip
  imports:
    - demo
  commands:
    - demo --help   # [not (win or ppc64le)]

about:
  home: https://example.org
  dev_url: https://example.org/dev
  license_file: LICENSE
  description: |
    About {{ name }}.

extra:
  recipe-maintainers:
    - someone
"""


def recipe() -> Recipe:
    return parse_recipe(RECIPE, "meta.yaml")


def test_set_lines_are_the_context() -> None:
    assert [(c.name, c.value) for c in recipe().context] == [
        ("name", Text(value="demo")),
        ("version", Text(value="1.10", quoted=True)),
        ("build", Text(value="3")),
    ]


def test_jinja_is_in_the_spelling_of_v1() -> None:
    package = recipe().package
    assert package.name == Text(value="${{ name|lower }}")
    assert RECIPE[package.name.span.start : package.name.span.end] == "{{ name|lower }}"  # type: ignore[union-attr]


def test_keys_have_the_names_of_v1() -> None:
    found = recipe()
    assert found.about.homepage == Text(value="https://example.org")
    assert found.about.repository == Text(value="https://example.org/dev")
    assert found.requirements.run_constraints == (Text(value="old <1"),)
    assert found.requirements.run_exports.strong == (Text(value="${{ pin_subpackage(name) }}"),)
    assert found.requirements.ignore_run_exports.from_package == (
        Text(value="${{ compiler('cxx') }}"),
    )
    assert found.build.python.entry_points == (Text(value="demo = demo:main"),)
    assert found.build.dynamic_linking is not None
    assert [key for key, _ in found.build.dynamic_linking.entries] == ["missing_dso_allowlist"]
    assert found.extra_fields == ()


def test_skip_lines_are_conditions() -> None:
    assert recipe().build.skip == (Text(value="py<36"), Text(value="win and vc<14"))


def test_values_of_one_key_are_a_choice() -> None:
    script = recipe().build.script
    assert script is not None
    (choice,) = script.content
    assert choice == Conditional(
        condition=Text(value="unix"), then=(Text(value="make"),), otherwise=(Text(value="nmake"),)
    )


def test_a_mapping_under_one_selector_is_conditional_as_a_whole() -> None:
    first, second = guarded_leaves(recipe().source)
    assert first[1] == ("not win",)
    assert second[1] == ("win",)
    assert second[0].file_name == Text(value="demo.zip")


def test_selectors_and_jinja_blocks_are_conditions() -> None:
    found = [
        (text.value, conditions) for text, conditions in guarded_leaves(recipe().requirements.build)
    ]
    cuda = 'cuda_compiler_version != "None"'
    other = f"not ({cuda})"
    assert found == [
        ("python", ("build_platform != target_platform",)),
        ('${{ compiler("c") }}', ()),
        ('${{ compiler("cuda") }}', (cuda,)),
        ("none", (f'{other} and (mpi == "nompi")',)),
        ("other", (f'{other} and not (mpi == "nompi")', "linux")),
    ]


def test_the_test_section_is_a_list_of_tests() -> None:
    python, script = leaves(recipe().tests)
    assert isinstance(python, PythonTest)
    assert python.imports == (Text(value="demo"),)
    assert isinstance(script, ScriptTest)
    assert script.run == (Text(value="pip"),)
    (command,) = script.script.content
    assert isinstance(command, Conditional)
    assert command.condition == Text(value="not (win or ppc64le)")


def test_places_are_those_of_the_text() -> None:
    for text in leaves(recipe().requirements.build):
        assert text.span is not None
        assert RECIPE[text.span.start : text.span.end] == text.value.replace("${{", "{{")


def test_a_list_in_brackets_at_the_end_of_a_line_is_a_selector_for_conda_build() -> None:
    text = "package:\n  name: x\nrequirements:\n  run: [python]\n  host:\n    - a\n"
    assert parse_recipe(text, "meta.yaml").requirements.run == ()


def test_a_plain_list_of_requirements_of_an_output_is_host_and_run() -> None:
    text = "package:\n  name: x\noutputs:\n  - name: y\n    requirements:\n      - python\n"
    (output,) = leaves(parse_recipe(text, "meta.yaml").outputs)
    requirements = output.requirements
    assert requirements.host == requirements.run == (Text(value="python"),)
    assert next(value_leaves(requirements.run[0])).span is not None


def test_a_description_may_begin_with_what_looks_like_a_comment() -> None:
    text = (
        "package:\n  name: x\n  version: 1\nabout:\n  description: |\n"
        "    # A heading that is longer than the indentation\n\n    What it is.\n"
    )
    recipe = parse_recipe(text, "meta.yaml")
    assert recipe.about.description == Text(value="\n\nWhat it is.\n")
