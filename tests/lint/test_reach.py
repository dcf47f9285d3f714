"""Which commands a cross build without an emulator comes to."""

from __future__ import annotations

import pytest

from condax.lint.reach import runs_when_crossing
from condax.lint.shell_tree import parse_shell

RUNS = [
    "make check",
    "cd build && make check",
    "if [[ $target_platform == linux-* ]]; then make check; fi",
    "[[ $target_platform != osx-* ]] && make check",
    "case $target_platform in linux-*) make check;; esac",
    "case ${ARCH} in 64|aarch64) ;; *) make check;; esac",
    "tests() { make check; }\ntests",
    'if [[ "$CONDA_BUILD_CROSS_COMPILATION" == "1" ]]; then make check; fi',
    'if [ "$build_platform" != "$target_platform" ]; then make check; fi',
]
DOES_NOT_RUN = [
    'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" ]]; then make check; fi',
    'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" != "1" || "${CROSSCOMPILING_EMULATOR:-}" != "" ]]'
    "\nthen\n  make check\nfi",
    'if [[ ${CONDA_BUILD_CROSS_COMPILATION:-0} != 1 ]] || [[ -n "$CROSSCOMPILING_EMULATOR" ]]; then'
    "\nmake check; fi",
    'if [[ "${CONDA_BUILD_CROSS_COMPILATION:-0}" == "1" ]]; then exit 0; fi\nmake check',
    'if [ -z "${CONDA_BUILD_CROSS_COMPILATION+x}" ]; then make check; fi',
    'if [[ ! ( "$CONDA_BUILD_CROSS_COMPILATION" == 1 ) ]]; then make check; fi',
    'test -z "$CONDA_BUILD_CROSS_COMPILATION" && make check',
    '[ "$CONDA_BUILD_CROSS_COMPILATION" = 1 ] || make check',
    'if [ "$target_platform" = linux-64 ]; then make check; fi',
    "case $target_platform in linux-64) make check;; esac",
    "case ${ARCH} in aarch64|ppc64le) ;; *) make check;; esac",
    'if [[ "$build_platform" != "$target_platform" ]]; then true; else make check; fi',
    "tests() { make check; }\nif [[ $build_platform == $target_platform ]]; then tests; fi",
    "tests() { make check; }",
]
NOT_KNOWN = [
    "if grep -q x y; then make check; fi",
    'if [[ "$RUN_TESTS" == 1 ]]; then make check; fi',
    'if [[ "$(uname -m)" == "x86_64" ]]; then make check; fi',
    "make || make check",
]


def runs(text: str) -> bool:
    script = parse_shell(text)
    (command,) = (each for each in script.commands if each.has_argument("check"))
    return runs_when_crossing(script, command)


@pytest.mark.parametrize("text", RUNS)
def test_commands_that_a_cross_build_runs(text: str) -> None:
    assert runs(text)


@pytest.mark.parametrize("text", DOES_NOT_RUN)
def test_commands_that_a_cross_build_leaves_out(text: str) -> None:
    assert not runs(text)


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_a_condition_on_something_else_is_the_authors(text: str) -> None:
    assert not runs(text)
