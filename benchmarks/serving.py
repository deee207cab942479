"""The dashboard as it is served: processes of it, each on a port, and nginx before them by deploy/nginx.conf.

Everything listens on 127.0.0.1 and ends with the `with` block that started it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
START_SECONDS = 60
LOG_FORMAT = (
    '"$http_user_agent|$uri|$upstream_addr|$status|$upstream_cache_status|$sent_http_content_encoding"'
)


@dataclass(frozen=True)
class Served:
    """A running process: where it answers, its id, and what it printed."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    log: Path


@dataclass(frozen=True)
class Deployment:
    """nginx and the processes behind it; `requests` is nginx's log, one line of LOG_FORMAT each."""

    url: str
    port: int
    nginx: Served
    processes: tuple[Served, ...]
    requests: Path


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]


@contextmanager
def app(
    home: Path, folder: Path, script: Path = ROOT / "app.py", port: int | None = None
) -> Iterator[Served]:
    """A process of a Streamlit app, its data in `home`, its log in `folder`, until the block ends.

    Raises RuntimeError with the end of its log where it does not answer within a minute.
    """
    chosen = port or free_ports(1)[0]
    command = [
        sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1",
        "--server.port", str(chosen), "--server.headless", "true", "--server.fileWatcherType", "none",
        "--browser.gatherUsageStats", "false",
    ]  # fmt: skip
    environment = {**os.environ, "ARMS_HOME": str(home)}
    with _running(
        command, folder / f"app-{chosen}.log", f"http://127.0.0.1:{chosen}", environment, script.parent
    ) as served:
        wait_for(f"{served.url}/_stcore/health", served)
        yield served


@contextmanager
def deployment(
    home: Path, folder: Path, change: Callable[[str], str] = str, processes: int = 2
) -> Iterator[Deployment]:
    """Processes of the dashboard behind nginx with deploy/nginx.conf; `change` may edit its text first."""
    public, scripts, *ports = free_ports(2 + processes)
    with ExitStack() as stack:
        apps = tuple(stack.enter_context(app(home, folder, port=port)) for port in ports)
        site = site_text(public, scripts, ports, folder)
        served = stack.enter_context(_nginx(change(site), public, folder))
        yield Deployment(served.url, public, served, apps, folder / "requests.log")


def site_text(public: int, scripts: int, ports: Sequence[int], folder: Path) -> str:
    """deploy/nginx.conf with the ports and paths of a trial; nothing else differs."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{public};",
        "127.0.0.1:8500": f"127.0.0.1:{scripts}",
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{ports[-1]}",
        "/var/cache/arms-ledger-nginx": str(folder / "nginx-cache"),
        "snippets/arms-ledger-security-headers.conf": str(DEPLOY / "security-headers.conf"),
    }
    for old, new in changes.items():
        if old not in text:
            raise ValueError(
                f"deploy/nginx.conf: expected {old!r}, found none; bring benchmarks/serving.py into line"
            )
        text = text.replace(old, new)
    return text


def wait_for(url: str, served: Served) -> None:
    """Until the address answers. Raises RuntimeError with the end of the log where it does not."""
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and served.process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    tail = served.log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{url}: no answer within {START_SECONDS} s; its log ends with:\n{tail}")


@contextmanager
def _nginx(site: str, port: int, folder: Path) -> Iterator[Served]:
    binary = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if binary is None:
        raise FileNotFoundError("nginx: expected in the path, found none; install the package nginx-light")
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(_main_text(folder), encoding="utf-8")
    command = [binary, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    with _running(
        command, folder / "nginx.log", f"http://127.0.0.1:{port}", dict(os.environ), folder
    ) as served:
        wait_for(f"{served.url}/_stcore/health", served)
        yield served


def _main_text(folder: Path) -> str:
    """What stands around a site's file on a machine, with every path inside the trial's folder.

    Its workers stay the user that runs the trial: nobody else may write there.
    """
    kept = "\n".join(
        f"    {name}_temp_path {folder / name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    types = "\n".join(
        f"        {kind} {ends};" for kind, ends in (("text/html", "html"), ("application/json", "json"))
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    return (
        f"{user}daemon off;\nworker_processes 1;\npid {folder / 'nginx.pid'};\nerror_log stderr;\n"
        "events { worker_connections 4096; }\n"
        f"http {{\n    types {{\n{types}\n    }}\n{kept}\n"
        f"    log_format trial {LOG_FORMAT};\n    access_log {folder / 'requests.log'} trial;\n"
        f"    include {folder / 'site.conf'};\n}}\n"
    )


@contextmanager
def _running(
    command: list[str], log: Path, url: str, environment: dict[str, str], folder: Path
) -> Iterator[Served]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Served(url, int(url.rsplit(":", 1)[1]), process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
