"""The text of a recipe as it is rendered for building: with our build strings, keys and stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from condax.build.workroom import STAGE
from condax.build.yaml_text import dump_yaml, load_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from condax.build.order import WorkOrder

SCRIPT_SUFFIXES = (".sh", ".bat", ".py")
"""What a one-line script that names a file ends with."""


def injected_keys(order: WorkOrder, package_hash: Mapping[str, str]) -> dict[str, str]:
    """Variant keys that make a build what it has to be; scripts see them as variables."""
    return {
        "host_platform": order.job.platforms.host.subdir,
        "build_platform": order.job.platforms.build.subdir,
        **staging_variables(order),
        "PKG_HASH": f"{package_hash.get('prefix', '')}h{package_hash['hash']}",
    }


def staging_variables(order: WorkOrder) -> dict[str, str]:
    """Those that the script of a staging output, which belongs to no package, has to see too."""
    return {"SOURCE_DATE_EPOCH": str(order.epoch), "CPU_COUNT": str(order.cpu_count)}


def with_build_strings(
    text: str, strings: Mapping[str, str], names: Sequence[str], keys: Sequence[str]
) -> str:
    """The recipe with these build strings and `keys` among the used keys of every package.

    `names` are the packages in the order of the recipe, `strings` the build strings by name.
    """
    document = load_yaml(text)
    outputs = document.get("outputs", [document])
    packages = [output for output in outputs if "package" in output]
    for output, name in zip(packages, names, strict=True):
        if name in strings:
            _set_build(output, strings[name], keys)
    return dump_yaml(document)


def with_stage(text: str, cache: str, variables: Mapping[str, str], folder: Path) -> str:
    """The recipe with a further package, `STAGE`, that inherits `cache` and holds nothing.

    Scripts of staging outputs get `variables`; files that they name are looked for in `folder`.
    """
    document = load_yaml(text)
    for output in document["outputs"]:
        if "staging" in output:
            build = output.setdefault("build", {}) or {}
            output["build"] = build
            if "steps" not in build:
                build["script"] = _with_variables(build.get("script"), variables, folder)
    document["outputs"].append(
        {
            "package": {"name": STAGE, "version": "0"},
            "inherit": {"from": cache, "run_exports": False},
            "build": {
                "string": "stage",
                "files": {"exclude": ["**"]},
                "variant": {"use_keys": ["host_platform", "build_platform"]},
            },
        }
    )
    return dump_yaml(document)


def _with_variables(script: Any, variables: Mapping[str, str], folder: Path) -> dict[str, Any]:
    if isinstance(script, dict):
        return {**script, "env": {**variables, **(script.get("env") or {})}}
    if script is None:
        return {"env": dict(variables)}
    is_file = isinstance(script, str) and (
        script.endswith(SCRIPT_SUFFIXES) or (folder / script.strip()).is_file()
    )
    return {"file" if is_file else "content": script, "env": dict(variables)}


def _set_build(output: Any, string: str, keys: Sequence[str]) -> None:
    build = output.get("build") or {}
    output["build"] = build
    build["string"] = string
    variant = build.get("variant") or {}
    build["variant"] = variant
    used = variant.get("use_keys") or []
    variant["use_keys"] = [*([used] if isinstance(used, str) else used), *keys]
