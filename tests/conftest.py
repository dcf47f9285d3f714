"""Fixtures that every test may use: required programs and golden files."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


class Golden(Protocol):
    def __call__(self, name: str, text: str) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite golden files with what is produced"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each file to one worker, which makes its fixtures once, and the long files out first."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    turns: dict[str, int] = {}
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            name = item.nodeid.partition(".py::")[0].removeprefix("tests/")
            item.add_marker(pytest.mark.xdist_group(name))
        turns[group_of(item)] = min(turns.get(group_of(item), LAST), turn_of(item))
    items.sort(key=lambda item: turns[group_of(item)])


LAST = 5


def group_of(item: pytest.Item) -> str:
    mark = item.get_closest_marker("xdist_group")
    assert mark is not None
    return str(mark.args[0])


def turn_of(item: pytest.Item) -> int:
    """All recipes first, nearly half of a run, then other programs, then what needs the recipes.

    Of these NumPy is the longest and builds the Cython that another file waits for meanwhile, and
    four more CPythons come next. The tests that run no program are many and short: with them the
    workers end together.
    """
    group = group_of(item)
    if group == "recipes":
        return 0
    if group.startswith("recipes/"):
        return {"recipes/numpy": 2, "recipes/test_other_pythons": 3, "recipes/test_new": 3}.get(
            group, 4
        )
    return 1 if item.get_closest_marker("integration") else LAST


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say for each target how many cases of the conformance suite passed."""
    counts: dict[str, list[int]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, passed in getattr(report, "user_properties", ()):
                if name.startswith("conformance ") and report.when == "call" and not report.skipped:
                    counts.setdefault(name, [0, 0])[not passed] += 1
    for name, (passed, failed) in sorted(counts.items()):
        terminalreporter.write_line(f"{name}: {passed} passed, {failed} failed")


def missing(name: str, reason: str) -> NoReturn:
    """Skip because `name` is not here; fail instead when CONDAX_REQUIRE names it, as CI does."""
    required = os.environ.get("CONDAX_REQUIRE", "").replace(",", " ").split()
    if name in required or "all" in required:
        pytest.fail(f"{name} is required here: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def require() -> Callable[[str], str]:
    """`require("qemu-aarch64-static")` is the program's path, or the test is skipped."""

    def find(program: str) -> str:
        # Programs of wheels lie beside the interpreter, which a reader calls by its path.
        places = [os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)]
        path = shutil.which(program, path=os.pathsep.join(places))
        if path is None:
            missing(program, f"{program} is not on PATH")
        assert path is not None
        return path

    return find


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare text with `golden/<name>` beside the test; `--update-golden` rewrites it."""
    folder = Path(request.path).parent / "golden"

    def compare(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: run pytest --update-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One temporary folder for all workers of a run."""
    root = tmp_path_factory.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


@pytest.fixture(scope="session")
def toolchain_cache(run_folder: Path) -> Path:
    """The `cache` for `ensure_toolchain`, one for all workers of a run.

    CONDAX_TEST_CACHE names a folder that is kept from run to run instead.
    """
    kept = os.environ.get("CONDAX_TEST_CACHE")
    return Path(kept) if kept else run_folder / "toolchain-cache"
