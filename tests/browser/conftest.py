"""A running dashboard with a home of its own, and a browser that may talk to it alone."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, sync_playwright

from tests.conftest import ROOT
from tests.dashboard_home import add_hostile_article, build

OUTPUT = ROOT / "tests" / "output"
CHROMIUM = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip
PATIENCE = 90_000
"""Milliseconds: the machine may be busy; no test measures time."""

STARTING = 90
"""Seconds that the dashboard may take to answer."""


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The dashboard over a home, at a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
               "--server.address", "127.0.0.1", "--server.fileWatcherType", "none"]  # fmt: skip
    environment = os.environ | {"ARMS_HOME": str(home)}
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(STARTING * 5):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            assert process.poll() is None, "the dashboard ended while starting"
            time.sleep(0.2)
    raise AssertionError(f"{address}: no answer within {STARTING} s")


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="package")
def dashboard(home: Path) -> Iterator[str]:
    """The address of a running dashboard over the bundled extract."""
    with serving(home) as address:
        yield address


@pytest.fixture(scope="package")
def hostile_dashboard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard with an article whose every text tries to be more than text."""
    home = tmp_path_factory.mktemp("hostile")
    add_hostile_article(home)
    with serving(build(home)) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield browser
        browser.close()


@dataclass
class Reader:
    """A page with what it asked of other hosts (refused, and noted) and what it complained about."""

    page: Page
    base: str
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str, chart: bool = True) -> Page:
        """Open a page, wait until it is drawn, its charts included."""
        self.page.goto(self.base + path, timeout=PATIENCE)
        self.settle(chart)
        return self.page

    def settle(self, chart: bool = False) -> None:
        """Wait until the run of the page has ended and a first chart stands, where one is expected."""
        self.page.locator("h1").first.wait_for(timeout=PATIENCE)
        self.page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=PATIENCE)
        if chart:
            self.page.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=PATIENCE)

    def address(self) -> str:
        """The part of the address after the host."""
        return str(self.page.evaluate("location.pathname + location.search"))

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page in tests/output."""
        OUTPUT.mkdir(exist_ok=True)
        size = self.page.viewport_size or {"width": 1280, "height": 900}
        height = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": min(int(height) + 80, 8000)})
        self.page.wait_for_timeout(600)
        self.page.screenshot(path=str(OUTPUT / f"{name}.png"))
        self.page.set_viewport_size(size)


Theme = Literal["dark", "light"]
Visit = Callable[..., Reader]
Contexts = Callable[[int, Theme], BrowserContext]


@pytest.fixture(scope="package")
def contexts(chromium: Browser) -> Iterator[Contexts]:
    """Makes browsers of a width and theme, each once: a second page finds the scripts in its cache."""
    made: dict[tuple[int, str], BrowserContext] = {}

    def make(width: int, theme: Theme) -> BrowserContext:
        if (width, theme) not in made:
            size: ViewportSize = {"width": width, "height": 900}
            made[width, theme] = chromium.new_context(viewport=size, color_scheme=theme)
        return made[width, theme]

    yield make
    for context in made.values():
        context.close()


@pytest.fixture
def visit(contexts: Contexts, dashboard: str) -> Iterator[Visit]:
    """Makes readers of a width and theme; at the end none may have asked anything of another host."""
    readers: list[Reader] = []

    def make(width: int = 1280, theme: Theme = "light", base: str = dashboard) -> Reader:
        reader = Reader(contexts(width, theme).new_page(), base)
        reader.page.route(re.compile(".*"), lambda route: _stay_here(route, reader))
        reader.page.on("pageerror", lambda error: reader.errors.append(str(error)))
        readers.append(reader)
        return reader

    yield make
    for reader in readers:
        reader.page.close()
        assert reader.elsewhere == [], "requests to other hosts"
        assert reader.errors == [], "errors in the page's scripts"


def _stay_here(route: Route, reader: Reader) -> None:
    url = route.request.url
    if url.startswith((reader.base, "data:", "blob:")):
        route.continue_()
    else:
        reader.elsewhere.append(url)
        route.abort()
