"""Building one package with the `rattler-build` program instead of the library."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

from condax.build.failure import build_failure
from condax.build.inprocess import RawPackage, find_output, raw_package
from condax.build.render import evaluate, load_recipe
from condax.build.run import FAST_FORMAT
from condax.build.sources import provide_sources
from condax.build.variants import Variants
from condax.errors import ToolNotFoundError
from condax.system.files import write_text
from condax.system.process import run_logged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder

PROGRAM = "rattler-build"
CROSS = "\u00d7"
"""What the program puts before an error."""

# The program dates what it builds with the time it starts at, and tells scripts so.
DATING_BASH = """\
#!/bin/sh
if [ -f build_env.sh ]; then
  sed -i 's/^export SOURCE_DATE_EPOCH=.*/export SOURCE_DATE_EPOCH=@EPOCH@/' build_env.sh
fi
exec '@BASH@' "$@"
"""


def build_with_binary(order: WorkOrder, recorder: Recorder, env: Mapping[str, str]) -> RawPackage:
    """Build the order's package, with the same variants and channels as the library would."""
    program = shutil.which(PROGRAM, path=order.search_path)
    if program is None:
        raise ToolNotFoundError(
            f"the program {PROGRAM!r} is not on PATH",
            hint="install it (pixi global install rattler-build), or use --engine inprocess",
        )
    job = order.job
    recipe = load_recipe(job.recipe)
    variants = Variants(values=job.config, zip_keys=job.zip_keys)
    planned = find_output(evaluate(recipe, job.recipe, job.platforms, variants), job)
    provide_sources(order, planned.recipe.to_dict(), recorder, env)
    recorder.step("running rattler-build")
    with order.log.open("a+", encoding="utf-8") as log:
        start = log.tell()
        status = run_logged(
            [program, *arguments(order, variants)], env=_environment(order, env), cwd=None, log=log
        )
        log.seek(start)
        lines = log.read().splitlines()
    archive = order.engine_output / job.subdir / job.file_name
    if status != 0 or not archive.exists():
        raise build_failure(order, message_in(lines, status), lines)
    return raw_package(archive, planned)


def arguments(order: WorkOrder, variants: Variants) -> list[str]:
    """Arguments for the program; its variant file is written into the work folder."""
    platforms = order.job.platforms
    path = order.work / "variants.yaml"
    document = {key: list(values) for key, values in variants.values.items()}
    if variants.zip_keys:
        document["zip_keys"] = [list(group) for group in variants.zip_keys]  # type: ignore[misc] # a list of lists
    write_text(path, json.dumps(document, indent=1))
    options = {
        "--recipe": str(order.job.recipe),
        "--build-platform": platforms.build.subdir,
        "--target-platform": platforms.host.subdir,
        "--host-platform": platforms.host.subdir,
        "--variant-config": str(path),
        "--output-dir": str(order.engine_output),
        "--package-format": FAST_FORMAT,
        "--test": "skip",
        "--log-style": "plain",
    }
    pairs = [word for pair in options.items() for word in pair]
    channels = [word for channel in order.channels for word in ("--channel", channel)]
    return [
        "build",
        *pairs,
        *channels,
        *("--ignore-recipe-variants", "--keep-build", "--no-build-id"),
    ]


def message_in(lines: list[str], status: int) -> str:
    """What the program says went wrong, as the library would say it."""
    if any("Script failed with status" in line for line in lines):
        return "Script failed to execute"
    told = [line for line in lines if CROSS in line or "Error" in line or "error" in line]
    return told[-1].strip(f" {CROSS}│╰▶─") if told else f"it ended with status {status}"


def _environment(order: WorkOrder, env: Mapping[str, str]) -> dict[str, str]:
    bash = shutil.which("bash", path=env.get("PATH", "")) or "/bin/bash"
    shims = order.work / "shims"
    text = DATING_BASH.replace("@EPOCH@", str(order.epoch)).replace("@BASH@", bash)
    write_text(shims / "bash", text, mode=0o755)
    return {
        **env,
        "PATH": f"{shims}:{env.get('PATH', '')}",
        "CPU_COUNT": str(order.cpu_count),
        "NO_COLOR": "1",
    }
