"""Diagnostics and errors as text, JSON, SARIF and GitHub workflow commands: pure functions."""
