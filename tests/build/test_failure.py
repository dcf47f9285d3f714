from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.build.failure import build_failure, missing_worker
from condax.build.model import Job
from condax.build.order import WorkOrder
from condax.errors import (
    CondaxError,
    RecipeError,
    SystemRefusedError,
    ToolFailedError,
    VerificationError,
)
from condax.platforms import Platforms, get_platform

if TYPE_CHECKING:
    from pathlib import Path

TARGET = get_platform("linux-aarch64")


@pytest.fixture
def order(tmp_path: Path) -> WorkOrder:
    return WorkOrder(
        job=Job(
            recipe=tmp_path / "recipe.yaml",
            name="a",
            version="1.0",
            build="h0_0",
            platforms=Platforms(build=TARGET, host=TARGET, target=TARGET),
            variant={},
            config={},
        ),
        channels=(),
        work=tmp_path / "work",
        staging=tmp_path / "staging",
        log=tmp_path / "log",
        epoch=0,
        cache=tmp_path / "cache",
    )


@pytest.mark.parametrize(
    ("message", "kind", "said"),
    [
        (
            "PyRattlerBuildError: IO Error: failed to copy `/x`: No space left on device (os error"
            " 28)",
            SystemRefusedError,
            "cannot build a-1.0-h0_0 (linux-aarch64): IO Error: failed to copy `/x`: no space"
            " left on device",
        ),
        (
            "IO Error: failed to create file `/out/x`: Permission denied (os error 13)",
            SystemRefusedError,
            "permission denied",
        ),
        (
            "failed package content tests: No match for files glob: nope",
            VerificationError,
            "does not have the files that its recipe expects: No match for files glob: nope",
        ),
        (
            "Could not apply pin_compatible. The following package is not part of the solution: x",
            RecipeError,
            "not part of the solution: x",
        ),
        (
            "IO Error: failed to canonicalize path `/recipe/nope`: No such file or directory (os"
            " error 2)",
            RecipeError,
            "/recipe/nope",
        ),
        ("Failed to download from URL: 404", SystemRefusedError, "a source of a-1.0-h0_0"),
        ("Something nobody expected", ToolFailedError, "Something nobody expected"),
    ],
)
def test_what_rattler_build_says_becomes_what_to_do(
    order: WorkOrder, message: str, kind: type[CondaxError], said: str
) -> None:
    error = build_failure(order, message, [])
    assert type(error) is kind
    assert said in str(error)
    assert error.hint


def test_a_script_that_fails_shows_its_last_lines_and_not_rattler_builds(
    order: WorkOrder,
) -> None:
    lines = [*map(str, range(40)), "error: Script failed with status 3", "Work directory: /x"]
    error = build_failure(order, "Script failed to execute", lines)
    assert isinstance(error, ToolFailedError)
    assert error.returncode == 3
    assert error.tail == tuple(map(str, range(20, 40)))
    assert error.log == order.log


def test_only_the_scripts_own_lines_are_shown(order: WorkOrder) -> None:
    end = "Script failed with status 2"
    lines = ["solving", "--- running the build script", "", "+ make", "boom", end]
    error = build_failure(order, "Script failed to execute", lines)
    assert isinstance(error, ToolFailedError)
    assert error.tail == ("+ make", "boom")


def test_the_status_of_a_staging_script_is_in_the_message(order: WorkOrder) -> None:
    error = build_failure(
        order, "IO Error: Script failed with status 4\nmore", ["--- staging", "+ x"]
    )
    assert isinstance(error, ToolFailedError)
    assert (error.returncode, error.tail) == (4, ("+ x",))


def test_a_full_disk_is_found_in_what_the_script_printed(order: WorkOrder) -> None:
    lines = ["cp: error writing 'x': No space left on device", "Script failed with status 1"]
    assert isinstance(build_failure(order, "Script failed to execute", lines), SystemRefusedError)


def test_a_script_that_was_denied_something_is_its_own_fault(order: WorkOrder) -> None:
    lines = ["sh: ./configure: Permission denied", "Script failed with status 126"]
    error = build_failure(order, "Script failed to execute", lines)
    assert isinstance(error, ToolFailedError)
    assert error.returncode == 126


def test_a_worker_that_ends_without_a_word_shows_its_log(order: WorkOrder) -> None:
    order.log.write_text("one\ntwo\n")
    error = missing_worker(order, -11)
    assert isinstance(error, ToolFailedError)
    assert "was killed by signal 11" in str(error)
    assert error.tail == ("one", "two")
    assert "ended with status 2" in str(missing_worker(order, 2))
