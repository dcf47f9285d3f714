"""Which trees a script configures, and what reaches them."""

from __future__ import annotations

import pytest

from condax.lint.scripts import BuildScript
from condax.lint.source_trees import configures, copied_to, first_of_each, reaches, remade

RUN = "configure --prefix=$PREFIX\n"


def script(text: str) -> BuildScript:
    whole = ((0, len(text), ()),)
    return BuildScript(file="build.sh", text=text, regions=whole, outputs=(), masked=text)


@pytest.mark.parametrize(
    ("text", "tree", "written"),
    [
        (f"./{RUN}", ".", "."),
        (f"mkdir b && cd b\n../{RUN}", ".", ".."),
        (f"cd a\n./{RUN}", "a", "."),
        (f"a/unix/{RUN}", "a/unix", "a/unix"),
        (f"cd b\n$SRC_DIR/{RUN}", ".", '"$SRC_DIR"'),
        (f"cd a\nbash ./{RUN}", "a", "."),
        (f"cd $(ls)\n./{RUN}", None, "."),
    ],
)
def test_the_tree_of_a_configure_and_how_its_command_writes_it(
    text: str, tree: str | None, written: str
) -> None:
    whole = script(text)
    (found,) = configures(whole)
    assert (found.tree, found.written(whole, found.command.start)) == (tree, written)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (f"mkdir b && cd b && ../{RUN}", "."),
        (f"cd a/b; ./{RUN}", "a/b"),
        (f"cd .hidden && ./{RUN}", ".hidden"),
        (f"cd a-$PKG_VERSION && mkdir b && cd b && ../{RUN}", '"a-$PKG_VERSION"'),
        (f"true; ../{RUN}", ".."),
        (f"unset CC; ../{RUN}", ".."),
        (f"tar xf a.tar && cd a && ./{RUN}", None),
        (f"enter() {{ cd a; }}; enter && ../{RUN}", None),
        (f"cd $(ls) && ./{RUN}", None),
    ],
)
def test_the_tree_from_where_the_line_of_a_configure_begins(text: str, written: str | None) -> None:
    whole = script(text)
    (found,) = configures(whole)
    assert found.written(whole, 0) == written


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("autoreconf -fi", ("a",)),
        ("autoreconf -fiv -I ../m4 -W none", ("a",)),
        ("autoreconf --force --install . lib", ("a", "a/lib")),
        ("autoreconf -i", ()),
        ("automake --force-missing --add-missing Makefile", ("a",)),
        ("../b/autogen.sh --no-configure", ("b",)),
        ("$SRC_DIR/b/autogen.sh", ("b",)),
        ("bash -ex autogen.sh", ("a",)),
        ("make -C b configure", ("a/b",)),
        ("gmake configure", ("a",)),
        ("make", ()),
        ("bash", ()),
    ],
)
def test_where_a_command_makes_the_files_anew(line: str, places: tuple[str, ...]) -> None:
    text = script(f"cd a\n{line}\n")
    assert remade(text, text.commands[1]) == places


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("cp $BUILD_PREFIX/share/gnuconfig/config.* .", ("a",)),
        ("cp $BUILD_PREFIX/share/gnuconfig/config.sub build-aux/config.sub", ("a/build-aux",)),
        ("find . -name config.sub -exec cp $BUILD_PREFIX/x {} \\;", ("a",)),
        ("find b ../c -name config.sub -exec cp $BUILD_PREFIX/x {} \\;", ("a/b", "c")),
        ("cp -t build-aux $BUILD_PREFIX/share/gnuconfig/config.sub", (None,)),
        ("xargs -I{} cp $BUILD_PREFIX/share/gnuconfig/config.sub {}", (None,)),
    ],
)
def test_where_a_command_copies_to(line: str, places: tuple[str | None, ...]) -> None:
    text = script(f"cd a\n{line}\n")
    assert copied_to(text, text.commands[1]) == places


@pytest.mark.parametrize(
    ("place", "tree", "is_reached"),
    [
        ("a", "a", True),
        (".", "a", True),
        ("a/build-aux", "a", True),
        ("b", "a", False),
        ("a/b", "a", False),
        ("a/b/build-aux", "a", False),
        ("$x", "a", True),
        ("a$x/c", "a-1", True),
        ("c$x", "a", False),
        ("$BUILD_PREFIX/a", "b", True),
        (None, "a", True),
        ("a", None, True),
    ],
)
def test_what_is_copied_to_a_folder_reaches_the_trees_below_or_the_one_around(
    place: str | None, tree: str | None, *, is_reached: bool
) -> None:
    assert reaches(place, tree, ["a", "a/b", "b", tree]) is is_reached


def test_a_tree_below_another_that_came_first_belongs_to_it() -> None:
    text = script(f"./{RUN}(cd a; ./{RUN})\n")
    assert [each.tree for each in first_of_each(configures(text))] == ["."]
    text = script(f"(cd a; ./{RUN})\n./{RUN}cd a\n./{RUN}")
    assert [each.tree for each in first_of_each(configures(text))] == ["a", "."]
