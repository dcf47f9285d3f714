from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from condax.errors import SystemRefusedError
from condax.system.spawn import NICEST, spawn

ENV = {"PATH": os.environ["PATH"]}


def test_stdout_comes_in_lines_and_stderr_goes_to_the_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "log"
    child = spawn(["sh", "-c", "echo one; echo two; echo said >&2; exit 3"], env=ENV, log=log)
    assert list(child.lines()) == ["one\n", "two\n"]
    assert child.wait() == 3
    assert log.read_text() == "said\n"


def test_killing_ends_what_the_child_started_too(tmp_path: Path) -> None:
    script = "sleep 60 & echo $!; wait"
    child = spawn(["sh", "-c", script], env=ENV, log=tmp_path / "log")
    lines = child.lines()
    grandchild = int(next(lines))
    child.kill()
    assert list(lines) == []
    assert child.wait() == -9
    deadline = time.monotonic() + 5
    while Path(f"/proc/{grandchild}/exe").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_childs_stdin_ends_with_its_parent(tmp_path: Path) -> None:
    marker = tmp_path / "ended"
    waiting = f"import sys; sys.stdin.read(); open({str(marker)!r}, 'w').close()"
    parent = (
        "import os, pathlib; from condax.system.spawn import spawn;"
        f"spawn([{sys.executable!r}, '-c', {waiting!r}], env=dict(os.environ),"
        f" log=pathlib.Path({str(tmp_path / 'log')!r})); os._exit(0)"
    )
    outer = spawn([sys.executable, "-c", parent], env=ENV, log=tmp_path / "outer")
    assert list(outer.lines()) == []
    assert outer.wait() == 0
    deadline = time.monotonic() + 10
    while not marker.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_log_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SystemRefusedError):
        spawn(["true"], env=ENV, log=tmp_path / "file" / "log")


@pytest.mark.parametrize(("wanted", "expected"), [(10, 10), (30, NICEST)])
def test_who_gives_way_is_nicer_with_all_that_it_starts(
    wanted: int, expected: int, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    script = f"sleep 60 & echo $!; until test -e {mark}; do sleep 0.01; done; nice; wait"
    child = spawn(["sh", "-c", script], env=ENV, log=tmp_path / "log")
    lines = child.lines()
    started = int(next(lines))
    before = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, started) == before
    expected = min(before + expected, NICEST)
    assert child.give_way(wanted) == expected - before
    assert os.getpriority(os.PRIO_PROCESS, started) == expected
    mark.touch()
    assert int(next(lines)) == expected
    child.kill()
    child.wait()
    child.give_way(wanted)
    assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_who_gives_way_gives_more_of_it_than_its_parent(tmp_path: Path) -> None:
    """Root's processes could be raised: where condax itself is nice, nothing is."""
    parent = (
        "import os, pathlib; from condax.system.spawn import spawn;"
        "child = spawn(['sleep', '60'], env=dict(os.environ),"
        f" log=pathlib.Path({str(tmp_path / 'log')!r}));"
        "child.give_way(2); print(os.getpriority(os.PRIO_PROCESS, child._process.pid));"
        "child.kill()"
    )
    done = spawn(["nice", "-n", "15", sys.executable, "-c", parent], env=ENV, log=tmp_path / "o")
    here = os.getpriority(os.PRIO_PROCESS, 0)
    assert [int(line) for line in done.lines()] == [min(here + 15 + 2, NICEST)]
    assert done.wait() == 0


def session_niceness(pid: int) -> str:
    """Of the session, where Linux groups processes by it: `/autogroup-12 nice 7`."""
    return Path(f"/proc/{pid}/autogroup").read_text(encoding="ascii").rpartition(" ")[2].strip()


def test_who_gave_way_may_get_it_back(tmp_path: Path) -> None:
    """Its session always, on which all depends between sessions; its processes from root only."""
    child = spawn(["sh", "-c", "echo $$; sleep 60"], env=ENV, log=tmp_path / "log")
    try:
        pid = int(next(child.lines()))
        is_grouped = bool(Path(f"/proc/{pid}/autogroup").exists() and session_niceness(pid))
        before = os.getpriority(os.PRIO_PROCESS, 0)
        assert child.give_way(4) == min(4, NICEST - before)
        given = child.give_way(0)
        assert given == (0 if os.geteuid() == 0 else min(4, NICEST - before))
        assert os.getpriority(os.PRIO_PROCESS, pid) == before + given
        if is_grouped:
            assert session_niceness(pid) == str(before)
    finally:
        child.kill()
        child.wait()
