"""The question to the test runner."""

from __future__ import annotations

from condax.emulation.request import INTERPRETERS, Request, parse_request, render_request


def test_a_request_survives_the_way_to_the_runner() -> None:
    request = Request(
        artifact="/a.conda",
        channels=("file:///c",),
        build_platform="linux-64",
        path="/usr/bin",
        guarded_path="/guards:/usr/bin",
        list_only=False,
    )
    assert parse_request(render_request(request)) == request


def test_no_interpreter_stands_for_two_kinds_of_test() -> None:
    programs = [program for names in INTERPRETERS.values() for program in names]
    assert len(programs) == len(set(programs))
