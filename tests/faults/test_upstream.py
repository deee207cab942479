"""Every source against every misbehaviour of its server: bounded, told in words, the last good data stays."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator

import pytest
import trustme

from pipelines import snapshot
from pipelines.__main__ import main
from pipelines.fetch import Fetch, Patience
from pipelines.issues import LedgerError
from pipelines.paths import Home
from pipelines.source import decode, source_named, sources
from pipelines.sources.unroca.pull import STATES
from tests.faults.budget import Tally
from tests.faults.reader import ANSWER, QUESTION
from tests.misbehaving_server import (
    MisbehavingServer,
    Reply,
    Serve,
    Site,
    register_site,
    server_tls,
    servers,
)
from tests.test_pull import EXPORTS, IMPORTS, VALUES, bank_page, bank_path, bank_rows, report_page

pytestmark = pytest.mark.fault
SHORT = Patience(
    connect_seconds=0.3, read_seconds=0.3, deadline_seconds=1.2, retries=1, backoff_seconds=0.01,
    retry_after_seconds=0.5, pause_seconds=0, largest_bytes=2_000_000,
)  # fmt: skip
BANK = {bank_path(each): bank_page(bank_rows(each, VALUES)) for each in (IMPORTS, EXPORTS)}
STATES_SITE = {
    "/api/country-list/": Reply(json.dumps([{"countryname_slug": state} for state in STATES]).encode()),
    **{f"/api/{state}/": Reply(b'{"available_reports": [{"year": 2012}]}') for state in STATES[:1]},
    **{f"/api/{state}/": Reply(b'{"available_reports": []}') for state in STATES[1:]},
    f"/{STATES[0]}/report/2012/": report_page(),
}
SITES: dict[str, Site] = {
    "sipri_register": register_site(),
    "unroca": lambda method, path, body: STATES_SITE.get(path, Reply(b"", status=404)),
    "world_bank": lambda method, path, body: BANK.get(path.partition("?")[0], Reply(b"", status=404)),
}
FAULTS = (
    "silent", "dropped", "429", "500", "404", "half", "browser check", "HTML for JSON", "empty body",
    "truncated JSON", "deep JSON", "JSON list", "gzip bomb", "broken gzip", "endless", "slow-loris body",
    "slow-loris headers", "redirect loop",
)  # fmt: skip
MOST_SECONDS = 8
MOST_BYTES = 60_000_000
"""More than the largest answer that is read (2 MB here) and what a server of this process sends of a bomb."""


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers and stops them after the test."""
    with servers() as start:
        yield start


def test_every_source_with_a_live_address_is_tried() -> None:
    assert {name for name, source in sources().items() if source.puller} == set(SITES)


def pulled(name: str, url: str, patience: Patience = SHORT) -> list[bytes]:
    """What a source gives of a server."""
    source = source_named(name)
    assert source.puller is not None
    fetch = Fetch(source.title, url, source.save_by_hand, patience)
    return [file.data for file in source.puller.pull(fetch)]


def refused(name: str, url: str, patience: Patience = SHORT) -> str:
    """What is wrong with how a pull fails; nothing where it says all that it should, soon, in little room."""
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    try:
        files = pulled(name, url, patience)
    except LedgerError as error:
        told = "What is held stays as it is" in error.hint and error.expected and error.got
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    else:
        return f"{len(files)} files were taken"
    took, grown = (
        time.monotonic() - began,
        1024 * (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before),
    )
    if took > MOST_SECONDS or grown > MOST_BYTES:
        return f"{took:.1f} s, {grown:,} bytes"
    return "" if told else "a message without all of its parts"


@pytest.mark.parametrize("name", SITES)
def test_each_fault_is_refused_in_words_soon_and_in_little_room(
    name: str, serve: Serve, tally: Tally
) -> None:
    assert pulled(name, serve(SITES[name]).url)
    for fault in FAULTS:
        with MisbehavingServer(SITES[name], fault) as server:
            wrong = refused(name, server.url)
        tally.add(not wrong, f"{name} from a server with '{fault}': {wrong}")


@pytest.mark.parametrize("name", SITES)
def test_a_certificate_of_nobody_is_refused(name: str, serve: Serve, tally: Tally) -> None:
    server = serve(SITES[name], tls=server_tls(trustme.CA(), "127.0.0.1"))
    wrong = refused(name, server.url)
    tally.add(not wrong and server.asked == [], f"{name} with a certificate of nobody: {wrong}")


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "utf-7", "cp037"])
@pytest.mark.parametrize("name", SITES)
def test_another_charset_is_refused_or_read_right(name: str, charset: str, tally: Tally) -> None:
    """What is stored can be read again: no file is taken that the next build could not read."""

    def site(method: str, path: str, body: bytes) -> Reply:
        reply = SITES[name](method, path, body)
        return Reply(reply.data.decode().encode(charset), reply.content_type, reply.status)

    with MisbehavingServer(site) as server:
        try:
            files = pulled(name, server.url)
            wrong = "" if all(decode(data, "file") for data in files) else "empty"
        except LedgerError as error:
            wrong = "" if "What is held stays as it is" in error.hint else str(error)
    tally.add(not wrong, f"{name} in {charset}: {wrong}")


@pytest.mark.parametrize("name", SITES)
def test_the_last_good_data_stays_after_a_failed_pull(
    name: str, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tally: Tally
) -> None:
    monkeypatch.setenv("ARMS_TIMEOUT_SECONDS", "0.3")
    with MisbehavingServer(SITES[name]) as server:
        monkeypatch.setenv(f"ARMS_{name.upper()}_URL", server.url)
        assert main(["--home", str(home.path), "pull", name]) == 0
    before = held(home)
    with MisbehavingServer(SITES[name], "truncated JSON") as server:
        monkeypatch.setenv(f"ARMS_{name.upper()}_URL", server.url)
        code = main(["--home", str(home.path), "pull", name])
    said = capsys.readouterr().err
    with snapshot.open_read_only(snapshot.current_path(home)) as connection:
        answer = connection.execute(QUESTION).fetchall()
    kept = (code, held(home), answer) == (1, before, ANSWER) and "the last good data stays" in said
    tally.add(kept, f"{name} after half an answer: exit {code}: {said}", lost=held(home) != before)


def held(home: Home) -> list[str]:
    """The stored files."""
    return sorted(str(path.relative_to(home.raw)) for path in home.raw.rglob("*.data"))
