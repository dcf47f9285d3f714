from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.build import BuildReport, Engine, JobReport, JobState, Keep, PackageTests, RunTests
from condax.cli._table import render
from condax.cli.build import command, default_cache, default_jobs, options_from
from condax.platforms import current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = [sys.executable, "-c", "import sys; from condax.cli.main import main; sys.exit(main())"]
HERE = current_platform().subdir
SLOW = "build: {script: [touch $RECIPE_DIR/../started, sleep 60]}"


LEAKING = """\
build:
  script:
    - mkdir -p $BUILD_PREFIX/include $PREFIX/share
    - 'echo "#define WORD 8" > $BUILD_PREFIX/include/generated.h'
    - 'echo "#include <generated.h>" > a.c'
    - $CC -MMD -I$BUILD_PREFIX/include -c a.c -o a.o
    - touch $PREFIX/share/a
requirements:
  build:
    - ${{ compiler("c") }}
    - ${{ stdlib("c") }}
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        **{k: v for k, v in os.environ.items() if k != "NO_COLOR"},
        "CONDAX_CACHE_DIR": str(tmp_path / "cache"),
        "RATTLER_CACHE_DIR": str(tmp_path / "rattler"),
    }


def write_recipe(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.mkdir()
    content = f"package: {{name: {name}, version: '1.0'}}\n{text}\n"
    (path / "recipe.yaml").write_text(content, encoding="utf-8")
    return path


def build_argv(folder: Path, *arguments: str | Path) -> list[str]:
    return [*PROGRAM, "build", *map(str, arguments), "--output-dir", str(folder / "output")]


def run_build(
    folder: Path, env: dict[str, str], *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        build_argv(folder, *arguments), capture_output=True, text=True, check=False, env=env
    )


def index(folder: Path) -> list[str]:
    path = folder / "output" / HERE / "repodata.json"
    return [*json.loads(path.read_text(encoding="utf-8"))["packages.conda"]]


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, f"{what} did not happen"
        time.sleep(0.05)


def processes_in(folder: Path) -> list[int]:
    """Processes whose working folder is below `folder`."""
    entries = Path("/proc").glob("[0-9]*")
    return [int(entry.name) for entry in entries if _works_in(entry, folder)]


def _works_in(process: Path, folder: Path) -> bool:
    try:
        return (process / "cwd").readlink().is_relative_to(folder)
    except OSError:
        return False


def read_all(leader: int) -> bytes:
    """Everything that is written to a terminal until its last writer ends."""
    said = b""
    with contextlib.suppress(OSError):
        while part := os.read(leader, 4096):
            said += part
    return said


@pytest.mark.integration
def test_the_table_names_every_package_and_its_state(tmp_path: Path, env: dict[str, str]) -> None:
    good = write_recipe(tmp_path, "good")
    bad = write_recipe(tmp_path, "bad", "build: {script: [exit 3]}")
    user = write_recipe(tmp_path, "user", "requirements: {host: [bad]}")
    other = write_recipe(tmp_path, "other", "build: {skip: [linux]}")
    report = tmp_path / "report.json"
    done = run_build(tmp_path, env, good, bad, user, other, "--json", report)
    assert done.returncode == 7
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0] == ["package", "version", "build", "platform", "state", "tests", "time"]
    assert {row[0]: row[4] for row in rows[1:4]} == {
        "good": "built",
        "bad": "failed",
        "user": "not",
    }
    assert rows[4] == ["other", HERE, "skipped"]
    assert f"other ({HERE}): skip: linux\n" in done.stdout
    assert f"user ({HERE}): needs {HERE}/bad-1.0-" in done.stdout
    assert "1 built, 1 failed, 1 not built, 1 skipped in" in done.stdout
    assert "error: the build script of bad-1.0" in done.stderr
    assert "Traceback" not in done.stderr
    states = {job["name"]: job["state"] for job in json.loads(report.read_text())["jobs"]}
    assert states == {"good": "built", "bad": "failed", "user": "not built", "other": "skipped"}


@pytest.mark.integration
def test_progress_is_plain_lines_where_there_is_no_terminal(
    tmp_path: Path, env: dict[str, str]
) -> None:
    done = run_build(tmp_path, env, write_recipe(tmp_path, "a"))
    lines = done.stderr.splitlines()
    assert lines[0] == "1 to build"
    assert lines[1].startswith("a-1.0-h")
    assert lines[1].endswith(": fetching sources")
    assert f"({HERE}): built (" in lines[-1]
    assert "\x1b" not in done.stderr + done.stdout


@pytest.mark.integration
def test_progress_on_a_terminal_shows_each_running_package(
    tmp_path: Path, env: dict[str, str]
) -> None:
    recipe = write_recipe(tmp_path, "a", "build: {script: sleep 0.6}")
    leader, follower = pty.openpty()
    with subprocess.Popen(
        build_argv(tmp_path, recipe),
        stderr=follower,
        stdout=subprocess.PIPE,
        env={**env, "TERM": "xterm", "COLUMNS": "120"},
    ) as process:
        os.close(follower)
        said = read_all(leader)
    os.close(leader)
    assert process.returncode == 0
    assert b"a 1.0" in said
    assert b"running the build script" in said
    assert b"0 of 1 done" in said


@pytest.mark.integration
def test_an_interrupt_ends_everything_and_publishes_nothing(
    tmp_path: Path, env: dict[str, str]
) -> None:
    recipe = write_recipe(tmp_path, "a", SLOW)
    with subprocess.Popen(
        build_argv(tmp_path, recipe),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
        # A shell's background job inherits that interrupts are ignored.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:
        wait_for((tmp_path / "started").exists, "the script's start")
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said.decode().splitlines()[-1] == "interrupted: nothing unfinished was published"
    assert b"Traceback" not in said
    assert processes_in(tmp_path) == []
    assert not list(tmp_path.glob("output/*/*.conda"))
    assert not [path for path in tmp_path.glob("cache/work/*/*") if path.is_dir()]


@pytest.mark.integration
def test_a_killed_build_leaves_no_process_and_the_next_one_cleans_up(
    tmp_path: Path, env: dict[str, str]
) -> None:
    done = write_recipe(tmp_path, "done")
    recipe = write_recipe(tmp_path, "a", SLOW)
    with subprocess.Popen(
        build_argv(tmp_path, done, recipe),
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env=env,
    ) as process:
        wait_for((tmp_path / "started").exists, "the script's start")
        process.kill()
    wait_for(lambda: not processes_in(tmp_path), "the end of the script")
    assert [name.partition("-")[0] for name in index(tmp_path)] == ["done"]
    assert list(tmp_path.glob("output/.condax/run-*"))
    (recipe / "recipe.yaml").write_text("package: {name: b, version: '1.0'}\n", encoding="utf-8")
    assert run_build(tmp_path, env, recipe).returncode == 0
    assert [name.partition("-")[0] for name in index(tmp_path)] == ["b", "done"]
    assert not list(tmp_path.glob("output/.condax/run-*"))
    assert not [path for path in tmp_path.glob("cache/work/*/*") if path.is_dir()]


@pytest.mark.integration
def test_killed_at_any_moment_the_index_names_whole_files_only(
    tmp_path: Path, env: dict[str, str]
) -> None:
    names = "abcde"
    recipes = [
        write_recipe(tmp_path, name, "build: {script: head -c 200000 /dev/urandom > $PREFIX/x}")
        for name in names
    ]
    argv = build_argv(tmp_path, *recipes, "--rebuild", "--jobs", "2")
    start = time.monotonic()
    subprocess.run(argv, capture_output=True, check=True, env=env)
    seconds = time.monotonic() - start
    for eighths in range(2, 8):
        with subprocess.Popen(
            argv, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=env
        ) as process:
            time.sleep(seconds * eighths / 8)
            process.kill()
        assert whole_files_of_the_index(tmp_path)
    assert run_build(tmp_path, env, *recipes, "--rebuild").returncode == 0
    assert whole_files_of_the_index(tmp_path) == {
        path.name for path in tmp_path.glob(f"output/{HERE}/*.conda")
    }
    assert [name[0] for name in index(tmp_path)] == [*names]
    assert not list(tmp_path.glob("output/.condax/run-*"))


def whole_files_of_the_index(folder: Path) -> set[str]:
    """Names in the index, each compared with its file."""
    path = folder / "output" / HERE / "repodata.json"
    records = json.loads(path.read_text(encoding="utf-8"))["packages.conda"]
    for name, record in records.items():
        content = path.with_name(name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == record["sha256"], name
    return {*records}


@pytest.mark.integration
def test_a_limit_on_file_sizes_is_one_clear_error(tmp_path: Path, env: dict[str, str]) -> None:
    recipe = write_recipe(
        tmp_path, "a", "build: {script: head -c 20000000 /dev/urandom > $PREFIX/big}"
    )
    argv = ["sh", "-c", 'ulimit -f 8000 && exec "$@"', "sh", *build_argv(tmp_path, recipe)]
    done = subprocess.run(argv, capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 9, done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_that_cannot_be_written_is_said_before_the_build(
    tmp_path: Path, env: dict[str, str]
) -> None:
    done = run_build(tmp_path, env, write_recipe(tmp_path, "a"), "--json", tmp_path)
    assert done.returncode == 9
    assert done.stderr.startswith(f"error: cannot write '{tmp_path}': is a directory\n")
    assert done.stdout == ""


@pytest.mark.integration
def test_a_reason_of_several_lines_is_told_whole_only_at_the_end(
    tmp_path: Path, env: dict[str, str]
) -> None:
    recipe = write_recipe(
        tmp_path, "a", f"source: {{url: 'https://example.invalid/a-1.tar.gz', sha256: {'0' * 64}}}"
    )
    done = run_build(tmp_path, env, recipe, "--offline")
    assert done.returncode == 9
    [line] = [line for line in done.stderr.splitlines() if ": failed: " in line]
    assert line.endswith(" s)")
    assert "error: the source 'a-1.tar.gz'" in done.stderr


@pytest.mark.integration
def test_a_full_disk_is_one_clear_error(
    tmp_path: Path, env: dict[str, str], require: Callable[[str], str]
) -> None:
    unshare = require("unshare")
    small = tmp_path / "small"
    small.mkdir()
    recipe = write_recipe(
        tmp_path, "a", "build: {script: head -c 20000000 /dev/urandom > $PREFIX/big}"
    )
    mount = f'mount -t tmpfs -o size=8m tmpfs {small} && exec "$@"'
    argv = [unshare, "-Urm", "sh", "-c", mount, "sh", *build_argv(small, recipe)]
    done = subprocess.run(
        argv,
        capture_output=True,
        text=True,
        check=False,
        env={**env, "CONDAX_CACHE_DIR": str(small / "cache")},
    )
    assert done.returncode == 9, done.stderr
    assert "no space left on" in done.stderr
    assert " hint: free space there" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.integration
def test_an_output_folder_on_a_read_only_disk_is_one_clear_error(
    tmp_path: Path, env: dict[str, str], require: Callable[[str], str]
) -> None:
    unshare = require("unshare")
    recipe = write_recipe(tmp_path, "a")
    frozen = tmp_path / "frozen"
    frozen.mkdir()
    mount = f'mount -t tmpfs -o ro tmpfs {frozen} && exec "$@"'
    done = subprocess.run(
        [unshare, "-Urm", "sh", "-c", mount, "sh", *build_argv(frozen, recipe)],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )
    assert done.returncode == 9, done.stderr
    assert "read-only file system" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.integration
def test_a_staging_script_that_fails_is_shown_once(tmp_path: Path, env: dict[str, str]) -> None:
    recipe = write_recipe(tmp_path, "a")
    (recipe / "recipe.yaml").write_text(
        "recipe: {name: a, version: '1.0'}\noutputs:\n"
        "  - staging: {name: all}\n    build: {script: [exit 4]}\n"
        "  - {package: {name: b}, inherit: all}\n  - {package: {name: c}, inherit: all}\n",
        encoding="utf-8",
    )
    done = run_build(tmp_path, env, recipe)
    assert done.returncode == 7
    assert done.stderr.count("error: the build script of ") == 1
    assert "2 failed in " in done.stdout


def test_an_unknown_target_gets_a_suggestion(tmp_path: Path, env: dict[str, str]) -> None:
    done = run_build(tmp_path, env, write_recipe(tmp_path, "a"), "--target", "linux_aarch46")
    assert done.returncode == 2
    assert done.stderr == (
        "error: unknown platform 'linux_aarch46'\n hint: did you mean 'linux-aarch64'?\n"
    )


def test_a_recipe_that_cannot_be_read_is_shown_with_a_caret(
    tmp_path: Path, env: dict[str, str]
) -> None:
    recipe = write_recipe(tmp_path, "a", "build:\n  scirpt: make")
    done = run_build(tmp_path, env, recipe)
    assert done.returncode == 4
    assert f" --> {recipe}/recipe.yaml:3:3\n  |\n3 |   scirpt: make\n  |   ^^^^^^\n" in done.stderr


@pytest.mark.integration
def test_nothing_to_do_imports_no_solver(tmp_path: Path, env: dict[str, str]) -> None:
    recipe = write_recipe(tmp_path, "a")
    assert run_build(tmp_path, env, recipe).returncode == 0
    code = (
        "import sys; from condax.cli.main import main; status = main();"
        "print([m for m in ('rattler', 'rich', 'ruamel.yaml', 'asyncio')"
        " if m in sys.modules]); sys.exit(status)"
    )
    argv = [sys.executable, "-c", code, *build_argv(tmp_path, recipe)[3:]]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, env=env)
    assert "1 up to date in" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr == ""


def flags(*arguments: str) -> dict[str, object]:
    context = command.make_context("build", [*arguments])
    return {k: v for k, v in context.params.items() if k != "json_path"}


def test_every_flag_reaches_the_options() -> None:
    options = options_from(
        flags(
            *("recipes/xz", "/other/recipe.yaml", "--target", "linux-aarch64"),
            *("--target", "linux_ppc64le", "-c", "conda-forge", "-m", "variants.yaml"),
            *("--output-dir", "out", "--cache-dir", "cache", "--glibc", "2.28", "-j", "3"),
            *("--test", "native", "--engine", "binary", "--source-mirror", "mirror"),
            *("--offline", "--rebuild", "--keep-build"),
        ),
        {},
    )
    here = Path.cwd()
    assert options.recipes == (here / "recipes/xz", Path("/other/recipe.yaml"))
    assert [each.subdir for each in options.targets] == ["linux-aarch64", "linux-ppc64le"]
    assert options.channels == ("conda-forge",)
    assert options.variant_config == (here / "variants.yaml",)
    assert (options.output_dir, options.cache_dir) == (here / "out", here / "cache")
    assert (options.glibc, options.jobs) == ("2.28", 3)
    assert (options.test, options.engine) == (RunTests.NATIVE, Engine.BINARY)
    assert (options.source_mirrors, options.offline, options.rebuild) == (("mirror",), True, True)
    assert options.keep is Keep.FOLDER


def test_without_flags_the_machine_itself_is_the_target() -> None:
    options = options_from(flags("recipe"), {"XDG_CACHE_HOME": "/xdg"})
    assert options.targets == (current_platform(),)
    assert options.cache_dir == Path("/xdg/condax")
    assert options.test is RunTests.EMULATE
    assert options.output_dir == Path.cwd() / "output"


@pytest.mark.parametrize(("cpus", "jobs"), [(1, 1), (2, 2), (4, 2), (8, 2), (16, 4)])
def test_two_packages_at_a_time_or_one_for_every_four_cores(cpus: int, jobs: int) -> None:
    assert default_jobs(cpus) == jobs


def test_debug_keeps_the_environment() -> None:
    assert options_from(flags("recipe", "--debug"), {}).keep is Keep.ENVIRONMENT


def test_the_cache_is_below_the_home_folder_unless_told_otherwise() -> None:
    assert default_cache({}) == Path("~/.cache/condax").expanduser()


def test_the_table_colours_only_the_state() -> None:
    job = JobReport(
        name="a",
        version="1.0",
        build="h0_0",
        subdir=get_platform("linux-aarch64").subdir,
        recipe=Path("recipe.yaml"),
        state=JobState.BUILT,
        seconds=1.25,
        tests=PackageTests(verdict="skipped", reason="no emulator", hint="apt install qemu-user"),
    )
    report = BuildReport(jobs=(job,), channel="file:///output", seconds=2)
    assert render(report).splitlines()[1:] == [
        "a        1.0      h0_0   linux-aarch64  built  skipped  1.2 s",
        "a (linux-aarch64): tests skipped: no emulator (apt install qemu-user)",
        "1 built in 2.0 s: file:///output",
    ]
    coloured = render(report, color=True)
    assert "\x1b[32mbuilt\x1b[0m" in coloured
    assert coloured.count("\x1b") == 2


@pytest.mark.integration
def test_headers_of_the_build_prefix_in_a_cross_build_are_in_the_report(
    tmp_path: Path, env: dict[str, str], toolchain_cache: Path
) -> None:
    recipe = write_recipe(tmp_path, "leaking", LEAKING)
    report = tmp_path / "report.json"
    target = ("--target", "linux-aarch64", "--cache-dir", toolchain_cache)
    done = run_build(tmp_path, env, recipe, *target, "--json", report)
    assert done.returncode == 0, done.stderr
    [job] = json.loads(report.read_text(encoding="utf-8"))["jobs"]
    [finding] = [each for each in job["findings"] if each["code"] == "CV135"]
    assert finding["message"] == "compiled for linux-aarch64 with $BUILD_PREFIX/include/generated.h"
