"""The answers to configure's run-time probes: each found by running it, and given to configure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.errors import UsageError
from condax.platforms import current_platform, get_platform
from condax.toolchain import CompilerEnvironment
from condax.toolchain.configure.answers import answers_file, parse_answers, render_answers
from condax.toolchain.configure.probe import load_probes, parse_probe, run_probes

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.toolchain.conftest import Prefix

PROBED = ("linux-aarch64", "linux-ppc64le", "linux-riscv64", "linux-s390x")


def test_no_two_probes_answer_one_variable() -> None:
    variables = [answer.variable for probe in load_probes() for answer in probe.answers]
    assert len(variables) == len(set(variables)) > 100


@pytest.mark.parametrize("probe", load_probes(), ids=lambda probe: probe.name)
def test_a_probe_says_what_it_asks_and_answers_something(probe: object) -> None:
    parsed = parse_probe(Path(str(getattr(probe, "source", ""))))
    question = parsed.source.read_text().partition("\n\n")[0]
    assert question.startswith("/* ")
    assert question.endswith(".")
    assert parsed.answers
    assert all(answer.if_true != answer.if_false for answer in parsed.answers)


@pytest.mark.parametrize(
    "variable",
    [
        *("ac_cv_func_malloc_0_nonnull", "ac_cv_func_realloc_0_nonnull"),
        *("ac_cv_func_calloc_0_nonnull", "ac_cv_func_mmap_fixed_mapped", "ac_cv_func_strtod"),
        *("ac_cv_func_memcmp_working", "ac_cv_buggy_getaddrinfo", "ac_cv_file__dev_ptmx"),
        *("ac_cv_file__dev_ptc", "gl_cv_func_getcwd_null", "gl_cv_func_snprintf_usable"),
    ],
)
@pytest.mark.parametrize("subdir", PROBED)
def test_what_autoconf_and_gnulib_ask_most_is_answered(subdir: str, variable: str) -> None:
    assert variable in parse_answers(answers_file(get_platform(subdir)).read_text())


def test_the_targets_differ_where_their_machines_do() -> None:
    arm, *others = (parse_answers(answers_file(get_platform(s)).read_text()) for s in PROBED)
    different = [{name for name in each if each[name] != arm[name]} for each in others]
    of_big_endian = {"ac_cv_big_endian_double", "ac_cv_little_endian_double"}
    assert different == [
        {"ac_cv_wchar_t_signed"},
        {"ac_cv_wchar_t_signed"},
        {"ac_cv_wchar_t_signed", "gt_cv_int_divbyzero_sigfpe", *of_big_endian},
    ]


@pytest.fixture
def environment(
    request: pytest.FixtureRequest,
    prefix_of: Callable[[str], Prefix],
    require: Callable[[str], str],
) -> CompilerEnvironment:
    """The compilers for a target, and its emulator with Debian's libc."""
    prefix = prefix_of(request.param)
    target = prefix.target
    emulator = require(f"qemu-{target.qemu_arch}-static")
    return CompilerEnvironment(
        target=target,
        build=current_platform(),
        prefix=prefix.path,
        variables={},
        emulator=(emulator, "-L", f"/usr/{target.debian_triplet}"),
    )


@pytest.mark.integration
@pytest.mark.parametrize("environment", PROBED, indirect=True)
def test_the_committed_answers_are_what_the_probes_find(
    environment: CompilerEnvironment, request: pytest.FixtureRequest
) -> None:
    text = render_answers(environment.target, run_probes(environment))
    if request.config.getoption("--update-golden"):
        answers_file(environment.target).write_text(text)
    assert answers_file(environment.target).read_text() == text


@pytest.mark.integration
@pytest.mark.parametrize("environment", PROBED[:1], indirect=True)
def test_what_libraries_do_not_agree_on_is_left_out(
    environment: CompilerEnvironment, tmp_path: Path
) -> None:
    """In a root without a loader no program starts, and so nothing is true."""
    known = run_probes(environment, [Path(environment.emulator[-1])])
    assert "ac_cv_func_malloc_0_nonnull" in known
    agreed = run_probes(environment, [Path(environment.emulator[-1]), tmp_path])
    assert agreed.keys() < known.keys()


@pytest.mark.integration
@pytest.mark.parametrize("environment", PROBED[:1], indirect=True)
def test_without_an_emulator_nothing_is_answered(environment: CompilerEnvironment) -> None:
    with pytest.raises(UsageError, match="no emulator here runs programs") as caught:
        run_probes(replace(environment, emulator=()))
    assert caught.value.hint == "apt-get install qemu-user-static libc6-arm64-cross"
