"""What a package is decides where it goes."""

from __future__ import annotations

import pytest

from condax.recipe.natures import Nature
from condax.recipe.placement import RULES, Environment, place, placement_of

BUILD, HOST, RUN = Environment.BUILD, Environment.HOST, Environment.RUN


def test_every_nature_has_its_rule() -> None:
    assert set(RULES) == set(Nature)


@pytest.mark.parametrize(
    ("nature", "always", "crossing"),
    [
        (Nature.COMPILER, {BUILD}, set()),
        (Nature.PROGRAM, {BUILD}, set()),
        (Nature.LIBRARY, {HOST}, set()),
        (Nature.HEADERS, {HOST}, set()),
        (Nature.LIBRARY_AND_PROGRAM, {HOST}, {BUILD}),
        (Nature.INTERPRETER, {HOST, RUN}, {BUILD}),
        (Nature.BUILD_IMPORT, {HOST}, {BUILD}),
        (Nature.BACKEND, {HOST}, set()),
        (Nature.PYTHON, {RUN}, set()),
        (Nature.MPI, {HOST, RUN}, {BUILD}),
        (Nature.DATA, {RUN}, set()),
        (Nature.TEST, set(), set()),
    ],
)
def test_a_nature_goes_where_the_seed_page_says(
    nature: Nature, always: set[Environment], crossing: set[Environment]
) -> None:
    placed = place(nature)
    assert {p.environment for p in placed if not p.only_when_crossing} == always
    assert {p.environment for p in placed if p.only_when_crossing} == crossing


def test_what_the_package_imports_is_in_run_as_well() -> None:
    environments = [p.environment for p in place(Nature.BUILD_IMPORT, is_imported=True)]
    assert environments == [BUILD, HOST, RUN]


def test_a_placement_says_why_and_what_crossing_changes() -> None:
    for nature, placements in RULES.items():
        for placement in placements:
            assert placement.reason, nature
            assert placement.when_crossing, nature


def test_a_package_in_the_wrong_place_has_no_placement() -> None:
    assert placement_of("zlib", HOST) is not None
    assert placement_of("zlib", BUILD) is None
    assert placement_of("cmake", HOST) is None
    assert placement_of("no-such-package", HOST) is None
