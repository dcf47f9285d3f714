"""Feedstocks: what `conda-forge.yml`, the recipe and the pinning give, as files."""
