"""Tests of finished packages, from the artifact to the verdict."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from rattler.package_streaming import extract

from condax.emulation import (
    Emulation,
    PackageTestOutcome,
    Rung,
    Verdict,
    find_emulation,
    run_package_tests,
)
from condax.emulation.package_tests import read_outcome
from condax.errors import ToolFailedError, ToolNotFoundError, VerificationError
from condax.platforms import NOARCH, Platform, current_platform, get_platform

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.emulation.conftest import BuildPackage, BuildSpeaker, Compile, OrdinaryUser

RUNGS = [Rung.NAMESPACE, Rung.STUBS]
AARCH64 = get_platform("linux-aarch64")
UNAVAILABLE = Emulation(
    platform=AARCH64,
    build_platform=get_platform("linux-64"),
    rung=Rung.NONE,
    reason="no emulator was found",
    hint="install one",
)


class RunTests(Protocol):
    def __call__(
        self,
        artifact: Path,
        way: Rung | Emulation = Rung.NATIVE,
        *,
        channels: Sequence[str] | None = None,
    ) -> PackageTestOutcome: ...


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "test.log"


@pytest.fixture
def run_tests(
    log: Path, channel: Path, emulated: Callable[[Platform, Rung], Emulation]
) -> RunTests:
    """`run_tests(artifact, way)` with the test's own channel and log."""

    def run(
        artifact: Path,
        way: Rung | Emulation = Rung.NATIVE,
        *,
        channels: Sequence[str] | None = None,
    ) -> PackageTestOutcome:
        if isinstance(way, Rung):
            way = emulated(get_platform(artifact.parent.name), way)
        with log.open("w") as stream:
            return run_package_tests(
                artifact,
                emulation=way,
                channels=[channel.as_uri()] if channels is None else channels,
                env={"PATH": os.environ["PATH"], "HOME": str(log.parent)},
                log=stream,
            )

    return run


@pytest.mark.integration
@pytest.mark.parametrize("rung", RUNGS, ids=lambda x: x.value)
def test_a_script_runs_the_packages_programs_and_the_machines(
    rung: Rung, target: Platform, build_speaker: BuildSpeaker, run_tests: RunTests
) -> None:
    tests = f"""
  - script:
      - speak | grep 'on {target.kernel_arch}'
      - $PREFIX/bin/speak sh -c 'speak speak' | grep -c 'on {target.kernel_arch}' | grep 3
      - test $target_platform = {target.subdir}
      - test -n "$QEMU_LD_PREFIX"
      - command -v sh
"""
    outcome = run_tests(build_speaker(tests, target), rung)
    assert outcome.verdict is Verdict.PASSED
    [element] = outcome.elements
    assert element.name == f"script: speak | grep 'on {target.kernel_arch}'"
    assert any(line.endswith("/sh") for line in element.output)
    assert 0 < element.seconds <= outcome.seconds


@pytest.mark.integration
def test_the_environment_is_solved_for_the_platform_with_its_own_libc(
    target: Platform, build_package: BuildPackage, run_tests: RunTests, log: Path
) -> None:
    build_package('package: {name: dependency, version: "1"}\n', target)
    recipe = """
package: {name: dependent, version: "1"}
requirements: {run: [dependency]}
tests: [{script: [test -f $PREFIX/share/dependency]}]
"""
    assert run_tests(build_package(recipe, target), Rung.NAMESPACE).verdict is Verdict.PASSED
    first, *lines = log.read_text().splitlines()
    platform = next(line for line in lines if line.startswith("  Platform: "))
    assert platform.startswith(f"  Platform: {target.subdir} ")
    version = first.partition(", glibc ")[2].split()[0]
    assert f"__glibc={version}=" in platform
    assert f"__archspec=1={target.kernel_arch}" in platform


@pytest.mark.integration
def test_a_package_of_that_name_in_the_cache_is_not_what_is_tested(
    aarch64: Platform, build_package: BuildPackage, run_tests: RunTests, tmp_path: Path
) -> None:
    recipe = """
package: {name: again, version: "1"}
tests: [{script: [exit %d]}]
"""
    earlier = build_package(recipe % 1, aarch64)
    cached = tmp_path / ".cache/rattler/cache/pkgs" / earlier.stem
    extract(earlier, cached)
    later = build_package(recipe % 0, aarch64)
    assert later == earlier
    assert run_tests(later, Rung.NAMESPACE).verdict is Verdict.PASSED
    assert cached.is_dir()


@pytest.mark.integration
@pytest.mark.parametrize("rung", RUNGS, ids=lambda x: x.value)
def test_a_failing_script_fails_with_its_last_lines(
    rung: Rung, target: Platform, build_speaker: BuildSpeaker, run_tests: RunTests
) -> None:
    tests = """
  - script: ["speak", "echo to stderr >&2", "exit 7", "echo never"]
  - script: [speak]
"""
    outcome = run_tests(build_speaker(tests, target), rung)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.reason == "Script failed with status 7"
    failed, passed = outcome.elements
    assert failed.verdict is Verdict.FAILED
    assert "to stderr" in failed.output
    assert "never" not in failed.output
    assert passed.verdict is Verdict.PASSED


@pytest.mark.integration
def test_a_missing_library_fails_by_its_name(
    target: Platform, compile_program: Compile, build_package: BuildPackage, run_tests: RunTests
) -> None:
    answer = "int answer(void) { return 42; }"
    asks = "int answer(void); int main(void) { return answer() != 42; }"
    compile_program(target, "-shared", "-fPIC", "-o", "libanswer.so", source=answer)
    ask = compile_program(target, "-o", "ask", "-L.", "-lanswer", source=asks)
    recipe = """
package: {name: incomplete, version: "1"}
tests: [{script: [ask]}]
"""
    outcome = run_tests(build_package(recipe, target, ask=ask), Rung.NAMESPACE)
    assert outcome.verdict is Verdict.FAILED
    assert "libanswer.so: cannot open shared object file" in outcome.elements[0].output[-1]


@pytest.mark.integration
@pytest.mark.parametrize("rung", RUNGS, ids=lambda x: x.value)
def test_a_program_of_a_third_machine_fails(
    rung: Rung, compile_program: Compile, build_package: BuildPackage, run_tests: RunTests
) -> None:
    speak = compile_program(get_platform("linux-ppc64le"), "-o", "speak")
    recipe = """
package: {name: misplaced, version: "1"}
tests: [{script: [speak]}]
"""
    outcome = run_tests(build_package(recipe, AARCH64, speak=speak), rung)
    assert outcome.verdict is Verdict.FAILED
    assert "cannot execute binary file" in outcome.elements[0].output[-1]


@pytest.mark.integration
def test_an_environment_without_solution_fails_and_names_the_package(
    build_package: BuildPackage, run_tests: RunTests, channel: Path
) -> None:
    recipe = """
package: {name: needy, version: "1"}
tests:
  - script: ["true"]
    requirements: {run: [no-such-run-package]}
  - script: ["true"]
    requirements: {build: [no-such-build-package]}
"""
    outcome = run_tests(build_package(recipe, AARCH64), Rung.NAMESPACE)
    run, build = outcome.elements
    assert run.reason.startswith("failed to setup test environment: ")
    assert "no-such-run-package" in run.reason
    assert run.reason.endswith(f"(linux-aarch64; channels: {channel.as_uri()})")
    assert "no-such-build-package" in build.reason
    assert f"({current_platform().subdir};" in build.reason


@pytest.mark.integration
def test_a_dependency_of_the_package_that_is_missing_is_named(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    recipe = """
package: {name: needy, version: "1"}
requirements: {run: [no-such-dependency]}
tests: [{script: ["true"]}]
"""
    outcome = run_tests(build_package(recipe, AARCH64), Rung.NAMESPACE)
    assert "no-such-dependency" in outcome.reason


@pytest.mark.integration
def test_the_machines_python_does_not_answer_for_the_packages(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    recipe = """
package: {name: without-python, version: "1"}
tests: [{python: {imports: [os], pip_check: false}}]
"""
    outcome = run_tests(build_package(recipe, current_platform()))
    assert outcome.verdict is Verdict.FAILED
    wanted = "python is not in the test environment"
    assert any(line.startswith(wanted) for line in outcome.elements[0].output)


@pytest.mark.integration
def test_a_perl_test_names_the_perl_that_no_channel_has(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    recipe = """
package: {name: without-perl, version: "1"}
tests: [{perl: {uses: [Carp]}}]
"""
    outcome = run_tests(build_package(recipe, current_platform()))
    assert "No candidates were found for perl" in outcome.reason


@pytest.mark.integration
def test_packages_of_the_machine_are_tested_without_emulation(
    build_package: BuildPackage, run_tests: RunTests, log: Path
) -> None:
    machine = current_platform()
    recipe = """
package: {name: own, version: "1"}
tests: [{script: [test -z "$QEMU_LD_PREFIX", command -v sh]}]
"""
    outcome = run_tests(build_package(recipe, machine))
    assert outcome.verdict is Verdict.PASSED
    assert log.read_text().startswith(f"{machine.subdir} programs run directly\n")


@pytest.mark.integration
def test_noarch_packages_are_tested_on_the_machine(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    machine = current_platform()
    recipe = """
  noarch: generic
package: {name: anywhere, version: "1"}
tests: [{script: [test -f $PREFIX/share/anywhere]}]
"""
    artifact = build_package(recipe, machine)
    assert artifact.parent.name == NOARCH.subdir
    assert run_tests(artifact).verdict is Verdict.PASSED


@pytest.mark.integration
def test_a_package_without_tests_says_so(build_package: BuildPackage, run_tests: RunTests) -> None:
    machine = current_platform()
    artifact = build_package('package: {name: untested, version: "1"}\n', machine)
    outcome = run_tests(artifact)
    assert (outcome.verdict, outcome.elements) == (Verdict.NO_TESTS, ())


@pytest.mark.integration
def test_without_an_emulator_every_test_is_skipped_for_its_reason(
    build_package: BuildPackage, run_tests: RunTests, log: Path
) -> None:
    recipe = """
package: {name: foreign, version: "1"}
tests: [{script: ["false"]}, {script: [exit 3]}]
"""
    outcome = run_tests(build_package(recipe, AARCH64), UNAVAILABLE)
    assert outcome.verdict is Verdict.SKIPPED
    assert (outcome.reason, outcome.hint) == ("no emulator was found", "install one")
    assert [element.verdict for element in outcome.elements] == [Verdict.SKIPPED] * 2
    assert "linux-aarch64 programs do not run on this machine" in log.read_text()


@pytest.mark.integration
def test_a_downstream_test_of_another_platform_is_skipped_not_passed(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    recipe = """
package: {name: upstream, version: "1"}
tests: [{downstream: dependent}]
"""
    outcome = run_tests(build_package(recipe, AARCH64), Rung.NAMESPACE)
    assert outcome.verdict is Verdict.SKIPPED
    assert outcome.reason == (
        f"rattler-build runs downstream tests on {current_platform().subdir} only"
    )


@pytest.mark.integration
def test_a_downstream_package_that_nobody_has_is_skipped_not_passed(
    build_package: BuildPackage, run_tests: RunTests
) -> None:
    machine = current_platform()
    recipe = """
package: {name: upstream, version: "1"}
tests: [{downstream: nobody-has-it}]
"""
    outcome = run_tests(build_package(recipe, machine))
    assert outcome.verdict is Verdict.SKIPPED
    assert "nobody-has-it" in outcome.reason


@pytest.mark.integration
def test_no_channel_means_none_and_not_a_public_one(
    build_package: BuildPackage, run_tests: RunTests, log: Path
) -> None:
    recipe = 'package: {name: alone, version: "1"}\ntests: [{script: ["true"]}]\n'
    outcome = run_tests(build_package(recipe, current_platform()), channels=[])
    assert outcome.verdict is Verdict.PASSED
    words = log.read_text().partition("Channels:")[2].partition("Specs:")[0].split()
    channels = [word for word in words if word != "-"]
    assert channels
    assert all(channel.startswith("file://") for channel in channels)


@pytest.mark.integration
def test_a_channel_may_be_a_folder(
    build_package: BuildPackage, run_tests: RunTests, channel: Path
) -> None:
    machine = current_platform()
    build_package('package: {name: dependency, version: "1"}\n', machine)
    recipe = """
package: {name: dependent, version: "1"}
requirements: {run: [dependency]}
tests: [{script: ["true"]}]
"""
    outcome = run_tests(build_package(recipe, machine), channels=[str(channel)])
    assert outcome.verdict is Verdict.PASSED


@pytest.mark.integration
def test_nothing_is_left_behind(build_package: BuildPackage, log: Path, tmp_path: Path) -> None:
    machine = current_platform()
    artifact = build_package(
        'package: {name: tidy, version: "1"}\ntests: [{script: ["true"]}]\n', machine
    )
    (tmp_path / "temporary").mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TMPDIR": f"{tmp_path}/temporary"}
    with log.open("w") as stream:
        native = find_emulation(machine, machine, env={})
        run_package_tests(artifact, emulation=native, channels=[], env=env, log=stream)
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.integration
def test_an_ordinary_user_tests_foreign_packages(
    ordinary_user: OrdinaryUser,
    build_speaker: BuildSpeaker,
    require: Callable[[str], str],
) -> None:
    require("qemu-aarch64-static")
    artifact = build_speaker("  - script: [speak]", AARCH64)
    copy = ordinary_user.folder / artifact.name
    copy.write_bytes(artifact.read_bytes())
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from condax.emulation import find_emulation, run_package_tests\n"
        "from condax.platforms import current_platform, get_platform\n"
        "env = dict(os.environ)\n"
        "way = find_emulation(get_platform('linux-aarch64'), current_platform(), env=env)\n"
        "artifact = Path(sys.argv[1])\n"
        "log = (artifact.parent / 'log').open('w')\n"
        "with log:\n"
        "    outcome = run_package_tests("
        "artifact, emulation=way, channels=[], env=env, log=log)\n"
        "print(os.getuid(), way.rung.value, outcome.verdict.value)\n"
        "print(outcome.elements[0].output[-1])\n"
    )
    done = subprocess.run(
        [*ordinary_user.python, "-c", program, str(copy)],
        env=ordinary_user.env,
        cwd=ordinary_user.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    verdict, heard = done.stdout.splitlines()
    user = verdict.split()[0]
    assert user != "0"
    assert verdict.split()[2] == "passed"
    assert heard == f"speak on aarch64, user {user}"


def test_an_artifact_that_cannot_be_read_is_refused(tmp_path: Path, run_tests: RunTests) -> None:
    broken = tmp_path / "broken-1-0.conda"
    broken.write_text("not an archive")
    with pytest.raises(VerificationError, match="the package cannot be read") as caught:
        run_tests(broken, UNAVAILABLE)
    assert caught.value.where == str(broken)


@pytest.mark.integration
def test_stubs_need_bash(
    tmp_path: Path, emulated: Callable[[Platform, Rung], Emulation], log: Path
) -> None:
    with log.open("w") as stream, pytest.raises(ToolNotFoundError, match="bash"):
        run_package_tests(
            tmp_path / "any.conda",
            emulation=emulated(AARCH64, Rung.STUBS),
            channels=[],
            env={"PATH": str(tmp_path)},
            log=stream,
        )


TWO_TESTS = '{"tests": [{"kind": "script", "title": "a"}, {"kind": "script", "title": "b"}]}\n'


@pytest.mark.parametrize("answered", [0, 1])
def test_a_runner_that_dies_fails_the_test_it_was_running(answered: int) -> None:
    passed = '{"verdict": "passed", "reason": "", "seconds": 0.5, "output": ["x"]}\n'
    native = replace(UNAVAILABLE, rung=Rung.NATIVE)
    outcome = read_outcome(Path("a"), native, TWO_TESTS + passed * answered, status=-9)
    assert outcome.verdict is Verdict.FAILED
    assert outcome.elements[answered].verdict is Verdict.FAILED
    assert outcome.elements[answered].reason == "the test runner ended with status -9"
    assert len(outcome.elements) == 2


def test_a_runner_that_dies_before_its_first_test_is_an_error_of_the_tool() -> None:
    with pytest.raises(ToolFailedError, match="ended with status 1") as caught:
        read_outcome(Path("a.conda"), UNAVAILABLE, "", status=1)
    assert caught.value.where == "a.conda"


def test_only_the_last_lines_are_kept() -> None:
    lines = ", ".join(f'"line {number}"' for number in range(100))
    failed = f'{{"verdict": "failed", "reason": "r", "seconds": 1, "output": [{lines}]}}\n'
    native = replace(UNAVAILABLE, rung=Rung.NATIVE)
    outcome = read_outcome(Path("a"), native, TWO_TESTS + failed * 2, status=0)
    assert outcome.elements[0].output == tuple(f"line {number}" for number in range(80, 100))


def test_one_skipped_test_among_passed_ones_leaves_the_package_passed() -> None:
    skipped = '{"verdict": "skipped", "reason": "r", "seconds": 0, "output": []}\n'
    passed = '{"verdict": "passed", "reason": "", "seconds": 0, "output": []}\n'
    native = replace(UNAVAILABLE, rung=Rung.NATIVE)
    outcome = read_outcome(Path("a"), native, TWO_TESTS + skipped + passed, status=0)
    assert (outcome.verdict, outcome.reason) == (Verdict.PASSED, "")
