"""deploy/nginx.conf before two processes of the dashboard, as a visitor's browser meets them."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, FilePayload, Page, sync_playwright

from benchmarks.serving import Deployment, deployment
from dashboard.pages import PAGES
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin"),
        reason="nginx (package nginx-light) is not installed",
    ),
]

CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
DRAWN = ".js-plotly-plot .main-svg"
PATIENCE = 30_000
"""Milliseconds: the machine may be busy; what is measured is in benchmarks/, not here."""

BOUND = re.compile(r"^/(_stcore|media|component)/")
"""What needs the process that holds the session; scripts and the page itself are the same from each."""

LOOKED_FOR = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""On a page other than the first, Streamlit looks for its server below that page's address first."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a snapshot of the bundled extract."""
    built = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "pipelines", "--home", str(built), "build"], cwd=ROOT, check=True)
    return built


@pytest.fixture(scope="module")
def served(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Two processes behind nginx, as the file says."""
    with deployment(home, tmp_path_factory.mktemp("deploy")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield chromium
        chromium.close()


class Visit:
    """A browser of one visitor, with all that went wrong in it and all that it asked for."""

    def __init__(self, context: BrowserContext, name: str) -> None:
        self.name = name
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.hosts: set[str] = set()
        self.sockets: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "request", lambda asked: self.hosts.add(asked.url.split("/")[2] if "//" in asked.url else "")
        )
        self.page.on("websocket", lambda opened: self.sockets.append(opened.url))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and not LOOKED_FOR.search(said.location["url"]):
            self.complaints.append(f"{said.text} {said.location['url']}")

    def open(self, url: str) -> None:
        """Open a page and wait for its title in words."""
        self.page.goto(url, timeout=PATIENCE)
        self.page.locator("h1").first.wait_for(timeout=PATIENCE)

    def wait_for_chart(self) -> None:
        self.page.locator(DRAWN).first.wait_for(timeout=PATIENCE)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str], Visit]]:
    """Makes visitors, each a browser without history, known in nginx's log by name."""
    contexts: list[BrowserContext] = []

    def make(name: str) -> Visit:
        contexts.append(browser.new_context(user_agent=f"Mozilla/5.0 Chrome {name}"))
        return Visit(contexts[-1], name)

    yield make
    for context in contexts:
        context.close()


def processes_of(name: str, served: Deployment) -> set[str]:
    """The processes that answered what a visitor asked for: of the session."""
    lines = (line.split("|") for line in served.requests.read_text().splitlines())
    return {
        upstream
        for agent, path, upstream, *_ in lines
        if agent.endswith(name) and ":" in upstream and BOUND.match(path)
    }


def answer(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body without a browser."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as got:
            return got.status, {name.lower(): value for name, value in got.headers.items()}, got.read()
    except urllib.error.HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}, error.read()


@pytest.mark.parametrize("path", [entry.url_path for entry in PAGES])
def test_each_page_is_drawn_under_the_policy(
    path: str, served: Deployment, visit: Callable[[str], Visit]
) -> None:
    visitor = visit(f"page-{path}")
    visitor.open(f"{served.url}/{path}")
    visitor.page.wait_for_timeout(1500)
    if visitor.page.locator('[data-testid="stPlotlyChart"]').count():
        visitor.wait_for_chart()
    assert visitor.complaints == []
    assert visitor.hosts == {f"127.0.0.1:{served.port}"}


def test_the_verdict_and_its_chart_are_read_over_a_websocket(
    served: Deployment, visit: Callable[[str], Visit]
) -> None:
    visitor = visit("claim")
    visitor.open(f"{served.url}/claim?id=venezuela-igla-s-2025")
    visitor.page.get_by_text("Partly documented").first.wait_for(timeout=PATIENCE)
    visitor.wait_for_chart()
    assert visitor.sockets == [f"ws://127.0.0.1:{served.port}/_stcore/stream"]
    assert visitor.complaints == []


def test_a_visitor_stays_with_one_process(served: Deployment, visit: Callable[[str], Visit]) -> None:
    visitor = visit("stays")
    for path in ("", "claim", ""):
        visitor.open(f"{served.url}/{path}")
    visitor.page.goto("about:blank")
    visitor.page.wait_for_timeout(300)
    assert len(processes_of("stays", served)) == 1


def test_visitors_are_spread_over_both_processes(served: Deployment) -> None:
    drawn = [answer(served.url)[1]["set-cookie"].split(";")[0] for _ in range(30)]
    assert set(drawn) == {"ledger_process=ledger_one", "ledger_process=ledger_two"}
    for cookie, process in zip(
        ("ledger_process=ledger_one", "ledger_process=ledger_two"), served.processes, strict=True
    ):
        answer(f"{served.url}/_stcore/health", **{"User-Agent": cookie, "Cookie": cookie})
        assert processes_of(cookie, served) == {f"127.0.0.1:{process.port}"}


def test_the_cookie_names_a_process_and_nothing_else(
    served: Deployment, visit: Callable[[str], Visit]
) -> None:
    visitor = visit("cookie")
    visitor.open(served.url)
    kept = {one["name"]: one for one in visitor.page.context.cookies()}
    assert kept["ledger_process"]["value"] in ("ledger_one", "ledger_two")
    assert kept["ledger_process"]["httpOnly"]
    assert kept["ledger_process"]["expires"] == -1, "ends with the browser's session"


def test_without_cookies_an_address_and_browser_stays_with_one_process(served: Deployment) -> None:
    for _ in range(12):
        answer(f"{served.url}/_stcore/health", **{"User-Agent": "no-cookies"})
    assert len(processes_of("no-cookies", served)) == 1


def test_plotly_comes_compressed_and_is_compressed_once(
    served: Deployment, visit: Callable[[str], Visit]
) -> None:
    script = next((Path(streamlit.__file__).parent / "static/static/js").glob("PlotlyChart.*.js"))
    url = f"{served.url}/static/js/{script.name}"
    for _ in range(2):
        status, headers, body = answer(url, **{"Accept-Encoding": "gzip", "User-Agent": "compressed"})
        assert (status, headers["content-encoding"]) == (200, "gzip")
        assert len(body) < script.stat().st_size / 3
        assert "max-age=31536000" in headers["cache-control"]
    asked = [line for line in served.requests.read_text().splitlines() if line.startswith("compressed|")]
    assert [line.split("|")[4] for line in asked][-1] == "HIT"
    status, headers, body = answer(url)
    assert "content-encoding" not in headers, "a reader that cannot unpack gets it plain"
    assert body == script.read_bytes()


@pytest.mark.parametrize(
    "path", ["/", "/claim", "/_stcore/health", "/app/static/world_110m.json", "/nowhere"]
)
def test_every_answer_carries_the_security_headers(path: str, served: Deployment) -> None:
    _, headers, _ = answer(f"{served.url}{path}")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in ("strict-origin-when-cross-origin", "same-origin", "no-referrer")
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert "*" not in policy
    assert "server" not in headers or "/" not in headers["server"]


def test_the_policy_names_the_one_script_in_streamlits_page(served: Deployment) -> None:
    _, headers, body = answer(served.url)
    within = re.findall(r"<script>(.*?)</script>", body.decode(), re.DOTALL)
    assert len(within) == 1, "another release of Streamlit: name its scripts in deploy/security-headers.conf"
    named = base64.b64encode(hashlib.sha256(within[0].encode()).digest()).decode()
    assert f"'sha256-{named}'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"]
)
def test_what_is_not_for_visitors_is_not_there(path: str, served: Deployment) -> None:
    assert answer(f"{served.url}{path}")[0] == 404


def test_an_upload_that_is_too_large_is_refused(served: Deployment) -> None:
    asked = urllib.request.Request(
        f"{served.url}/_stcore/upload_file/x/y", data=b"0" * 7_000_000, method="PUT"
    )
    with pytest.raises((urllib.error.HTTPError, BrokenPipeError, urllib.error.URLError)) as refused:
        urllib.request.urlopen(asked, timeout=30)
    assert not isinstance(refused.value, urllib.error.HTTPError) or refused.value.code == 413


def test_an_article_is_uploaded_to_the_process_of_its_session(
    served: Deployment, visit: Callable[[str], Visit]
) -> None:
    visitor = visit("uploads")
    visitor.open(f"{served.url}/check")
    page = visitor.page
    page.get_by_role("tab", name="File").click()
    article = FilePayload(
        name="article.txt", mimeType="text/plain", buffer=b"Venezuela has 5,000 Igla-S missiles."
    )
    with page.expect_response(re.compile("/_stcore/upload_file/")) as sent:
        page.locator('input[type="file"]').set_input_files(article)
    assert sent.value.status == 204
    assert len(processes_of("uploads", served)) == 1


@contextmanager
def framing(url: str) -> Iterator[str]:
    """Another site, whose page shows `url` in a frame."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><iframe src="{url}" width=900 height=700></iframe>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()


def test_no_other_site_may_frame_it_until_the_owner_says_so(
    served: Deployment, home: Path, tmp_path: Path, visit: Callable[[str], Visit]
) -> None:
    with framing(f"{served.url}/?embed=true") as news:
        refused = visit("refused")
        refused.page.goto(news)
        refused.page.wait_for_timeout(2000)
        assert any("frame-ancestors" in said for said in refused.complaints)
        assert processes_of("refused", served) == set()

    with deployment(home, tmp_path, _permitting) as opened, framing(f"{opened.url}/?embed=true") as news:
        shown = visit("shown")
        shown.page.goto(news)
        shown.page.frame_locator("iframe").locator(DRAWN).first.wait_for(timeout=PATIENCE)
        assert shown.complaints == []
        assert len(processes_of("shown", opened)) == 1, "no cookie in a frame: the address decides"


def _permitting(site: str) -> str:
    return site.replace("default \"'self'\";", "default \"'self' http://localhost:*\";")


def test_when_a_process_is_down_the_other_takes_its_visitors(
    home: Path, tmp_path: Path, visit: Callable[[str], Visit]
) -> None:
    with deployment(home, tmp_path) as running:
        visitor = visit("moved")
        visitor.open(running.url)
        (first,) = processes_of("moved", running)
        down = next(one for one in running.processes if str(one.port) in first)
        down.process.kill()
        down.process.wait()
        visitor.open(f"{running.url}/claim?id=venezuela-igla-s-2025")
        visitor.page.get_by_text("Partly documented").first.wait_for(timeout=PATIENCE)
