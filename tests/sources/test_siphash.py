from __future__ import annotations

import pytest

from condax.sources.siphash import siphash13


@pytest.mark.parametrize(
    ("length", "digest"),
    [
        # What `std::hash::DefaultHasher` of rustc 1.95 gives for `write(&[0, 1, 2, …])`.
        (0, 0xD1FBA762150C532C),
        (1, 0x68A914128E01E473),
        (7, 0x2F098AB0C751325A),
        (8, 0xEAD411E67EBE2EEA),
        (9, 0x75927F9D95124362),
        (15, 0xF30EB725BB91C9EA),
        (16, 0x8972188433A5C5B7),
        (64, 0x75E05FD5BBC870C6),
        (300, 0x404838D6B93C1866),
    ],
)
def test_hashes_equal_rusts(length: int, digest: int) -> None:
    assert siphash13(bytes(i % 251 for i in range(length))) == digest
