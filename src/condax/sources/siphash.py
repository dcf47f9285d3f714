"""SipHash-1-3 with a zero key: what Rust's `DefaultHasher` computes.

Aumasson and Bernstein, "SipHash: a fast short-input PRF", with one compression and three
finalisation rounds.
"""

from __future__ import annotations

MASK = (1 << 64) - 1
WORD = 8
START = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
FINAL_ROUNDS = 3

State = tuple[int, int, int, int]


def siphash13(data: bytes) -> int:
    """The 64-bit hash of `data`."""
    state: State = START
    whole = len(data) // WORD * WORD
    for start in range(0, whole, WORD):
        state = _compress(state, int.from_bytes(data[start : start + WORD], "little"))
    length = (len(data) & 0xFF) << 56
    v0, v1, v2, v3 = _compress(state, length | int.from_bytes(data[whole:], "little"))
    state = (v0, v1, v2 ^ 0xFF, v3)
    for _ in range(FINAL_ROUNDS):
        state = _round(state)
    v0, v1, v2, v3 = state
    return v0 ^ v1 ^ v2 ^ v3


def _compress(state: State, word: int) -> State:
    v0, v1, v2, v3 = state
    v0, v1, v2, v3 = _round((v0, v1, v2, v3 ^ word))
    return v0 ^ word, v1, v2, v3


def _round(state: State) -> State:
    v0, v1, v2, v3 = state
    v0 = (v0 + v1) & MASK
    v2 = (v2 + v3) & MASK
    v1 = _rotated(v1, 13) ^ v0
    v3 = _rotated(v3, 16) ^ v2
    v0 = _rotated(v0, 32)
    v2 = (v2 + v1) & MASK
    v0 = (v0 + v3) & MASK
    v1 = _rotated(v1, 17) ^ v2
    v3 = _rotated(v3, 21) ^ v0
    v2 = _rotated(v2, 32)
    return v0, v1, v2, v3


def _rotated(word: int, bits: int) -> int:
    return (word << bits | word >> (64 - bits)) & MASK
