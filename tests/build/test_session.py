"""Whole builds with the real rattler-build."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from condax.build import BuildReport, JobReport, JobState, Keep, NoToolchain, RunTests, build
from condax.build.workers import STEP
from condax.errors import (
    RecipeError,
    SystemRefusedError,
    ToolFailedError,
    ToolNotFoundError,
    UnsupportedPlatformError,
    VerificationError,
)
from condax.platforms import NOARCH, current_platform, get_platform
from condax.system.spawn import NICEST

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.build.conftest import Contents, Project

pytestmark = pytest.mark.integration

TARGET = get_platform("linux-aarch64")
HERE = current_platform()

SHOW_ENVIRONMENT = """
build:
  number: 3
  script:
    - mkdir -p $PREFIX/share/user
    - echo $PREFIX > $PREFIX/share/user/prefix
    - ln -s prefix $PREFIX/share/user/link
    - printf '\\0%s/lib\\0' $PREFIX > $PREFIX/share/user/binary
    - env | grep -E '^(CPU_COUNT|SOURCE_DATE_EPOCH|PKG_HASH|PKG_BUILD_STRING)=' > variables
    - env | grep -E '^(host|build|target)_platform=' >> variables
    - sort variables > $PREFIX/share/user/env
    - cp $PREFIX/share/dep $PREFIX/share/user/dep
    - make --version
    - echo the script was here
requirements:
  build: [make]
  host: [dep]
  run: [dep]
tests:
  - script:
      - test -f $PREFIX/share/dep
"""
DEP = """
build: {script: "mkdir -p $PREFIX/share; echo dep of $host_platform > $PREFIX/share/dep"}
"""


def by_name(report: BuildReport) -> dict[str, JobReport]:
    return {f"{job.name} {job.subdir}": job for job in report.jobs}


def states(report: BuildReport) -> dict[str, str]:
    return {job.name: job.state.value for job in report.jobs}


@pytest.fixture(scope="module")
def pair(make_project: Callable[[str], Project]) -> tuple[Project, BuildReport]:
    """Two packages of which one needs the other, built for a foreign platform."""
    project = make_project("pair")
    project.recipe("user", SHOW_ENVIRONMENT)
    project.recipe("dep", DEP)
    return project, project.build(jobs=2)


def archive_of(pair: tuple[Project, BuildReport], name: str) -> Path:
    archive = by_name(pair[1])[f"{name} linux-aarch64"].archive
    assert archive is not None
    return archive


def test_packages_are_built_checked_tested_and_published(
    pair: tuple[Project, BuildReport],
) -> None:
    project, report = pair
    jobs = by_name(report)
    assert states(report) == {"dep": "built", "user": "built"}
    user, dep = jobs["user linux-aarch64"], jobs["dep linux-aarch64"]
    assert user.archive == project.output / "linux-aarch64" / f"user-1.0-{user.build}.conda"
    assert user.tests is not None
    assert user.tests.verdict in {"passed", "skipped"}, "skipped where nothing emulates"
    assert dep.tests is not None
    assert dep.tests.verdict == "no tests"
    assert report.error is None


def test_the_index_names_what_is_there_with_its_digest(
    pair: tuple[Project, BuildReport], index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    project, _ = pair
    found = index_of(project.output, "linux-aarch64")
    assert {record["name"] for record in found.values()} == {"dep", "user"}
    for name, record in found.items():
        content = (project.output / "linux-aarch64" / name).read_bytes()
        assert record["sha256"] == hashlib.sha256(content).hexdigest()
    assert index_of(project.output, "noarch") == {}


def test_a_package_and_its_dependency_can_be_installed_from_the_channel(
    pair: tuple[Project, BuildReport], tmp_path: Path
) -> None:
    from rattler import install, solve

    _, report = pair

    async def install_user() -> None:
        records = await solve(
            sources=[report.channel], specs=["user"], platforms=["linux-aarch64", "noarch"]
        )
        assert sorted(record.name.normalized for record in records) == ["dep", "user"]
        await install(records, target_prefix=tmp_path / "prefix", cache_dir=tmp_path / "cache")

    asyncio.run(install_user())
    assert (tmp_path / "prefix/share/user/prefix").read_text() == f"{tmp_path}/prefix\n"
    assert (
        b"\0%s/prefix/lib\0" % str(tmp_path).encode()
        in (tmp_path / "prefix/share/user/binary").read_bytes()
    )


def test_a_script_sees_a_cross_build_and_its_processors(
    pair: tuple[Project, BuildReport], contents: Callable[[Path], Contents]
) -> None:
    archive = archive_of(pair, "user")
    build = archive.stem.rpartition("-")[2]
    assert contents(archive)["share/user/env"].splitlines() == [
        "CPU_COUNT=2",
        f"PKG_BUILD_STRING={build}",
        f"PKG_HASH={build.rpartition('_')[0]}",
        "SOURCE_DATE_EPOCH=1700000000",
        f"build_platform={HERE}",
        "host_platform=linux-aarch64",
        "target_platform=linux-aarch64",
    ]


def test_the_host_environment_is_one_of_the_target(
    pair: tuple[Project, BuildReport], contents: Callable[[Path], Contents]
) -> None:
    assert contents(archive_of(pair, "user"))["share/user/dep"] == "dep of linux-aarch64\n"


def test_metadata_says_what_plain_rattler_build_says(
    pair: tuple[Project, BuildReport],
    contents: Callable[[Path], Contents],
    tmp_path: Path,
) -> None:
    import rattler_build

    project, _ = pair
    ours = contents(archive_of(pair, "dep"))
    with pytest.warns(DeprecationWarning, match="build_recipes is deprecated"):
        rattler_build.build_recipes(
            [project.root / "recipes/dep/recipe.yaml"],
            build_platform=HERE.subdir,
            target_platform="linux-aarch64",
            host_platform="linux-aarch64",
            channel=[pair[1].channel],
            output_dir=tmp_path / "plain",
            test="skip",
        )
    [archive] = (tmp_path / "plain/linux-aarch64").glob("*.conda")
    theirs = contents(archive)
    assert archive.name == archive_of(pair, "dep").name
    assert ours.keys() == theirs.keys()
    for name in ("hash_input.json", "recipe/variant_config.yaml", "paths.json"):
        assert ours[f"info/{name}"] == theirs[f"info/{name}"]
    index = json.loads(theirs["info/index.json"])
    assert json.loads(ours["info/index.json"]) == {**index, "timestamp": 1700000000000}
    assert _without_places(ours) == _without_places(theirs)


def _without_places(package: Contents) -> list[str]:
    """Lines of the rendered recipe that say nothing of the machine, of time or of the packing."""
    places = (
        *("host_prefix", "build_prefix", "work_dir", "build_dir", "- file:"),
        *("- __linux=", "- __glibc=", "- __archspec=", "- __cuda="),
        *("timestamp", "compression_level"),
    )
    lines = package["info/recipe/rendered_recipe.yaml"].splitlines()
    return [
        line for line in lines if not line.strip().startswith(places) and line != "extra_meta: {}"
    ]


def test_tools_of_the_machine_are_named(pair: tuple[Project, BuildReport]) -> None:
    [tool] = by_name(pair[1])["user linux-aarch64"].externals
    assert re.fullmatch(r"make \d\S+ \(/\S+/make\)", tool)


def test_the_log_holds_what_the_script_printed(pair: tuple[Project, BuildReport]) -> None:
    job = by_name(pair[1])["user linux-aarch64"]
    assert job.log is not None
    text = job.log.read_text(encoding="utf-8")
    assert "\nthe script was here\n" in text
    assert "GNU Make" in text
    assert "tool of this machine: make " in text
    assert text.endswith(f" s, {job.processor_seconds:.1f} s of processor time\n")
    assert job.processor_seconds > 0


def test_nothing_is_left_of_work_and_staging_folders(pair: tuple[Project, BuildReport]) -> None:
    project, _ = pair
    assert [p.name for p in (project.output / ".condax").iterdir()] == ["channel.lock"]
    assert not [p for p in project.cache.glob("work/*/*") if p.is_dir()]


def test_what_is_there_already_is_not_built_again(pair: tuple[Project, BuildReport]) -> None:
    project, before = pair
    archive = archive_of(pair, "user")
    stamp = archive.stat().st_mtime_ns
    report = project.build()
    assert states(report) == {"dep": "up to date", "user": "up to date"}
    assert archive.stat().st_mtime_ns == stamp
    assert [job.archive for job in report.jobs] == [job.archive for job in before.jobs]


def test_another_build_elsewhere_gives_the_same_bytes(
    pair: tuple[Project, BuildReport], tmp_path: Path
) -> None:
    project, _ = pair
    report = project.build(output_dir=tmp_path / "other", cache_dir=tmp_path / "caché", jobs=2)
    for name in ("dep", "user"):
        ours = archive_of(pair, name)
        other = by_name(report)[f"{name} linux-aarch64"].archive
        assert other is not None
        assert other.read_bytes() == ours.read_bytes()


def test_a_failing_script_stops_only_what_needs_it(project: Project) -> None:
    project.recipe("broken", "build: {script: [echo first words, echo last words, exit 3]}")
    project.recipe("user", "requirements: {host: [broken]}")
    project.recipe("other", DEP)
    report = project.build()
    assert states(report) == {"broken": "failed", "user": "not built", "other": "built"}
    assert by_name(report)["user linux-aarch64"].reason == (
        "needs linux-aarch64/broken-1.0-" + by_name(report)["broken linux-aarch64"].build
    )
    error = report.error
    assert isinstance(error, ToolFailedError)
    assert error.returncode == 3
    # What goes to stdout and to stderr is read at the same time.
    assert {"last words", "+ exit 3"} <= {*error.tail[-6:]}
    assert error.log is not None
    assert "first words" in error.log.read_text(encoding="utf-8")


def test_a_dependency_that_nothing_has_is_named_with_its_environment(project: Project) -> None:
    recipe = project.recipe("a", "requirements: {host: ['nothing >=3']}")
    error = project.build(recipe, test=RunTests.SKIP).error
    assert isinstance(error, ToolNotFoundError)
    assert "the host environment of a-1.0" in str(error)
    assert "nothing >=3" in str(error)
    assert "-c conda-forge" in error.hint
    assert error.where == f"channels: {project.output.as_uri()}"


def test_a_package_that_was_copied_into_the_output_folder_can_be_built_with(
    project: Project, pair: tuple[Project, BuildReport]
) -> None:
    folder = project.output / "linux-aarch64"
    folder.mkdir(parents=True)
    shutil.copy(archive_of(pair, "dep"), folder)
    recipe = project.recipe("other", "requirements: {host: [dep]}")
    assert states(project.build(recipe)) == {"other": "built"}


def test_a_version_that_no_channel_has_is_shown_with_those_there_are(
    pair: tuple[Project, BuildReport], project: Project
) -> None:
    project.recipe("a", "requirements: {host: ['dep >=2']}")
    error = project.build(channels=(pair[1].channel,)).error
    assert isinstance(error, ToolNotFoundError)
    assert "the channels have dep 1.0 (linux-aarch64)" in error.hint


def test_a_build_tool_that_nobody_has_names_the_channel_option(project: Project) -> None:
    project.recipe("a", "requirements: {build: [no-such-tool]}")
    error = project.build().error
    assert isinstance(error, ToolNotFoundError)
    assert "'no-such-tool', which no channel offers" in str(error)
    assert "-c conda-forge" in error.hint


def test_a_tool_of_the_machine_never_serves_as_a_host_requirement(project: Project) -> None:
    recipe = project.recipe("a", "requirements: {build: [make], host: [make]}")
    error = project.build(recipe, targets=(HERE,)).error
    assert isinstance(error, ToolNotFoundError)
    assert "the host environment of a-1.0" in str(error)
    assert "needs 'make', which neither these recipes nor a channel have" in str(error)


def test_a_tool_of_the_machine_is_found_out_behind_a_host_requirement(project: Project) -> None:
    lib = project.recipe("lib", "requirements: {run: [make]}")
    project.build(lib, targets=(HERE,))
    a = project.recipe("a", "requirements: {build: [make], host: [lib]}")
    report = project.build(a, targets=(HERE,), test=RunTests.SKIP)
    assert states(report) == {"a": "failed"}
    assert isinstance(report.error, ToolNotFoundError)
    assert "needs 'make' in its host environment, and only this machine has it" in str(report.error)


def test_a_package_that_fails_its_audit_is_put_aside(
    project: Project, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    script = "mkdir -p $PREFIX/lib/pkgconfig; echo libdir=/usr/lib > $PREFIX/lib/pkgconfig/a.pc"
    project.recipe("a", f"build: {{script: '{script}'}}")
    report = project.build()
    [job] = report.jobs
    assert isinstance(job.error, VerificationError)
    assert [each.name for each in job.error.diagnostics] == ["build-path-left"]
    assert job.archive == project.output / "broken/linux-aarch64" / f"a-1.0-{job.build}.conda"
    assert job.archive.exists()
    project.recipe("good")
    project.build(project.root / "recipes/good")
    assert {r["name"] for r in index_of(project.output, "linux-aarch64").values()} == {"good"}


def test_a_package_that_fails_its_test_is_put_aside(project: Project) -> None:
    project.recipe("a", "tests: [{script: [echo no good, 'false']}]")
    [job] = project.build(targets=(HERE,)).jobs
    assert isinstance(job.error, VerificationError)
    assert "a test of a-1.0" in str(job.error)
    assert job.archive is not None
    assert job.archive.parent == project.output / "broken" / HERE.subdir


def test_tests_of_another_platform_are_skipped_with_a_reason_unless_emulated(
    project: Project,
) -> None:
    project.recipe("a", "tests: [{script: ['false']}]")
    [job] = project.build(test=RunTests.NATIVE).jobs
    assert job.state is JobState.BUILT
    assert job.tests is not None
    assert (job.tests.verdict, job.tests.hint) == ("skipped", "--test emulate")
    assert "linux-aarch64" in job.tests.reason


def test_a_noarch_package_is_built_once_and_for_the_machine(
    project: Project, contents: Callable[[Path], Contents]
) -> None:
    project.recipe(
        "a",
        "build:\n  noarch: generic\n"
        "  script: mkdir -p $PREFIX/share; echo $host_platform > $PREFIX/share/a",
    )
    report = project.build(targets=(TARGET, get_platform("linux-ppc64le")))
    [job] = report.jobs
    assert (job.subdir, job.state) == ("noarch", JobState.BUILT)
    assert job.archive is not None
    package = contents(job.archive)
    assert package["share/a"] == f"{HERE}\n"
    assert json.loads(package["info/index.json"])["subdir"] == "noarch"


def test_a_recipe_that_needs_its_own_programs_is_built_for_the_machine_first(
    project: Project, contents: Callable[[Path], Contents]
) -> None:
    project.recipe(
        "tic",
        "build:\n  script: mkdir -p $PREFIX/bin; echo from $(tic || echo nowhere)"
        ' | sed "s/^/echo /" > $PREFIX/bin/tic; chmod +x $PREFIX/bin/tic\n'
        "requirements:\n  build:\n    - if: build_platform != target_platform\n      then: tic\n",
    )
    report = project.build(test=RunTests.SKIP)
    assert [job.subdir for job in report.jobs] == [HERE.subdir, "linux-aarch64"]
    archive = report.jobs[1].archive
    assert archive is not None
    assert contents(archive)["bin/tic"] == "echo from from nowhere\n"


def test_outputs_of_one_recipe_pin_each_other_exactly(
    project: Project, contents: Callable[[Path], Contents]
) -> None:
    project.recipe(
        "two",
        """
recipe: {name: two, version: "1.0"}
outputs:
  - package: {name: tools}
    requirements:
      host: ["${{ pin_subpackage('lib', exact=True) }}"]
      run: ["${{ pin_subpackage('lib', exact=True) }}"]
  - package: {name: lib}
    build: {script: "mkdir -p $PREFIX/lib; echo > $PREFIX/lib/lib"}
  - package: {name: gone}
    build: {skip: [linux]}
""",
    )
    report = project.build()
    assert states(report) == {"lib": "built", "tools": "built", "gone": "skipped"}
    jobs = by_name(report)
    archive = jobs["tools linux-aarch64"].archive
    assert archive is not None
    index = json.loads(contents(archive)["info/index.json"])
    assert index["depends"] == [f"lib ==1.0 {jobs['lib linux-aarch64'].build}"]
    assert jobs["gone linux-aarch64"].reason == "skip: linux"


def test_a_staging_output_is_built_for_the_target_too(
    project: Project, contents: Callable[[Path], Contents]
) -> None:
    project.recipe(
        "staged",
        """
recipe: {name: staged, version: "1.0"}
outputs:
  - staging: {name: all}
    build:
      script: "mkdir -p $PREFIX/share; echo $host_platform > $PREFIX/share/staged"
  - package: {name: part}
    inherit: all
    build: {files: ["share/**"]}
""",
    )
    [job] = project.build().jobs
    assert job.archive is not None
    assert contents(job.archive)["share/staged"] == "linux-aarch64\n"


def test_a_kept_environment_can_be_entered_again(project: Project) -> None:
    import subprocess

    project.recipe("a", "build: {script: [touch was-here, 'false']}")
    [job] = project.build(keep=Keep.ENVIRONMENT).jobs
    assert job.state is JobState.FAILED
    assert job.kept is not None
    assert job.kept.name == "enter.sh"
    assert job.error is not None
    assert job.error.hint == f"get a shell in its environment: {job.kept}"
    said = subprocess.run(
        [job.kept],
        input="ls; echo $PKG_NAME for $target_platform\n",
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert "was-here" in said.stdout
    assert "a for linux-aarch64" in said.stdout


def test_a_kept_folder_holds_both_environments(project: Project) -> None:
    project.recipe("a")
    [job] = project.build(keep=Keep.FOLDER).jobs
    assert job.kept is not None
    [folder] = job.kept.glob("out*/bld/rattler-build_a")
    assert {path.name[:8] for path in folder.iterdir() if path.is_dir()} == {
        "build_en",
        "host_env",
        "work",
    }


def test_noarch_is_no_target(project: Project) -> None:
    project.recipe("a")
    with pytest.raises(UnsupportedPlatformError, match="not built for 'noarch'"):
        project.build(targets=(NOARCH,))


def test_a_recipe_that_cannot_be_read_stops_everything_before_it_starts(
    project: Project,
) -> None:
    project.recipe("good")
    project.recipe("bad", "build: {scirpt: x}")
    with pytest.raises(RecipeError):
        project.build()
    assert not project.output.exists()


def test_an_output_folder_that_cannot_be_written_is_refused(project: Project) -> None:
    project.recipe("a")
    with pytest.raises(SystemRefusedError, match="cannot write"):
        project.build(output_dir=Path("/proc/output"))


def test_two_builds_at_the_same_time_share_output_and_cache(
    project: Project, index_of: Callable[[Path, str], dict[str, Any]]
) -> None:
    for name in ("a", "b"):
        project.recipe(name, "build: {script: sleep 0.2}")
    reports: list[BuildReport] = []
    threads = [threading.Thread(target=lambda: reports.append(project.build())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(job.state.value for report in reports for job in report.jobs) == [
        "built",
        "built",
        "up to date",
        "up to date",
    ]
    assert len(index_of(project.output, "linux-aarch64")) == 2


def test_a_source_from_a_mirror_is_unpacked(
    project: Project, contents: Callable[[Path], Contents]
) -> None:
    import tarfile

    mirror = project.root / "mirror"
    mirror.mkdir()
    (project.root / "hello.txt").write_text("hello\n")
    with tarfile.open(mirror / "a-1.0.tar.gz", "w:gz") as tar:
        tar.add(project.root / "hello.txt", "a-1.0/hello.txt")
    digest = hashlib.sha256((mirror / "a-1.0.tar.gz").read_bytes()).hexdigest()
    project.recipe(
        "a",
        f"source: {{url: 'https://example.invalid/a-1.0.tar.gz', sha256: {digest}}}\n"
        "build: {script: 'mkdir -p $PREFIX/share; cp hello.txt $PREFIX/share'}",
    )
    [job] = project.build(source_mirrors=(str(mirror),), offline=True).jobs
    assert job.error is None
    assert job.archive is not None
    assert contents(job.archive)["share/hello.txt"] == "hello\n"


def test_a_source_that_cannot_be_had_says_what_was_tried(project: Project) -> None:
    url = "https://example.invalid/a.tar.gz"
    project.recipe("a", f"source: {{url: '{url}', sha256: {'0' * 64}}}")
    [job] = project.build(offline=True).jobs
    assert isinstance(job.error, SystemRefusedError)
    assert url in f"{job.error} {job.error.hint} {job.error.where}"


def test_a_worker_that_dies_is_reported_with_its_signal(project: Project) -> None:
    project.recipe("a", "build: {script: [echo before, kill -9 $PPID, sleep 5]}")
    [job] = project.build().jobs
    assert isinstance(job.error, ToolFailedError)
    assert "was killed by signal 9" in str(job.error)


def test_the_report_can_be_written_as_json(pair: tuple[Project, BuildReport]) -> None:
    document = json.loads(json.dumps(pair[1].to_json()))
    assert document["format"] == 1
    assert {job["name"]: job["state"] for job in document["jobs"]} == {
        "dep": "built",
        "user": "built",
    }


def test_build_is_importable_without_a_toolchain(project: Project) -> None:
    project.recipe("a")
    report = build(project.options(), env=project.env, toolchain=NoToolchain())
    assert states(report) == {"a": "built"}


BESIDE_ANOTHER = """
build:
  script:
    - touch {folder}/$PKG_NAME
    - until test -e {folder}/{other}; do sleep 0.05; done
    - mkdir -p $PREFIX/share
    - nice > $PREFIX/share/nice
"""


def test_what_others_wait_for_has_the_processors_first(
    project: Project, tmp_path: Path, contents: Callable[[Path], Contents]
) -> None:
    """`third` begins when `first` has ended, and `second` waits for it.

    Only root's processes get back what they gave away.
    """
    for name, other in (("first", "second"), ("second", "third"), ("third", "second")):
        project.recipe(name, BESIDE_ANOTHER.format(folder=tmp_path, other=other))
    project.recipe("user", "requirements: {host: [first, second]}")
    report = project.build(jobs=2)
    archives = {job.name: job.archive for job in report.jobs}
    nice = []
    for name in ("first", "second", "third"):
        archive = archives[name]
        assert archive is not None
        nice.append(int(contents(archive)["share/nice"]))
    before = os.getpriority(os.PRIO_PROCESS, 0)
    steps = (0, 0, 1) if os.geteuid() == 0 else (0, 1, 2)
    assert nice == [min(before + step * STEP, NICEST) for step in steps]
