"""Building one package with the rattler-build library, in this process.

`run_build` takes the host platform from the variant, and the machine's own where the variant does
not say; it dates everything with the time it starts at. So the recipe is rendered twice: as it is,
which gives the build string that plain rattler-build gives, and again with that string written
down and the keys of `injected_keys` in the variant. `finish` takes those keys out of the package.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from condax.build.failure import build_failure
from condax.build.render import evaluate, load_recipe, package_names
from condax.build.sources import provide_sources
from condax.build.variants import Variants
from condax.errors import ToolFailedError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import rattler_build as rb

    from condax.build.model import Job, Scalar
    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder

FAST_FORMAT = "conda:1"
"""The archive is packed again by `finish`, so that packing it well here would be wasted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RawPackage:
    """An archive as rattler-build leaves it, and what it would say without our keys."""

    path: Path
    variant: Mapping[str, Scalar]
    hash: Mapping[str, str]
    """`hash` and, unless empty, `prefix`, as in `rendered_recipe.yaml`."""
    has_tests: bool


def injected_keys(order: WorkOrder, package_hash: Mapping[str, str]) -> dict[str, str]:
    """Variant keys that make a build what it has to be; scripts see them as variables."""
    return {
        "host_platform": order.job.platforms.host.subdir,
        "build_platform": order.job.platforms.build.subdir,
        "SOURCE_DATE_EPOCH": str(order.epoch),
        "CPU_COUNT": str(order.cpu_count),
        "PKG_HASH": f"{package_hash.get('prefix', '')}h{package_hash['hash']}",
    }


def build_in_process(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> RawPackage:
    """Build the order's package; every exception is one of `condax.errors`."""
    import rattler_build as rb

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
    try:
        result = rendered.run_build(
            tool_config=rb.ToolConfiguration(keep_build=True, test_strategy="skip"),
            output_dir=order.engine_output,
            channels=list(order.channels),
            progress_callback=recorder,
            no_build_id=True,
            package_format=FAST_FORMAT,
        )
    except rb.RattlerBuildError as e:
        raise build_failure(order, str(e), recorder.lines) from None
    return raw_package(result.packages[0], planned)


def raw_package(path: Path, planned: rb.RenderedVariant) -> RawPackage:
    """The archive at `path` with what the unchanged recipe says about it."""
    return RawPackage(
        path=path,
        variant=planned.variant,
        hash=hash_of(planned),
        has_tests=bool(planned.recipe.to_dict().get("tests")),
    )


def with_build_strings(
    text: str, strings: Mapping[str, str], names: Sequence[str], keys: Sequence[str]
) -> str:
    """The recipe with these build strings and `keys` among the used keys of every package.

    `names` are the packages in the order of the recipe, `strings` the build strings by name.
    """
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = 1 << 20
    yaml.allow_duplicate_keys = True
    document = yaml.load(text)
    outputs = document.get("outputs", [document])
    packages = [output for output in outputs if "package" in output]
    for output, name in zip(packages, names, strict=True):
        if name in strings:
            _set_build(output, strings[name], keys)
    stream = io.StringIO()
    yaml.dump(document, stream)
    return stream.getvalue()


def _set_build(output: Any, string: str, keys: Sequence[str]) -> None:
    build = output.get("build") or {}
    output["build"] = build
    build["string"] = string
    variant = build.get("variant") or {}
    build["variant"] = variant
    used = variant.get("use_keys") or []
    variant["use_keys"] = [*([used] if isinstance(used, str) else used), *keys]


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
