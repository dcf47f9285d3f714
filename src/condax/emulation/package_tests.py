"""Run the tests inside a finished package, native or emulated, and say how each one ended."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import IO, TYPE_CHECKING

from condax.emulation import package_cache
from condax.emulation.ladder import Emulation, Rung
from condax.emulation.request import INTERPRETERS, Request, render_request
from condax.errors import ToolFailedError, ToolNotFoundError, VerificationError
from condax.platforms import NOARCH
from condax.system.files import temporary_directory, write_text
from condax.system.process import run_logged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TAIL_LINES = 20
_DEFAULT_TEMPORARY_FOLDER = "/tmp"
_RUNNER = "condax.emulation.runner"
_NO_INTERPRETER = """\
#!/bin/sh
echo "@NAME@ is not in the test environment: let the package or the test depend on it" >&2
exit 1
"""
_STUBBING_BASH = """\
#!/bin/sh
exec @COMMAND@ @BASH@ "$@"
"""


class Verdict(str, Enum):
    """How a test, or all tests of a package, ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    NO_TESTS = "no tests"


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementOutcome:
    """How one entry of a recipe's `tests` ended."""

    kind: str
    """`script`, `python`, `perl`, `r`, `ruby`, `downstream` or `package_contents`."""
    title: str
    """Its first command, or what it imports."""
    verdict: Verdict
    reason: str = ""
    """Why it failed or was skipped."""
    seconds: float = 0.0
    output: tuple[str, ...] = ()
    """The last lines that it printed, with `$PREFIX` and `$SRC_DIR` for its folders."""

    @property
    def name(self) -> str:
        """Kind and title, e.g. `script: xz --version`."""
        return f"{self.kind}: {self.title}"


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageTestOutcome:
    """How the tests of one package ended: failed if one failed, skipped if all were."""

    artifact: Path
    verdict: Verdict
    reason: str = ""
    """Why tests were skipped, or which failed first."""
    hint: str = ""
    """What to do so that skipped tests run."""
    elements: tuple[ElementOutcome, ...] = ()

    @property
    def seconds(self) -> float:
        """Time in the tests, their environments included."""
        return sum(element.seconds for element in self.elements)


def run_package_tests(
    artifact: Path,
    *,
    emulation: Emulation,
    channels: Sequence[str],
    env: Mapping[str, str],
    log: IO[str],
) -> PackageTestOutcome:
    """Run every test that `artifact` carries, each in an environment installed for it.

    The environments come from the artifact itself and `channels` (URLs or absolute paths, the first
    one preferred). `log` has to be a file; it gets all output as it comes. Failing tests are an
    outcome; a package that cannot be read raises `VerificationError`, and a test runner that dies
    before its first test `ToolFailedError`.
    """
    log.write(f"{emulation.explain()}\n")
    log.flush()
    parent = Path(env.get("TMPDIR", _DEFAULT_TEMPORARY_FOLDER))
    with temporary_directory(parent, prefix="condax-test-") as folder:
        path, guarded_path = _search_paths(folder, emulation, env)
        request = Request(
            artifact=str(artifact.absolute()),
            channels=tuple(channels) or (_empty_channel(folder),),
            build_platform=emulation.build_platform.subdir,
            path=path,
            guarded_path=guarded_path,
            list_only=not emulation.is_available,
        )
        write_text(folder / "request.json", render_request(request))
        results = folder / "results.jsonl"
        argv = (sys.executable, "-m", _RUNNER, str(folder / "request.json"), str(results))
        cache = package_cache.rattler_cache(env)
        package_cache.view_without(artifact, cache, folder / "cache")
        variables = _runner_environment(folder, emulation, env)
        status = run_logged(emulation.wrap(argv), env=variables, cwd=folder, log=log)
        answers = results.read_text(encoding="utf-8") if results.exists() else ""
    return read_outcome(artifact, emulation, answers, status=status)


def _search_paths(folder: Path, emulation: Emulation, env: Mapping[str, str]) -> tuple[str, str]:
    """`PATH` for script tests, and the one that hides the machine's interpreters.

    rattler-build lets a Python test fall back on any `python` of `PATH`, so that a package without
    Python in its run requirements would pass with the machine's own.
    """
    path = env.get("PATH", "")
    if emulation.rung is Rung.STUBS:
        bash = shutil.which("bash", path=path)
        if bash is None:
            raise ToolNotFoundError("'bash' is not on PATH", hint="install bash")
        text = _STUBBING_BASH.replace("@COMMAND@", shlex.join(emulation.stub_command()))
        text = text.replace("@BASH@", shlex.quote(bash))
        write_text(folder / "stubs/bash", text, mode=0o755)
        path = f"{folder / 'stubs'}:{path}"
    for name in sorted(name for names in INTERPRETERS.values() for name in names):
        text = _NO_INTERPRETER.replace("@NAME@", name)
        write_text(folder / "guards" / name, text, mode=0o755)
    return path, f"{folder / 'guards'}:{path}"


def _empty_channel(folder: Path) -> str:
    """A channel without packages: given none at all, rattler-build takes conda-forge."""
    content = {"info": {"subdir": NOARCH.subdir}, "packages": {}, "packages.conda": {}}
    write_text(folder / "channel/noarch/repodata.json", json.dumps(content))
    return (folder / "channel").as_uri()


def _runner_environment(
    folder: Path, emulation: Emulation, env: Mapping[str, str]
) -> dict[str, str]:
    """The user's environment; in an emulated one the solver sees the platform's machine.

    Without the overrides rattler-build takes the glibc and the processor of the build machine.
    """
    variables = {**env, **emulation.environment, "TMPDIR": str(folder)}
    variables[package_cache.VARIABLE] = str(folder / "cache")
    if emulation.libc is not None and emulation.libc.version:
        variables.setdefault("CONDA_OVERRIDE_GLIBC", emulation.libc.version)
    if emulation.rung is not Rung.NATIVE:
        # Rattler refuses a name that archspec does not know; 0 is for none.
        variables.setdefault("CONDA_OVERRIDE_ARCHSPEC", emulation.platform.archspec or "0")
    return variables


def read_outcome(
    artifact: Path, emulation: Emulation, answers: str, *, status: int
) -> PackageTestOutcome:
    """The runner's results, one JSON object per line, as an outcome.

    A runner that dies fails the test it was running; `status` is how it ended.
    """
    first, *rest = [json.loads(line) for line in answers.splitlines()] or [{}]
    if "error" in first:
        raise VerificationError(
            f"the package cannot be read: {first['error']}",
            hint="build it again",
            where=str(artifact),
        )
    if "tests" not in first:
        raise ToolFailedError(
            f"the test runner ended with status {status}",
            hint="read its last lines in the log",
            where=str(artifact),
            returncode=status,
        )
    missing = _unanswered(emulation, status, count=len(first["tests"]) - len(rest))
    elements = tuple(
        ElementOutcome(
            kind=test["kind"],
            title=test["title"],
            verdict=Verdict(answer["verdict"]),
            reason=answer["reason"],
            seconds=answer.get("seconds", 0.0),
            output=tuple(answer.get("output", ())[-TAIL_LINES:]),
        )
        for test, answer in zip(first["tests"], [*rest, *missing], strict=True)
    )
    return _judge(artifact, emulation, elements)


def _unanswered(emulation: Emulation, status: int, *, count: int) -> list[dict[str, str]]:
    if not emulation.is_available:
        return [{"verdict": Verdict.SKIPPED, "reason": emulation.reason}] * count
    died = f"the test runner ended with status {status}"
    failed = {"verdict": Verdict.FAILED, "reason": died}
    return [failed, *[{"verdict": Verdict.SKIPPED, "reason": died}] * (count - 1)][:count]


def _judge(
    artifact: Path, emulation: Emulation, elements: tuple[ElementOutcome, ...]
) -> PackageTestOutcome:
    verdicts = [element.verdict for element in elements]
    verdict = Verdict.PASSED
    if not verdicts:
        verdict = Verdict.NO_TESTS
    elif Verdict.FAILED in verdicts:
        verdict = Verdict.FAILED
    elif set(verdicts) == {Verdict.SKIPPED}:
        verdict = Verdict.SKIPPED
    telling = [element for element in elements if element.verdict is verdict]
    return PackageTestOutcome(
        artifact=artifact,
        verdict=verdict,
        reason=telling[0].reason if telling else "",
        hint=emulation.hint,
        elements=elements,
    )
