"""One package from its sources to a finished, checked and tested archive; runs in the worker."""

from __future__ import annotations

import dataclasses
import os
import platform
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from condax.build.documents import Rewrite
from condax.build.environment import (
    BUILD_PREFIX,
    check_host,
    host_prefix,
    installed_packages,
    libraries_of,
    needed_by_libraries,
    package_in_folders,
)
from condax.build.finish import finish
from condax.build.inprocess import build_in_process
from condax.build.options import Engine, Keep
from condax.build.testable import is_newer, too_new_tests, unwanted_tests
from condax.build.workroom import ENTER_SCRIPT
from condax.errors import VerificationError
from condax.platforms import NOARCH
from condax.system.files import refusals, remove_tree, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from condax.audit import BuildHeader
    from condax.build.environment import InstalledPackage
    from condax.build.inprocess import RawPackage
    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder
    from condax.diagnostics import Diagnostic

NO_TESTS = {"verdict": "no tests", "reason": "", "hint": ""}

ENTER = """\
#!/bin/sh
# Open a shell in the environment of the build script of @JOB@.
cd '@WORK@' || exit 1
printf 'source build_env.sh\\nPS1="(@NAME@) \\\\w\\\\$ "\\n' > .enter.rc
exec env -i HOME="$HOME" TERM="${TERM-dumb}" PATH="$PATH" bash --rcfile .enter.rc -i
"""


def build_package(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> dict[str, Any]:
    """Do everything; the result is what the parent's report says about the package."""
    with refusals(order.work):
        remove_tree(order.engine_output)
        order.engine_output.mkdir(parents=True)
        order.staging.mkdir(parents=True, exist_ok=True)
    try:
        return _build(order, recorder, env)
    finally:
        if order.keep is Keep.ENVIRONMENT:
            write_text(order.work / ENTER_SCRIPT, enter_script(order), mode=0o755)


def enter_script(order: WorkOrder) -> str:
    """A shell script that opens an interactive shell as the build script saw the world."""
    text = ENTER.replace("@WORK@", str(order.build_folder / "work"))
    return text.replace("@JOB@", str(order.job)).replace("@NAME@", order.job.name)


def _build(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> dict[str, Any]:
    for tool in order.externals:
        recorder.note(f"tool of this machine: {tool}")
    raw = _run_engine(order, recorder, env)
    host = installed_packages(host_prefix(order))
    check_host(order, host.values())
    if raw.stage is not None:
        host = {**raw.stage.host_packages, **host}
    recorder.step("finishing the package")
    archive = order.staging / order.job.file_name
    finish(raw.path, archive, _rewrite(order, raw))
    recorder.step("checking the package")
    findings = _audit(order, archive, host)
    tests = NO_TESTS
    if raw.has_tests:
        tests = _test(order, recorder, archive, env)
    return {
        "archive": str(archive),
        "findings": [asdict(each) for each in findings],
        "tests": tests,
    }


def _run_engine(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> RawPackage:
    variables = {**_newer_libc(order), **env}
    if order.engine is Engine.BINARY:
        from condax.build.binary import build_with_binary

        return build_with_binary(order, recorder, variables)
    # The library reads them from the process, which is this order's own.
    os.environ.update(variables)  # noqa: TID251
    return build_in_process(order, recorder, variables)


def _newer_libc(order: WorkOrder) -> dict[str, str]:
    """The host's libc, where rattler would take this machine's and find it too old."""
    if not is_newer(order.libc_floor, platform.libc_ver()[1] or "0.0"):
        return {}
    return {"CONDA_OVERRIDE_GLIBC": str(order.libc_floor)}


def _rewrite(order: WorkOrder, raw: RawPackage) -> Rewrite:
    """Names of this machine's folders become those of their role."""
    orders = [*([raw.stage.order] if raw.stage is not None else []), order]
    names = {
        **{each.engine_output.as_uri(): "file:///condax/work" for each in orders},
        str(order.build_folder): "/condax/build",
        str(order.job.recipe.parent): "/condax/recipe",
    }
    channels = (*(raw.stage.channels if raw.stage else ()), *order.channels)
    folders = (each.rstrip("/") for each in channels if each.startswith("file:"))
    return Rewrite(
        epoch=order.epoch,
        variant=raw.variant,
        hash=raw.hash,
        names=names,
        folders=tuple(dict.fromkeys(folders)),
    )


def _audit(
    order: WorkOrder, archive: Path, host: Mapping[str, InstalledPackage]
) -> tuple[Diagnostic, ...]:
    from condax.audit import context_for, load_artifact, run_checks

    artifact = load_artifact(archive)
    context = context_for(artifact, libc_floor=order.libc_floor)
    if order.job.platforms.target is not NOARCH:
        context = dataclasses.replace(context, platform=order.job.platforms.host)
    own = (order.build_folder / "work", order.build_folder / BUILD_PREFIX)
    folders = (*own, *([order.stage] if order.stage is not None else []))
    prefix = host_prefix(order)
    libraries = libraries_of(
        artifact.depends,
        host,
        lambda spec: package_in_folders(spec, order.channels, order.job.platforms.host),
    )
    context = dataclasses.replace(
        context,
        build_paths=tuple(str(each) for each in (*folders, *([prefix] if prefix else []))),
        providers=libraries.providers,
        unknown=libraries.unknown,
        build_headers=_build_headers(order, prefix),
        needed=needed_by_libraries(
            (library for elf in artifact.elf_files.values() for library in elf.needed), host, prefix
        ),
    )
    report = run_checks(artifact, context)
    if report.errors:
        raise VerificationError(
            f"{order.job} failed {len(report.errors)} audit checks",
            hint="correct the recipe as each finding says, then build again",
            where=str(archive),
            diagnostics=report.diagnostics,
        )
    return report.diagnostics


def _build_headers(order: WorkOrder, prefix: Path | None) -> tuple[BuildHeader, ...]:
    """Of a cross build; headers of this machine are those of a native one."""
    from condax.audit import BuildFolders, build_headers

    if prefix is None or not order.job.platforms.is_cross:
        return ()
    return build_headers(
        BuildFolders(
            work=order.build_folder / "work",
            build_prefix=order.build_folder / BUILD_PREFIX,
            host_prefix=prefix,
            platform=order.job.platforms.host,
        )
    )


def _test(
    order: WorkOrder, recorder: Recorder, archive: Path, env: Mapping[str, str]
) -> dict[str, str]:
    """How the tests ended: `verdict`, `reason`, `hint`; raises when one failed."""
    unwanted = unwanted_tests(order.job, order.test, order.untestable)
    if unwanted is not None:
        return asdict(unwanted)
    from condax.emulation import Verdict, find_emulation, run_package_tests

    recorder.step("testing the package")
    env = {**env, "PATH": order.search_path or env.get("PATH", "")}
    platforms = order.job.platforms
    emulation = find_emulation(platforms.target, platforms.build, env=env)
    too_new = too_new_tests(order.libc_floor, emulation)
    if too_new is not None:
        return asdict(too_new)
    with order.log.open("a", encoding="utf-8") as log:
        channels = [each for each in order.channels if each != order.external_channel]
        outcome = run_package_tests(
            archive, emulation=emulation, channels=channels, env=env, log=log
        )
    if outcome.verdict is Verdict.FAILED:
        raise VerificationError(
            f"a test of {order.job} failed: {outcome.reason}",
            hint="read the log; build with --test skip to keep the package untested",
            where=str(order.log),
        )
    return {"verdict": outcome.verdict.value, "reason": outcome.reason, "hint": outcome.hint}
