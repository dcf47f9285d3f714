from __future__ import annotations

from condax.audit.ar import read_members


def member(name: str, body: bytes) -> bytes:
    return f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(body):<10}`\n".encode() + (
        body + b"\n" * (len(body) % 2)
    )


def names_and_bodies(*members: bytes) -> list[tuple[str, bytes]]:
    content = memoryview(b"!<arch>\n" + b"".join(members))
    return [(name, bytes(body)) for name, body in read_members(content)]


def test_system_v_names_end_with_a_slash() -> None:
    assert names_and_bodies(member("a.o/", b"odd"), member("b.o/", b"even")) == [
        ("a.o", b"odd"),
        ("b.o", b"even"),
    ]


def test_long_names_are_looked_up_and_tables_left_out() -> None:
    table = member("//", b"a_very_long_object_name.o/\nanother_long_object.o/\n")
    assert names_and_bodies(member("/", b"symbols"), table, member("/27", b"x")) == [
        ("another_long_object.o", b"x")
    ]


def test_bsd_names_precede_the_content() -> None:
    assert names_and_bodies(member("#1/8", b"long.o\0\0body")) == [("long.o", b"body")]


def test_reading_ends_at_a_damaged_header() -> None:
    assert names_and_bodies(member("a.o/", b"x"), b"junk" * 20) == [("a.o", b"x")]


def test_other_files_have_no_members() -> None:
    assert list(read_members(memoryview(b"!<thin>\n"))) == []
