from __future__ import annotations

from condax.sources.apt_sources import (
    Archive,
    parse_deb822,
    parse_one_line,
    render,
    with_siblings,
)

URI = "http://mirror.invalid/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def archive(suite: str, uri: str = URI) -> Archive:
    return Archive(uri=uri, suite=suite, components=("main",))


def names(*suites: str, uri: str = URI) -> list[str]:
    return [each.suite for each in with_siblings(archive(suite, uri) for suite in suites)]


def test_one_line_entries_are_read_with_their_options() -> None:
    text = f"""\
# deb {URI} commented main
deb {URI} bookworm main contrib  # why
deb-src [arch=amd64,arm64 signed-by={KEYRING}] {URI} bookworm-updates main
deb cdrom:[Debian]/ bookworm main
deb {URI} ./

"""
    assert list(parse_one_line(text)) == [
        Archive(uri=URI, suite="bookworm", components=("main", "contrib")),
        Archive(
            uri=URI,
            suite="bookworm-updates",
            components=("main",),
            options=(("signed-by", KEYRING),),
        ),
    ]


def test_stanzas_are_read_with_every_uri_and_suite() -> None:
    text = f"""\
# comment
Types: deb
URIs: {URI} {URI}-2
Suites: bookworm bookworm-updates
Components: main
Architectures: amd64
Signed-By: {KEYRING}

Types: deb
Enabled: no
URIs: {URI}
Suites: off
Components: main
"""
    found = list(parse_deb822(text))
    assert [(each.uri, each.suite) for each in found] == [
        (URI, "bookworm"),
        (URI, "bookworm-updates"),
        (f"{URI}-2", "bookworm"),
        (f"{URI}-2", "bookworm-updates"),
    ]
    assert {each.options for each in found} == {(("signed-by", KEYRING),)}


def test_a_key_inside_a_stanza_is_kept_as_it_is() -> None:
    key = " -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDMEY\n -----END PGP PUBLIC KEY BLOCK-----"
    text = f"Types: deb\nURIs: {URI}\nSuites: trixie\nComponents: main\nSigned-By:\n{key}\n"
    [found] = parse_deb822(text)
    assert render(found) == (
        f"Types: deb-src\nURIs: {URI}\nSuites: trixie\nComponents: main\nSigned-By: \n{key}\n"
    )


def test_what_is_rendered_asks_for_source_packages_only() -> None:
    text = f"deb [signed-by={KEYRING} trusted=yes] {URI} trixie main contrib"
    [found] = parse_one_line(text)
    assert render(found) == (
        f"Types: deb-src\nURIs: {URI}\nSuites: trixie\nComponents: main contrib\n"
        f"Signed-By: {KEYRING}\nTrusted: yes\n"
    )


def test_debians_other_releases_follow_the_configured_one() -> None:
    assert names("bookworm") == ["bookworm", "trixie", "testing", "sid"]
    assert names("sid") == ["sid", "bookworm", "trixie", "testing"]


def test_pockets_have_siblings_in_stable_releases_only() -> None:
    assert names("bookworm", "bookworm-security") == [
        *("bookworm", "bookworm-security", "trixie", "trixie-security", "testing", "sid")
    ]


def test_an_archive_that_is_not_debians_has_no_siblings() -> None:
    assert names("noble", "stable-backports-of-mine") == ["noble", "stable-backports-of-mine"]


def test_the_same_archive_is_asked_once() -> None:
    assert names("bookworm", "bookworm", "trixie") == ["bookworm", "trixie", "testing", "sid"]
