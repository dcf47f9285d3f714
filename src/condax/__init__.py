"""condax: cross-compile conda packages on one ordinary Linux machine."""
