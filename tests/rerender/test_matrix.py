"""Which variants there are, and how they spread over jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.rerender.matrix import EvaluatedOutput, explore, spread
from condax.variants import VariantConfig

if TYPE_CHECKING:
    from condax.variants import Variant

PYTHONS = VariantConfig(
    values={
        "python": ("3.12", "3.13"),
        "gil": ("yes", "yes"),
        "mpi": ("no", "openmpi", "mpich"),
        "openmpi": ("5",),
        "zlib": ("1",),
        **{f"unused{i}": ("a", "b") for i in range(300)},
    },
    zip_keys=(("python", "gil"),),
)


def output(*used: str, name: str = "a", skip: bool = False) -> EvaluatedOutput:
    keys = frozenset(used)
    return EvaluatedOutput(name=name, used=keys, own=keys, is_skipped=skip)


def test_only_what_evaluation_reads_multiplies() -> None:
    calls: list[Variant] = []

    def evaluate(variant: Variant) -> list[EvaluatedOutput]:
        calls.append(variant)
        return [output("python", "mpi", "zlib")]

    assert len(list(explore(PYTHONS, evaluate))) == 6
    assert len(calls) == 7


def test_a_variable_that_only_one_branch_reads_multiplies_that_branch() -> None:
    def evaluate(variant: Variant) -> list[EvaluatedOutput]:
        return [output("mpi", "python") if variant.get("mpi") == "mpich" else output("mpi")]

    leaves = list(explore(PYTHONS, evaluate))
    assert [leaf.variant.get("python") for leaf in leaves] == [None, None, "3.12", "3.13"]


def test_jobs_are_told_apart_by_what_every_output_uses() -> None:
    outputs = [output("python", "mpi"), output("mpi", name="b")]
    jobs = spread(PYTHONS, list(explore(PYTHONS, lambda _: outputs)))
    assert [job.values["mpi"] for job in jobs] == [("mpich",), ("no",), ("openmpi",)]
    assert {job.values["python"] for job in jobs} == {("3.12", "3.13")}
    assert {job.loop for job in jobs} == {("mpi",)}


def test_skipped_variants_give_no_job_and_no_values() -> None:
    def evaluate(variant: Variant) -> list[EvaluatedOutput]:
        return [output("python", skip=variant.get("python") == "3.12")]

    [job] = spread(PYTHONS, list(explore(PYTHONS, evaluate)))
    assert job.values["python"] == ("3.13",)
    assert job.loop == ("python",)


def test_without_an_output_there_is_no_job() -> None:
    leaves = list(explore(PYTHONS, lambda _: [output("zlib", skip=True)]))
    assert spread(PYTHONS, leaves) == ()


def test_what_an_output_does_not_use_may_have_any_value() -> None:
    def evaluate(variant: Variant) -> list[EvaluatedOutput]:
        noarch = variant.get("python") != "3.13"
        return [output("python", skip=noarch), output("mpi", name="b", skip=noarch)]

    jobs = spread(PYTHONS, list(explore(PYTHONS, evaluate)))
    assert {job.values["python"] for job in jobs} == {("3.12", "3.13")}


def test_keys_of_the_top_level_alone_stay_where_every_output_has_them() -> None:
    keys = frozenset({"python"})
    outputs = [EvaluatedOutput(name=name, used=keys, own=frozenset()) for name in ("a", "b")]
    jobs = spread(PYTHONS, list(explore(PYTHONS, lambda _: outputs)))
    assert [job.values["python"] for job in jobs] == [("3.12",), ("3.13",)]


def test_mpi_brings_the_implementations_along() -> None:
    [*_, job] = spread(PYTHONS, list(explore(PYTHONS, lambda _: [output("mpi")])))
    assert job.values["openmpi"] == ("5",)


@pytest.mark.parametrize("kept", [(), ("zlib", "nobody_has_this")])
def test_kept_keys_stay_without_use(kept: tuple[str, ...]) -> None:
    [job] = spread(PYTHONS, list(explore(PYTHONS, lambda _: [output()])), kept)
    assert dict(job.values) == ({"zlib": ("1",)} if kept else {})


def test_the_rows_of_a_zipped_group_stay_together() -> None:
    config = VariantConfig(
        values={"a": ("2", "1"), "b": ("x", "y"), "c": ("1", "2")}, zip_keys=(("a", "b"),)
    )
    outputs = [output("a", "b", "c"), output("c", name="other")]
    jobs = spread(config, list(explore(config, lambda _: outputs)))
    assert [job.values["c"] for job in jobs] == [("1",), ("2",)]
    assert jobs[0].values["a"] == ("1", "2")
    assert jobs[0].values["b"] == ("y", "x")
    assert jobs[0].zip_keys == (("a", "b"),)


def test_hundreds_of_jobs_cost_as_many_evaluations() -> None:
    config = VariantConfig(
        values={f"k{i}": ("a", "b") for i in range(8)} | {f"u{i}": ("a", "b") for i in range(500)}
    )
    calls = 0

    def evaluate(_: Variant) -> list[EvaluatedOutput]:
        nonlocal calls
        calls += 1
        return [output(*(f"k{i}" for i in range(8)))]

    assert len(spread(config, list(explore(config, evaluate)))) == 256
    assert calls == 257
