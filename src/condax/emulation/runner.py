"""Run a package's tests with rattler-build, one after the other, in a process of their own.

    python -m condax.emulation.runner REQUEST RESULTS

The process is what `Emulation.wrap` takes to where foreign programs run. REQUEST is a file with a
JSON object (`Request`). RESULTS gets one JSON object per line as things become known: first
`{"tests": [{"kind": …, "title": …}, …]}`, then one per test, or `{"error": …}` for an unreadable
artifact. What the tests print goes to stdout as it comes.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

import rattler_build

from condax.emulation.elements import describe
from condax.emulation.request import INTERPRETERS, parse_request
from condax.emulation.unsolvable import unwrap, why_unsolvable
from condax.platforms import NOARCH

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rattler_build import PackageTestType
    from rattler_build.progress import LogEvent, ProgressCallback

    from condax.emulation.request import Request

_PLATFORM = "  Platform: "
_SPECS = "  Specs:"
_ITEM = "   - "
_INDEXING_SPAN = "index_subdir"
_SUMMARY_SPAN = "Running tests for"
_INSTALLED = "✔ Successfully updated the"
_HOW_TO_REPEAT = "Script execution failed."
_DOWNSTREAM_NOT_RUN = "Downstream test could not run"
_SETUP_FAILED = "failed to setup test environment"
_NOISE = ("PyRattlerBuildError: ", "failed to run test: ", "IO Error: ")


@dataclass
class Solve:
    """An environment as rattler-build announces it before it solves it."""

    subdir: str = ""
    specs: list[str] = field(default_factory=list)
    in_specs: bool = False

    def hear(self, message: str) -> None:
        """Take in a line: `  Platform: SUBDIR [...]`, `  Specs:`, then `   - SPEC` each."""
        if message.startswith(_PLATFORM):
            self.subdir = message.removeprefix(_PLATFORM).split()[0]
            self.specs, self.in_specs = [], False
        elif self.in_specs and message.startswith(_ITEM):
            self.specs.append(message.removeprefix(_ITEM))
        else:
            self.in_specs = message == _SPECS


@dataclass
class Listener:
    """Prints what rattler-build logs and keeps what the test itself printed."""

    lines: list[str] = field(default_factory=list)
    downstream_problem: str | None = None
    solve: Solve = field(default_factory=Solve)
    """The environment announced last."""

    def on_log(self, event: LogEvent) -> None:
        """Called by rattler-build for every line, of its own or of a test's."""
        message = event.message.strip("\n")
        if event.span == _INDEXING_SPAN or message.startswith(_HOW_TO_REPEAT):
            return  # The folder in which the test could be repeated is about to go.
        sys.stdout.write(f"{message}\n")
        sys.stdout.flush()
        self.solve.hear(message)
        if message.startswith(_DOWNSTREAM_NOT_RUN):
            self.downstream_problem = unwrap(message)
        elif message.startswith(_INSTALLED):
            self.lines.clear()
        elif event.level != "error" and event.span != _SUMMARY_SPAN:
            self.lines.extend(message.splitlines())


def main(argv: list[str]) -> int:
    """Answer the request; the exit status is 0 whatever the tests say."""
    request = parse_request(Path(argv[0]).read_text(encoding="utf-8"))
    with Path(argv[1]).open("a", encoding="utf-8", buffering=1) as results:
        results.writelines(json.dumps(answer) + "\n" for answer in answers(request))
    return 0


def answers(request: Request) -> Iterator[dict[str, object]]:
    """The objects of RESULTS, each as soon as it is known."""
    try:
        package = rattler_build.Package.from_file(request.artifact)
        tests = package.tests
    except rattler_build.RattlerBuildError as e:
        yield {"error": str(e)}
        return
    described = [describe(test) for test in tests]
    yield {"tests": described}
    if request.list_only:
        return
    for test, words in zip(tests, described, strict=True):
        number = f"test {test.index + 1} of {len(tests)}"
        sys.stdout.write(f"{number}: {words['kind']}: {words['title']}\n")
        yield run_element(package, test, request)


def run_element(
    package: rattler_build.Package, test: PackageTestType, request: Request
) -> dict[str, object]:
    """Run one test; what it printed, and how it ended."""
    kind = describe(test)["kind"]
    if kind == "downstream" and package.subdir not in {request.build_platform, NOARCH.subdir}:
        # run_test() solves the environment of a downstream test for the machine's own platform,
        # finds nothing there and calls that a success (py-rattler-build 0.73).
        reason = f"rattler-build runs downstream tests on {request.build_platform} only"
        return {"verdict": "skipped", "reason": reason, "seconds": 0.0, "output": []}
    # rattler-build is told PATH by no other way; putenv() is enough, it is not Python.
    os.putenv("PATH", request.guarded_path if kind in INTERPRETERS else request.path)
    listener = Listener()
    # Every method of the protocol is optional, which its type does not say.
    callback = cast("ProgressCallback", listener)
    begin = time.monotonic()
    result = package.run_test(test.index, channel=request.channels, progress_callback=callback)
    seconds = round(time.monotonic() - begin, 3)
    verdict, reason = "passed", ""
    if not result.success:
        verdict, reason = "failed", _why_failed(package, request, listener.solve, result.output)
    elif listener.downstream_problem:
        verdict, reason = "skipped", listener.downstream_problem
    return {"verdict": verdict, "reason": reason, "seconds": seconds, "output": listener.lines}


def _why_failed(
    package: rattler_build.Package, request: Request, solve: Solve, output: Sequence[str]
) -> str:
    """Rattler-build's last words, without the folder that is gone by now."""
    last = output[-1] if output else ""
    if _SETUP_FAILED in last:
        # The package is in none of the channels, so its dependencies stand for it.
        others = [spec for spec in solve.specs if not spec.startswith(f"{package.name} ==")]
        specs = others if len(others) == len(solve.specs) else [*package.depends, *others]
        problem = why_unsolvable(solve.subdir, specs, request.channels)
        return f"{_SETUP_FAILED}: {problem}" if problem else _SETUP_FAILED
    reason = last.split("\n", 1)[0]
    for words in _NOISE:
        reason = reason.removeprefix(words)
    return reason


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    status = main(sys.argv[1:])
    sys.stdout.flush()
    # Not sys.exit(): threads of rattler that still hold Python objects when the interpreter goes
    # away abort the process now and then (py-rattler 0.28).
    os._exit(status)
