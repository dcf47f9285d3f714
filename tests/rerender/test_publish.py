"""The publishing steps of a project's workflow, run as they are against servers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from condax.channel.archive import PackageSpec, write_conda
from condax.platforms.table import LINUX_AARCH64
from condax.rerender import ProjectCi, render_project_ci

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "tiny-1.0-0.conda"


@dataclass
class Server:
    """An HTTP server that keeps what it is sent."""

    url: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Methods and paths."""
    credentials: set[str] = field(default_factory=set)
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Path → the last body sent there."""


@pytest.fixture
def server() -> Iterator[Server]:
    kept = Server()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.body()
            kept.requests.append((self.command, self.path))
            kept.credentials.add(self.headers.get("authorization", ""))
            kept.bodies[self.path] = body
            text = json.dumps(
                {"post_url": f"{kept.url}/storage", "form_data": {"key": "k"}, "dist_id": "7"}
            ).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def body(self) -> bytes:
            if self.headers.get("transfer-encoding") != "chunked":
                return self.rfile.read(int(self.headers.get("content-length") or 0))
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(parts)

        do_GET = do_POST = do_PUT = do_PATCH = answer

        def log_message(self, *_: object) -> None:
            """Silent."""

    http = HTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield kept
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Where the publishing job has collected the packages."""
    files = tmp_path / "files/share"
    files.mkdir(parents=True)
    (files / "a.txt").write_text("a\n")
    folder = tmp_path / "work/channel/output/linux-aarch64"
    folder.mkdir(parents=True)
    spec = PackageSpec(name="tiny", version="1.0", build="0", subdir=LINUX_AARCH64)
    write_conda(spec, tmp_path / "files", folder)
    return tmp_path / "work"


def run_step(
    place: str, step: str, work: Path, values: Mapping[str, str], programs: Path | None = None
) -> None:
    """Run a step of the publishing job as GitHub does, with `values` for its expressions.

    A folder of `programs` comes first on PATH.
    """
    options = ProjectCi(recipes="r", targets=(LINUX_AARCH64,), publish=place, runner=("ours",))
    text = render_project_ci(options)
    steps = yaml.safe_load(text)["jobs"]["publish"]["steps"]
    [found] = [each for each in steps if each.get("name") == step]
    env = {name: values.get(name, value) for name, value in found["env"].items()}
    assert not any("${{" in value for value in env.values())
    folders = [programs, Path(sys.executable).parent, os.environ["PATH"]]
    path = ":".join(str(each) for each in folders if each)
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", found["run"]],
        cwd=work,
        env={**env, "PATH": path, "HOME": str(work)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def package(work: Path) -> bytes:
    return (work / "channel/output/linux-aarch64" / NAME).read_bytes()


def test_prefix_gets_the_package(server: Server, work: Path) -> None:
    values = {"PREFIX_SERVER_URL": server.url, "PREFIX_API_KEY": "pfx_secret"}
    run_step("prefix:ours", "Upload", work, values)
    assert ("POST", "/api/v1/upload/ours") in server.requests
    assert "Bearer pfx_secret" in server.credentials
    assert package(work) in server.bodies["/api/v1/upload/ours"]


def test_artifactory_gets_the_package(server: Server, work: Path) -> None:
    place = f"artifactory:{server.url}/artifactory/conda"
    run_step(place, "Upload", work, {"ARTIFACTORY_TOKEN": "secret"})
    path = f"/artifactory/conda/linux-aarch64/{NAME}"
    assert server.requests == [("PUT", path)]
    assert server.credentials == {"Bearer secret"}
    assert server.bodies[path] == package(work)


def test_anaconda_gets_the_package(server: Server, work: Path) -> None:
    values = {"ANACONDA_SERVER_URL": server.url, "ANACONDA_API_KEY": "secret"}
    run_step("anaconda:us/dev", "Upload", work, values)
    assert "token secret" in server.credentials
    assert any(path.startswith("/stage/us/tiny/1.0/linux-aarch64") for _, path in server.requests)
    assert package(work) in server.bodies["/storage"]
    assert any(path.startswith("/commit/us/tiny/1.0") for _, path in server.requests)


def test_a_folder_gets_the_package_and_an_index(work: Path, tmp_path: Path) -> None:
    channel = tmp_path / "our channel"
    run_step(f"folder:{channel}", "Copy into the channel and index it", work, {})
    assert (channel / "linux-aarch64" / NAME).read_bytes() == package(work)
    index = json.loads((channel / "linux-aarch64/repodata.json").read_text())
    assert list(index["packages.conda"]) == [NAME]


def test_a_bucket_is_indexed_after_the_upload(work: Path) -> None:
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        values = {
            "S3_ENDPOINT_URL": f"http://{host}:{port}",
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY_ID": "id",
            "S3_SECRET_ACCESS_KEY": "secret",
        }
        s3 = boto3.client(
            "s3",
            endpoint_url=values["S3_ENDPOINT_URL"],
            region_name=values["S3_REGION"],
            aws_access_key_id=values["S3_ACCESS_KEY_ID"],
            aws_secret_access_key=values["S3_SECRET_ACCESS_KEY"],
        )
        s3.create_bucket(Bucket="bucket")
        place = f"channel/linux-aarch64/{NAME}"
        s3.put_object(Bucket="bucket", Key=place, Body=package(work))
        run_step("s3:bucket/channel", "Index the channel", work, values)
        found = s3.get_object(Bucket="bucket", Key="channel/linux-aarch64/repodata.json")
        index = json.load(found["Body"])
    finally:
        server.stop()
    assert list(index["packages.conda"]) == [NAME]


@pytest.mark.parametrize(
    ("endpoint", "told"),
    [("http://127.0.0.1:9", ["http://127.0.0.1:9", "path"]), ("", ["unset", "unset"])],
    ids=["own service", "Amazon"],
)
def test_the_upload_addresses_a_bucket_as_the_index_does(
    endpoint: str, told: list[str], work: Path
) -> None:
    """GitHub cannot be reached: what is downloaded says what rattler-build would have been told."""
    script = 'printf "%s\\n" "${S3_ENDPOINT_URL-unset}" "${S3_ADDRESSING_STYLE-unset}" "$@" > told'
    curl = work / "bin" / "curl"
    curl.parent.mkdir()
    curl.write_text(f'#!/bin/sh\ncat > "$3" <<\'END\'\n#!/bin/sh\n{script}\nEND\n[ "$2" = -o ]\n')
    curl.chmod(0o755)
    values = {"S3_ENDPOINT_URL": endpoint, "S3_REGION": "r", "S3_ACCESS_KEY_ID": "id"}
    values["S3_SECRET_ACCESS_KEY"] = "secret"
    run_step("s3:bucket/channel", "Upload", work, values, programs=curl.parent)
    lines = (work / "told").read_text().splitlines()
    assert lines[:2] == told
    assert lines[2:6] == ["upload", "s3", "--channel", "s3://bucket/channel"]
    assert [Path(line).name for line in lines[6:]] == [NAME]
