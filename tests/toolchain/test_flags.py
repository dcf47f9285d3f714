"""The flag tables, and that the compiled wrapper does just what they say."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from condax.toolchain.flags import RULES, Action, FlagRule, Side, render_header, translate_flags

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.toolchain.conftest import Prefix

CORPUS = [
    line
    for line in Path(__file__).with_name("command_lines.txt").read_text().splitlines()
    if not line.startswith("#")
]
CPU = "powerpc64le"
ALL_RULES = [(side, rule) for side, rules in RULES.items() for rule in rules]


def rule_id(value: object) -> str:
    return value.flag if isinstance(value, FlagRule) else str(getattr(value, "name", value))


def sample(rule: FlagRule) -> str:
    """An argument that the row is about."""
    return rule.text + {"ANYTHING": "rest", "NUMBER": "12", "NOTHING": ""}[rule.tail]


@pytest.mark.parametrize(
    ("side", "given_arguments", "expected"),
    [
        (Side.COMPILER, "-O3 -c a.c", "-O3 -c a.c"),
        (Side.COMPILER, "-fvar-tracking-assignments a.c", "a.c"),
        (Side.COMPILER, "-fipa-pta -fno-ipa-cp-clone -fipa", "-fipa"),
        (Side.COMPILER, "-flto=auto -flto=7 -flto=thin -flto", "-flto -flto -flto=thin -flto"),
        (Side.COMPILER, "-mno-fused-madd", "-ffp-contract=off"),
        (
            Side.COMPILER,
            "-R /x -R/y -Rpass=inline a.o",
            "-rpath /x -Wl,-rpath,/y -Rpass=inline a.o",
        ),
        (Side.COMPILER, "-msse4.2 -msse4.1", "-msse4.2-is-for-x86_64 -msse4.1"),
        (Side.COMPILER, "-fuse-ld=bfd -fno-gnu-unique x.o", "x.o"),
        (Side.COMPILER, "-march=nocona -mtune=haswell", "-march=nocona -mtune=haswell"),
        (Side.COMPILER, "--no-keep-memory", "--no-keep-memory"),
        (Side.LINKER, "--no-keep-memory --stats a.o", "a.o"),
        (Side.LINKER, "--stub-group-size 4 a.o", "a.o"),
        (Side.LINKER, "a.o --stub-group-size", "a.o"),
        (Side.LINKER, "-Ttext-segment=0x1000", "--image-base=0x1000"),
        (Side.LINKER, "-Ttext-segment 0x1000", "--image-base 0x1000"),
        (Side.LINKER, "-Ttext=0x1000", "-Ttext=0x1000"),
        (
            Side.LINKER,
            "-plugin-opt=mcpu=pwr9 -plugin-opt=O3",
            "-plugin-opt=mcpu=pwr9 -plugin-opt=O3",
        ),
        (Side.LINKER, "-fvar-tracking", "-fvar-tracking"),
    ],
    ids=rule_id,
)
def test_arguments_are_translated(side: Side, given_arguments: str, expected: str) -> None:
    assert list(translate_flags(given_arguments.split(), side, CPU)) == expected.split()


def test_a_flag_stays_for_its_own_cpu() -> None:
    assert list(translate_flags(["-msse4.2"], Side.COMPILER, "x86_64")) == ["-msse4.2"]


@pytest.mark.parametrize(("side", "rule"), ALL_RULES, ids=rule_id)
def test_no_other_row_takes_a_rows_flag(side: Side, rule: FlagRule) -> None:
    assert next(each for each in RULES[side] if each.matches(sample(rule))) is rule


@pytest.mark.parametrize(("side", "rule"), ALL_RULES, ids=rule_id)
def test_a_row_is_a_flag_with_a_reason(side: Side, rule: FlagRule) -> None:
    assert rule.flag.startswith("-")
    assert len(rule.reason.split()) > 1
    assert bool(rule.replacement) == (rule.action is Action.REPLACE)
    # Both go into C string literals as they are.
    assert not set('"\\') & set(rule.flag + rule.replacement + rule.unless_cpu)


@pytest.mark.parametrize(("side", "rule"), ALL_RULES, ids=rule_id)
def test_no_row_translates_what_a_row_produced(side: Side, rule: FlagRule) -> None:
    once = list(translate_flags([sample(rule)], side, CPU))
    assert list(translate_flags(once, side, CPU)) == once


def test_the_header_has_every_row_and_ends_each_table() -> None:
    lines = render_header().splitlines()
    rows = [line for line in lines if line.startswith('\t{"')]
    assert len(rows) == len(ALL_RULES)
    assert lines.count('\t{0, 0, NOTHING, DROP, "", "", 0},') == len(RULES)


# A pair takes the argument behind it along, which is its operand and not a file.
PAIRS = {rule.flag for _, rule in ALL_RULES if rule.action is Action.DROP_PAIR}
FLAGS = st.one_of(
    st.sampled_from([sample(rule) for _, rule in ALL_RULES if rule.flag not in PAIRS]),
    st.text("abcdefgilnoprstuwzDLWO=,.-0129", min_size=1, max_size=12)
    .map("-".__add__)
    .filter(lambda text: text not in PAIRS),
)
OPERANDS = st.text(st.characters(blacklist_characters="\0", codec="utf-8"), max_size=12).filter(
    lambda text: not text.startswith("-")
)
ARGUMENTS = st.lists(st.one_of(FLAGS, OPERANDS), max_size=30)


@given(ARGUMENTS, st.sampled_from(Side))
def test_what_is_not_a_flag_is_never_dropped(arguments: list[str], side: Side) -> None:
    translated = list(translate_flags(arguments, side, CPU))
    operands = [each for each in arguments if not each.startswith("-")]
    assert [each for each in translated if not each.startswith("-")] == operands


@pytest.fixture(scope="module")
def arguments_of_zig(
    prefix_of: Callable[[str], Prefix], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Sequence[str]], list[str]]:
    """Call a wrapper in a copy of the prefix whose zig prints its arguments; returns those."""
    prefix = prefix_of("linux-ppc64le")
    copy = copy_of(tmp_path_factory.mktemp("copy"), prefix)

    def call(tool: str, arguments: Sequence[str]) -> list[str]:
        done = subprocess.run(
            [copy / "bin" / f"{prefix.target.conda_triplet}-{tool}", *arguments],
            env={},
            capture_output=True,
            check=True,
        )
        return [word.decode() for word in done.stdout.split(b"\0")[:-1]]

    return call


def copy_of(folder: Path, prefix: Prefix) -> Path:
    (folder / "lib" / "condax").mkdir(parents=True)
    (folder / "bin").mkdir()
    zig = folder / "lib" / "condax" / "zig"
    zig.write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
    zig.chmod(0o755)
    for wrapper in (prefix.path / "bin").glob(f"{prefix.target.conda_triplet}-*"):
        if not wrapper.is_symlink():
            shutil.copy(wrapper, folder / "bin")
    return folder


FRONT = {"cc": 5, "gcc": 5, "cpp": 6}
LINKERS = ("ld", "ld.lld")


def expected_arguments(tool: str, arguments: Sequence[str]) -> list[str]:
    """What the tables say; the words before the caller's own are left to `front`."""
    if tool in {"ar", "gcc-ar", "ranlib", "gcc-ranlib"}:
        return list(arguments)
    side = Side.LINKER if tool in LINKERS else Side.COMPILER
    return list(translate_flags(arguments, side, CPU))


def front(tool: str, arguments: Sequence[str]) -> int:
    """How many words the wrapper puts first, where no file that `arguments` name exists."""
    if tool in LINKERS:
        return 3 + is_single(arguments)
    return FRONT.get(tool, 1)


def is_single(arguments: Sequence[str]) -> bool:
    """Whether lld is told to use one thread for what seems to be a link of nothing."""
    return not any(argument.startswith("@") for argument in arguments)


@pytest.mark.integration
@pytest.mark.parametrize(
    ("names", "single"),
    [
        ("small.o -lc", True),
        ("nothing.o", True),
        ("small.o --threads=4", True),
        ("small.o large.o", False),
        ("small.o @rest", False),
    ],
)
def test_only_a_small_link_is_given_one_thread(
    names: str,
    single: bool,
    arguments_of_zig: Callable[[str, Sequence[str]], list[str]],
    tmp_path: Path,
) -> None:
    (tmp_path / "small.o").write_bytes(bytes(1000))
    (tmp_path / "large.o").write_bytes(bytes(600_000))
    arguments = [str(tmp_path / name) if ".o" in name else name for name in names.split()]
    own = ["ld.lld", "--undefined-version", "-O2", *(["--threads=1"] if single else [])]
    assert arguments_of_zig("ld", arguments) == [*own, *arguments]


@pytest.mark.integration
@pytest.mark.parametrize("line", CORPUS, ids=lambda line: line[:40])
def test_the_wrapper_and_the_tables_agree(
    line: str, arguments_of_zig: Callable[[str, Sequence[str]], list[str]]
) -> None:
    tool, *arguments = shlex.split(line)
    words = arguments_of_zig(tool, arguments)[front(tool, arguments) :]
    assert words == expected_arguments(tool, arguments)


@pytest.mark.integration
@settings(max_examples=60, deadline=None)
@given(ARGUMENTS, st.sampled_from(["cc", "ld"]))
def test_the_wrapper_and_the_tables_agree_on_anything(
    arguments_of_zig: Callable[[str, Sequence[str]], list[str]], arguments: list[str], tool: str
) -> None:
    words = arguments_of_zig(tool, arguments)[front(tool, arguments) :]
    assert words == expected_arguments(tool, arguments)


@pytest.mark.integration
def test_the_wrapper_and_the_tables_agree_on_every_row(
    arguments_of_zig: Callable[[str, Sequence[str]], list[str]],
) -> None:
    for side, rule in ALL_RULES:
        tool = "ld" if side is Side.LINKER else "cc"
        arguments = ["first.o", sample(rule), "operand.o", "last.o"]
        translated = arguments_of_zig(tool, arguments)[front(tool, arguments) :]
        assert translated == expected_arguments(tool, arguments), rule.flag
