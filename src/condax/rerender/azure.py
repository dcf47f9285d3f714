"""The pipelines of Azure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.platforms.table import OSX_64, OSX_ARM64
from condax.rerender.providers import Provider
from condax.rerender.scripts import GENERATED, TEMPLATES, artifacts_folder
from condax.rerender.settings import choco_steps, settings_of
from condax.rerender.text import indented, scalar, secrets_block
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.job import Job

PIPELINE = "azure-pipelines.yml"

IMAGES = {Os.LINUX: "ubuntu-latest", Os.WINDOWS: "windows-2022"}
"""Machines where the file names none; of macOS there is one for each processor."""

MAC_IMAGES = {OSX_64: "macOS-15", OSX_ARM64: "macOS-15-arm64"}


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
    found = [settings_of(config, job) for job in jobs]
    swaps = any(each.pagefile_size for each in found)
    before = {
        "azure-space.yml": any(each.free_disk_space != "skip" for each in found),
        "azure-swap.yml": swaps and system is Os.LINUX,
        "azure-pagefile.yml": swaps and system is Os.WINDOWS,
        "azure-choco.yml": bool(config.texts("choco")) and system is Os.WINDOWS,
        "azure-atl.yml": config.flag(f"{settings}.install_atl") and system is Os.WINDOWS,
    }
    values = {"CHOCO": choco_steps(config, "          call choco install {name} -y").rstrip("\n")}
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
            "BEFORE": "".join(
                fill(TEMPLATES / n, values) for n, wanted in before.items() if wanted
            ),
            "ARTIFACTS": fill(TEMPLATES / "azure-artifacts.yml", {})
            if any(each.stores for each in found)
            else "",
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
    settings = settings_of(config, job)
    values: dict[str, object] = {
        "CONFIG": job.config,
        "SHORT_CONFIG": job.short_name,
        "UPLOAD_PACKAGES": str(job.uploads),
        "STORE_BUILD_ARTIFACTS": str(settings.stores),
        "free_disk_space": settings.free_disk_space,
        "pagefile_size": settings.pagefile_size,
        "artifacts": dict(settings.paths).get("CONDA_BLD_PATH", artifacts_folder(job)),
        # Azure gives the scripts every variable of the matrix.
        **dict(settings.paths),
    }
    if job.build_platform.os is Os.LINUX:
        values["DOCKER_IMAGE"] = job.docker_image
    if job.build_platform.os is Os.MACOS:
        values["VMIMAGE"] = MAC_IMAGES[job.build_platform]
    if job.build_platform.os is Os.WINDOWS:
        values["build_platform"] = job.build_platform.subdir
    lines = "\n".join(f"{key}: {scalar(value)}" for key, value in values.items())
    name = f"{scalar(job.config)}:\n" + indented(lines, "  ", "  ")
    return indented(name, "        ", "        ")
