"""Building one package with the rattler-build library, in this process.

`run_build` takes the host platform from the variant, and the machine's own where the variant does
not say; it dates everything with the time it starts at. So the recipe is rendered twice: as it is,
which gives the build string that plain rattler-build gives, and again with that string written
down and the keys of `injected_keys` in the variant. `finish` takes those keys out of the package.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.build.injection import injected_keys, with_build_strings
from condax.build.render import evaluate, load_recipe, package_names
from condax.build.run import run_rattler_build
from condax.build.sources import provide_sources
from condax.build.stage import provide_stage
from condax.build.variants import Variants
from condax.errors import ToolFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import rattler_build as rb

    from condax.build.model import Job, Scalar
    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder
    from condax.build.stage import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class RawPackage:
    """An archive as rattler-build leaves it, and what it would say without our keys."""

    path: Path
    variant: Mapping[str, Scalar]
    hash: Mapping[str, str]
    """`hash` and, unless empty, `prefix`, as in `rendered_recipe.yaml`."""
    has_tests: bool
    stage: Stage | None = None
    """Where what it inherits came from."""


def build_in_process(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> RawPackage:
    """Build the order's package; every exception is one of `condax.errors`."""
    job = order.job
    plain = load_recipe(job.recipe)
    variants = Variants(values=job.config, zip_keys=job.zip_keys)
    outputs = evaluate(plain, job.recipe, job.platforms, variants)
    planned = find_output(outputs, job)
    package_hash = hash_of(planned)
    keys = injected_keys(order, package_hash)
    strings = {each.recipe.package.name: str(each.recipe.build.string) for each in outputs}
    strings[job.name] = job.build
    names = package_names(plain, job)
    text = with_build_strings(job.recipe.read_text(encoding="utf-8"), strings, names, tuple(keys))
    recipe = load_recipe(job.recipe, text)
    values = {**job.config, **{key: (value,) for key, value in keys.items()}}
    injected = Variants(values=values, zip_keys=job.zip_keys)
    rendered = find_output(evaluate(recipe, job.recipe, job.platforms, injected), job)
    provide_sources(order, planned.recipe.to_dict(), recorder, env)
    stage = None
    if order.stage is not None:
        stage = provide_stage(order, text, injected, recorder, env)
        recorder.on_staging_key = stage.placer(order)
    archive = run_rattler_build(rendered, order, order.engine_output, recorder)
    return raw_package(archive, planned, stage)


def raw_package(path: Path, planned: rb.RenderedVariant, stage: Stage | None = None) -> RawPackage:
    """The archive at `path` with what the unchanged recipe says about it."""
    return RawPackage(
        path=path,
        variant=planned.variant,
        hash=hash_of(planned),
        has_tests=bool(planned.recipe.to_dict().get("tests")),
        stage=stage,
    )


def find_output(outputs: list[rb.RenderedVariant], job: Job) -> rb.RenderedVariant:
    """The rendered package that is the job's."""
    for output in outputs:
        build = str(output.recipe.build.string)
        if (output.recipe.package.name, build) == (job.name, job.build):
            return output
    found = ", ".join(f"{o.recipe.package.name} {o.recipe.build.string}" for o in outputs)
    raise ToolFailedError(
        f"the recipe gives {found or 'nothing'} where {job.stem} was planned",
        hint="do not change the recipe while it is being built",
        where=str(job.recipe),
    )


def hash_of(output: rb.RenderedVariant) -> dict[str, str]:
    """As `RawPackage.hash`; empty where the recipe writes its build string itself."""
    info = output.hash_info
    if info is None:
        return {"hash": ""}
    return {"hash": info.hash, **({"prefix": info.prefix} if info.prefix else {})}
