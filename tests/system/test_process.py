from __future__ import annotations

import pytest

from condax.errors import SystemRefusedError, ToolFailedError, ToolNotFoundError
from condax.system.process import run

ENV = {"PATH": "/usr/bin:/bin"}


def test_what_a_program_prints_is_kept_apart() -> None:
    done = run(["sh", "-c", "echo out; echo err >&2"], env=ENV)
    assert (done.stdout, done.stderr) == ("out\n", "err\n")


def test_a_failure_has_the_status_and_the_last_lines() -> None:
    with pytest.raises(ToolFailedError) as caught:
        run(["sh", "-c", "seq 30; exit 3"], env=ENV)
    assert caught.value.returncode == 3
    assert caught.value.tail == tuple(map(str, range(11, 31)))


@pytest.mark.parametrize(
    "words", ["x.o: No space left on device", 'unable to write "a": NoSpaceLeft']
)
def test_a_full_disk_is_the_machines_refusal_and_not_the_programs(words: str) -> None:
    with pytest.raises(SystemRefusedError, match="no space left") as caught:
        run(["sh", "-c", f"echo '{words}' >&2; exit 1"], env=ENV)
    assert caught.value.where == words


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(ToolNotFoundError, match="no-such-program"):
        run(["no-such-program"], env=ENV)
