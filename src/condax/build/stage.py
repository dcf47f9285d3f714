"""What the staging outputs of a recipe leave behind, made once for all packages that inherit them.

rattler-build keys its staging cache by the host prefix, and the library puts the name of the
package into that: every package would run the staging scripts again. (The program uses the name of
the recipe; see `build_name` in py-rattler-build/rust/src/build.rs upstream, and delete this when
the library does too.) So an empty package inherits the staging outputs first, in a folder whose
path is as long as that of every package's own folder, and what it leaves is moved from there by
replacing one path by the other, in text and in binaries alike.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from condax.build.environment import check_host, host_prefix, installed_packages
from condax.build.injection import staging_variables, with_stage
from condax.build.render import evaluate, load_recipe
from condax.build.run import run_rattler_build
from condax.build.sources import provide_sources
from condax.build.transfer import error_from_json, error_to_json
from condax.build.workroom import STAGE
from condax.errors import CondaxError
from condax.system.files import link_or_copy, refusals, write_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from condax.build.environment import InstalledPackage
    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder
    from condax.build.variants import Variants

CACHES, RECORD = "build_cache", "stage.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A finished stage."""

    order: WorkOrder
    """The order as it is for the empty package."""
    keys: tuple[str, ...]
    """rattler-build's key of each staging output, in the order in which it makes them."""
    channels: tuple[str, ...]
    """Where its environments came from."""

    @property
    def host_packages(self) -> Mapping[str, InstalledPackage]:
        """What was in the host environment of the staging scripts."""
        return installed_packages(host_prefix(self.order))

    def placer(self, order: WorkOrder) -> Callable[[str], None]:
        """A function that answers rattler-build's search for a key by putting the result there.

        It is called with each key when rattler-build has named it and has not looked yet.
        """
        placed: list[str] = []

        def place(key: str) -> None:
            if key in placed or len(placed) == len(self.keys):
                return
            source = _cache(self.order, self.keys[len(placed)])
            placed.append(key)
            move(source, _cache(order, key), self.order.build_folder, order.build_folder)

        return place


def provide_stage(
    order: WorkOrder, text: str, variants: Variants, recorder: Recorder, env: Mapping[str, str]
) -> Stage:
    """The stage of the order's package, made unless another package of this run has made it.

    `text` is the recipe and `variants` what it is rendered with. When a script fails, the packages
    that come later fail with the same error.
    """
    from filelock import FileLock

    own = _own_order(order)
    path = own.work / RECORD
    recorder.step("waiting for the stage")
    with refusals(path), FileLock(f"{path}.lock"):
        if not path.exists():
            _make(order, text, variants, recorder, env)
    record = json.loads(path.read_text(encoding="utf-8"))
    if record["log"] != str(order.log):
        recorder.note(f"staging outputs are those of another package; their log: {record['log']}")
    if record["error"]:
        raise error_from_json(record["error"])
    return Stage(order=own, keys=tuple(record["keys"]), channels=tuple(record["channels"]))


def move(source: Path, destination: Path, old: Path, new: Path) -> None:
    """Copy a tree with the path `new` in place of `old`, which is as long, wherever it occurs."""
    before, after = os.fsencode(old), os.fsencode(new)
    assert len(before) == len(after), f"{old} and {new} differ in length"
    with refusals(destination):
        for folder, names, files in os.walk(source):
            to = destination / Path(folder).relative_to(source)
            to.mkdir(parents=True, exist_ok=True)
            for name in (*names, *files):
                path = Path(folder) / name
                if path.is_symlink():
                    target = os.fsencode(path.readlink())
                    (to / name).symlink_to(os.fsdecode(target.replace(before, after)))
                elif path.is_file():
                    _move_file(path, to / name, before, after)


def _move_file(path: Path, to: Path, before: bytes, after: bytes) -> None:
    content = path.read_bytes()
    if before not in content:
        link_or_copy(path, to)
        return
    to.write_bytes(content.replace(before, after))
    shutil.copystat(path, to)


def _own_order(order: WorkOrder) -> WorkOrder:
    assert order.stage is not None
    return replace(order, job=replace(order.job, name=STAGE), work=order.stage)


def _make(
    order: WorkOrder, text: str, variants: Variants, recorder: Recorder, env: Mapping[str, str]
) -> None:
    """Build the empty package, and write down what came of it."""
    keys: list[str] = []
    error = None
    recorder.on_staging_key = keys.append
    try:
        _build(order, text, variants, recorder, env)
    except CondaxError as e:
        error = error_to_json(e)
    finally:
        recorder.on_staging_key = None
    record = {
        "keys": [*dict.fromkeys(keys)],
        "channels": order.channels,
        "log": str(order.log),
        "error": error,
    }
    write_text(_own_order(order).work / RECORD, json.dumps(record, indent=1))


def _build(
    order: WorkOrder, text: str, variants: Variants, recorder: Recorder, env: Mapping[str, str]
) -> None:
    """What fails is said of the order's own package: the empty one is nobody's."""
    job, own = order.job, _own_order(order)
    text = with_stage(text, job.inherits, staging_variables(order), job.recipe.parent)
    outputs = evaluate(load_recipe(job.recipe, text), job.recipe, job.platforms, variants)
    stage = next(each for each in outputs if each.recipe.package.name == STAGE)
    with refusals(own.engine_output):
        own.engine_output.mkdir(parents=True)
    provide_sources(own, stage.recipe.to_dict(), recorder, env)
    run_rattler_build(stage, order, own.engine_output, recorder)
    check_host(order, installed_packages(host_prefix(own)).values())


def _cache(order: WorkOrder, key: str) -> Path:
    return order.engine_output / CACHES / f"staging_{key}"
