from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.build.variants import (
    Compilers,
    Variants,
    load_variants,
    narrowed,
    replace_missing_compilers,
)
from condax.errors import ConfigError
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from pathlib import Path

TARGET = get_platform("linux-aarch64")
PLATFORMS = Platforms(build=get_platform("linux-64"), host=TARGET, target=TARGET)
TOOLCHAIN = {"c_compiler": ("zigcc",), "c_compiler_version": ("0.17",)}


def load(folder: Path, **files: str) -> Variants:
    """`beside` is a `variants.yaml` beside the recipe, the others are given with `-m`."""
    paths = []
    for name, text in files.items():
        path = folder / ("variants.yaml" if name == "beside" else f"{name}.yaml")
        path.write_text(text, encoding="utf-8")
        if name != "beside":
            paths.append(path)
    return load_variants(folder / "recipe.yaml", PLATFORMS, TOOLCHAIN, paths)


def test_files_win_over_the_one_beside_the_recipe_and_that_over_the_toolchain(
    tmp_path: Path,
) -> None:
    variants = load(
        tmp_path,
        beside="python: ['3.11']\nnumpy: ['1']\nc_compiler: [zigcc]\n",
        first="python: ['3.12']\n",
        second="python: ['3.13']\n",
    )
    assert variants.values["python"] == ("3.13",)
    assert variants.values["numpy"] == ("1",)
    assert variants.values["c_compiler"] == ("zigcc",)


def test_another_compiler_does_not_keep_the_toolchains_version(tmp_path: Path) -> None:
    variants = load(tmp_path, mine="c_compiler: [gcc]\n")
    assert variants.values == {"c_compiler": ("gcc",)}


def test_the_same_compiler_keeps_its_version(tmp_path: Path) -> None:
    variants = load(tmp_path, mine="c_compiler: [zigcc]\n")
    assert variants.values["c_compiler_version"] == ("0.17",)


def test_platform_keys_of_ci_support_files_do_not_count(tmp_path: Path) -> None:
    variants = load(tmp_path, ci="target_platform: [osx-64]\nchannel_targets: [conda-forge main]\n")
    assert "target_platform" not in variants.values
    assert variants.values["channel_targets"] == ("conda-forge main",)


def test_selectors_are_those_of_the_target(tmp_path: Path) -> None:
    text = "floor:\n  - if: aarch64\n    then: '2.17'\n  - if: x86_64\n    then: '2.28'\n"
    assert load(tmp_path, mine=text).values["floor"] == ("2.17",)


def test_versions_keep_their_last_zero(tmp_path: Path) -> None:
    assert load(tmp_path, mine="python: [3.10]\n").values["python"] == ("3.10",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("python: 3\n", "must be a list"),
        ("python: [3\n", "variant file .* cannot be read"),
        ("a: [1, 2]\nb: [1]\nzip_keys: [[a, b]]\n", "different numbers of values"),
    ],
    ids=["no list", "no yaml", "uneven zip_keys"],
)
def test_a_bad_variant_file_is_a_config_error(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(tmp_path, mine=text)


def test_a_variant_file_that_is_not_there_is_a_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no variant file"):
        load_variants(tmp_path / "recipe.yaml", PLATFORMS, {}, [tmp_path / "no.yaml"])


def test_narrowing_takes_the_values_of_a_variant_and_those_zipped_with_it() -> None:
    variants = Variants(
        values={"python": ("3.11", "3.12"), "numpy": ("1", "2"), "mpi": ("a", "b")},
        zip_keys=(("python", "numpy"),),
    )
    narrow = narrowed(variants, {"python": "3.12", "target_platform": "linux-64"})
    assert narrow.values == {"python": ("3.12",), "numpy": ("2",), "mpi": ("a", "b")}


PAIRED = "zip_keys: [[c_compiler, c_compiler_version]]\n"


@pytest.mark.parametrize(
    ("text", "offered", "compilers", "versions"),
    [
        ("c_compiler: [gcc]\nc_compiler_version: ['14']\n", "", "zigcc", "0.17"),
        ("c_compiler: [gcc]\n", "", "zigcc", "0.17"),
        ("c_compiler: [gcc]\nc_compiler_version: ['13', '14']\n", "", "zigcc", "0.17 0.17"),
        ("c_compiler: [gcc]\nc_compiler_version: ['14']\n", "gcc", "gcc", "14"),
        ("c_compiler: [gcc]\n", "gcc", "gcc", ""),
        (
            f"c_compiler: [gcc, clang]\nc_compiler_version: ['14', '20']\n{PAIRED}",
            *("clang", "zigcc clang", "0.17 20"),
        ),
        # Which version is whose is not said.
        (
            "c_compiler: [gcc, clang]\nc_compiler_version: ['14', '20']\n",
            *("clang", "gcc clang", "14 20"),
        ),
        ("c_compiler: [gcc, clang]\n", "clang", "gcc clang", ""),
        ("c_compiler: [zigcc]\n", "", "zigcc", "0.17"),
    ],
)
def test_a_compiler_that_nobody_has_is_replaced(
    text: str, offered: str, compilers: str, versions: str, tmp_path: Path
) -> None:
    there = Compilers(keys=TOOLCHAIN, is_offered=lambda name: name == f"{offered}_{TARGET}")
    values = replace_missing_compilers(load(tmp_path, ci=text), there, TARGET).values
    assert values["c_compiler"] == tuple(compilers.split())
    assert values.get("c_compiler_version", ()) == tuple(versions.split())


def test_what_is_zipped_with_a_replaced_compiler_stays(tmp_path: Path) -> None:
    text = """\
c_compiler_version: ['13', '14']
cuda_compiler_version: ['12.9', '13.0']
c_compiler: [gcc]
zip_keys: [[c_compiler_version, cuda_compiler_version]]
"""
    compilers = Compilers(keys=TOOLCHAIN, is_offered=lambda _: False)
    variants = replace_missing_compilers(load(tmp_path, ci=text), compilers, TARGET)
    assert variants.values["c_compiler_version"] == ("0.17", "0.17")
    assert variants.values["cuda_compiler_version"] == ("12.9", "13.0")
    assert variants.zip_keys == (("c_compiler_version", "cuda_compiler_version"),)
