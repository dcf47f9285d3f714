"""Words, by C++."""

from words._words import half, shout

__all__ = ["half", "shout"]
