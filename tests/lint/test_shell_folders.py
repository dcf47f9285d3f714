"""In which folder commands run."""

from __future__ import annotations

import pytest

from condax.lint.shell_folders import folders_of

TOLD = {
    "": ".",
    "cd a\n": "a",
    "cd a/b\ncd ..\n": "a",
    "cd a && cd b\n": "a/b",
    "cd a || exit 1\n": "a",
    "mkdir -p a && cd a\n": "a",
    "pushd a-${PKG_VERSION}/unix\n": "a-${PKG_VERSION}/unix",
    "pushd a\npushd b\npopd\n": "a",
    "pushd a > /dev/null\nmake\npopd\n": ".",
    "cd a\ncd -\n": ".",
    "cd a\ncd $SRC_DIR/b\n": "b",
    'cd a\ncd "${SRC_DIR}"\n': ".",
    "cd $PWD/a\n": "a",
    "cd $(pwd)/a\n": "a",
    "cd -P a\n": "a",
    "cd $BUILD_PREFIX/share\n": "$BUILD_PREFIX/share",
    "cd /tmp\n": "/tmp",
    "(cd a; make)\n": ".",
    "cd a | cat\n": ".",
    "{ cd a; }\n": "a",
    "(cd a; cd b; ": "a/b",
    "for i in a b; do pushd $i; make; popd; done\n": ".",
    "for i in a b; do pushd $i; ": "$i",
    "if [ -d a ]; then cd a; cd ..; fi\n": ".",
    "if [ -d a ]; then cd a; ": "a",
    "f() { make; }\ncd a\nf\n": "a",
    "case $a in b) cd c;; *) ": ".",
}
NOT_TOLD = [
    "cd\n",
    "cd $(dirname $a)\n",
    "cd a*\n",
    "cd ~/a\n",
    "cd ../a\n",
    "popd\n",
    "pushd +1\npushd\n",
    "[ -d a ] && cd a\n",
    "[ -d a ] || cd b\n",
    "if [ -d a ]; then cd a; fi\n",
    "if [ -d a ]; then cd a; else cd b; fi\n",
    "case $a in b) cd c;; esac\n",
    "for i in a b; do cd x; ",
    "while read -r x; do cd a; done\n",
    "f() { cd a; }\nf\n",
    "f() { ",
    "cd $(dirname $a)\ncd b\n",
]
CLOSE = {"(": ")", "for": "done", "if": "fi", "case": "esac", "f() { ": "}"}


def folder_at_the_end(text: str) -> str | None:
    end = "" if text.endswith("\n") else next(v for k, v in CLOSE.items() if text.startswith(k))
    whole = f"{text}./configure --prefix=$PREFIX\n{end}\n"
    return folders_of(whole)[whole.index("./configure")]


@pytest.mark.parametrize(("text", "folder"), TOLD.items())
def test_the_folder_that_a_script_says(text: str, folder: str) -> None:
    assert folder_at_the_end(text or "\n") == folder


@pytest.mark.parametrize("text", NOT_TOLD)
def test_a_folder_that_cannot_be_told(text: str) -> None:
    assert folder_at_the_end(text) is None


def test_a_later_folder_that_is_told_is_known_again() -> None:
    assert folder_at_the_end("cd $(dirname $a)\ncd $SRC_DIR/b\n") == "b"
