"""Several variant files together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import ConfigError
from condax.variants import merge_variants

if TYPE_CHECKING:
    from collections.abc import Callable

    from condax.variants import VariantConfig


def test_a_later_file_wins_key_by_key(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    merged = merge_variants(pinning, read("openssl: [3, 4]\nmpi: [nompi]\n"))
    assert merged.values["openssl"] == ("3", "4")
    assert merged.values["mpi"] == ("nompi",)
    assert merged.values["numpy"] == ("2",)


def test_some_keys_of_a_group_narrow_it_to_their_rows(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    merged = merge_variants(pinning, read("python: [3.13.* *_cp313]\n"))
    assert merged.values["python"] == ("3.13.* *_cp313",)
    assert merged.values["is_python_min"] == ("false",)


def test_all_keys_of_a_group_replace_it(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    merged = merge_variants(pinning, read("python: [a, b, c]\nis_python_min: [1, 2, 3]\n"))
    assert merged.values["python"] == ("a", "b", "c")
    assert merged.zip_keys == (("python", "is_python_min"),)


def test_unknown_values_for_half_a_group_do_not_fit(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    with pytest.raises(ConfigError, match="python has 3, is_python_min has 2"):
        merge_variants(pinning, read("python: [a, b, c]\n"))


def test_a_group_of_a_later_file_takes_over_its_keys(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    later = read("numpy: [1, 2]\npython: [x, y]\nzip_keys:\n  - [numpy, python]\n")
    assert merge_variants(pinning, later).zip_keys == (("numpy", "python"),)


def test_extend_keys_add_their_values(read: Callable[..., VariantConfig]) -> None:
    first = read("extend_keys: [flags]\nflags: [a, b]\n")
    assert merge_variants(first, read("flags: [b, c]\n")).values["flags"] == ("a", "b", "c")


def test_pins_of_both_files_count(
    pinning: VariantConfig, read: Callable[..., VariantConfig]
) -> None:
    merged = merge_variants(pinning, read("pin_run_as_build: {gsl: {max_pin: x}}\n"))
    assert merged.pin_run_as_build == {"vlfeat": {"max_pin": "x.x.x"}, "gsl": {"max_pin": "x"}}


def test_a_group_may_name_keys_of_another_file(read: Callable[..., VariantConfig]) -> None:
    merged = merge_variants(read("zip_keys:\n  - [a, b, c]\n"), read("a: [1]\nb: [2]\n"))
    assert merged.zip_keys == (("a", "b"),)
