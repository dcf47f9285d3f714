"""Variant files as text, with the selectors that hold given by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.variants import VariantConfig, parse_variants

if TYPE_CHECKING:
    from collections.abc import Callable

PINNING = """\
c_compiler: [gcc]
c_compiler_version:   # [unix]
  - 15                # [linux]
  - 21                # [osx]
python:
  - 3.12.* *_cpython
  - 3.13.* *_cp313
is_python_min:
  - true
  - false
is_freethreading:
  - false
numpy: [2]
openssl: ['3.5']
zip_keys:
  -                   # [win]
    - c_compiler      # [win]
  -
    - python
    - is_python_min
pin_run_as_build:
  vlfeat:
    max_pin: x.x.x
"""


@pytest.fixture
def read() -> Callable[..., VariantConfig]:
    """`read(text, "linux", "unix")` parses a file where the named selectors hold."""

    def parse(text: str, *holding: str, path: str = "conda_build_config.yaml") -> VariantConfig:
        return parse_variants(text, path, lambda selector: selector in holding)

    return parse


@pytest.fixture
def pinning(read: Callable[..., VariantConfig]) -> VariantConfig:
    return read(PINNING, "linux", "unix")
