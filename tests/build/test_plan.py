from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from condax.build.model import Job, Requirements
from condax.build.plan import Producers, installed, plan, topological_order
from condax.errors import RecipeError
from condax.platforms import NOARCH, Platform, Platforms, get_platform

MACHINE = get_platform("linux-64")
TARGET = get_platform("linux-aarch64")


def job(name: str, platform: Platform = TARGET, **requirements: tuple[str, ...]) -> Job:
    return Job(
        recipe=Path(f"/recipes/{name}/recipe.yaml"),
        name=name,
        version="1.0",
        build="h0_0",
        platforms=Platforms(build=MACHINE, host=platform, target=platform),
        variant={},
        config={},
        requirements=Requirements(**requirements),
    )


def never(name: str) -> bool:
    return False


def names(*jobs: Job, spare: tuple[Job, ...] = ()) -> list[str]:
    return [f"{each.name} {each.subdir}" for each in plan(jobs, spare, never).jobs]


def test_a_host_requirement_is_built_first() -> None:
    assert names(job("a", host=("b >=1",)), job("b")) == ["b linux-aarch64", "a linux-aarch64"]


def test_jobs_that_need_nothing_keep_their_order() -> None:
    assert names(job("c"), job("a"), job("b")) == [f"{n} linux-aarch64" for n in "cab"]


def test_a_build_requirement_is_one_on_the_machines_package() -> None:
    made = plan([job("a", build=("tool",)), job("tool"), job("tool", MACHINE)], [], never)
    assert made.needs["linux-aarch64/a-1.0-h0_0"] == {"linux-64/tool-1.0-h0_0"}


def test_cross_python_brings_the_machines_python() -> None:
    spare = (job("python", MACHINE),)
    made = names(job("a", build=("cross-python_linux-aarch64",)), job("python"), spare=spare)
    assert made == ["python linux-aarch64", "python linux-64", "a linux-aarch64"]


def test_a_noarch_package_serves_build_and_host_environments() -> None:
    data = job("data")
    data = replace(data, platforms=replace(data.platforms, target=NOARCH))
    made = plan([job("a", build=("data",)), job("b", host=("data",)), data], [], never)
    assert made.jobs[0] == data


def test_a_run_requirement_is_built_before_because_tests_need_it() -> None:
    assert names(job("a", run=("b",)), job("b")) == ["b linux-aarch64", "a linux-aarch64"]


def test_what_any_variant_exports_is_built_before_the_tests() -> None:
    plain, mpi = job("lib"), replace(job("lib", weak=("mpi",)), build="mpi_0")
    made = names(job("a", host=("lib",)), job("mpi"), plain, mpi)
    assert made.index("mpi linux-aarch64") < made.index("a linux-aarch64")


def test_only_what_all_variants_of_a_package_ask_for_is_sure_to_be_installed() -> None:
    plain = job("lib", run=("zlib",))
    mpi = replace(job("lib", run=("zlib", "mpi")), build="mpi_0")
    asked = installed(["lib"], TARGET, Producers([plain, mpi]))
    assert asked == {"lib": "", "zlib": "lib"}


def test_of_two_pythons_a_package_waits_for_its_own() -> None:
    jobs = []
    for python in ("3.13", "3.14"):
        tag = f"py{python.replace('.', '')}"
        for each in (
            job("python", MACHINE),
            job("python", build=("python",)),
            job("cython", MACHINE, host=("python",)),
            job("numpy", build=("python", "cython"), host=("python",), run=("zlib",)),
        ):
            # Platforms may differ in further keys, and not every package uses each.
            variant = {"python": python, "target_platform": each.subdir}
            jobs.append(replace(each, build=f"{tag}_0", variant=variant))
    made = plan([job("zlib"), *jobs], [], never)
    for tag, other in (("py313", "py314"), ("py314", "py313")):
        needs = {need for key, of in made.needs.items() if tag in key for need in of}
        assert f"linux-64/cython-1.0-{tag}_0" in needs
        assert not [need for need in needs if other in need]
    assert "linux-aarch64/zlib-1.0-h0_0" in made.needs["linux-aarch64/numpy-1.0-py314_0"]


def test_only_the_tool_of_its_own_variant_is_built_for_the_machine_too() -> None:
    variants = [{"python": "3.13"}, {"python": "3.14"}]
    spare = [replace(job("tool", MACHINE), build=v["python"], variant=v) for v in variants]
    user = replace(job("a", build=("tool",)), variant=variants[1])
    assert [each.build for each in plan([user], spare, never).jobs] == ["3.14", "h0_0"]


def test_without_one_of_its_variant_a_package_waits_for_all() -> None:
    makers = [replace(job("lib"), build=v, variant={"mpi": v}) for v in ("mpich", "openmpi")]
    user = replace(job("a", host=("lib",)), variant={"mpi": "none"})
    needs = plan([user, *makers], [], never).needs[user.key]
    assert needs == {each.key for each in makers}


def test_run_requirements_in_a_circle_leave_one_package_untested() -> None:
    made = plan([job("a", run=("b",)), job("b", host=("a",))], [], never)
    assert [each.name for each in made.jobs] == ["a", "b"]
    assert made.untestable == {"linux-aarch64/a-1.0-h0_0": "b"}


def test_host_requirements_in_a_circle_are_an_error_that_names_them() -> None:
    circle = [job("a", host=("b",)), job("b", host=("c",)), job("c", host=("a",))]
    with pytest.raises(
        RecipeError, match=r"in a circle: (linux-aarch64/[abc]-1\.0-h0_0( -> )?){4}"
    ):
        plan([job("other"), *circle], [], never)


def test_a_package_may_ask_for_itself() -> None:
    assert names(job("a", host=("a",))) == ["a linux-aarch64"]


def test_a_tool_made_by_a_recipe_is_built_for_the_machine_too() -> None:
    spare = (job("tool", MACHINE, host=("lib",)), job("lib", MACHINE), job("unused", MACHINE))
    wanted = job("tool", build=("tool",))
    assert names(wanted, spare=spare) == ["lib linux-64", "tool linux-64", "tool linux-aarch64"]


def test_a_tool_that_a_channel_offers_is_not_built_for_the_machine() -> None:
    made = plan([job("a", build=("tool",))], [job("tool", MACHINE)], lambda name: name == "tool")
    assert [each.name for each in made.jobs] == ["a"]


def test_the_same_job_counts_once() -> None:
    assert names(job("a"), job("a")) == ["a linux-aarch64"]


def test_two_recipes_with_the_same_package_are_an_error() -> None:
    other = replace(job("a"), recipe=Path("/recipes/copy/recipe.yaml"))
    with pytest.raises(RecipeError, match=r"two recipes make the same package a-1.0-h0_0"):
        plan([job("a"), other], [], never)


def test_topological_order_puts_every_need_before_its_user() -> None:
    edges = {"d": ["b", "c"], "b": ["a"], "c": ["a"], "a": []}
    assert topological_order(edges) == ("a", "b", "c", "d")
