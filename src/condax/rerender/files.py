"""The files around the jobs: README, CODEOWNERS, `.gitignore`, `.gitattributes`, `pixi.toml`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from condax.platforms import get_platform
from condax.rerender.feedstock import LICENSE
from condax.rerender.providers import Provider
from condax.rerender.scripts import GENERATED, TEMPLATES
from condax.rerender.tools import build_tools
from condax.system.templates import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from condax.rerender.config import ForgeConfig
    from condax.rerender.feedstock import Facts, Feedstock
    from condax.rerender.job import Job

ABOUT_LINES = (
    ("Home", "homepage"),
    ("Package license", "license"),
    ("Summary", "summary"),
    ("Development", "repository"),
    ("Documentation", "documentation"),
)
"""What the README says of the package, by v1's names."""


_CONDAX = 'condax = { git = "https://github.com/condax/condax" }'
"""PyPI and conda-forge have another program of that name."""


def render_license(config: ForgeConfig, feedstock: Feedstock) -> dict[str, str]:
    """Path → text of the license of the recipe and its scripts: the feedstock's own if any."""
    if feedstock.license == "":
        return {}
    values = {"OWNER": config.text("github.user_or_org")}
    return {LICENSE: feedstock.license or fill(TEMPLATES / "license.txt", values)}


def render_files(config: ForgeConfig, facts: Facts, jobs: Sequence[Job]) -> dict[str, str]:
    """Path → text of the files that every feedstock has."""
    values = {"GENERATED": GENERATED, "RECIPE_DIR": config.text("recipe_dir")}
    tree = {
        ".gitattributes": fill(TEMPLATES / "gitattributes", values),
        ".gitignore": fill(TEMPLATES / "gitignore", values),
        ".ci_support/README": fill(TEMPLATES / "ci_support_readme", values),
        "README.md": _readme(config, facts, jobs),
    }
    if facts.maintainers:
        # Without a last line end and with teams in lower case, as conda-smithy writes it.
        names = (name.lower() if "/" in name else name for name in sorted({*facts.maintainers}))
        tree[".github/CODEOWNERS"] = "* " + " ".join(f"@{name}" for name in names)
    if config.text("conda_install_tool") == "pixi":
        tree["pixi.toml"] = _pixi(config, facts, jobs)
    return tree


def _readme(config: ForgeConfig, facts: Facts, jobs: Sequence[Job]) -> str:
    name = facts.repository
    owner, branch = config.text("github.user_or_org"), config.text("github.branch_name")
    install, update = f"Installing {facts.package}", f"Updating {name}"
    return fill(
        TEMPLATES / "readme.md",
        {
            "FEEDSTOCK": name,
            "UNDERLINE": "=" * len(f"About {name}"),
            "OWNER": owner,
            "BRANCH": branch,
            "ABOUT": _about(facts.about),
            "BADGES": _badges(config, name, jobs),
            "JOBS": "\n".join(
                f"| {job.name} | {job.target} | {job.build} | {job.provider.value} |"
                for job in jobs
            ),
            "PACKAGE": facts.package,
            "INSTALL_UNDERLINE": "=" * len(install),
            "UPDATE_UNDERLINE": "=" * len(update),
            "CHANNEL": facts.channel,
            "PACKAGES": " ".join(facts.outputs),
            "RECIPE_DIR": config.text("recipe_dir"),
            "MAINTAINERS": "\n".join(
                f"* [@{each}](https://github.com/{each}/)"
                for each in sorted(facts.maintainers, key=str.lower)
            ),
        },
    )


def _about(about: Mapping[str, str]) -> str:
    return "".join(f"{label}: {about[key]}\n\n" for label, key in ABOUT_LINES if about.get(key))


def _badges(config: ForgeConfig, name: str, jobs: Sequence[Job]) -> str:
    owner, branch = config.text("github.user_or_org"), config.text("github.branch_name")
    providers = {job.provider for job in jobs}
    lines = []
    if Provider.GITHUB_ACTIONS in providers:
        page = f"https://github.com/{owner}/{name}/actions/workflows/conda-build.yml"
        lines.append(f"[![GitHub Actions]({page}/badge.svg?branch={branch})]({page})\n")
    if Provider.AZURE in providers:
        lines.append(_azure_badge(config, name, branch))
    return "\n".join(lines)


def _azure_badge(config: ForgeConfig, name: str, branch: str) -> str:
    organisation = config.text("azure.user_or_org") or config.text("github.user_or_org")
    project = f"https://dev.azure.com/{organisation}/{config.text('azure.project_name')}"
    badge = f"{project}/_apis/build/status/{name}?branchName={branch}"
    number = config.number("azure.build_id")
    page = f"{project}/_build"
    if number is not None:
        page += f"/latest?definitionId={number}&branchName={branch}"
    return f"[![Azure]({badge})]({page})\n"


def _pixi(config: ForgeConfig, facts: Facts, jobs: Sequence[Job]) -> str:
    name = facts.repository
    platforms = sorted({get_platform(job.build).subdir for job in jobs})
    recipe = config.text("recipe_dir")
    build = "rattler-build build --recipe" if config.uses_rattler_build else "conda-build"
    lines = [
        f"# {GENERATED}",
        "[workspace]",
        f"name = {_toml(name)}",
        'channels = ["conda-forge"]',
        f"platforms = {_toml(platforms)}",
        "",
        "[dependencies]",
        *(f"{key} = {_toml(spec)}" for key, spec in sorted(_pixi_tools(config).items())),
        "",
        "[tasks.build]",
        f"cmd = {_toml(f'{build} {recipe}')}",
        f"description = {_toml(f'Build {name} without a variant file')}",
    ]
    for config_name, job in {job.config: job for job in jobs}.items():
        command = f"{build} {recipe} -m .ci_support/{config_name}.yaml"
        if config.uses_rattler_build and job.target != job.build:
            command += f" --target-platform {get_platform(job.target).subdir}"
        lines += ["", f"[tasks.{_toml(f'build-{config_name}')}]", f"cmd = {_toml(command)}"]
    lines += ["", "[feature.rerender.pypi-dependencies]", _CONDAX]
    lines += ["", "[feature.rerender.tasks.rerender]", 'cmd = "condax rerender"']
    lines += ["", "[environments]", 'rerender = ["rerender"]']
    return "\n".join(lines) + "\n"


def _pixi_tools(config: ForgeConfig) -> dict[str, str]:
    """Package → version spec, as pixi wants them."""
    specs = {}
    for spec in build_tools(config):
        name = spec.rstrip("0123456789.*").rstrip("<>=! ")
        version = spec[len(name) :].strip()
        if version.startswith("=") and not version.startswith("=="):
            version = version[1:] + ("" if version.endswith("*") else ".*")
        specs[name] = version or "*"
    return specs


def _toml(value: object) -> str:
    """A TOML string or list of strings, which JSON's are too."""
    return json.dumps(value)
