"""The sources of a package, put where rattler-build looks before it downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from condax.build.order import WorkOrder
    from condax.build.recorder import Recorder


def provide_sources(
    order: WorkOrder, stage1: Mapping[str, Any], recorder: Recorder, env: Mapping[str, str]
) -> None:
    """Find every archive that the rendered recipe downloads; what has no sha256 is left alone."""
    if not any("source" in stage for stage in (stage1, *stage1.get("staging_caches", ()))):
        return
    from condax.sources import Resolver, SourceOptions, seed_source_cache, sources_in

    recorder.step("fetching sources")
    resolver = Resolver(
        SourceOptions(
            cache=order.cache / "sources",
            mirrors=order.source_mirrors,
            offline=order.offline,
            env=env,
            on_wait=lambda what: recorder.step(f"fetching {what}"),
        )
    )
    files = []
    for source in sources_in(stage1):
        if source.sha256 is not None:
            file = resolver.resolve(source, lambda name, *_: recorder.step(f"fetching {name}"))
            for attempt in file.attempts:
                recorder.note(f"not from {attempt.where}: {attempt.reason}")
            recorder.note(f"{source.archive_name} from {file.origin.value}: {file.where}")
            if file.note:
                recorder.note(f"note: {file.note}")
            files.append(file)
    seed_source_cache(files, order.engine_output)
