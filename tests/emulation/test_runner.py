"""The process that runs tests with rattler-build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from rattler_build.progress import LogEvent

from condax.emulation.request import Request, render_request
from condax.emulation.runner import Listener
from condax.platforms import current_platform

if TYPE_CHECKING:
    from pathlib import Path

    from tests.emulation.conftest import BuildPackage


def hear(*events: LogEvent) -> Listener:
    listener = Listener()
    for event in events:
        listener.on_log(event)
    return listener


def test_only_what_the_test_printed_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    listener = hear(
        LogEvent("info", "Writing repodata to noarch/repodata.json", "index_subdir"),
        LogEvent("info", "  Specs:", ""),
        LogEvent("info", "✔ Successfully updated the test environment", ""),
        LogEvent("info", "+ tool", "Running script test for"),
        LogEvent("info", "two\nlines", "Running script test for"),
        LogEvent("error", "Script failed with status 1", "Running script test for"),
        LogEvent("error", "\nScript execution failed.\n\n  Work directory: /gone", ""),
        LogEvent("info", "✔ all tests passed!", "Running tests for"),
    )
    assert listener.lines == ["+ tool", "two", "lines"]
    shown = capsys.readouterr().out
    assert "  Specs:" in shown
    assert "Script failed with status 1" in shown
    assert "/gone" not in shown
    assert "Writing repodata" not in shown


def test_a_downstream_test_that_could_not_run_is_noticed() -> None:
    message = "Downstream test could not run. Environment might be unsolvable:\n  x: no candidates"
    listener = hear(LogEvent("error", message, ""))
    assert listener.downstream_problem == (
        "Downstream test could not run. Environment might be unsolvable: x: no candidates"
    )


def ask(request: Request, folder: Path) -> list[dict[str, object]]:
    (folder / "request.json").write_text(render_request(request))
    argv = [sys.executable, "-m", "condax.emulation.runner", "request.json", "results.jsonl"]
    env = {**os.environ, "LC_ALL": "en_US.ISO-8859-1"}
    subprocess.run(argv, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in (folder / "results.jsonl").read_text().splitlines()]


def request_for(artifact: Path, channel: Path, *, list_only: bool) -> Request:
    return Request(
        artifact=str(artifact),
        channels=(channel.as_uri(),),
        build_platform=current_platform().subdir,
        path=os.environ["PATH"],
        guarded_path=os.environ["PATH"],
        list_only=list_only,
    )


@pytest.mark.integration
@pytest.mark.parametrize("list_only", [True, False])
def test_tests_are_named_first_and_then_run(
    build_package: BuildPackage, channel: Path, tmp_path: Path, list_only: bool
) -> None:
    recipe = 'package: {name: one, version: "1"}\ntests: [{script: [echo ✔]}]\n'
    artifact = build_package(recipe, current_platform())
    named, *ran = ask(request_for(artifact, channel, list_only=list_only), tmp_path)
    assert named == {"tests": [{"kind": "script", "title": "echo ✔"}]}
    if list_only:
        assert ran == []
    else:
        assert [(answer["verdict"], answer["reason"]) for answer in ran] == [("passed", "")]


@pytest.mark.integration
def test_an_unreadable_artifact_is_an_answer(channel: Path, tmp_path: Path) -> None:
    request = request_for(tmp_path / "absent-1-0.conda", channel, list_only=False)
    [answer] = ask(request, tmp_path)
    assert "No such file" in str(answer["error"])
