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
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from condax.channel.archive import PackageSpec, write_conda
from condax.platforms.table import LINUX_AARCH64
from condax.rerender import ProjectCi, render_project_ci

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.integration

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


@dataclass(frozen=True)
class S3:
    """A service, and what the repository's secrets and variables say of it."""

    client: Any
    values: dict[str, str]

    def read(self, key: str) -> bytes:
        found = self.client.get_object(Bucket="bucket", Key=key)["Body"].read()
        assert isinstance(found, bytes)
        return found


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

        do_GET = do_POST = do_PUT = do_PATCH = do_CONNECT = answer

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
    place: str, step: str, work: Path, values: Mapping[str, str], proxy: str | None = None
) -> None:
    """Run a step of the publishing job as GitHub does, with `values` for its expressions."""
    options = ProjectCi(recipes="r", targets=(LINUX_AARCH64,), publish=place, runner=("ours",))
    text = render_project_ci(options)
    steps = yaml.safe_load(text)["jobs"]["publish"]["steps"]
    [found] = [each for each in steps if each.get("name") == step]
    env = {name: values.get(name, value) for name, value in found["env"].items()}
    assert not any("${{" in value for value in env.values())
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    network = {"https_proxy": proxy, "AWS_MAX_ATTEMPTS": "1"} if proxy else {}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", found["run"]],
        cwd=work,
        env={**env, **network, "PATH": path, "HOME": str(work)},
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


@pytest.fixture
def bucket() -> Iterator[S3]:
    """A bucket named `bucket` of a service that speaks S3."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    values = {
        "S3_ENDPOINT_URL": f"http://{host}:{port}",
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY_ID": "id",
        "S3_SECRET_ACCESS_KEY": "secret",
    }
    client = boto3.client(
        "s3",
        endpoint_url=values["S3_ENDPOINT_URL"],
        region_name=values["S3_REGION"],
        aws_access_key_id=values["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=values["S3_SECRET_ACCESS_KEY"],
    )
    client.create_bucket(Bucket="bucket")
    yield S3(client, values)
    server.stop()


def publish(place: str, work: Path, values: Mapping[str, str]) -> None:
    for step in ("Upload", "Index the channel"):
        run_step(place, step, work, values)


@pytest.mark.parametrize("place", ["s3:bucket/our/channel", "s3:bucket/our/channel/"])
def test_a_bucket_gets_the_package_and_an_index(place: str, bucket: S3, work: Path) -> None:
    publish(place, work, bucket.values)
    assert bucket.read(f"our/channel/linux-aarch64/{NAME}") == package(work)
    index = json.loads(bucket.read("our/channel/linux-aarch64/repodata.json"))
    assert list(index["packages.conda"]) == [NAME]


def test_the_whole_bucket_can_be_the_channel(bucket: S3, work: Path) -> None:
    publish("s3:bucket", work, bucket.values)
    assert bucket.read(f"linux-aarch64/{NAME}") == package(work)
    assert NAME in json.loads(bucket.read("linux-aarch64/repodata.json"))["packages.conda"]


def test_a_published_package_is_never_replaced(bucket: S3, work: Path) -> None:
    first = package(work)
    publish("s3:bucket/channel", work, bucket.values)
    (work / "channel/output/linux-aarch64" / NAME).write_bytes(b"another build")
    publish("s3:bucket/channel", work, bucket.values)
    assert bucket.read(f"channel/linux-aarch64/{NAME}") == first


def test_a_bucket_that_is_not_there_fails_the_step(bucket: S3, work: Path) -> None:
    with pytest.raises(AssertionError, match="NoSuchBucket"):
        run_step("s3:other/channel", "Upload", work, bucket.values)


def test_a_missing_secret_is_named(bucket: S3, work: Path) -> None:
    with pytest.raises(AssertionError, match="secret S3_REGION"):
        run_step("s3:bucket/channel", "Upload", work, {**bucket.values, "S3_REGION": ""})


def test_a_bucket_of_amazons_is_asked_for_by_its_own_host(
    server: Server, bucket: S3, work: Path
) -> None:
    """Amazon cannot be reached: a proxy is told which host the step wants."""
    values = {**bucket.values, "S3_ENDPOINT_URL": "", "S3_REGION": "eu-west-1"}
    with pytest.raises(AssertionError, match=r"amazonaws\.com"):
        run_step("s3:ours/channel", "Upload", work, values, proxy=server.url)
    asked = {path for _, path in server.requests if "amazonaws" in path}
    assert asked == {"ours.s3.eu-west-1.amazonaws.com:443"}
