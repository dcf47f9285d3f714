"""Every key of `conda-forge.yml`: what it takes, what it means, what it is without being set.

The rows are the reference page as well. Names of nested keys are dotted. Meanings and defaults
are those of conda-smithy 2026.8.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(str, Enum):
    """What a key takes."""

    TEXT = "text"
    BOOLEAN = "true or false"
    INTEGER = "a number"
    TEXTS = "a list of texts"
    SECTION = "a mapping"
    """Its keys have rows of their own."""
    FREE = "any mapping"
    """Not looked into: another program's settings."""
    PLATFORM_TEXT = "a mapping of platforms"
    """Platform → one of the choices."""
    PROVIDERS = "a mapping of platforms to providers"
    CONDITIONAL = "a value, or a list of values with conditions"
    """Items are `value` with any of `os`, `platform` and `provider`; the last match counts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key of the file."""

    name: str
    kind: Kind
    meaning: str
    default: object = None
    choices: tuple[str, ...] = ()
    instead: str = ""
    """What to write instead; set for deprecated keys only."""


TEST_POLICIES = ("all", "native", "native_and_emulated")
BUILD_TOOLS = (
    "conda-build",
    "conda-build+classic",
    "conda-build+conda-libmamba-solver",
    "mambabuild",
    "rattler-build",
)
INSTALL_TOOLS = ("conda", "mamba", "micromamba", "pixi")
OS_VERSIONS = ("alma10", "rocky10", "alma9", "alma8", "ubi8", "cos7")
LINTS = (
    "lint_noarch_selectors",
    "lint_stdlib",
    "hint_os_version",
    "hint_pip_no_build_backend",
    "hint_python_min",
)
LINT_PREFIXES = ("lint_", "hint_")
PINNED_BY_RECIPE = "limit versions with `skip` in the recipe"


def _key(name: str, kind: Kind, meaning: str, default: object = None, *choices: str) -> Key:
    return Key(name=name, kind=kind, meaning=meaning, default=default, choices=choices)


def _old(name: str, kind: Kind, instead: str) -> Key:
    return Key(name=name, kind=kind, meaning="Deprecated.", instead=instead)


PLATFORM_KEYS = (
    _key("build_platform", Kind.PLATFORM_TEXT, "Machine that each target is built on."),
    _key("provider", Kind.PROVIDERS, "CI service for the jobs of each build platform."),
    _key(
        "os_version",
        Kind.PLATFORM_TEXT,
        "Distribution of the container, by the platform built for.",
        None,
        *OS_VERSIONS,
    ),
    _key("test", Kind.TEXT, "Which targets are tested.", "all", *TEST_POLICIES),
    _key("noarch_platforms", Kind.TEXTS, "Where noarch packages are built.", ("linux_64",)),
    _key("conda_build_tool", Kind.TEXT, "What builds.", "conda-build", *BUILD_TOOLS),
    _key("conda_install_tool", Kind.TEXT, "What sets CI up.", "micromamba", *INSTALL_TOOLS),
    _key("recipe_dir", Kind.TEXT, "Folder of the recipe.", "recipe"),
    _key("config_version", Kind.TEXT, "`CONFIG_VERSION` for selectors.", "2"),
    _key(
        "channel_priority",
        Kind.TEXT,
        "How the solver ranks channels.",
        "strict",
        "strict",
        "flexible",
        "disabled",
    ),
    _key("conda_solver", Kind.TEXT, "Solver of conda.", "libmamba", "libmamba", "classic"),
    _key("exclusive_config_file", Kind.TEXT, "Variant file in place of the pinning."),
)

BUILD_KEYS = (
    _key("conda_build", Kind.SECTION, "Settings of conda-build; others are passed on."),
    _key("conda_build.pkg_format", Kind.TEXT, "Package format: 1, 2 or their ending.", "2"),
    _key("conda_build.zstd_compression_level", Kind.INTEGER, "Compression of packages.", 16),
    _key("conda_build.error_overlinking", Kind.BOOLEAN, "Overlinking fails the build.", False),
    _key("docker", Kind.SECTION, "The container of Linux jobs."),
    _key("docker.executable", Kind.TEXT, "Program that runs the container.", "docker"),
    _key(
        "docker.fallback_image",
        Kind.TEXT,
        "Image where the pinning names none.",
        "quay.io/condaforge/linux-anvil-comp7",
    ),
    _key("docker.command", Kind.TEXT, "Shell in the container.", "bash"),
    _key("docker.run_args", Kind.TEXT, "More arguments of `docker run`.", ""),
    _old("docker.interactive", Kind.BOOLEAN, "nothing: the container follows the terminal"),
    _key(
        "remote_ci_setup",
        Kind.TEXTS,
        "Packages that CI installs first.",
        ("conda-forge-ci-setup=4", "conda-build>=26.3"),
    ),
    _key("conda_forge_output_validation", Kind.BOOLEAN, "Outputs need a token.", False),
    _key("package", Kind.TEXT, "Name of the feedstock; taken from its folder."),
    _key("templates", Kind.FREE, "Templates of conda-smithy itself; condax has none to replace."),
    _key("skip_render", Kind.TEXTS, "Files that rerendering leaves alone.", ()),
    _key("linter", Kind.SECTION, "The linter."),
    Key(
        name="linter.skip",
        kind=Kind.TEXTS,
        meaning="Rules that do not apply here, by conda-smithy's name or by condax's.",
        default=(),
        choices=LINTS,
    ),
    _key("shellcheck", Kind.SECTION, "ShellCheck on the recipe's scripts."),
    _key("shellcheck.enabled", Kind.BOOLEAN, "Whether it runs.", False),
    _key("github", Kind.SECTION, "The repository."),
    _key("github.user_or_org", Kind.TEXT, "Its owner.", "conda-forge"),
    _key("github.repo_name", Kind.TEXT, "Its name; `<package>-feedstock` if empty.", ""),
    _key("github.branch_name", Kind.TEXT, "Its main branch.", "main"),
    _key("github.tooling_branch_name", Kind.TEXT, "Main branch of the tooling.", "main"),
    _key("bot", Kind.FREE, "Settings of conda-forge's bot."),
    _key("choco", Kind.TEXTS, "Chocolatey packages that Windows jobs install first.", ()),
    _key("clone_depth", Kind.INTEGER, "Commits that a CI checkout has."),
    _key("idle_timeout_minutes", Kind.INTEGER, "Longest silence of a job."),
    _key("private_upload", Kind.BOOLEAN, "Uploads are private.", False),
    _key("secrets", Kind.TEXTS, "Secrets that jobs see.", ()),
    _key("upload_on_branch", Kind.TEXT, "The one branch that uploads."),
)

CI_KEYS = (
    _key("azure", Kind.SECTION, "Azure Pipelines."),
    _key("azure.force", Kind.BOOLEAN, "Build there too, without uploads.", False),
    _key("azure.max_parallel", Kind.INTEGER, "Jobs at a time.", 50),
    _key("azure.project_id", Kind.TEXT, "Project of the badge."),
    _key("azure.project_name", Kind.TEXT, "Project of the badge.", "feedstock-builds"),
    _key("azure.build_id", Kind.INTEGER, "Definition of the badge."),
    _key("azure.user_or_org", Kind.TEXT, "Organisation; that of `github` if empty."),
    _key("azure.upload_packages", Kind.BOOLEAN, "Whether jobs upload.", True),
    _key("azure.timeout_minutes", Kind.INTEGER, "Longest run of a job, on every system."),
    _old("azure.free_disk_space", Kind.FREE, "workflow_settings.free_disk_space"),
    _old("azure.store_build_artifacts", Kind.BOOLEAN, "workflow_settings.store_build_artifacts"),
    *(
        row
        for system in ("linux", "osx", "win")
        for row in (
            _key(f"azure.settings_{system}", Kind.SECTION, f"Jobs on {system} machines."),
            _key(f"azure.settings_{system}.pool", Kind.FREE, "Machines, e.g. `vmImage`."),
            _key(f"azure.settings_{system}.swapfile_size", Kind.TEXT, "Swap space, `8GiB`."),
            _key(f"azure.settings_{system}.timeoutInMinutes", Kind.INTEGER, "Longest run.", 360),
            _key(f"azure.settings_{system}.variables", Kind.FREE, "Environment of the jobs."),
            _key(f"azure.settings_{system}.install_atl", Kind.BOOLEAN, "Install ATL.", False),
        )
    ),
    _key("github_actions", Kind.SECTION, "GitHub Actions."),
    _key("github_actions.artifact_retention_days", Kind.INTEGER, "Life of artifacts.", 14),
    _key("github_actions.cancel_in_progress", Kind.BOOLEAN, "A push ends older runs.", True),
    _key("github_actions.max_parallel", Kind.INTEGER, "Jobs at a time.", 50),
    _key("github_actions.timeout_minutes", Kind.INTEGER, "Longest run of a job.", 360),
    _key("github_actions.triggers", Kind.TEXTS, "Events; push and pull_request if empty.", ()),
    _key("github_actions.upload_packages", Kind.BOOLEAN, "Whether jobs upload.", True),
    _old("github_actions.self_hosted", Kind.BOOLEAN, "github_actions_labels beside the recipe"),
    _old("github_actions.free_disk_space", Kind.FREE, "workflow_settings.free_disk_space"),
    _old(
        "github_actions.store_build_artifacts",
        Kind.BOOLEAN,
        "workflow_settings.store_build_artifacts",
    ),
    _old(
        "github_actions.resize_win_partitions", Kind.BOOLEAN, "workflow_settings.resize_partitions"
    ),
    _key("workflow_settings", Kind.SECTION, "Settings of jobs on any provider."),
    _key("workflow_settings.store_build_artifacts", Kind.CONDITIONAL, "Keep packages and logs."),
    _key(
        "workflow_settings.tools_install_dir",
        Kind.CONDITIONAL,
        "Folder of the tools on macOS and Windows.",
    ),
    _key("workflow_settings.build_workspace_dir", Kind.CONDITIONAL, "Folder of the build."),
    _key(
        "workflow_settings.pagefile_size", Kind.CONDITIONAL, "Swap space of Linux machines in GiB."
    ),
    _key(
        "workflow_settings.free_disk_space",
        Kind.CONDITIONAL,
        "Clean up before the build; `max` drops containers too.",
        "skip",
        *("skip", "quick", "max"),
    ),
    _key(
        "workflow_settings.resize_partitions",
        Kind.CONDITIONAL,
        "Grow the disk of Windows machines of GitHub Actions.",
    ),
)

DEPRECATED_KEYS = (
    _old("test_on_native_only", Kind.BOOLEAN, "test: native_and_emulated"),
    _old("compiler_stack", Kind.TEXT, "nothing: the pinning decides"),
    _old("min_py_ver", Kind.TEXT, PINNED_BY_RECIPE),
    _old("max_py_ver", Kind.TEXT, PINNED_BY_RECIPE),
    _old("min_r_ver", Kind.TEXT, PINNED_BY_RECIPE),
    _old("max_r_ver", Kind.TEXT, PINNED_BY_RECIPE),
    _old("build_with_mambabuild", Kind.BOOLEAN, "conda_build_tool"),
    _old("matrix", Kind.FREE, "keys in conda_build_config.yaml"),
    _old("travis", Kind.FREE, "provider: github_actions"),
    _old("circle", Kind.FREE, "provider: github_actions"),
    _old("appveyor", Kind.FREE, "provider: github_actions"),
    _old("drone", Kind.FREE, "provider: github_actions"),
    _old("woodpecker", Kind.FREE, "provider: github_actions"),
)

KEYS: tuple[Key, ...] = (*PLATFORM_KEYS, *BUILD_KEYS, *CI_KEYS, *DEPRECATED_KEYS)

BY_NAME = {key.name: key for key in KEYS}


def top_level_keys() -> tuple[str, ...]:
    """The keys that the file may start a line with."""
    return tuple(key.name for key in KEYS if "." not in key.name)


def keys_below(section: str) -> Iterator[Key]:
    """The keys one level below a section."""
    depth = section.count(".") + 1
    for key in KEYS:
        if key.name.startswith(f"{section}.") and key.name.count(".") == depth:
            yield key
