from __future__ import annotations

import pytest

from condax.build.model import spec_name, spec_names


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        ("xz", "xz"),
        ("xz >=5.2,<6", "xz"),
        ("xz>=5", "xz"),
        ("xz=5.4.1=h0_0", "xz"),
        ("conda-forge::xz >=5", "xz"),
        ("Pillow[version='>=3']", "pillow"),
        ("zigcc_linux-aarch64 =0.17", "zigcc_linux-aarch64"),
    ],
)
def test_spec_name(spec: str, name: str) -> None:
    assert spec_name(spec) == name


def test_virtual_packages_are_not_among_the_names() -> None:
    assert list(spec_names(("__glibc >=2.17", "xz"))) == ["xz"]
