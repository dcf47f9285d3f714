"""Migrations as CFEP-9 defines them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from condax.errors import ConfigError
from condax.variants import (
    VariantConfig,
    apply_migration,
    apply_migrations,
    migrations_to_apply,
    waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    Read = Callable[..., VariantConfig]

FREE_THREADED = """\
__migrator:
  operation: key_add
  primary_key: python
  ordering:
    python: [3.12.* *_cpython, 3.13.* *_cp313, 3.14.* *_cp314t]
  additional_zip_keys: [is_freethreading]
python: [3.14.* *_cp314t]
is_python_min: [false]
is_freethreading: [true]
"""

KEY_REMOVE = """\
__migrator: {operation: key_remove, primary_key: python}
python: [3.12.* *_cpython]
"""


def test_the_newer_version_wins_from_either_side(pinning: VariantConfig, read: Read) -> None:
    migrated = apply_migration(pinning, read("openssl: [3.10]\nnumpy: [1.9]\nzlib: [1]\n"))
    assert migrated.values["openssl"] == ("3.10",)
    assert migrated.values["numpy"] == ("2",)
    assert migrated.values["zlib"] == ("1",)


def test_specs_are_ordered_by_their_version(read: Read) -> None:
    old = read("libblas: [3.9.* *_netlib]\n")
    assert apply_migration(old, read("libblas: [3.11.* *_netlib]\n")).values == {
        "libblas": ("3.11.* *_netlib",)
    }


def test_what_is_no_version_is_ordered_as_text(read: Read) -> None:
    migrated = apply_migration(read("flag: ['V=1']\n"), read("flag: ['V=2']\n"))
    assert migrated.values["flag"] == ("V=2",)


def test_an_ordering_overrules_version_order(read: Read) -> None:
    text = "__migrator: {ordering: {mpi: [openmpi, mpich, nompi]}}\nmpi: [nompi]\n"
    migrated = apply_migration(read("mpi: [openmpi, mpich]\n"), read(text))
    assert migrated.values["mpi"] == ("mpich", "nompi")


def test_a_value_outside_the_ordering_is_an_error(read: Read) -> None:
    text = "__migrator: {ordering: {mpi: [nompi]}}\nmpi: [nompi]\n"
    with pytest.raises(ConfigError, match="does not know the value 'mpich'"):
        apply_migration(read("mpi: [mpich]\n"), read(text))


def test_a_primary_key_takes_its_zipped_keys_along(read: Read) -> None:
    old = read("root: [6.30, 6.32]\ncxx: [17, 20]\nzip_keys:\n  - [root, cxx]\n")
    text = (
        "__migrator: {primary_key: root, ordering: {root: [6.30, 6.32, 6.34]}}\n"
        "root: [6.34]\ncxx: [23]\n"
    )
    migrated = apply_migration(old, read(text))
    assert migrated.values == {"root": ("6.32", "6.34"), "cxx": ("20", "23")}


def test_key_add_adds_a_row_to_the_group_and_widens_it(pinning: VariantConfig, read: Read) -> None:
    migrated = apply_migration(pinning, read(FREE_THREADED))
    assert migrated.zip_keys == (("python", "is_python_min", "is_freethreading"),)
    assert migrated.values["python"][-1] == "3.14.* *_cp314t"
    assert migrated.values["is_freethreading"] == ("false", "false", "true")
    assert migrated.values["is_python_min"] == ("true", "false", "false")


def test_key_add_twice_changes_nothing_more(pinning: VariantConfig, read: Read) -> None:
    once = apply_migration(pinning, read(FREE_THREADED))
    assert apply_migration(once, read(FREE_THREADED)) == once


def test_key_add_sorts_by_the_ordering_not_by_arrival(read: Read) -> None:
    text = (
        "__migrator: {operation: key_add, primary_key: cuda, ordering: {cuda: ['None', '12.9', "
        "'11.8']}}\ncuda: ['None']\n"
    )
    migrated = apply_migration(read("cuda: ['12.9', '11.8']\n"), read(text))
    assert migrated.values["cuda"] == ("None", "12.9", "11.8")


def test_key_add_needs_every_zipped_key(pinning: VariantConfig, read: Read) -> None:
    text = "__migrator: {operation: key_add, primary_key: python}\npython: ['3.15']\n"
    with pytest.raises(ConfigError, match="no value of is_python_min, which is zipped"):
        apply_migration(pinning, read(text))


def test_key_add_to_a_key_without_values_is_an_error(read: Read) -> None:
    with pytest.raises(ConfigError, match="'python' of the migration has no value"):
        apply_migration(read("a: [1]\n"), read(FREE_THREADED))


def test_key_add_whose_key_is_selected_away_does_nothing(
    pinning: VariantConfig, read: Read
) -> None:
    text = "__migrator: {operation: key_add, primary_key: cuda}\ncuda:  # [cuda]\n  - 1  # [cuda]\n"
    assert apply_migration(pinning, read(text)) == pinning


def test_key_remove_takes_the_row_out_of_the_group(pinning: VariantConfig, read: Read) -> None:
    migrated = apply_migration(pinning, read(KEY_REMOVE))
    assert migrated.values["python"] == ("3.13.* *_cp313",)
    assert migrated.values["is_python_min"] == ("false",)
    assert apply_migration(migrated, read(KEY_REMOVE)) == migrated


def test_migrations_apply_from_the_oldest_to_the_newest(read: Read) -> None:
    first = read("migrator_ts: 1\nmpi: [5]\n")
    second = read(
        "__migrator: {operation: key_remove, primary_key: mpi}\nmigrator_ts: 2\nmpi: [5]\n"
    )
    migrated = apply_migrations(read("mpi: [4, 6]\n"), {"a.yaml": second, "b.yaml": first})
    assert migrated.values["mpi"] == ("6",)


def test_a_failing_migration_is_named(read: Read) -> None:
    with pytest.raises(ConfigError) as caught:
        apply_migrations(read("a: [1]\n"), {"py314t.yaml": read(FREE_THREADED)})
    assert caught.value.where == "py314t.yaml"


@pytest.mark.parametrize(
    ("own", "upstream", "applied", "over"),
    [
        ("migrator_ts: 1\na: [1]\n", "migrator_ts: 1\na: [2]\n", "2", ()),
        ("migrator_ts: 1\na: [1]\n", "migrator_ts: 2\na: [2]\n", None, ("m.yaml",)),
        ("__migrator: {use_local: true}\nmigrator_ts: 1\na: [1]\n", None, "1", ()),
        ("a: [1]\n", None, "1", ()),
        (
            "__migrator: {migration_number: 1}\nmigrator_ts: 1\na: [1]\n",
            "__migrator: {migration_number: 2}\nmigrator_ts: 1\na: [2]\n",
            "1",
            (),
        ),
    ],
    ids=["same", "over", "use-local", "no-timestamp", "other-number"],
)
def test_which_copy_of_a_migration_counts(
    read: Read, own: str, upstream: str | None, applied: str | None, over: tuple[str, ...]
) -> None:
    pinned = {"m.yaml": read(upstream)} if upstream else {}
    chosen, gone = migrations_to_apply({"m.yaml": read(own)}, pinned)
    assert gone == over
    assert [m.values["a"][0] for m in chosen.values()] == ([applied] if applied else [])


def test_without_a_pinning_every_migration_of_the_feedstock_counts(read: Read) -> None:
    own = {"m.yaml": read("migrator_ts: 1\na: [1]\n")}
    assert migrations_to_apply(own, None) == (own, ())


def test_a_migration_that_came_too_early_is_found(read: Read) -> None:
    late = read("__migrator: {wait_for_migrators: [python314]}\na: [1]\n")
    assert waiting(["t.yaml"], {"t.yaml": late}) == {"t.yaml": ("python314",)}
    assert waiting(["t.yaml", "python314.yaml"], {"t.yaml": late}) == {}
