"""The rules that ask the network, against a server on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from condax.lint.engine import lint_texts
from condax.lint.registry import all_rules
from condax.lint.select import LintOptions, selected_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.lint.conftest import MakeFolder

SHA256 = "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/example-1.2.3.tar.gz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()


def found(make_folder: MakeFolder, *urls: str) -> list[str]:
    listed = "".join(f"    - {url}\n" for url in urls)
    recipe = f'context:\n  version: "1.2.3"\nsource:\n  url:\n{listed}  sha256: {SHA256}\n'
    rules = [each for each in all_rules() if each.name == "unreachable-source"]
    report = lint_texts(make_folder({"recipe.yaml": recipe}), rules)
    return [each.message for each in report.diagnostics]


def test_a_source_that_is_served_is_fine(server: str, make_folder: MakeFolder) -> None:
    assert found(make_folder, f"{server}/example-${{{{ version }}}}.tar.gz") == []


def test_one_address_that_answers_is_enough(server: str, make_folder: MakeFolder) -> None:
    assert found(make_folder, f"{server}/gone.tar.gz", f"{server}/example-1.2.3.tar.gz") == []


def test_a_source_that_is_gone_is_found(server: str, make_folder: MakeFolder) -> None:
    (message,) = found(make_folder, f"{server}/gone-${{{{ version }}}}.tar.gz")
    assert "404" in message


def test_what_a_variant_decides_is_not_asked(server: str, make_folder: MakeFolder) -> None:
    assert found(make_folder, f"{server}/${{{{ flavour }}}}.tar.gz") == []


def test_online_rules_only_run_when_asked_for() -> None:
    assert not any(each.online for each in selected_rules(LintOptions()))
    assert any(each.online for each in selected_rules(LintOptions(online=True)))
