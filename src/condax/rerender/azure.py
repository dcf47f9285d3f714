"""The pipelines of Azure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.rerender.providers import Provider
from condax.rerender.scripts import GENERATED, TEMPLATES, artifacts_folder
from condax.rerender.text import indented, scalar, secrets_block
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

PIPELINE = "azure-pipelines.yml"

IMAGES = {Os.LINUX: "ubuntu-latest", Os.WINDOWS: "windows-2022"}
"""Machines where the file names none; of macOS there is one for each processor."""


def render_azure(config: ForgeConfig, jobs: Sequence[Job]) -> dict[str, str]:
    """Path → text of the pipeline and of its part for each system."""
    own = [job for job in jobs if job.provider is Provider.AZURE]
    tree: dict[str, str] = {}
    for system in (Os.LINUX, Os.MACOS, Os.WINDOWS):
        here = [job for job in own if job.build_platform.os is system]
        if here:
            path = f".azure-pipelines/azure-pipelines-{system.value}.yml"
            tree[path] = _part(config, system, here)
    if not tree:
        return {}
    templates = "\n".join(f"  - template: ./{path}" for path in sorted(tree))
    values = {"GENERATED": GENERATED, "TEMPLATES": templates}
    return {PIPELINE: fill(TEMPLATES / "azure.yml", values), **tree}


def _part(config: ForgeConfig, system: Os, jobs: Sequence[Job]) -> str:
    settings = f"azure.settings_{system.value}"
    pool = config.mapping(f"{settings}.pool")
    if "name" not in pool:
        pool = {"vmImage": IMAGES.get(system, "$(VMIMAGE)"), **pool}
    timeout = config.number("azure.timeout_minutes")
    depth = config.number("clone_depth")
    stores = any(_stores(config, job) for job in jobs)
    text = fill(
        TEMPLATES / f"azure-{system.value}.yml",
        {
            "GENERATED": GENERATED,
            "POOL": _mapping(pool, 6),
            "MATRIX": "\n".join(_entry(config, job) for job in jobs),
            "MAX_PARALLEL": str(config.number("azure.max_parallel")),
            "TIMEOUT": str(timeout or config.number(f"{settings}.timeoutInMinutes")),
            "VARIABLES": _mapping(_variables(config, system), 6),
            "CHECKOUT": f'      - checkout: self\n        fetchDepth: "{depth}"\n'
            if depth is not None
            else "",
            "SECRETS": secrets_block(config.secrets, "          {name}: $({name})"),
            "ARTIFACTS": fill(TEMPLATES / "azure-artifacts.yml", {}) if stores else "",
        },
    )
    return text.rstrip("\n") + "\n"


def _variables(config: ForgeConfig, system: Os) -> Mapping[str, object]:
    given = config.mapping(f"azure.settings_{system.value}.variables")
    own: dict[str, object] = {"UPLOAD_ON_BRANCH": config.text("upload_on_branch")}
    if system is Os.WINDOWS:
        own["UPLOAD_TEMP"] = "D:\\tmp"
    return {**own, **given}


def _mapping(values: Mapping[str, object], indent: int) -> str:
    margin = " " * indent
    return "\n".join(f"{margin}{key}: {scalar(value)}" for key, value in values.items())


def _entry(config: ForgeConfig, job: Job) -> str:
    values: dict[str, object] = {
        "CONFIG": job.config,
        "SHORT_CONFIG": job.short_name,
        "UPLOAD_PACKAGES": str(job.uploads),
        "STORE_BUILD_ARTIFACTS": str(_stores(config, job)),
        "artifacts": artifacts_folder(job),
    }
    if job.build_platform.os is Os.LINUX:
        values["DOCKER_IMAGE"] = job.docker_image
    if job.build_platform.os is Os.MACOS:
        values["VMIMAGE"] = job.runner
    lines = "\n".join(f"{key}: {scalar(value)}" for key, value in values.items())
    name = f"{scalar(job.config)}:\n" + indented(lines, "  ", "  ")
    return indented(name, "        ", "        ")


def _stores(config: ForgeConfig, job: Job) -> bool:
    return config.setting("store_build_artifacts", job.target, job.provider) is True
