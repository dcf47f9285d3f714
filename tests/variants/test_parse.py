"""Reading variant files, and saying where they are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import ConfigError
from condax.platforms import Platforms, get_platform
from condax.report.text import render_error
from condax.variants import load_variants_file
from condax.variants.names import matcher
from condax.variants.parse import parse_variants

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from condax.variants import VariantConfig


def test_lines_whose_selector_does_not_hold_are_left_out(pinning: VariantConfig) -> None:
    assert pinning.values["c_compiler_version"] == ("15",)
    assert pinning.zip_keys == (("python", "is_python_min"),)


def test_a_key_whose_values_are_all_left_out_is_no_key(read: Callable[..., VariantConfig]) -> None:
    assert read("a:  # [osx]\n  - 1  # [osx]\nb:\n  - 2  # [osx]\n").values == {}


def test_values_keep_the_text_of_the_file(read: Callable[..., VariantConfig]) -> None:
    config = read("v: [2.10, true, None, '3']\nempty:\n  -\n")
    assert config.values == {"v": ("2.10", "true", "None", "3"), "empty": ("",)}


def test_what_conda_build_replaces_in_built_files_is_no_variant_key(
    read: Callable[..., VariantConfig],
) -> None:
    text = "replacements:\n  all_replacements:\n    - tag: a\n      regex_re: b\nmpi: [openmpi]\n"
    assert read(text).values == {"mpi": ("openmpi",)}


def test_a_scalar_stands_for_a_list_of_one(read: Callable[..., VariantConfig]) -> None:
    assert read("mpi: openmpi\n").values == {"mpi": ("openmpi",)}


def test_a_flat_zip_keys_list_is_one_group(read: Callable[..., VariantConfig]) -> None:
    assert read("a: [1]\nb: [2]\nzip_keys: [a, b]\n").zip_keys == (("a", "b"),)


def test_zip_keys_whose_groups_are_all_left_out_are_none(
    read: Callable[..., VariantConfig],
) -> None:
    assert (
        read("a: [1]\nzip_keys:\n  -  # [win]\n    - a  # [win]\n    - b  # [win]\n").zip_keys == ()
    )


def test_brackets_in_a_comment_of_its_own_are_prose(read: Callable[..., VariantConfig]) -> None:
    assert read("# such as [{a: b, c: d}]\n  # [osx]\na: [1]\n").values == {"a": ("1",)}


def test_conditions_of_variants_yaml_choose_their_branch(
    read: Callable[..., VariantConfig],
) -> None:
    text = "a:\n  - if: unix\n    then: 1\n    else: [2, 3]\n  - 4\n"
    assert read(text, "unix", path="variants.yaml").values["a"] == ("1", "4")
    assert read(text, path="variants.yaml").values["a"] == ("2", "3", "4")


def test_a_selector_in_variants_yaml_is_a_comment(read: Callable[..., VariantConfig]) -> None:
    assert read("a:\n  - 1  # [osx]\n", path="variants.yaml").values["a"] == ("1",)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a:\n  - {b: c}\n", "CY201", 2),
        ("ok: [1]\na:\n  b: c\n", "CY201", 3),
        ("zip_keys: 3\n", "CY202", 1),
        ("a: [1, 2]\nb: [1]\nzip_keys:\n  - [a, b]\n", "CY202", 4),
        ("- a\n", "CY203", 1),
        ("a: [1\nb: 2\n", "CY204", 2),
    ],
    ids=["mapping-in-list", "mapping", "zip-scalar", "zip-lengths", "list", "syntax"],
)
def test_what_is_no_list_of_values_is_shown_where_it_stands(
    read: Callable[..., VariantConfig], text: str, code: str, line: int
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(text)
    [diagnostic] = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == (code, line)
    assert "^" in render_error(caught.value)


def test_a_character_that_yaml_does_not_allow_is_shown_where_it_stands(
    read: Callable[..., VariantConfig],
) -> None:
    with pytest.raises(ConfigError) as caught:
        read("a:\n  - 1\x00\n")
    (found,) = caught.value.diagnostics
    assert found.span is not None
    assert (found.span.line, found.span.column) == (2, 6)


def test_a_selector_that_is_no_expression_is_shown_where_it_stands() -> None:
    machine = get_platform("linux-64")
    platforms = Platforms(build=machine, host=machine, target=machine)
    with pytest.raises(ConfigError) as caught:
        parse_variants("a:\n  - 1  # [linux x]\n", "config.yaml", matcher(platforms, {}))
    (found,) = caught.value.diagnostics
    assert found.message == "a selector cannot be read: unexpected 'x'"
    assert found.span is not None
    assert (found.code, found.span.line, found.span.column) == ("CY206", 2, 11)


def test_a_key_that_is_a_list_is_no_key(read: Callable[..., VariantConfig]) -> None:
    assert read("? [a]\n: 1\nb: 2\n").values == {"b": ("2",)}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read the variant file .*nothing\.yaml"):
        load_variants_file(tmp_path / "nothing.yaml", lambda _: True)


def test_the_migrator_section_is_read(read: Callable[..., VariantConfig]) -> None:
    config = read(
        "__migrator:\n  operation: key_add\n  primary_key: python\n  paused: true\n"
        "  migration_number: 2\n  wait_for_migrators: [python313]\n"
        "  ordering:\n    python: [a, b]\nmigrator_ts: 12.5\npython: [b]\n"
    )
    assert config.migrator is not None
    assert config.migrator.primary_keys == ("python",)
    assert config.migrator.ordering == {"python": ("a", "b")}
    assert (config.migrator.paused, config.migrator.migration_number) == (True, 2)
    assert config.migrator.wait_for == ("python313",)
    assert (config.timestamp, config.values) == (12.5, {"python": ("b",)})


@pytest.mark.parametrize("section", ["operation: key_ad", "[1]"], ids=["operation", "list"])
def test_a_migrator_section_that_is_none_is_an_error(
    read: Callable[..., VariantConfig], section: str
) -> None:
    with pytest.raises(ConfigError, match=r"unknown operation 'key_ad'|is not a mapping"):
        read(f"__migrator:\n  {section}\n")
