"""Conda package archives and the channels that hold them, written deterministically."""
