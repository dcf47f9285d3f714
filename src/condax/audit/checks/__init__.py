"""One check per module; the module is named as the check."""
