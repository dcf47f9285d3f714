"""The answers to configure's run-time probes: each found by running it, and given to configure."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from condax.errors import UsageError
from condax.platforms import current_platform, get_platform
from condax.toolchain import CompilerEnvironment
from condax.toolchain.answers import answers_file, parse_answers, render_answers, render_site
from condax.toolchain.probe import load_probes, parse_probe, run_probes

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


def sourced(site: Path, expression: str, **env: str) -> str:
    done = subprocess.run(
        ["/bin/sh", "-euc", f'. {site}; printf %s "{expression}"'],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site"
    path.write_text(render_site(get_platform("linux-ppc64le"), {"ac_cv_x": "yes", "b_cv_y": "a,b"}))
    return path


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("powerpc64le-conda-linux-gnu", "yes a,b"),
        ("powerpc64le-linux-gnu", "yes a,b"),
        ("ppc64le-unknown-linux-gnu", "yes a,b"),
        ("x86_64-conda-linux-gnu", "none none"),
        ("powerpc64-linux-gnu", "none none"),
        ("", "none none"),
    ],
)
def test_the_site_file_is_for_its_own_target(host: str, expected: str, site: Path) -> None:
    assert sourced(site, "${ac_cv_x-none} ${b_cv_y-none}", host_alias=host) == expected


def test_the_site_file_leaves_what_is_known_already(site: Path, tmp_path: Path) -> None:
    host = "powerpc64le-conda-linux-gnu"
    assert sourced(site, "$ac_cv_x", host_alias=host, ac_cv_x="no") == "no"
    own = tmp_path / "own"
    own.write_text("ac_cv_x=mine\n")
    assert sourced(site, "$ac_cv_x", host_alias=host, CONDA_BACKUP_CONFIG_SITE=str(own)) == "mine"
    (tmp_path / "share").mkdir()
    own.rename(tmp_path / "share" / "config.site")
    assert sourced(site, "$ac_cv_x", host_alias=host, prefix=str(tmp_path)) == "mine"


def test_shellcheck_finds_nothing_in_the_site_file(
    site: Path, require: Callable[[str], str]
) -> None:
    # It is sourced: what it sets is read elsewhere, and what it reads is not there to be checked.
    command = [require("shellcheck"), "--shell=sh", "--exclude=SC1090,SC2154", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == ""
