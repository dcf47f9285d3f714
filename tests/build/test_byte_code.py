from __future__ import annotations

import marshal
import py_compile
from pathlib import Path
from types import CodeType

import pytest

from condax.build.byte_code import placed, source_of

PREFIX = "/prefix"
NAME = "share/t/__pycache__/a.cpython-313.pyc"
PATH, PLACE = b"/tmp/made/share/t/a.py", b"share/t/a.py"
OTHER = b"/usr/share/t/a.py"

LAYOUTS = {3439: (6, 5, 1), 3495: (5, 4, 2), 3627: (5, 4, 2)}
"""Of Python 3.10, 3.11 and 3.14: numbers, values between the constants and the path, names."""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("lib/__pycache__/x.cpython-313.pyc", "lib/x.py"),
        ("lib/__pycache__/x.cpython-313.opt-1.pyc", "lib/x.py"),
        ("__pycache__/x.y.cpython-313.opt-2.pyc", "x.y.py"),
        ("__pycache__/x.y.cpython-313.pyc", "x.y.py"),
        ("lib/__pycache__/x.cpython-313.txt", ""),
        ("lib/x.cpython-313.pyc", ""),
    ],
)
def test_the_source_of_byte_code_lies_above_it(name: str, source: str) -> None:
    assert source_of(name) == source


def test_a_string_that_ends_like_the_path_of_the_source_stays(tmp_path: Path) -> None:
    source = tmp_path / PLACE.decode()
    source.parent.mkdir(parents=True)
    source.write_text(f"X = '{OTHER.decode()}'\ndef f():\n    return '{OTHER.decode()}', 1 << 99\n")
    compiled = Path(str(py_compile.compile(str(source), str(tmp_path / "pyc"), doraise=True)))
    before = compiled.read_bytes()
    code = marshal.loads(placed(before, NAME, PREFIX)[16:])
    (function,) = (each for each in code.co_consts if isinstance(each, CodeType))
    assert {code.co_filename, function.co_filename} == {PLACE.decode()}
    found: dict[str, object] = {}
    exec(code, found)
    assert found["X"] == OTHER.decode()
    assert found["f"]() == (OTHER.decode(), 1 << 99)  # type: ignore[operator]
    assert placed(before, NAME, str(tmp_path)) == before


def text(content: bytes) -> bytes:
    return b"\xfa" + bytes([len(content)]) + content


def code(version: int, constants: bytes, path: bytes) -> bytes:
    """A code object as `marshal` writes it, numbered."""
    numbers, between, names = LAYOUTS[version]
    empty = b")\0"
    values = (b"s\0\0\0\0", constants, empty * (between - 1), path, text(b"f") * names)
    last = b"s\0\0\0\0" * (2 if names == 2 else 1)
    return b"\xe3" + b"\0\0\0\0" * numbers + b"".join(values) + b"\1\0\0\0" + last


def module(version: int, path: bytes, *, magic: int | None = None) -> bytes:
    """Its function has the path, to which the module's code object, number 0, refers."""
    function = code(version, b")\1z" + bytes([len(OTHER)]) + OTHER, text(path))
    constants = b")\2" + function + b"l\xfe\xff\xff\xff\1\0\1\0"
    header = (magic or version).to_bytes(2, "little") + b"\r\n" + b"\0" * 12
    return header + code(version, constants, b"r\2\0\0\0")


@pytest.mark.parametrize("version", LAYOUTS)
def test_byte_code_of_any_python_is_read(version: int) -> None:
    assert placed(module(version, PATH), NAME, PREFIX) == module(version, PLACE)


@pytest.mark.parametrize("version", LAYOUTS)
def test_byte_code_that_is_called_otherwise_is_left_alone(version: int) -> None:
    for path in (b"a.py", b"share/t/a.py", b"/prefix/share/t/a.py", b"/tmp/b.py"):
        assert placed(module(version, path), NAME, PREFIX) == module(version, path)


@pytest.mark.parametrize("magic", [3394, 3439, 62211], ids=["3.7", "not-its-layout", "2.7"])
def test_byte_code_that_cannot_be_read_is_left_alone(magic: int) -> None:
    content = module(3495, PATH, magic=magic)
    assert placed(content, NAME, PREFIX) == content


def test_byte_code_that_was_cut_off_is_left_alone() -> None:
    content = module(3495, PATH)
    for length in range(len(content)):
        assert placed(content[:length], NAME, PREFIX) == content[:length]


def test_the_same_string_is_written_as_python_writes_it() -> None:
    """A folder with a long or a foreign name leaves no trace."""
    wide = b"\xf5%b/tmp/\xc3\xa4/share/t/a.py"
    wide %= (len(wide) - 3).to_bytes(4, "little")
    content = module(3495, PATH).replace(text(PATH), wide)
    assert placed(content, NAME, PREFIX) == module(3495, PLACE)
