"""`rerender`: every file of a feedstock as one tree, and what differs from the folder."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from condax.platforms import Os
from condax.recipe.values import Text
from condax.rerender.azure import PIPELINE, render_azure
from condax.rerender.ci_support import render_variant_file
from condax.rerender.consistency import check_consistency
from condax.rerender.cross import enable_cross
from condax.rerender.feedstock import (
    CONFIG,
    MIGRATIONS,
    Facts,
    Feedstock,
    load_feedstock,
    read_forge_file,
)
from condax.rerender.files import render_files, render_license
from condax.rerender.github import WORKFLOW, render_github
from condax.rerender.helpers import render_helpers
from condax.rerender.plan import JobPlan, Pinning, plan_jobs
from condax.rerender.scripts import is_executable, render_scripts
from condax.rerender.zig import FOLDER as ZIG_VARIANTS
from condax.rerender.zig import WORKFLOW as ZIG_WORKFLOW
from condax.rerender.zig import render_zig, zig_jobs
from condax.system.files import write_text
from condax.variants import find_lost_lists
from condax.variants.parse import SELECTOR_FILE_ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from condax.diagnostics import Diagnostic
    from condax.platforms import Platform
    from condax.recipe.model import Recipe
    from condax.rerender.job import Job

REPLACEABLE = (
    WORKFLOW,
    PIPELINE,
    ZIG_WORKFLOW,
    "pixi.toml",
    *(f".azure-pipelines/azure-pipelines-{os.value}.yml" for os in Os if os is not Os.ANY),
    ".scripts/build_steps.sh",
    ".scripts/run_docker_build.sh",
    ".scripts/run_osx_build.sh",
    ".scripts/run_win_build.bat",
    ".scripts/free_disk_space.sh",
    ".scripts/create_pagefile.ps1",
    ".scripts/create_pagefile.sh",
)
"""Files that rerendering removes where no job needs them any more."""

OBSOLETE = (
    ".appveyor.yml",
    ".circleci/checkout_merge_commit.sh",
    ".circleci/config.yml",
    ".circleci/fast_finish_ci_pr_build.sh",
    ".drone.yml",
    ".github/workflows/automerge.yml",
    ".github/workflows/main.yml",
    ".github/workflows/webservices.yml",
    ".scripts/SetPageFileSize.ps1",
    ".scripts/create_conda_build_artifacts.bat",
    ".scripts/create_conda_build_artifacts.sh",
    ".scripts/create_pagefile.bat",
    ".travis.yml",
    ".woodpecker.yml",
    "appveyor.yml",
    "circle.yml",
)
"""Files of providers and tools of the past."""


UNENDED = "\n\\ No newline at end of file\n"
"""What a diff says of a last line, so that it can be applied."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """All that a feedstock's files should be."""

    tree: Mapping[str, str]
    """Path below the feedstock → text."""
    plan: JobPlan
    zig: tuple[Job, ...]
    """Jobs beside those of the plan, which condax builds with its own toolchain."""
    diagnostics: tuple[Diagnostic, ...]
    """About conda-forge.yml and the variant files."""
    kept: tuple[str, ...] = ()
    """Paths that `skip_render` leaves alone."""

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Every job."""
        return (*self.plan.jobs, *self.zig)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """How a folder differs from what it should be."""

    written: Mapping[str, str]
    """Path → text of files that are missing or different."""
    removed: tuple[str, ...]
    """Paths of files that no job needs."""
    before: Mapping[str, str]
    """Path → text of the files there now, for those written or removed."""

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.written or self.removed)

    def diff(self) -> str:
        """A unified diff."""
        parts = []
        for path in sorted({*self.written, *self.removed}):
            old, new = self.before.get(path, ""), self.written.get(path, "")
            there = f"a/{path}" if path in self.before else "/dev/null"
            then = f"b/{path}" if path in self.written else "/dev/null"
            lines = difflib.unified_diff(
                old.splitlines(keepends=True), new.splitlines(keepends=True), there, then
            )
            parts += [line if line.endswith("\n") else line + UNENDED for line in lines]
        return "".join(parts)


def render_feedstock(feedstock: Feedstock, pinning: Pinning, *, with_zig: bool = False) -> Rendered:
    """Every file of a feedstock; nothing is read or written.

    `with_zig` adds jobs that build the cross targets with condax's own toolchain.
    """
    config = feedstock.config
    plan = plan_jobs(feedstock, pinning)
    systems = [each for each in Os if any(j.build_platform.os is each for j in plan.jobs)]
    tree: dict[str, str] = {
        f".ci_support/{job.file_name}": render_variant_file(job.variant) for job in plan.jobs
    }
    tree |= render_scripts(config, feedstock.name, systems)
    zig = zig_jobs(config, plan.jobs) if with_zig else ()
    tree |= render_helpers(config, (*plan.jobs, *zig))
    tree |= render_github(config, plan.jobs)
    tree |= render_azure(config, plan.jobs)
    tree |= render_files(config, facts_of(feedstock, plan), plan.jobs)
    tree |= render_license(config, feedstock)
    tree |= render_zig(config, zig)
    kept = tuple(path for path in sorted(tree) if path in config.texts("skip_render"))
    return Rendered(
        tree={path: text for path, text in sorted(tree.items()) if path not in kept},
        plan=plan,
        zig=zig,
        diagnostics=(
            *config.file.diagnostics,
            *check_consistency(config),
            *_lost_lists(feedstock, pinning),
        ),
        kept=kept,
    )


def _lost_lists(feedstock: Feedstock, pinning: Pinning) -> Iterator[Diagnostic]:
    files = {pinning.name: pinning.text, **feedstock.variant_files}
    files |= {f"{MIGRATIONS}/{name}": text for name, text in feedstock.migrations.items()}
    for path, text in files.items():
        if not path.endswith(SELECTOR_FILE_ENDING):
            yield from find_lost_lists(text, path)


def rerender(
    folder: Path,
    pinning: Pinning,
    *,
    with_zig: bool | None = None,
    cross: Sequence[Platform] = (),
    corrected: Mapping[str, str] | None = None,
) -> tuple[Rendered, Changes]:
    """What the files of a feedstock's folder should be, and how they differ; writes nothing.

    Jobs that build with condax's toolchain are there or not as `with_zig` says; `None` leaves that
    as the folder has it.
    For the targets in `cross`, conda-forge.yml is edited to cross-compile and is one of the files.
    So are those in `corrected` (path → text), which are read as if they stood there already.
    """
    if with_zig is None:
        with_zig = (folder / ZIG_WORKFLOW).is_file()
    texts = dict(corrected or {})
    if cross:
        texts[CONFIG] = enable_cross(read_forge_file(folder)[1], cross)
    rendered = render_feedstock(load_feedstock(folder, texts), pinning, with_zig=with_zig)
    rendered = replace(rendered, tree={**rendered.tree, **texts})
    return rendered, compare(folder, rendered)


def compare(folder: Path, rendered: Rendered) -> Changes:
    """How the files below `folder` differ from what was rendered."""
    there = {path: _read(folder / path) for path in rendered.tree}
    written = {p: text for p, text in rendered.tree.items() if not _are_same(there[p], text)}
    stale = sorted(
        path.relative_to(folder).as_posix()
        for place in (".ci_support", ZIG_VARIANTS)
        for path in (folder / place).glob("*.yaml")
    )
    over = [f".ci_support/migrations/{name}" for name in rendered.plan.over]
    kept = {*rendered.tree, *rendered.kept}
    candidates = (*stale, *over, *REPLACEABLE, *OBSOLETE)
    removed = tuple(p for p in candidates if p not in kept and (folder / p).is_file())
    before = {path: text for path in written if (text := there[path]) is not None}
    before |= {path: _read(folder / path) or "" for path in removed}
    return Changes(written=written, removed=removed, before=before)


def apply_changes(folder: Path, changes: Changes) -> None:
    """Write and remove what differs; a folder that this empties goes too."""
    for path, text in changes.written.items():
        write_text(folder / path, text, mode=0o755 if is_executable(path) else 0o644)
    for path in changes.removed:
        (folder / path).unlink()
        for parent in PurePosixPath(path).parents[:-1]:
            if any((folder / parent).iterdir()):
                break
            (folder / parent).rmdir()


def is_removable(path: str) -> bool:
    """Whether rerendering removes such a file of a feedstock where no job needs it."""
    folder, _, name = path.rpartition("/")
    is_variant_file = folder in (".ci_support", ZIG_VARIANTS) and name.endswith(".yaml")
    return is_variant_file or path in (*REPLACEABLE, *OBSOLETE)


def facts_of(feedstock: Feedstock, plan: JobPlan) -> Facts:
    """What the feedstock's pages say of the package."""
    names = tuple(dict.fromkeys(output.name for output in plan.outputs))
    about = plan.outputs[0].about if plan.outputs else {}
    return Facts(
        repository=feedstock.repository,
        package=feedstock.repository.removesuffix("-feedstock"),
        outputs=names,
        channel=(plan.channel_target or "conda-forge").partition(" ")[0],
        maintainers=maintainers_of(feedstock.recipe),
        about={key: str(value) for key, value in about.items() if isinstance(value, str)},
    )


def maintainers_of(recipe: Recipe) -> tuple[str, ...]:
    """`extra.recipe-maintainers`."""
    listed = recipe.extra.get("recipe-maintainers")
    items = listed if isinstance(listed, tuple) else ()
    return tuple(item.value for item in items if isinstance(item, Text))


def _are_same(there: str | None, text: str) -> bool:
    """Whether the lines are the same, however a checkout ends them."""
    return there is not None and there.replace("\r\n", "\n") == text.replace("\r\n", "\n")


def _read(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError):
        return None
