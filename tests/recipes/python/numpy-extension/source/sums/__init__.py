"""Sums in C's long double."""

from sums._sums import total

__all__ = ["total"]
