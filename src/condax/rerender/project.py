"""The workflow of a project that is no feedstock: build recipes for some targets, publish them."""

from __future__ import annotations

import difflib
import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from condax.errors import UsageError
from condax.rerender.scripts import TEMPLATES
from condax.system.templates import fill

if TYPE_CHECKING:
    from condax.platforms import Platform

PROGRAM = (
    "https://github.com/prefix-dev/rattler-build/releases/latest/download/"
    "rattler-build-x86_64-unknown-linux-musl"
)

PACKAGES = "channel/output/*/*.conda"
"""Where the artifacts of all build jobs lie in the publishing job."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """A kind of channel that `rattler-build upload` publishes to."""

    name: str
    form: str
    """What stands behind the colon."""
    secrets: tuple[str, ...]
    """Repository secrets that hold its credentials, named as rattler-build reads them."""

    def arguments(self, place: str) -> tuple[str, ...]:
        """Options of `rattler-build upload NAME` for a place; raises `UsageError`."""
        if self.name == "anaconda":
            owner, _, label = place.partition("/")
            return ("--owner", owner, *(("--channel", label) if label else ()))
        if self.name == "artifactory":
            url, _, channel = place.rpartition("/")
            if "://" not in url or not channel:
                raise UsageError(
                    f"{place!r} is no channel of an Artifactory",
                    hint=f"write artifactory:{self.form}",
                )
            return ("--url", url, "--channel", channel)
        if self.name == "s3" and not place.startswith("s3://"):
            place = f"s3://{place}"
        return ("--channel", place)


SERVICES = (
    Service(name="anaconda", form="OWNER[/LABEL]", secrets=("ANACONDA_API_KEY",)),
    Service(name="prefix", form="CHANNEL", secrets=("PREFIX_API_KEY",)),
    Service(name="artifactory", form="URL/CHANNEL", secrets=("ARTIFACTORY_TOKEN",)),
    Service(
        name="s3",
        form="BUCKET/PATH",
        secrets=("S3_REGION", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"),
    ),
)

FOLDER = "folder"
FORMS = (*(f"{each.name}:{each.form}" for each in SERVICES), f"{FOLDER}:PATH")


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectCi:
    """What a project's workflow does."""

    recipes: str
    """Folder of the recipes, relative to the repository."""
    targets: tuple[Platform, ...]
    channels: tuple[str, ...] = ()
    """Channels that dependencies come from."""
    publish: str | None = None
    """`SERVICE:PLACE`, one of `FORMS`; `None` only keeps the packages as artifacts."""
    runner: str = "ubuntu-latest"
    """Label of the machine, which has to be x86-64 Linux."""

    @property
    def command(self) -> str:
        """The command line that renders the same workflow."""
        words = ["condax", "ci", self.recipes]
        words += [word for target in self.targets for word in ("--target", target.subdir)]
        words += [word for channel in self.channels for word in ("-c", channel)]
        words += ["--publish", self.publish] if self.publish else []
        words += ["--runner", self.runner] if self.runner != "ubuntu-latest" else []
        return shlex.join(words)


def render_project_ci(options: ProjectCi) -> str:
    """The workflow; raises `UsageError` for a place that is none."""
    values = {
        "COMMAND": options.command,
        "RECIPES": options.recipes,
        "QUOTED": shlex.quote(options.recipes),
        "RUNNER": options.runner,
        "TARGETS": json.dumps([target.subdir for target in options.targets]),
        "CHANNELS": "".join(f" -c {shlex.quote(each)}" for each in options.channels),
        "PUBLISH": _publish(options).rstrip("\n"),
    }
    return fill(TEMPLATES / "project.yml", values).rstrip("\n") + "\n"


def _publish(options: ProjectCi) -> str:
    if options.publish is None:
        return ""
    kind, colon, place = options.publish.partition(":")
    if not colon or not place:
        raise UsageError(
            f"{options.publish!r} is no place to publish to", hint="write " + " or ".join(FORMS)
        )
    steps = _copy(place) if kind == FOLDER else _upload(_service(kind), place)
    values = {"WHERE": options.publish, "RUNNER": options.runner, "STEPS": steps}
    return fill(TEMPLATES / "project-publish.yml", values)


def _service(kind: str) -> Service:
    for service in SERVICES:
        if service.name == kind:
            return service
    names = [*(service.name for service in SERVICES), FOLDER]
    near = difflib.get_close_matches(kind, names, n=1)
    raise UsageError(
        f"unknown service {kind!r}",
        hint=f"did you mean {near[0]!r}?" if near else "write " + " or ".join(FORMS),
    )


def _upload(service: Service, place: str) -> str:
    arguments = shlex.join(service.arguments(place))
    secrets = "".join(f"          {s}: ${{{{ secrets.{s} }}}}\n" for s in service.secrets)
    return (
        "      - name: Upload\n"
        f"        env:\n{secrets}"
        "        run: |\n"
        "          curl -fsSL -o rattler-build \\\n"
        f"            {PROGRAM}\n"
        "          chmod +x rattler-build\n"
        f"          ./rattler-build upload {service.name} {arguments} {PACKAGES}\n"
    )


def _copy(folder: str) -> str:
    return (
        "      - name: Copy into the channel and index it\n"
        "        env:\n"
        f"          CHANNEL: {json.dumps(folder)}\n"
        "        run: |\n"
        "          for package in channel/output/*/*.conda; do\n"
        '            subdir="$(basename "$(dirname "${package}")")"\n'
        '            mkdir -p "${CHANNEL}/${subdir}"\n'
        '            cp -n "${package}" "${CHANNEL}/${subdir}/"\n'
        "          done\n"
        "          python3 -m venv .index\n"
        "          .index/bin/pip install py-rattler\n"
        "          .index/bin/python - <<'PYTHON'\n"
        "          import asyncio\n"
        "          import os\n"
        "          from rattler.index import index_fs\n"
        '          asyncio.run(index_fs(os.environ["CHANNEL"]))\n'
        "          PYTHON\n"
    )
