"""Linting recipes of both formats and their build scripts, with fixes."""
