"""Every key of `conda-forge.yml`: what it takes, what it means, what it is without being set.

The rows are the reference page as well. Names of nested keys are dotted. Meanings and defaults
are those of conda-smithy 2026.8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from condax.rerender.key import Key, Kind, conditional, deprecated, key
from condax.rerender.providers import KNOWN_PLATFORMS, OTHER_PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Iterator


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
PLATFORMS = (*KNOWN_PLATFORMS, *OTHER_PLATFORMS)
OF_OTHERS = ("bot", "linter")
"""Sections that rerendering does not read: a mistake in them does not stop it."""
VERSION_SOURCES = (
    *("cran", "github", "githubreleases", "incrementalpharawurl", "librariesio", "npm"),
    *("nvidia", "pypi", "rawurl", "rosdistro"),
)
INSPECTIONS = (
    *("hint", "hint-all", "hint-source", "hint-grayskull"),
    *("update-all", "update-source", "update-grayskull", "disabled"),
)
PINNED_BY_RECIPE = "limit versions with `skip` in the recipe"


PLATFORM_KEYS = (
    key("build_platform", Kind.PLATFORM_TEXT, "Machine that each target is built on."),
    key("provider", Kind.PROVIDERS, "CI service for the jobs of each build platform."),
    key(
        "os_version",
        Kind.PLATFORM_TEXT,
        "Distribution of the container, by the platform built for.",
        None,
        *OS_VERSIONS,
    ),
    key("test", Kind.TEXT, "Which targets are tested.", "all", *TEST_POLICIES),
    key(
        "noarch_platforms",
        Kind.ONE_OR_TEXTS,
        "Where noarch packages are built.",
        ("linux_64",),
        *PLATFORMS,
    ),
    key("conda_build_tool", Kind.TEXT, "What builds.", "conda-build", *BUILD_TOOLS),
    key("conda_install_tool", Kind.TEXT, "What sets CI up.", "micromamba", *INSTALL_TOOLS),
    key("recipe_dir", Kind.TEXT, "Folder of the recipe.", "recipe"),
    key("config_version", Kind.TEXT, "`CONFIG_VERSION` for selectors.", "2"),
    key(
        "channel_priority",
        Kind.TEXT,
        "How the solver ranks channels.",
        "strict",
        "strict",
        "flexible",
        "disabled",
    ),
    key("conda_solver", Kind.TEXT, "Solver of conda.", "libmamba", "libmamba", "classic"),
    key("exclusive_config_file", Kind.TEXT, "Variant file in place of the pinning."),
)

BUILD_KEYS = (
    key("conda_build", Kind.SECTION, "Settings of conda-build; others are passed on."),
    key("conda_build.pkg_format", Kind.TEXT, "Format of packages.", "2", "1", "2", "tar"),
    key("conda_build.zstd_compression_level", Kind.INTEGER, "Compression of packages.", 16),
    key("conda_build.error_overlinking", Kind.BOOLEAN, "Overlinking fails the build.", False),
    key("docker", Kind.SECTION, "The container of Linux jobs."),
    key("docker.executable", Kind.TEXT, "Program that runs the container.", "docker"),
    key(
        "docker.fallback_image",
        Kind.TEXT,
        "Image where the pinning names none.",
        "quay.io/condaforge/linux-anvil-comp7",
    ),
    key("docker.command", Kind.TEXT, "Shell in the container.", "bash"),
    key("docker.run_args", Kind.TEXT, "More arguments of `docker run`.", ""),
    deprecated("docker.interactive", Kind.BOOLEAN, "nothing: the container follows the terminal"),
    key(
        "remote_ci_setup",
        Kind.ONE_OR_TEXTS,
        "Packages that CI installs first.",
        ("conda-forge-ci-setup=4", "conda-build>=26.3"),
    ),
    key("conda_forge_output_validation", Kind.BOOLEAN, "Outputs need a token.", False),
    key("package", Kind.TEXT, "Name of the feedstock; taken from its folder."),
    key("templates", Kind.FREE, "Templates of conda-smithy itself; condax has none to replace."),
    key("skip_render", Kind.TEXTS, "Files that rerendering leaves alone.", ()),
    key("linter", Kind.SECTION, "The linter."),
    Key(
        name="linter.skip",
        kind=Kind.TEXTS,
        meaning="Rules that do not apply here, by conda-smithy's name or by condax's.",
        default=(),
        choices=LINTS,
    ),
    key("shellcheck", Kind.SECTION, "ShellCheck on the recipe's scripts."),
    key("shellcheck.enabled", Kind.BOOLEAN, "Whether it runs.", False),
    key("github", Kind.SECTION, "The repository."),
    key("github.user_or_org", Kind.TEXT, "Its owner.", "conda-forge"),
    key("github.repo_name", Kind.TEXT, "Its name; `<package>-feedstock` if empty.", ""),
    key("github.branch_name", Kind.TEXT, "Its main branch.", "main"),
    key("github.tooling_branch_name", Kind.TEXT, "Main branch of the tooling.", "main"),
    key("choco", Kind.TEXTS, "Chocolatey packages that Windows jobs install first.", ()),
    key("clone_depth", Kind.INTEGER, "Commits that a CI checkout has."),
    key("idle_timeout_minutes", Kind.INTEGER, "Longest silence of a job."),
    key("private_upload", Kind.BOOLEAN, "Uploads are private.", False),
    key("secrets", Kind.TEXTS, "Secrets that jobs see.", ()),
    key("upload_on_branch", Kind.TEXT, "The one branch that uploads."),
)

CI_KEYS = (
    key("azure", Kind.SECTION, "Azure Pipelines."),
    key("azure.force", Kind.BOOLEAN, "Build there too, without uploads.", False),
    key("azure.max_parallel", Kind.INTEGER, "Jobs at a time.", 50),
    key("azure.project_id", Kind.TEXT, "Project of the badge."),
    key("azure.project_name", Kind.TEXT, "Project of the badge.", "feedstock-builds"),
    key("azure.build_id", Kind.INTEGER, "Definition of the badge."),
    key("azure.user_or_org", Kind.TEXT, "Organisation; that of `github` if empty."),
    key("azure.upload_packages", Kind.BOOLEAN, "Whether jobs upload.", True),
    key("azure.timeout_minutes", Kind.INTEGER, "Longest run of a job, on every system."),
    deprecated(
        "azure.free_disk_space",
        Kind.SWITCHES,
        "workflow_settings.free_disk_space",
        *("apt", "cache", "docker"),
    ),
    deprecated(
        "azure.store_build_artifacts", Kind.BOOLEAN, "workflow_settings.store_build_artifacts"
    ),
    *(
        row
        for system in ("linux", "osx", "win")
        for row in (
            key(f"azure.settings_{system}", Kind.SECTION, f"Jobs on {system} machines."),
            key(f"azure.settings_{system}.pool", Kind.FREE, "Machines, e.g. `vmImage`."),
            key(f"azure.settings_{system}.swapfile_size", Kind.TEXT, "Swap space, `8GiB`."),
            key(f"azure.settings_{system}.timeoutInMinutes", Kind.INTEGER, "Longest run.", 360),
            key(f"azure.settings_{system}.variables", Kind.FREE, "Environment of the jobs."),
            key(f"azure.settings_{system}.install_atl", Kind.BOOLEAN, "Install ATL.", False),
        )
    ),
    key("github_actions", Kind.SECTION, "GitHub Actions."),
    key("github_actions.artifact_retention_days", Kind.INTEGER, "Life of artifacts.", 14),
    key("github_actions.cancel_in_progress", Kind.BOOLEAN, "A push ends older runs.", True),
    key("github_actions.max_parallel", Kind.INTEGER, "Jobs at a time.", 50),
    key("github_actions.timeout_minutes", Kind.INTEGER, "Longest run of a job.", 360),
    key("github_actions.triggers", Kind.TEXTS, "Events; push and pull_request if empty.", ()),
    key("github_actions.upload_packages", Kind.BOOLEAN, "Whether jobs upload.", True),
    deprecated(
        "github_actions.self_hosted", Kind.BOOLEAN, "github_actions_labels beside the recipe"
    ),
    deprecated(
        "github_actions.free_disk_space",
        Kind.SWITCHES,
        "workflow_settings.free_disk_space",
        *("apt", "cache", "docker"),
    ),
    deprecated(
        "github_actions.store_build_artifacts",
        Kind.BOOLEAN,
        "workflow_settings.store_build_artifacts",
    ),
    deprecated(
        "github_actions.resize_win_partitions", Kind.BOOLEAN, "workflow_settings.resize_partitions"
    ),
    key("workflow_settings", Kind.SECTION, "Settings of jobs on any provider."),
    conditional("workflow_settings.store_build_artifacts", Kind.BOOLEAN, "Keep packages and logs."),
    conditional(
        "workflow_settings.tools_install_dir",
        Kind.TEXT,
        "Folder of the tools on macOS and Windows; `D:\\Miniforge` where there is such a disk.",
    ),
    conditional(
        "workflow_settings.build_workspace_dir",
        Kind.TEXT,
        "Folder of the build; `bld` on Windows, beside the tools.",
    ),
    conditional(
        "workflow_settings.pagefile_size",
        Kind.INTEGER,
        "Swap space of Linux machines, page file of Windows machines, in GiB.",
    ),
    conditional(
        "workflow_settings.free_disk_space",
        Kind.TEXT,
        "Clean up before the build; `max` drops containers too.",
        "skip",
        *("skip", "quick", "max"),
    ),
    conditional(
        "workflow_settings.resize_partitions",
        Kind.BOOLEAN,
        "Grow the disk of Windows machines of GitHub Actions.",
    ),
)

BOT_KEYS = (
    key("bot", Kind.SECTION, "conda-forge's bot."),
    key(
        "bot.automerge",
        Kind.SWITCH,
        "Merge its pull requests that pass.",
        False,
        *("version", "migration"),
    ),
    key("bot.check_solvable", Kind.BOOLEAN, "Only ask for what can be solved.", True),
    key("bot.inspection", Kind.TEXT, "How requirements are kept.", "hint", *INSPECTIONS),
    key("bot.abi_migration_branches", Kind.TEXTS, "Branches that are migrated, too.", ()),
    key("bot.run_deps_from_wheel", Kind.BOOLEAN, "Take `run` from the wheel.", False),
    key("bot.update_static_libs", Kind.BOOLEAN, "Update libraries linked statically.", False),
    key("bot.remake_prs_with_conflicts", Kind.BOOLEAN, "Make them anew.", True),
    key("bot.rebuild_on_update", Kind.TEXTS, "Packages whose versions ask for a build."),
    key("bot.version_updates", Kind.SECTION, "Versions that the bot proposes."),
    key("bot.version_updates.random_fraction_to_keep", Kind.FRACTION, "Share of them."),
    key("bot.version_updates.exclude", Kind.TEXTS, "Versions to leave out.", ()),
    key("bot.version_updates.sources", Kind.TEXTS, "Where to look.", None, *VERSION_SOURCES),
    key("bot.version_updates.skip", Kind.BOOLEAN, "Propose none.", False),
    key("bot.version_updates.even_odd_versions", Kind.BOOLEAN, "Odd minors are unstable."),
    key("bot.version_updates.allowed_tag_globs", Kind.ONE_OR_TEXTS, "Patterns of tags."),
    key("bot.version_updates.nvidia", Kind.FREE, "Where NVIDIA lists the versions."),
    key("bot.version_updates.use_curl", Kind.BOOLEAN, "Ask with curl instead of wget."),
)

DEPRECATED_KEYS = (
    deprecated("test_on_native_only", Kind.BOOLEAN, "test: native_and_emulated"),
    deprecated("compiler_stack", Kind.TEXT, "nothing: the pinning decides"),
    deprecated("min_py_ver", Kind.TEXT, PINNED_BY_RECIPE),
    deprecated("max_py_ver", Kind.TEXT, PINNED_BY_RECIPE),
    deprecated("min_r_ver", Kind.TEXT, PINNED_BY_RECIPE),
    deprecated("max_r_ver", Kind.TEXT, PINNED_BY_RECIPE),
    deprecated("build_with_mambabuild", Kind.BOOLEAN, "conda_build_tool"),
    deprecated("matrix", Kind.FREE, "keys in conda_build_config.yaml"),
    deprecated("travis", Kind.FREE, "provider: github_actions"),
    deprecated("circle", Kind.FREE, "provider: github_actions"),
    deprecated("appveyor", Kind.FREE, "provider: github_actions"),
    deprecated("drone", Kind.FREE, "provider: github_actions"),
    deprecated("woodpecker", Kind.FREE, "provider: github_actions"),
)

KEYS: tuple[Key, ...] = (*PLATFORM_KEYS, *BUILD_KEYS, *CI_KEYS, *BOT_KEYS, *DEPRECATED_KEYS)

BY_NAME = {key.name: key for key in KEYS}


def top_level_keys() -> tuple[str, ...]:
    """The keys that the file may start a line with."""
    return tuple(key.name for key in KEYS if "." not in key.name)


def keys_below(section: str) -> Iterator[Key]:
    """The keys one level below a section."""
    depth = section.count(".") + 1
    below = (each for each in KEYS if each.name.startswith(f"{section}."))
    return (each for each in below if each.name.count(".") == depth)
