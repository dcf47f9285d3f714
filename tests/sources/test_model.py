from __future__ import annotations

import pytest

from condax.sources import Source


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/xz-5.4.1.tar.xz", "xz-5.4.1.tar.xz"),
        ("https://example.org/xz.tar.xz?download=1#top", "xz.tar.xz"),
        ("https://example.org/a%20b.tar.gz", "a b.tar.gz"),
        ("https://example.org/%2e%2e%2fetc%2fpasswd", "passwd"),
        ("https://example.org/%2e%2e", "download"),
        ("https://example.org/", "download"),
        ("https://example.org", "download"),
    ],
)
def test_the_file_name_is_the_last_part_of_the_url(url: str, name: str) -> None:
    assert Source(urls=(url,)).archive_name == name


def test_a_source_with_a_file_name_of_its_own_is_not_unpacked() -> None:
    url = "https://example.org/xz.tar.xz"
    assert Source(urls=(url,)).is_unpacked
    assert not Source(urls=(url,), file_name="xz.bin").is_unpacked
    assert not Source(urls=("https://example.org/fix.patch",)).is_unpacked
