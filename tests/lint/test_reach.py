"""Which commands a cross build without an emulator comes to."""

from __future__ import annotations

import pytest

from condax.lint.conditions import crossings, key_of
from condax.lint.reach import Reach
from condax.lint.shell_tree import parse_shell

RUNS = [
    "make check",
    "cd build && make check",
    "if [[ $target_platform == linux-* ]]; then make check; fi",
    "[[ $target_platform != osx-* ]] && make check",
    "case $target_platform in linux-*) make check;; esac",
    "case ${ARCH} in 64|aarch64) ;; *) make check;; esac",
    "tests() { make check; }\ntests",
    "case $ARCH in aarch64|ppc64le) ARCH=arm64; make check;; esac",
    'FLAGS="--a"; FLAGS+=" --b"\nif [[ $FLAGS == *--a* ]]; then make check; fi',
    'if [[ "$CONDA_BUILD_CROSS_COMPILATION" == "1" ]]; then make check; fi',
    'if [ "$build_platform" != "$target_platform" ]; then make check; fi',
    "cd src || exit 1\nmake check",
    "make || { cat log; exit 1; }\nmake check",
    "make || (cat log; exit 1)\nmake check",
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
    'case "${CONDA_BUILD_CROSS_COMPILATION:-}" in 1) ;; *) make check;; esac',
    'case "${CONDA_BUILD_CROSS_COMPILATION:-0}" in 0) make check;; esac',
    'case "$CONDA_BUILD_CROSS_COMPILATION" in "") make check;; esac',
    '[[ "${CONDA_BUILD_CROSS_COMPILATION:-0}" == 1 ]] && exit 0\nmake check',
    '[ "${CONDA_BUILD_CROSS_COMPILATION:-0}" = 0 ] && make && make check',
    'make && [ -z "$CONDA_BUILD_CROSS_COMPILATION" ] && make check',
    '[[ -z "$CONDA_BUILD_CROSS_COMPILATION" ]] && { make check || exit 1; }',
    'if ! [[ "$CONDA_BUILD_CROSS_COMPILATION" == 1 ]]; then make check; fi',
    'if [[ ! "$CONDA_BUILD_CROSS_COMPILATION" ]]; then make check; fi',
    'if test "$CONDA_BUILD_CROSS_COMPILATION" != 1; then make check; fi',
    'if [ "x$CONDA_BUILD_CROSS_COMPILATION" != "x1" ]; then make check; fi',
    "if [[ $CONDA_BUILD_CROSS_COMPILATION -ne 1 ]]; then make check; fi",
    'if [[ "$CONDA_BUILD_CROSS_COMPILATION" != "1" && "$X" != 1 ]]; then make check; fi',
    'if [[ "$CONDA_BUILD_CROSS_COMPILATION" != "1" ]] && grep -q a b; then make check; fi',
    "if (( ${CONDA_BUILD_CROSS_COMPILATION:-0} != 1 )); then make check; fi",
    "if ((CONDA_BUILD_CROSS_COMPILATION != 1)); then make check; fi",
]
ABOUT_SOMETHING_ELSE = [
    "if grep -q x y; then make check; fi",
    'if [[ "$RUN_TESTS" == 1 ]]; then make check; fi',
    "if [[ $PKG_NAME == x ]]; then true; else make check; fi",
    'if [[ "$PKG_NAME" == "x" ]]; then true; elif [[ $PKG_NAME =~ ^(y|z)$ ]]; then make check; fi',
    "if [ -f x ]; then make check; fi",
    "test -x x || make check",
    '[ -d x -a -n "$mpi" ] && make check',
    "case $mpi in nompi) ;; *) make check;; esac",
    "if [ -f x ]; then exit 0; fi\nmake check",
    "while read -r x; do make check; done",
    "if [[ $(cat version) == 2 ]]; then make check; fi",
    "if ((CPU_COUNT > 2)); then make check; fi",
    "if [[ $(python -c 'import sys; print(1)') == 1 ]]; then make check; fi",
    'if [[ "$1" == check ]]; then make check; fi',
    "if [ $((A+B)) -gt 1 ]; then make check; fi",
    'if grep -q "x in y" f; then make check; fi',
    "if python -c \"import sys; sys.exit('a' in sys.argv)\"; then make check; fi",
    'if [[ "${PKG_NAME:-}" == x ]]; then make check; fi',
    'if [ "${CPU_COUNT:-1}" -gt 1 ]; then make check; fi',
    'if [ -n "${CFLAGS:-}" ]; then make check; fi',
    "if [[ $mpi =~ (?P ]]; then make check; fi",
    "if [[ $mpi =~ ^[[:alpha:]]+$ ]]; then make check; fi",
]
ASKED_OF_THE_BUILD_MACHINE = [
    "if [[ $(uname) == Linux ]]; then make check; fi",
    'if [ "$(uname -s)" != "Darwin" ]; then make check; fi',
    "case $(uname -s) in Linux*) make check;; esac",
    "case `uname` in Darwin) ;; *) make check;; esac",
    'if [[ "$(uname -m)" == "x86_64" ]]; then make check; fi',
    'if [[ "$OSTYPE" == linux* ]]; then make check; fi',
    "OS=$(uname -s)\nif [ $OS = Linux ]; then make check; fi",
]
DERIVED = [
    'TESTS=1\nif [[ "${CONDA_BUILD_CROSS_COMPILATION:-}" == 1 ]]; then TESTS=0; fi\n'
    "if [[ $TESTS == 1 ]]; then make check; fi",
    'CROSS=${CONDA_BUILD_CROSS_COMPILATION:-0}\n[[ "$CROSS" == 0 ]] && make check',
    '[[ "$HOST" == "$BUILD" ]] && make check',
    "if [[ ${target_platform##*-} == 64 ]]; then make check; fi",
    "[[ $target_platform =~ 64$ && $target_platform != *aarch64 ]] && make check",
    'if [[ "$(uname -m)" == "${HOST%%-*}" ]]; then make check; fi',
    "if test -z $CROSSCOMPILING_EMULATOR && false; then make check; fi",
    "T=yes; if [[ $T == yes ]]; then T=no; else make check; fi",
]
NOT_KNOWN = [
    "echo $target_platform | grep -q x || exit 0\nmake check",
    "make || make check",
    "if $CC -dumpmachine | grep x86; then make check; fi",
    "IS=$(./is-cross $target_platform)\nif [[ $IS == no ]]; then make check; fi",
    'f() { [[ "$CONDA_BUILD_CROSS_COMPILATION" != 1 ]]; }\nif f; then make check; fi',
    "if [[ -e $RECIPE_DIR/$target_platform ]]; then make check; fi",
    'CMAKE_ARGS+=" -DX=1"\nif [[ $CMAKE_ARGS == *-DY* ]]; then make check; fi',
]


def runs(text: str) -> bool:
    script = parse_shell(text)
    (command,) = (each for each in script.commands if each.has_argument("check"))
    return any(Reach(script, key_of(each)).runs(command) for each in crossings())


@pytest.mark.parametrize("text", RUNS)
def test_commands_that_a_cross_build_runs(text: str) -> None:
    assert runs(text)


@pytest.mark.parametrize("text", DOES_NOT_RUN)
def test_commands_that_a_cross_build_leaves_out(text: str) -> None:
    assert not runs(text)


@pytest.mark.parametrize("text", ABOUT_SOMETHING_ELSE)
def test_a_condition_on_something_else_is_no_reason_not_to_run(text: str) -> None:
    assert runs(text)


@pytest.mark.parametrize("text", ASKED_OF_THE_BUILD_MACHINE)
def test_what_the_build_machine_answers_a_cross_build_gets_too(text: str) -> None:
    assert runs(text)


@pytest.mark.parametrize("text", DERIVED)
def test_what_the_script_derives_from_the_platforms_is_followed(text: str) -> None:
    assert not runs(text)


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_a_look_at_the_machine_that_cannot_be_judged_is_the_authors(text: str) -> None:
    assert not runs(text)
