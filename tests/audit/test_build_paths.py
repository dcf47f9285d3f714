from __future__ import annotations

import pytest

from condax.audit.build_paths import find_leaks

WORK = "/home/me/out/bld/rattler-build_tool_1700000000/work"


def folders(content: bytes, *build_paths: str) -> list[str]:
    return [leak.folder for leak in find_leaks(content, build_paths)]


@pytest.mark.parametrize(
    ("content", "folder"),
    [
        (f"#!{WORK}/perl", WORK),
        (f"-I{WORK.replace('work', 'build_env')}/include", WORK.replace("work", "build_env")),
        ("x=/a/host_env_placehold_placehold_pl/lib", "/a/host_env_placehold_placehold_pl"),
        ("/opt/tool_1700000000/_build_env/bin/cc", "/opt/tool_1700000000/_build_env"),
        ("/opt/_h_env_placehold_placeh/lib", "/opt/_h_env_placehold_placeh"),
    ],
    ids=["work", "build-prefix", "host-prefix", "conda-build", "conda-build-host-prefix"],
)
def test_folders_of_build_engines_are_known(content: str, folder: str) -> None:
    assert folders(b"\0" + content.encode() + b"\0") == [folder]


def test_a_folder_is_reported_once() -> None:
    assert folders(f"{WORK}/a\n{WORK}/b\n".encode() * 1000) == [WORK]


def test_folders_below_a_reported_one_are_not_reported() -> None:
    assert folders(f"{WORK}/a".encode(), WORK.removesuffix("/work")) == [WORK.removesuffix("/work")]


@pytest.mark.parametrize("text", ["-I/b/env/include", "-L/b/env/lib", "a=/b/env", "//b/env/x"])
def test_given_folders_are_found(text: str) -> None:
    assert folders(text.encode(), "/b/env") == ["/b/env"]


@pytest.mark.parametrize("text", ["/b/environment", "/a/b/env", "${root}/b/env", "/b/env.txt"])
def test_longer_names_are_other_folders(text: str) -> None:
    assert folders(text.encode(), "/b/env") == []


def test_mentions_of_the_engine_are_no_folder() -> None:
    assert folders(b"made with /rattler-build_action and MY_env_placehold") == []
