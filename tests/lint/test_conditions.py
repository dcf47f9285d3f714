from __future__ import annotations

import pytest

from condax.lint.conditions import (
    Truth,
    can_hold_together,
    condition_truth,
    crossings,
    native,
    selects,
)

AARCH64, PPC64LE = crossings()


@pytest.mark.parametrize(
    ("condition", "here", "aarch64", "ppc64le"),
    [
        ("linux", True, True, True),
        ("win", False, False, False),
        ("unix", True, True, True),
        ("osx and arm64", False, False, False),
        ("linux64", True, False, False),
        ("x86_64", True, False, False),
        ("x86", True, False, False),
        ("aarch64", False, True, False),
        ("ppc64le", False, False, True),
        ("build_platform != target_platform", False, True, True),
        ("build_platform == host_platform", True, False, False),
        ("host_platform == 'linux-aarch64'", False, True, False),
        ("not (linux and aarch64)", True, False, True),
        ('mpi == "openmpi"', None, None, None),
        ('win and mpi == "openmpi"', False, False, False),
        ('linux or mpi == "openmpi"', True, True, True),
        ("build_platform != target_platform and mpi == 'openmpi'", False, None, None),
        ("not py", None, None, None),
        ("this is no condition (", None, None, None),
    ],
)
def test_what_is_known_of_a_condition(
    condition: str, here: Truth, aarch64: Truth, ppc64le: Truth
) -> None:
    found = [condition_truth(condition, each) for each in (native(), AARCH64, PPC64LE)]
    assert found == [here, aarch64, ppc64le]


@pytest.mark.parametrize(
    ("condition", "machine", "truth"),
    [
        ("x86", "osx_64", True),
        ("x86", "osx_arm64", False),
        ("win64", "win_64", True),
        ("win64", "win_arm64", False),
        ("build_platform != target_platform", "linux_ppc64le", True),
        ("build_platform == 'linux-64'", "linux_aarch64", True),
        ("linux and mpi == 'openmpi'", "linux_aarch64", None),
    ],
)
def test_what_a_condition_selects(condition: str, machine: str, truth: Truth) -> None:
    assert selects(condition, machine) is truth


@pytest.mark.parametrize(
    ("conditions", "can"),
    [
        (("x", "y"), True),
        (("x", "not (x)"), False),
        (("x == 2", "not x == 2"), False),
        (("x", "not (x) and y"), False),
        (("x", "not (x) and not (y)"), False),
        (("not (x) and y", "not (not (x) and y)"), False),
        (("x or y", "not (x)"), True),
        (("x or y", "not (x)", "not y"), False),
        (("x", "not ("), True),
        (("not a", " or ".join("abcdefghi")), True),
        ((), True),
    ],
)
def test_conditions_of_one_if_and_its_else_never_hold_together(
    conditions: tuple[str, ...], can: bool
) -> None:
    assert can_hold_together(conditions) == can
