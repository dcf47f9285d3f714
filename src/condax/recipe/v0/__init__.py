"""The v0 format: Jinja around YAML, selectors in comments, and conda-build's own words."""
