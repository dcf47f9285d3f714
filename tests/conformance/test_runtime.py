"""Programs that print the same whoever compiled them, and parts that fit whoever compiled them.

`runtime/*.c` are whole programs. The folders are programs of two parts, an object or a shared
library and a main program, in all four combinations of the two compilers. A first comment may name
flags.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conformance.conftest import RUN_SUBDIRS
from tests.conformance.programs import build, flags_of, result, skip_where_qemu_fails

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.conftest import Pair

pytestmark = pytest.mark.integration

HERE = Path(__file__).parent / "runtime"
PROGRAMS = sorted(path.stem for path in HERE.glob("*.c"))
LEVELS = ("-O0", "-O2")
SIDES = ("ours", "gcc")

every_target = pytest.mark.parametrize("pair", RUN_SUBDIRS, indirect=True)


@every_target
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_what_it_does_with_gcc(
    name: str, pair: Pair, require: Callable[[str], str], tmp_path: Path
) -> None:
    source, emulator = HERE / f"{name}.c", pair.emulator(require)
    skip_where_qemu_fails(source, pair.target)
    results = {}
    for side in SIDES:
        for level in LEVELS:
            program = tmp_path / f"{side}{level}"
            # Flags of the source come last, and may name another level.
            build(getattr(pair, side), level, "-w", source, "-o", program, *flags_of(source))
            results[side, level] = result(emulator, program)
    assert results["gcc", "-O2"][1] != ""
    assert set(results.values()) == {results["gcc", "-O2"]}


@every_target
@pytest.mark.parametrize("level", LEVELS)
def test_objects_of_both_compilers_fit(
    level: str, pair: Pair, require: Callable[[str], str], tmp_path: Path
) -> None:
    emulator, folder = pair.emulator(require), HERE / "abi"
    for side in SIDES:
        for part in ("callee", "main"):
            source, output = folder / f"{part}.c", tmp_path / f"{part}-{side}.o"
            build(getattr(pair, side), level, "-w", "-c", source, "-o", output)
    results = {}
    for callee in SIDES:
        for main in SIDES:
            objects = [tmp_path / f"callee-{callee}.o", tmp_path / f"main-{main}.o"]
            for linker in SIDES:
                program = tmp_path / f"{callee}-{main}-{linker}"
                build(getattr(pair, linker), *objects, "-o", program, "-lm")
                results[callee, main, linker] = result(emulator, program)
    expected = results["gcc", "gcc", "gcc"]
    assert expected[0] == 0
    assert {key: value for key, value in results.items() if value != expected} == {}


@every_target
def test_libraries_and_programs_of_both_compilers_fit(
    pair: Pair, require: Callable[[str], str], tmp_path: Path
) -> None:
    emulator, folder = pair.emulator(require), HERE / "library"
    for side in SIDES:
        (tmp_path / side).mkdir()
        library = tmp_path / side / "libpart.so.1"
        source = folder / "lib.c"
        flags = [word.replace("versions", f"{folder}/versions") for word in flags_of(source)]
        build(getattr(pair, side), "-O2", "-w", "-shared", "-fPIC", source, *flags, "-o", library)
        library.with_name("libpart.so").symlink_to(library.name)
    results = {}
    for library_of in SIDES:
        for side in SIDES:
            program = tmp_path / library_of / f"main-{side}"
            source = folder / "main.c"
            libraries = [f"-L{program.parent}", "-lpart", *flags_of(source)]
            build(getattr(pair, side), "-O2", "-w", source, "-o", program, *libraries)
            results[library_of, side] = result(emulator, program)
    expected = results["gcc", "gcc"]
    assert expected[0] == 0
    assert {key: value for key, value in results.items() if value != expected} == {}
