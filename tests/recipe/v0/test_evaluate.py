"""v0 recipes for one platform pair and variant, as conda-build documents it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import RecipeError
from condax.platforms import Platforms, get_platform
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.pin import Pin

if TYPE_CHECKING:
    from condax.recipe.rendered import RenderedOutput

VARIANT = {
    "c_compiler_version": "14",
    "c_stdlib": "sysroot",
    "c_stdlib_version": "2.17",
    "python": "3.12.* *_cpython",
    "numpy": "2.2",
    "mpi": "openmpi",
    "vc": "14",
}


def pair(build: str = "linux-64", host: str = "linux-aarch64") -> Platforms:
    return Platforms(build=get_platform(build), host=get_platform(host), target=get_platform(host))


def outputs(text: str, platforms: Platforms | None = None) -> tuple[RenderedOutput, ...]:
    return evaluate(parse_recipe(text, "meta.yaml"), platforms or pair(), VARIANT)


def requirement(line: str, platforms: Platforms | None = None) -> list[str]:
    text = f"package:\n  name: x\n  version: 1\nrequirements:\n  host:\n    {line}\n"
    (output,) = outputs(text, platforms)
    return [spec.text for spec in output.requirements.host]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- {{ compiler('c') }}", ["gcc_linux-aarch64 14.*"]),
        ("- {{ compiler('rust') }}", ["rust_linux-aarch64"]),
        ("- {{ stdlib('c') }}", ["sysroot_linux-aarch64 2.17.*"]),
        ("- {{ cdt('libx11-devel') }}", ["libx11-devel-cos7-aarch64"]),
        (
            "- {{ pin_compatible('numpy', max_pin='x.x') }}",
            ['pin_compatible("numpy", upper_bound="x.x")'],
        ),
        (
            "- {{ pin_compatible('numpy', lower_bound='1.22') }}",
            ['pin_compatible("numpy", lower_bound="1.22")'],
        ),
        ("- \"{{ pin_subpackage('x', exact=True) }}\"", ['pin_subpackage("x", exact=true)']),
        ("- {{ pin_subpackage('x', min_pin=None) }}", ['pin_subpackage("x", lower_bound=none)']),
        ("- a  # [linux]", ["a"]),
        ("- a  # [osx or win]", []),
        ("- a  # [aarch64 and not x86]", ["a"]),
        ("- a  # [linux64]", []),
        ("- a  # [build_platform != target_platform]", ["a"]),
        ("- a  # [py >= 312 and py3k]", ["a"]),
        ("- a  # [py<36]", []),
        ("- a  # [np == 22]", ["a"]),
        ("- a  # [vc <= 14]", ["a"]),
        ("- a  # [mpi == 'openmpi']", ["a"]),
        ("- a  # [mpi.startswith('open')]", ["a"]),
        ("- a  # [not unheard_of]", ["a"]),
        ("- a  # why [unix]", ["a"]),
        ("# - {{ broken( }}", []),
        ("- {{ 'a' if linux else 'b' }}", ["a"]),
        ("- py {{ python }}", ["py 3.12.* *_cpython"]),
        ("- {{ mpi|upper }}", ["OPENMPI"]),
        ("- {{ (['a'] + (mpi == 'openmpi') * ['b'])|join('-') }}", ["a-b"]),
        ("- {{ (['a'] + (mpi == 'mpich') * ['b'])|join('-') }}", ["a"]),
        ("{% for x in ['a/b'] %}- {{ '-'.join(x.split('/')) }}{% endfor %}", ["a-b"]),
        ("- {{ compiler('c') | replace(' ', '>=', 1) }}", ["gcc_linux-aarch64>=14.*"]),
        ("- {{ 'a-b-c'.replace('-', '.', 1) }}", ["a.b-c"]),
        ("- a{{ os.sep }}b", ["a/b"]),
        ("- a {{ os.getenv('X', '1') }}", ["a 1.*"]),
        ("- py{{ CONDA_PY }} np{{ CONDA_NPY }}_{{ PKG_BUILDNUM }}", ["py312 np22_0.*"]),
    ],
)
def test_a_requirement_is_what_conda_build_makes_of_it(line: str, expected: list[str]) -> None:
    assert requirement(line) == expected


def test_loops_and_conditions_give_requirements_with_their_places() -> None:
    text = """\
{% set names = ["a", "b"] %}
package:
  name: x
  version: {{ "1.2" }}
requirements:
  run:
    {% for name in names %}
    - lib-{{ name }}
    {% endfor %}
    {% if mpi == "openmpi" %}
    - {{ mpi }}
    {% else %}
    - nothing
    {% endif %}
"""
    (output,) = outputs(text)
    found = [(spec.text, spec.span.line) for spec in output.requirements.run if spec.span]
    assert found == [("lib-a", 8), ("lib-b", 8), ("openmpi", 11)]
    lines = text.splitlines()
    shown = [
        lines[spec.span.line - 1][spec.span.column - 1 :]
        for spec in output.requirements.run
        if spec.span
    ]
    assert shown == ["lib-{{ name }}", "lib-{{ name }}", "{{ mpi }}"]


def test_selectors_choose_among_values_of_one_key() -> None:
    text = """\
{% set build = 1 %}
{% set build = build + 100 %}  # [mpi == "openmpi"]
package:
  name: x
  version: "1.10"
build:
  number: {{ build }}
  skip: true  # [win]
  skip: true  # [ppc64le]
  script: a  # [unix]
  script: b  # [win]
"""
    (output,) = outputs(text)
    assert (output.version, output.number, output.skip) == ("1.10", 101, False)
    assert output.script.content == ("a",)
    (other,) = outputs(text, pair(host="linux-ppc64le"))
    assert other.skip
    assert {"mpi"} <= output.used


def test_pins_keep_their_arguments() -> None:
    text = """\
package:
  name: x
  version: 1
build:
  run_exports:
    - {{ pin_subpackage("x", max_pin="x.x") }}
"""
    (output,) = outputs(text)
    (export,) = output.requirements.run_exports.weak
    assert export.pin == Pin(function="pin_subpackage", name="x", upper_bound="x.x")


TOP = """\
package:
  name: top
  version: 1
build:
  number: 4
  string: h_4
  script: make
  run_exports:
    - top
  ignore_run_exports_from:
    - {{ pin_subpackage("libtop", exact=True) }}
    - zlib
requirements:
  host:
    - zlib
  run:
    - zlib
test:
  downstreams:
    - nothing  # [win]
about:
  home: https://example.org
  license: MIT
outputs:
"""


def test_an_output_without_sections_has_those_of_the_top_level() -> None:
    (lib,) = outputs(f"{TOP}  - name: libtop\n    script: install.sh\n")
    assert (lib.number, lib.version, lib.string) == (4, "1", "h_4")
    assert lib.about == {"homepage": "https://example.org", "license": "MIT"}
    assert lib.requirements.ignored_from_package == ("libtop", "zlib")
    assert lib.requirements.host == lib.requirements.run == lib.requirements.run_exports.weak == ()
    assert lib.script.file == "install.sh"


@pytest.mark.parametrize("section", ["", "\n      noarch: generic"], ids=["empty", "filled"])
def test_a_build_section_of_an_output_takes_only_the_number(section: str) -> None:
    (lib,) = outputs(f"{TOP}  - name: libtop\n    build:{section}\n    about:\n      summary: x\n")
    assert (lib.number, lib.string) == (4, None)
    assert lib.requirements.ignored_from_package == ()
    assert lib.about == {"summary": "x"}


def test_an_output_of_the_top_level_s_name_takes_each_key_that_it_lacks() -> None:
    (top,) = outputs(
        f"{TOP}  - name: top\n    about:\n      summary: x\n"
        "    requirements:\n      build:\n        - make\n      run:\n"
    )
    needs = top.requirements
    found = [[spec.text for spec in specs] for specs in (needs.build, needs.host, needs.run)]
    assert found == [["make"], ["zlib"], []]
    assert [spec.text for spec in needs.run_exports.weak] == ["top"]
    assert top.about == {"homepage": "https://example.org", "license": "MIT", "summary": "x"}
    assert top.tests == ()


@pytest.mark.parametrize(
    ("needed", "names"),
    [
        ("libtop", ["libtop", "top"]),
        ("libtop >=1", ["libtop", "top"]),
        ('{{ pin_subpackage("libtop") }}', ["libtop", "top"]),
        ("libtopology", ["libtop"]),
    ],
)
def test_a_top_level_that_needs_its_outputs_is_a_package_too(needed: str, names: list[str]) -> None:
    text = TOP.replace("  run:\n    - zlib", f"  run:\n    - {needed}")
    made = outputs(f"{text}  - name: libtop\n")
    assert [output.name for output in made] == names
    assert [output.is_top for output in made] == [name == "top" for name in names]


def test_a_skip_of_the_top_level_is_one_of_every_output() -> None:
    text = TOP.replace("  number: 4", "  number: 4\n  skip: true  # [aarch64]")
    (lib,) = outputs(f"{text}  - name: libtop\n    build:\n      skip: true  # [win]\n")
    assert lib.skip


def test_macos_has_an_oldest_version_though_no_variant_says() -> None:
    line = "- a {{ MACOSX_DEPLOYMENT_TARGET }}  # [osx]"
    assert requirement(line, pair(host="osx-arm64")) == ["a 11.0.*"]
    assert requirement(line) == []


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("load_setup_py_data().get('version')", "not-static"),
        ("environ['VERSION']", "not-static"),
        ("os.environ.get('X')", "not-static"),
        ("GIT_DESCRIBE_TAG", "not-static"),
        ("load_file_regex(load_file='x', regex_pattern='y')[1]", "not-static"),
        ("datetime.datetime.now()", "not-static"),
        ("unheard_of", "undefined-name"),
        ("pin_subpackage('x', upper_bound='x')", "invalid-template"),
        ("pin_compatible('x', build='x')", "invalid-template"),
        ("unheard_of.attribute", "undefined-name"),
        ("1 +", "invalid-template"),
        ("'a' | nothing", "invalid-template"),
        ("1 / 0", "invalid-template"),
    ],
)
def test_what_has_no_value_is_shown_at_its_place(expression: str, name: str) -> None:
    text = f"package:\n  name: x\n  version: {{{{ {expression} }}}}\n"
    with pytest.raises(RecipeError) as caught:
        outputs(text)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.name == name
    assert diagnostic.span is not None
    assert (diagnostic.span.line, diagnostic.span.column) == (3, 12)


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ range.__self__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'other.yaml' as other %}",
        "{% extends 'other.yaml' %}",
    ],
)
def test_nothing_outside_the_recipe_is_within_reach(line: str) -> None:
    with pytest.raises(RecipeError):
        outputs(f"package:\n  name: x\n  version: 1\n  more: {line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=1000000000) }}",
        "{{ 'a'.ljust(1000000000) }}",
        "{{ 'a'.replace('', 'b' * 90000).replace('b', 'c' * 90000) }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% macro f(x) %}{{ f(x) }}{{ f(x) }}{% endmacro %}{{ f(1) }}",
        "{% set x = 'aaaaaaaaaa' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
        "{% set x = 'aaaaaaaaaa' %}" + "{% set x %}{{ x }}{{ x }}{% endset %}" * 40 + "{{ x }}",
        "{{ [0] * 1000000000 }}",
        "{{ 1000000000 * [0] }}",
        "{{ [0] * [0] }}",
        "{% set x = [0] * 9 %}" + "{% set x = [x] * 9 %}" * 40 + "{{ x }}",
        "{{ range(1000000000) | list }}",
        "{% for a in 'ab' %}" * 30 + "{% endfor %}" * 30,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    ],
    ids=range(18),
)
def test_hostile_templates_end_soon(line: str) -> None:
    with pytest.raises(RecipeError):
        outputs(f"package:\n  name: x\n  version: 1\n  more: {line}\n")


def test_an_environment_without_variables_is_asked() -> None:
    text = (
        "{% if 'HOME' in os.environ %}{% set v = '1' %}{% else %}{% set v = '2' %}{% endif %}\n"
        "package:\n  name: x\n  version: {{ v }}.{{ environ.get('X', '3') }}\n"
    )
    assert outputs(text)[0].version == "2.3"


def test_what_has_no_value_where_a_recipe_is_skipped_does_not_matter() -> None:
    text = (
        '{% set cpu = "arm" %}  # [aarch64]\n'
        "package:\n  name: a\n  version: 1\n"
        "source:\n  url: https://example.org/{{ cpu }}/a.tar.gz\n"
        "build:\n  skip: true  # [osx]\n"
    )
    (output,) = outputs(text, pair(host="osx-64"))
    assert output.skip
    with pytest.raises(RecipeError) as caught:
        outputs(text, pair(host="linux-ppc64le"))
    assert [found.name for found in caught.value.diagnostics] == ["undefined-name"]
