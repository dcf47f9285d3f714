"""Variants out of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rattler_build as rb
from hypothesis import given, settings
from hypothesis import strategies as st

from condax.recipe.model import RecipeFormat
from condax.variants import (
    VariantConfig,
    as_written,
    expand_variants,
    first_values,
    narrow,
    parse_variants,
    reduce_to_used,
    seen_by,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_keys_that_nothing_uses_do_not_multiply() -> None:
    config = VariantConfig(values={f"k{i}": ("a", "b") for i in range(500)})
    assert len(list(expand_variants(config, {"k0", "k1"}))) == 4


def test_zipped_keys_change_together(pinning: VariantConfig) -> None:
    assert list(expand_variants(pinning, {"python", "is_python_min"})) == [
        {"is_python_min": "true", "python": "3.12.* *_cpython"},
        {"is_python_min": "false", "python": "3.13.* *_cp313"},
    ]


def test_equal_rows_of_the_used_part_of_a_group_are_one_variant() -> None:
    config = VariantConfig(
        values={"python": ("1", "2"), "gil": ("yes", "yes")}, zip_keys=(("python", "gil"),)
    )
    assert list(expand_variants(config, {"gil"})) == [{"gil": "yes"}]


def test_without_used_keys_there_is_one_empty_variant(pinning: VariantConfig) -> None:
    assert list(expand_variants(pinning, {"nobody_has_this"})) == [{}]


def test_narrowing_takes_the_row_of_a_group(pinning: VariantConfig) -> None:
    own = narrow(pinning, {"python": "3.13.* *_cp313", "unknown": "1"})
    assert own.values["is_python_min"] == ("false",)
    assert own.values["numpy"] == ("2",)


def test_unused_keys_groups_and_pins_are_reduced_away(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    used = reduce_to_used(pinning, {"python", "vlfeat"})
    assert used.values == {"python": ("3.12.* *_cpython", "3.13.* *_cp313")}
    assert used.zip_keys == ()
    assert used.pin_run_as_build == {}
    both = reduce_to_used(pinning, {"python", "is_python_min"})
    assert both.zip_keys == (("python", "is_python_min"),)


def test_first_values_and_what_conditions_see(pinning: VariantConfig) -> None:
    assert first_values(pinning)["python"] == "3.12.* *_cpython"
    variant = {"a": "true", "b": "False", "c": "1", "d": "yes", "e": "2"}
    config = VariantConfig(values={"e": ("2",)}, numbers=frozenset({("e", "2")}))
    assert seen_by(RecipeFormat.V0, config, variant) == variant
    assert seen_by(RecipeFormat.V1, config, variant) == {**variant, "a": True, "b": False, "e": 2}


def test_values_of_a_file_are_what_rattler_build_reads(tmp_path: Path) -> None:
    words = ("true", "True", "TRUE", "false", "False", "FALSE", "yes", "No", "on", "None")
    more = ('"true"', "'14'", "14", "-3", "0", "1.5", "3.10", "007", "+5", "0x10", "2.x")
    path = tmp_path / "variants.yaml"
    path.write_text(
        "".join(f"k{i}: [{word}]\n" for i, word in enumerate((*words, *more))), encoding="utf-8"
    )
    theirs = {key: values[0] for key, values in rb.VariantConfig.from_file(path).to_dict().items()}
    config = parse_variants(path.read_text(encoding="utf-8"), path.name, lambda _: True)
    ours = as_written(config, first_values(config))
    assert {k: (type(v), v) for k, v in ours.items()} == {
        k: (type(v), v) for k, v in theirs.items()
    }


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_number_of_variants_is_the_product_of_the_distinct_values(
    rows: list[list[int]],
) -> None:
    values = {f"k{i}": tuple(map(str, row)) for i, row in enumerate(rows)}
    product = 1
    for row in rows:
        product *= len(set(row))
    assert len(list(expand_variants(VariantConfig(values=values), values))) == product
