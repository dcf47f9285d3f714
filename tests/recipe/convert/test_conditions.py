"""Conditions and selectors in the other format."""

from __future__ import annotations

import pytest
import rattler_build as rb
from tests.recipe.convert.common import V0_HEAD, V1_HEAD, of_rattler_build
from tests.recipe.meaning import meaning
from tests.recipe.test_corpus import pairs
from tests.recipe.test_differential import VARIANT

from condax.recipe.convert.convert import to_v1
from condax.recipe.convert.to_v0 import to_v0
from condax.recipe.evaluate import evaluate
from condax.recipe.parse import parse_recipe
from condax.recipe.rattler import rattler_recipe


@pytest.mark.parametrize(
    ("condition", "selector"),
    [
        ("env.get('A') != 'x'", '"A" in environ and environ["A"] != \'x\''),
        ("win or env.get('A') == 'x'", 'win or "A" in environ and environ["A"] == \'x\''),
        ("env.get('A', default='') == 'x'", 'environ.get("A", "") == "x"'),
    ],
)
def test_an_unset_variable_skips_nothing(condition: str, selector: str) -> None:
    text = f'package: {{name: x, version: 1.0.0}}\nbuild:\n  skip: "{condition}"\n'
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert selector.replace('"', "'") in made.text.replace('"', "'")
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    assert rattler_recipe(text).render(rb.VariantConfig({}), config)
    odd = text.replace(condition, "win and env.get('A') == 'x' or osx")
    assert len(to_v0(parse_recipe(odd)).notes) == 1


def test_a_name_that_the_variant_lacks_is_false_in_v1_too() -> None:
    old = parse_recipe(
        "package:\n  name: x\n  version: '1'\n"
        "build:\n  skip: true  # [osx and vc is not none]\n"
        "requirements:\n  run:\n"
        "    - a  # [vc is none]\n    - b  # [vc is not none]\n    - c  # [vc == False]\n"
        "    - d  # [vc != none]\n    - e  # [vc == 0]\n",
        "meta.yaml",
    )
    text = to_v1(old).text
    new = parse_recipe(text, "recipe.yaml")
    for keys in ({}, {"vc": "14"}):
        for platforms in pairs():
            assert meaning(new, platforms, keys) == meaning(old, platforms, keys)
        variants = rb.VariantConfig({key: [value] for key, value in keys.items()})
        (built,) = rattler_recipe(text).render(variants)
        run = built.recipe.to_dict()["requirements"]["run"]
        assert run == (["b", "d"] if keys else ["a", "c", "e"])


@pytest.mark.parametrize(
    ("skip", "condition"),
    [
        ("{{ a }}", ["a"]),
        ("'{{ not a }}'", ["not a"]),
        ("{{ a }}  # [linux or osx]", ["(linux or osx) and a"]),
        ("true", ["true"]),
        ("false", []),
    ],
)
def test_an_expression_that_skips_is_a_condition(skip: str, condition: list[str]) -> None:
    text = (
        "{% set a = target_platform == 'linux-ppc64le' %}\n"
        f"package:\n  name: x\n  version: '1'\nbuild:\n  skip: {skip}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    converted = to_v1(old)
    assert converted.notes == ()
    new = parse_recipe(converted.text)
    assert [getattr(item, "value", "") for item in new.build.skip] == condition
    for platforms in pairs():
        before, after = (evaluate(each, platforms, VARIANT)[0].skip for each in (old, new))
        assert after == before


def test_an_unset_variable_of_the_environment_is_no_error_in_a_condition() -> None:
    text = (
        "package:\n  name: x\n  version: '1'\n"
        "requirements:\n  run:\n"
        "    - a  # [environ.get('CONDAX_UNSET') != 'True']\n"
        "    - b  # [os.getenv('CONDAX_UNSET')]\n"
        "    - {{ 'c' if environ.get('CONDAX_UNSET') == '1' else 'd' }}\n"
        "    - e  # [unix and not environ.get('CONDAX_UNSET')]\n"
        "    - {{ 'f' if environ.get('CONDAX_UNSET') else 'g' }}\n"
        "    - {{ environ.get('CONDAX_UNSET') or 'h' }}\n"
        "    - i  # [environ.get('CONDAX_UNSET') is not None]\n"
        "    - j  # [environ.get('CONDAX_UNSET') is None and environ.get('PATH') != None]\n"
    )
    converted = to_v1(parse_recipe(text, "meta.yaml"))
    assert converted.notes == ()
    config = rb.RenderConfig(platform=rb.PlatformConfig(experimental=True))
    (built,) = rattler_recipe(converted.text).render(rb.VariantConfig({}), config)
    assert built.recipe.to_dict()["requirements"]["run"] == list("adeghj")


def test_a_boolean_as_text_decides_the_same() -> None:
    old = parse_recipe(
        "package:\n  name: x\n  version: '1'\nrequirements:\n  run:\n"
        "    - a  # [str(linux) == 'True']\n"
        "{% if win ~ '' == 'True' %}\n    - b\n{% endif %}\n",
        "meta.yaml",
    )
    new = parse_recipe(to_v1(old).text)
    back = parse_recipe(to_v0(new).text, "meta.yaml")
    text = "package: {name: x, version: 1.0.0}\nrequirements:\n  run: [{if: '%s', then: a}]\n"
    other = parse_recipe(text % 'unix | upper == "TRUE" or (win ~ "") == "true"')
    made = parse_recipe(to_v0(other).text, "meta.yaml")
    for platforms in pairs():
        assert meaning(old, platforms, {}) == meaning(new, platforms, {})
        assert meaning(old, platforms, {}) == meaning(back, platforms, {})
        assert meaning(other, platforms, {}) == meaning(made, platforms, {})


def test_a_variable_without_default_has_to_be_set_in_v0_too() -> None:
    text = (
        "package: {name: x, version: 1.0.0}\nrequirements:\n  run:\n"
        '    - if: env.get("A") != "1"\n      then: a\n    - b${{ env.get("B") }}\n'
    )
    made = to_v0(parse_recipe(text))
    assert made.notes == ()
    assert '{% if environ["A"] != "1" %}' in made.text
    assert '- b{{ environ["B"] }}' in made.text


def test_every_branch_of_an_if_has_its_own_condition() -> None:
    text = (
        f"{V0_HEAD}requirements:\n  host:\n"
        "{% if linux %}\n    - a\n{% elif win %}\n    - b\n{% elif arm64 %}\n    - c\n"
        "{% else %}\n    - d\n{% endif %}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    hosts = []
    for platforms in pairs():
        assert meaning(parse_recipe(made.text), platforms, {}) == meaning(old, platforms, {})
        needs = of_rattler_build(made.text, platforms.host.subdir)["requirements"]
        hosts.append(needs["host"])
    assert hosts == [["a"], ["a"], ["a"], ["c"], ["b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("linux and aarch64", "not linux and aarch64"),
        ("win or osx", "not win or osx"),
        ("py < 38 and win", "not py < 38 and win"),
    ],
)
def test_a_not_before_part_of_a_condition_is_no_opposite(one: str, other: str) -> None:
    lines = "".join(f"    - {n}  # [{c}]\n" for n, c in (("a", one), ("b", other)))
    choice = f"build:\n  script: a  # [{one}]\n  script: b  # [{other}]\n"
    old = parse_recipe(f"{V0_HEAD}{choice}requirements:\n  run:\n{lines}", "meta.yaml")
    new = parse_recipe(to_v1(old).text)
    back = parse_recipe(to_v0(new).text, "meta.yaml")
    for platforms in pairs():
        before = meaning(old, platforms, VARIANT)
        assert meaning(new, platforms, VARIANT) == before
        assert meaning(back, platforms, VARIANT) == before


@pytest.mark.parametrize(
    "condition", ["v == '13'", "v != '13'", "v in ['13', '14']", "v >= '13'", "linux and v == '13'"]
)
def test_a_number_as_text_is_compared_alike(condition: str) -> None:
    text = (
        f'{V1_HEAD}build:\n  skip: "{condition} and osx"\n'
        f'requirements:\n  run:\n    - if: "{condition}"\n      then: zlib\n'
    )
    old = parse_recipe(text)
    made = to_v0(old)
    assert made.notes == ()
    new = parse_recipe(made.text, "meta.yaml")
    for value in ("13", "14", "9"):
        for platforms in pairs():
            assert meaning(new, platforms, {"v": value}) == meaning(old, platforms, {"v": value})


@pytest.mark.parametrize(
    ("selector", "runs"),
    [
        ("ARCH == '64'", False),
        ("not cuda", True),
        ("(blas_impl or '') == 'mkl'", False),
        ("cuda", False),
        ("cuda == False", True),
        ("linux and cuda != 'x'", True),
    ],
)
def test_a_name_that_nothing_defines_is_false_to_rattler_build_too(
    selector: str, runs: bool
) -> None:
    text = (
        f"{{% set v = 1 %}}\n{{% set v = 2 %}}  # [{selector}]\n{V0_HEAD}"
        f"requirements:\n  run:\n    - a  # [{selector}]\nabout:\n  summary: s{{{{ v }}}}\n"
    )
    old = parse_recipe(text, "meta.yaml")
    made = to_v1(old)
    assert made.notes == ()
    native = pairs()[0]
    assert meaning(parse_recipe(made.text), native, {}) == meaning(old, native, {})
    stage1 = of_rattler_build(made.text, native.host.subdir)
    assert stage1["about"]["summary"] == ("s2" if runs else "s1")
    assert stage1["requirements"].get("run", []) == ["a"] * runs


def test_a_name_that_the_variant_file_defines_is_left_as_it_is() -> None:
    text = f"{V0_HEAD}requirements:\n  run:\n    - a  # [not cuda]\n"
    made = to_v1(parse_recipe(text, "meta.yaml"), variants={"cuda": frozenset({"true"})})
    assert "    - if: not cuda\n" in made.text
