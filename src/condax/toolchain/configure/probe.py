"""Answers to what configure scripts find out by running a program: derived, not guessed.

`probes/<name>.c` is one question. Its first comment says what is true when it exits with 0, and
lists the cache variables that it answers with their two values: for true, and for false. A probe
that exits with 77 answers nothing.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.system.files import temporary_directory
from condax.system.process import attempt, run
from condax.toolchain.configure.answers import PROBES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from condax.toolchain.environment import CompilerEnvironment

NO_ANSWER = 77
"""Exit status of a probe that could not find out; automake's for a skipped test."""

_COMMENT = re.compile(r"/\*(.*?)\*/", re.DOTALL)
_ANSWER = re.compile(r"^   (\w+) = (\S+) \| (\S+)$")
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What one cache variable is, by how the probe ended."""

    variable: str
    if_true: str
    if_false: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Probe:
    """One question, as a C program."""

    name: str
    source: Path
    answers: tuple[Answer, ...]


def load_probes() -> tuple[Probe, ...]:
    """Every probe, by name."""
    return tuple(parse_probe(path) for path in sorted(PROBES.glob("*.c")))


def parse_probe(path: Path) -> Probe:
    """The probe in a file: lines `   VARIABLE = IF-TRUE | IF-FALSE` of its first comment."""
    comment = _COMMENT.match(path.read_text(encoding="utf-8"))
    assert comment is not None, f"{path.name} does not begin with a comment"
    lines = (_ANSWER.match(line.rstrip()) for line in comment[1].splitlines())
    answers = (Answer(variable=m[1], if_true=m[2], if_false=m[3]) for m in lines if m)
    return Probe(name=path.stem, source=path, answers=tuple(answers))


def run_probes(environment: CompilerEnvironment, libcs: Sequence[Path] = ()) -> dict[str, str]:
    """Compile every probe and run it; the answers, sorted by variable.

    With `libcs`, roots of other C libraries (`QEMU_LD_PREFIX`), each probe runs with each of them,
    and what they do not agree on is left out. Raises `UsageError` where nothing can run.
    """
    target = environment.target
    emulators = [(*environment.emulator[:1], "-L", str(libc)) for libc in libcs]
    if environment.is_cross and not environment.emulator:
        raise UsageError(
            f"no emulator here runs programs of {target.subdir!r}",
            hint=f"apt-get install qemu-user-static libc6-{target.debian_arch}-cross",
        )
    with temporary_directory(environment.prefix.parent) as scratch, ThreadPoolExecutor(2) as pool:

        def ask(probe: Probe) -> dict[str, str]:
            program = _compile(environment, probe, scratch)
            ways = emulators or [environment.emulator]
            statuses = {
                attempt([*words, str(program)], env=_ENVIRONMENT).returncode for words in ways
            }
            return _answers(probe, statuses)

        found = list(pool.map(ask, load_probes()))
    return dict(sorted((k, v) for answers in found for k, v in answers.items()))


def _compile(environment: CompilerEnvironment, probe: Probe, scratch: Path) -> Path:
    program = scratch / probe.name
    compiler = str(environment.tool("cc"))
    # Nothing may be known before the program runs.
    flags = ("-O0", "-fno-builtin", "-w", "-pthread", "-lm")
    run([compiler, str(probe.source), "-o", str(program), *flags], env=_ENVIRONMENT)
    return program


def _answers(probe: Probe, statuses: set[int]) -> dict[str, str]:
    is_true = {status == 0 for status in statuses}
    if len(is_true) > 1 or NO_ANSWER in statuses:
        return {}
    return {
        answer.variable: answer.if_true if is_true == {True} else answer.if_false
        for answer in probe.answers
    }
