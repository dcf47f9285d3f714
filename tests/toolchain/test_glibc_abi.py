from __future__ import annotations

import pytest

from condax.toolchain.glibc_abi import Symbol, SymbolKind, Version, parse_abilists
from condax.toolchain.zig import find_zig


def uleb128(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F)
    return bytes([*(group | 0x80 for group in groups[:-1]), groups[-1]])


def inclusion(targets: int, library: int, versions: list[int], size: int | None = None) -> bytes:
    """One record of a symbol; `library` with bit 7 set ends the symbol."""
    ended = [*versions[:-1], versions[-1] | 0x80]
    sized = b"" if size is None else uleb128(size)
    return uleb128(targets) + sized + bytes([library, *ended])


LAST = 0x80
TARGETS = (b"a-linux-gnu\0", b"b-linux-gnu\0")
SMALL = b"".join(
    (
        b"\x02c\0m\0",
        bytes([3, 2, 2, 5, 2, 17, 0, 2, 28, 0]),
        b"\x02" + b"".join(TARGETS),
        # Functions: open in c on a, and since 2.28 as well; sin in m on b, and in c on a.
        (3).to_bytes(2, "little"),
        b"open\0" + inclusion(1, 0 | LAST, [0, 2]),
        b"sin\0" + inclusion(2, 1, [1]) + inclusion(1, 0 | LAST, [1]),
        # Objects, with a size that takes two bytes.
        (1).to_bytes(2, "little"),
        b"environ\0" + inclusion(3, 0 | LAST, [0], size=200),
        (1).to_bytes(2, "little"),
        b"errno\0" + inclusion(3, 0 | LAST, [1], size=4),
    )
)


def parse(target: str, floor: str) -> dict[str, Symbol]:
    symbols = parse_abilists(SMALL, target=target, floor=Version.parse(floor))
    return {symbol.name: symbol for symbol in symbols}


def test_a_symbol_has_every_version_up_to_the_floor() -> None:
    assert parse("a-linux-gnu", "2.17")["open"].versions == (Version(2, 2, 5),)
    assert parse("a-linux-gnu", "2.28")["open"].versions == (Version(2, 2, 5), Version(2, 28))


def test_a_symbol_younger_than_the_floor_is_left_out() -> None:
    assert set(parse("a-linux-gnu", "2.16")) == {"open", "environ"}


def test_a_symbol_belongs_to_the_targets_that_have_it() -> None:
    assert parse("b-linux-gnu", "2.17")["sin"].library == "m"
    assert parse("a-linux-gnu", "2.17")["sin"].library == "c"
    assert "open" not in parse("b-linux-gnu", "2.28")


def test_objects_have_sizes_and_functions_none() -> None:
    symbols = parse("a-linux-gnu", "2.17")
    assert (symbols["environ"].kind, symbols["environ"].size) == (SymbolKind.OBJECT, 200)
    assert (symbols["errno"].kind, symbols["errno"].size) == (SymbolKind.TLS, 4)
    assert (symbols["open"].kind, symbols["open"].size) == (SymbolKind.FUNCTION, 0)


@pytest.mark.parametrize("text", ["2.17", "2.2.5", "2.34"])
def test_a_version_prints_as_it_was_read(text: str) -> None:
    assert str(Version.parse(text)) == text


def test_versions_are_ordered_as_numbers() -> None:
    assert Version.parse("2.2.5") < Version.parse("2.9") < Version.parse("2.17")


@pytest.mark.integration
@pytest.mark.parametrize(
    ("target", "name", "versions"),
    [
        ("x86_64-linux-gnu", "memcpy", "2.2.5 2.14"),
        ("aarch64-linux-gnu", "memcpy", "2.17"),
        ("powerpc64le-linux-gnu", "printf", "2.17"),
        ("x86_64-linux-gnu", "fcntl64", ""),
    ],
)
def test_zigs_file_is_read_to_its_end(target: str, name: str, versions: str) -> None:
    content = (find_zig().lib / "libc" / "glibc" / "abilists").read_bytes()
    symbols = parse_abilists(content, target=target, floor=Version(2, 17))
    found = {symbol.name: symbol.versions for symbol in symbols if symbol.library == "c"}
    assert " ".join(map(str, found.get(name, ()))) == versions
    assert len(found) > 1500
