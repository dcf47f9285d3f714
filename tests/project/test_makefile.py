"""Makefiles are read as make would, as far as text allows."""

from __future__ import annotations

from condax.project.makefile import parse_makefile

TEXT = """# comment
include other.mk
A = one \\
  two
B := $(A) three
A += four
C ?= default
ifeq ($(X),y)
D = 1
endif
.PHONY: all
all: prog test
prog other: a.o | dir
\t$(CC) -o $@ a.o
prog: b.o
test: prog ; ./prog
%.o: %.c
\tcc $<
asan: CFLAGS = -g
"""


def test_variables_keep_their_first_line_and_what_is_added() -> None:
    variables = parse_makefile(TEXT).variables
    assert variables["A"].value.split() == ["one", "two", "four"]
    assert variables["A"].line == 3
    assert variables["C"].is_default
    assert "CFLAGS" not in variables


def test_rules_of_one_target_are_one() -> None:
    makefile = parse_makefile(TEXT)
    assert makefile.rules["prog"].prerequisites == ("a.o", "dir", "b.o")
    assert makefile.rules["other"].recipe == ("$(CC) -o $@ a.o",)
    assert makefile.rules["test"].recipe == ("./prog",)


def test_the_default_goal_is_the_first_ordinary_target() -> None:
    assert parse_makefile(TEXT).default == "all"


def test_a_closure_has_everything_that_a_target_leads_to() -> None:
    makefile = parse_makefile(TEXT)
    assert set(makefile.closure("all")) == {"all", "prog", "test"}
    assert "./prog" in makefile.commands("all")


def test_references_to_themselves_end() -> None:
    assert parse_makefile("A = $(A) x\n").expand("$(A)").endswith("x x x x")
