"""Names and bytes of variant files."""

from __future__ import annotations

import pytest
import yaml

from condax.rerender.ci_support import file_name, job_name, render_variant_file, short_name
from condax.rerender.matrix import JobVariant

NUMPY = """\
c_compiler:
- gcc
c_compiler_version:
- '14'
c_stdlib:
- sysroot
c_stdlib_version:
- '2.17'
channel_sources:
- conda-forge
channel_targets:
- conda-forge main
docker_image:
- quay.io/condaforge/linux-anvil-x86_64:alma9
is_freethreading:
- false
libblas:
- 3.9.* *netlib
pin_run_as_build:
  python:
    min_pin: x.x
    max_pin: x.x
python:
- 3.13.* *_cp313
target_platform:
- linux-ppc64le
zip_keys:
- - c_compiler_version
  - cxx_compiler_version
- - python
  - is_freethreading
"""
"""A ppc64le file of numpy-feedstock, without some of its packages."""


def variant(values: dict[str, tuple[str, ...]], *loop: str) -> JobVariant:
    return JobVariant(values=values, zip_keys=(), pin_run_as_build={}, loop=loop)


def test_the_body_is_that_of_conda_smithy() -> None:
    job = JobVariant(
        values={
            "python": ("3.13.* *_cp313",),
            "is_freethreading": ("false",),
            "c_compiler": ("gcc",),
            "c_compiler_version": ("14",),
            "c_stdlib": ("sysroot",),
            "c_stdlib_version": ("2.17",),
            "channel_sources": ("conda-forge",),
            "channel_targets": ("conda-forge main",),
            "docker_image": ("quay.io/condaforge/linux-anvil-x86_64:alma9",),
            "libblas": ("3.9.* *netlib",),
            "target_platform": ("linux-ppc64le",),
        },
        zip_keys=(
            ("c_compiler_version", "cxx_compiler_version"),
            ("python", "is_freethreading"),
        ),
        pin_run_as_build={"python": {"max_pin": "x.x", "min_pin": "x.x"}},
        loop=("is_freethreading", "python"),
    )
    assert render_variant_file(job) == NUMPY
    assert job_name("linux_ppc64le", job) == (
        "linux_ppc64le_is_freethreadingfalsepython3.13.____cp313"
    )


@pytest.mark.parametrize(
    "value", ["14", "2.17", "None", "null", "", "~", "a: b", "- x", "0x1", "1e3", "é", "a" * 200]
)
def test_every_value_is_text_again_when_read(value: str) -> None:
    text = render_variant_file(variant({"key": (value,)}))
    assert yaml.safe_load(text) == {"key": [value]}


def test_true_and_false_are_booleans() -> None:
    assert render_variant_file(variant({"a": ("true", "false")})) == "a:\n- true\n- false\n"


def test_upper_case_keys_come_first() -> None:
    text = render_variant_file(variant({"a": ("1",), "MACOSX_SDK_VERSION": ("11.0",)}))
    assert text.startswith("MACOSX_SDK_VERSION:")


@pytest.mark.parametrize(
    ("target", "values", "name"),
    [
        ("linux_64", {}, "linux_64_"),
        (
            "linux_64",
            {
                "cuda_compiler_version": "None",
                "python": "3.13.* *_cp313",
                "target_platform": "linux-64",
            },
            "linux_64_cuda_compiler_versionNonepython3.13.____cp313",
        ),
        (
            "linux_64",
            {"cross_target_platform_": "linux-ppc64le"},
            "linux_64_cross_target_platform_linux-ppc64le",
        ),
        ("win_64", {"flags": '<a>:"b"/c|d\\e?f,g'}, "win_64_flagsabcdefg"),
    ],
)
def test_names_are_target_and_loop_values(target: str, values: dict[str, str], name: str) -> None:
    job = variant({key: (value,) for key, value in values.items()}, *sorted(values))
    assert job_name(target, job) == name


def test_a_long_name_is_cut_and_hashed_for_providers() -> None:
    name = "linux_64_build_typedebugchannel_targetsconda-forge_python_debugfreethreadingno"
    assert short_name(name) == "linux_64_build_typedebugchannel_targetsc_h10d856d4"
    assert short_name("x" * 48) == "x" * 48


def test_a_file_name_is_cut_where_windows_could_not_open_it() -> None:
    long = "linux_64_" + "x" * 300
    name = file_name(long, "pytorch-cpu-feedstock")
    folder = "C:/Users/runnerx/_work/pytorch-cpu-feedstock/pytorch-cpu-feedstock/.ci_support/"
    assert len(folder + name) == 259
    assert name.endswith(".yaml")
    assert "_h" in name
    assert file_name("linux_64_", "xz-feedstock") == "linux_64_.yaml"
