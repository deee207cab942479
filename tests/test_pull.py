"""Pulling each source from a server that answers as recorded, and from one that does everything wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.fetch import Fetch, Fetched, Patience
from pipelines.issues import LedgerError
from pipelines.source import Source, source_named
from pipelines.sources.unroca.pages import report
from pipelines.sources.unroca.pull import pull as pull_unroca
from pipelines.sources.world_bank.pull import pull as pull_world_bank
from tests.misbehaving_server import (
    BROWSER_CHECK,
    DEALS,
    DEALS_HEADER,
    DELIVERIES,
    MisbehavingServer,
    Reply,
    Serve,
    Site,
    pages_site,
    register_site,
    servers,
)

ROOT = Path(__file__).resolve().parent.parent
SHORT = Patience(
    connect_seconds=0.5, read_seconds=0.5, deadline_seconds=2, retries=1, backoff_seconds=0.01,
    retry_after_seconds=0.5, pause_seconds=0, largest_bytes=2_000_000,
)  # fmt: skip

# What the server does, what was expected of it, and what came.
FAULTS = {
    "silent": ("the last year of the register", "silence for 0.5 s, 2 times"),
    "dropped": ("the last year of the register", "a connection that broke"),
    "429": ("the last year of the register", "status 429 (Too Many Requests), text/html"),
    "500": ("the last year of the register", "status 500 (Internal Server Error), text/html"),
    "404": ("the last year of the register", "status 404 (Not Found), text/html"),
    "slow-loris body": ("the last year of the register", "no whole answer within 2 s"),
    "slow-loris headers": ("the last year of the register", "no whole answer within 2 s"),
    "endless": ("the last year of the register", "more than 2,000,000 bytes"),
    "gzip bomb": ("the last year of the register", "more than 2,000,000 bytes"),
    "redirect loop": ("the last year of the register", "more than 5 redirects"),
    "half": ("the last year of the register", "half an answer (2 bytes read, 2 more expected)"),
    "HTML for JSON": ("JSON with a register", "status 200 (OK), text/html, beginning '<!DOCTYPE html>"),
    "browser check": ("JSON with a register", "a browser check instead of data"),
    "empty body": ("JSON with a register", "with an empty body, which is not whole JSON"),
    "truncated JSON": ("JSON with a register", "which is not whole JSON"),
    "deep JSON": ("JSON with a register", "which is not whole JSON"),
    "JSON list": ("JSON with a register", "beginning '[1, 2]', which has no text under 'bytes'"),
    "no bytes": ("JSON with a register", "which has no text under 'bytes'"),
    "broken base64": ("JSON with a register", "broken base64"),
    "cut table": ("a whole register", "a table cut off in line 4, after 2 rows"),
    "cut after a line": ("a whole register", "a table cut off in line 4, after 2 rows"),
    "empty table": ("a register with rows", "a table with a header and no rows"),
    "no header": ("a register with the header 'Recipient,Supplier,", "text beginning 'Venezuela,Russia,2008"),
    "new column": ("the 16 columns of 'deals'", "unknown column 'End user'"),
    "missing column": ("the 16 columns of 'deals'", "missing column 'SIPRI TIV of delivered weapons'"),
    "wrong charset": ("a text table", "binary data"),
}

# What to do next, where it is not to wait or to download by hand.
NEXT = dict.fromkeys(["new column", "missing column"], "The publisher changed the columns: report it")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers and stops them after the test."""
    with servers() as start:
        yield start


def fetch_for(name: str, server: MisbehavingServer, rows_held: dict[str, int] | None = None) -> Fetch:
    source: Source = source_named(name)
    return Fetch(source.title, server.url, source.save_by_hand, SHORT, rows_held or {})


def pull_register(server: MisbehavingServer, rows_held: dict[str, int] | None = None) -> list[Fetched]:
    fetch = fetch_for("sipri_register", server, rows_held)
    puller = source_named("sipri_register").puller
    assert puller is not None
    return list(puller.pull(fetch))


def test_the_register_comes_in_both_formats_byte_for_byte(serve: Serve) -> None:
    deals = DEALS.replace("New,,", "New,Gefüttert ±1,").encode("latin-1")
    server = serve(register_site(deals))
    pulled = pull_register(server)
    assert [(file.format_id, file.data) for file in pulled] == [
        ("deals", deals),
        ("deliveries", DELIVERIES.encode()),
    ]
    assert {file.url for file in pulled} == {f"{server.url}/trades/trade-register-csv/"}
    assert pulled[0].name == "trade-register-deals-1950-2025.csv"


def test_the_register_is_asked_for_all_years_with_open_deals(serve: Serve) -> None:
    server = serve(register_site())
    pull_register(server)
    assert [asked[:2] for asked in server.asked] == [
        ("GET", "/trades/getMaxYear"),
        ("POST", "/trades/trade-register-csv/"),
        ("POST", "/trades/trade-register-csv/"),
    ]
    for asked, switch in zip(server.asked[1:], ("opendeals", "exportOption"), strict=True):
        assert asked[2]["Content-Type"] == "application/json"
        body = json.loads(asked[3])
        assert body["logic"] == "AND"
        assert [(each["field"], each["value1"], each["value2"]) for each in body["filters"]] == [
            ("Delivery year", 1950, 2025),
            ("Order year", 0, 2025),
            (switch, "", ""),
        ]


@pytest.mark.parametrize(
    ("deals", "deliveries"),
    [("deals-2026-05-18", "deliveries-2025-02-10-api"), ("deals-2024-03-18", "deliveries-2025-01-03")],
)
def test_the_real_register_passes_every_check(
    serve: Serve, shared_dir: Path, deals: str, deliveries: str
) -> None:
    files = [(shared_dir / f"data/sipri/register-{name}.csv").read_bytes() for name in (deals, deliveries)]
    server = serve(register_site(*files))
    fetch = fetch_for("sipri_register", server)
    fetch.patience = Patience(pause_seconds=0)
    puller = source_named("sipri_register").puller
    assert puller is not None
    assert [file.data for file in puller.pull(fetch)] == files


@pytest.mark.parametrize("fault", FAULTS)
def test_a_register_that_is_not_one_is_refused_with_what_to_do(serve: Serve, fault: str) -> None:
    server = serve(register_site(), fault)
    began = time.monotonic()
    with pytest.raises(LedgerError) as error:
        pull_register(server)
    assert time.monotonic() - began < 6
    expected, got = FAULTS[fault]
    assert expected in error.value.expected
    assert got in error.value.got
    assert server.url in error.value.place
    assert NEXT.get(fault, "or by hand: Open https://armstransfers.sipri.org") in error.value.hint
    assert "What is held stays as it is" in error.value.hint


@pytest.mark.parametrize(
    "year", [b"", b"soon", b"20255", b"1899", b'{"a":1}', b"<html>", "２０２５".encode()]
)
def test_a_last_year_that_is_none_is_refused(serve: Serve, year: bytes) -> None:
    server = serve(pages_site({"/trades/getMaxYear": Reply(year)}))
    with pytest.raises(LedgerError, match="the last year of the register"):
        pull_register(server)


def test_an_answer_of_the_other_format_is_refused(serve: Serve) -> None:
    with pytest.raises(LedgerError, match=r"header 'SIPRI AT Database ID.*got no header line"):
        pull_register(serve(register_site(deliveries=DEALS)))


def test_a_far_smaller_register_than_the_one_held_is_refused(serve: Serve) -> None:
    server = serve(register_site())
    with pytest.raises(LedgerError, match="expected at least 26,924 rows, as 29,916 are held; got 2 rows"):
        pull_register(server, {"deals": 29_916})
    assert len(pull_register(server, {"deals": 2, "deliveries": 3})) == 2


def bank_rows(indicator: str, values: dict[str, int | None]) -> list[dict[str, object]]:
    return [
        {"indicator": {"id": indicator, "value": "Arms imports"}, "countryiso3code": "VEN",
         "country": {"id": "VE", "value": "Venezuela, RB"}, "date": year, "value": value, "unit": "",
         "obs_status": "", "decimal": 0}
        for year, value in values.items()
    ]  # fmt: skip


def bank_page(rows: object, **meta: object) -> Reply:
    about = {
        "page": 1,
        "pages": 1,
        "per_page": 20000,
        "total": len(rows) if isinstance(rows, list) else 0,
    } | meta
    return Reply(json.dumps([about, rows]).encode(), "application/json;charset=utf-8")


def bank_path(indicator: str) -> str:
    return f"/country/all/indicator/{indicator}"


IMPORTS, EXPORTS = "MS.MIL.MPRT.KD", "MS.MIL.XPRT.KD"
VALUES = {"2012": 1_000_000, "2011": None, "2010": 0}


def test_both_series_of_the_world_bank_come_as_sent(serve: Serve) -> None:
    pages = {bank_path(each): bank_page(bank_rows(each, VALUES)) for each in (IMPORTS, EXPORTS)}
    server = serve(pages_site(pages))
    pulled = list(pull_world_bank(fetch_for("world_bank", server)))
    assert [(file.name, file.format_id, file.data) for file in pulled] == [
        ("ms.mil.mprt.kd.json", "api", pages[bank_path(IMPORTS)].data),
        ("ms.mil.xprt.kd.json", "api", pages[bank_path(EXPORTS)].data),
    ]
    assert server.asked[0][1].startswith(f"{bank_path(IMPORTS)}?format=json&date=1960%3A")


def test_the_pages_of_a_series_become_one_list(serve: Serve) -> None:
    parts = [
        bank_rows(IMPORTS, {"2012": 1}),
        bank_rows(IMPORTS, {"2011": 2}),
        bank_rows(IMPORTS, {"2010": 3}),
    ]

    def site(method: str, path: str, body: bytes) -> Reply:
        page = int(path.rpartition("page=")[2])
        return bank_page(parts[page - 1], page=page, pages=3, total=3)

    file = next(pull_world_bank(fetch_for("world_bank", serve(site))))
    assert json.loads(file.data)[1] == [row for part in parts for row in part]


@pytest.mark.parametrize(
    ("reply", "got"),
    [
        (
            Reply(b'[{"message":[{"id":"120","key":"Invalid value","value":"Not valid"}]}]'),
            "one element means an error",
        ),
        (bank_page([]), "one element means an error"),
        (bank_page(None), "one element means an error"),
        (bank_page(bank_rows(IMPORTS, VALUES), total=9), "got 3 rows"),
        (bank_page(bank_rows(IMPORTS, VALUES), pages=51), "51 pages"),
        (bank_page(bank_rows(EXPORTS, VALUES)), "3 others"),
        (bank_page([{"date": "2012", "value": 1}]), "1 others"),
        (bank_page(["x"]), "1 others"),
        (bank_page({"date": "2012"}), "1 others"),
        (Reply(b"<html>", "text/html"), "not whole JSON"),
        (bank_page(bank_rows(IMPORTS, VALUES), pages="many"), "one element means an error"),
    ],
)
def test_a_series_that_is_none_is_refused(serve: Serve, reply: Reply, got: str) -> None:
    with pytest.raises(LedgerError) as error:
        list(pull_world_bank(fetch_for("world_bank", serve(pages_site({bank_path(IMPORTS): reply})))))
    assert got in f"got {error.value.got}"


ROW = "<tr><th>{}</th>" + "<td>{}</td>" * 6 + "</tr>"
IGLA_ROW = ROW.format(
    "VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "Venezuela (Bolivarian Republic of)", "2400",
    "", "", "2000 man-portable air-defence missiles and 400 launchers", "",
)  # fmt: skip
TANK_ROW = ROW.format("I. Battle tanks", " Ukraine ", "3", "Poland", "Odesa &amp; Gdynia", "T-64", "sold")


def report_page(
    exports: str = IGLA_ROW, imports: str = TANK_ROW, title: str = "UNROCA original report"
) -> Reply:
    """A report page with the parts that scrapers of the site read."""
    table = "<table><thead><tr><th>Category</th><th>State</th></tr></thead><tbody>{}</tbody></table>"
    panels = [
        "About",
        table.format(exports),
        table.format(imports),
        table.format(""),
        table.format(""),
        "Policies",
    ]
    body = "".join(f'<div class="panel"><div class="panel-body">{panel}</div></div>' for panel in panels)
    page = f'<html><body><h4 class="unroca">{title}</h4><p>Russian Federation 2012</p>{body}</body></html>'
    return Reply(page.encode(), "text/html; charset=utf-8")


LINES = [
    {"year": "2012", "exporter": "Russian Federation", "importer": "Venezuela (Bolivarian Republic of)",
     "category": "VII. (b) Man-Portable Air-Defence Systems (MANPADS).", "num_items": "2400",
     "state_of_origin": "", "intermediate_locations": "",
     "comments": "2000 man-portable air-defence missiles and 400 launchers"},
    {"year": "2012", "exporter": "Ukraine", "importer": "Russian Federation", "category": "I. Battle tanks",
     "num_items": "3", "state_of_origin": "Poland", "intermediate_locations": "Odesa & Gdynia",
     "comments": "T-64"},
]  # fmt: skip


def register_of_states(**replies: Reply) -> Site:
    pages = {
        "/api/country-list/": Reply(
            json.dumps(
                [
                    {
                        "name_en": "Russian Federation",
                        "countryname_slug": "russian-federation",
                        "iso_2_acronym": "RU",
                    },
                    {"name_en": "Fiji", "countryname_slug": "fiji", "iso_2_acronym": "FJ"},
                ]
            ).encode()
        ),
        "/api/russian-federation/": Reply(b'{"available_reports": [{"year": 2012}], "hw_imp": []}'),
        "/api/fiji/": Reply(b'{"available_reports": []}'),
        "/russian-federation/report/2012/": report_page(),
    }
    return pages_site(
        pages | {path.replace("__", "/").replace("_", "-"): reply for path, reply in replies.items()}
    )


def test_the_un_register_gives_reports_filed_and_the_pages_as_sent(serve: Serve) -> None:
    server = serve(register_of_states())
    reports, page = pull_unroca(fetch_for("unroca", server), ["russian-federation"])
    assert (reports.format_id, json.loads(reports.data)) == (
        "reports",
        [{"country": "fiji", "years": []}, {"country": "russian-federation", "years": [{"year": 2012}]}],
    )
    assert (page.format_id, page.name) == ("page", "russian-federation-2012.html")
    assert page.url == f"{server.url}/russian-federation/report/2012/"
    assert page.data == report_page().data


def test_a_report_page_gives_its_exports_and_imports_as_lines() -> None:
    found = report(report_page().data.decode())
    assert (found.state, found.year, found.lines) == ("Russian Federation", 2012, LINES)


def test_what_is_pulled_from_the_un_register_is_read_like_what_is_added(serve: Serve) -> None:
    source = source_named("unroca")
    for file in pull_unroca(fetch_for("unroca", serve(register_of_states())), ["russian-federation"]):
        text = file.data.decode()
        assert source.parser.missing(text)[file.format_id] == ""
        reading = source.parser.parse(text, file.format_id)
        assert [reject for block in reading.blocks for reject in block.rejects] == []


def test_what_is_pulled_from_the_world_bank_is_read_like_what_is_added(serve: Serve) -> None:
    pages = {bank_path(each): bank_page(bank_rows(each, VALUES)) for each in (IMPORTS, EXPORTS)}
    parser = source_named("world_bank").parser
    for file in pull_world_bank(fetch_for("world_bank", serve(pages_site(pages)))):
        assert parser.missing(file.data.decode())["api"] == ""
        block = next(iter(parser.parse(file.data.decode(), "api").blocks))
        assert (block.rows_read, block.rejects) == (3, [])


def test_a_check_for_browsers_is_called_one_with_how_to_save_the_page(serve: Serve) -> None:
    server = serve(pages_site({"/api/country-list/": Reply(BROWSER_CHECK, "text/html", 202)}))
    with pytest.raises(LedgerError) as error:
        list(pull_unroca(fetch_for("unroca", server)))
    assert "a browser check instead of data (status 202 (Accepted)" in error.value.got
    assert "open the page in one, or by hand: Open https://www.unroca.org" in error.value.hint


def test_a_page_of_another_layout_is_named_after_the_rest_was_given(serve: Serve) -> None:
    site = register_of_states(
        **{
            "__api__fiji__": Reply(b'{"available_reports": [{"year": 2015}]}'),
            "__fiji__report__2015__": report_page(title="Something else"),
        }
    )
    pulled = pull_unroca(fetch_for("unroca", serve(site)), ["fiji", "russian-federation"])
    assert next(pulled).format_id == "reports"
    assert next(pulled).name == "russian-federation-2012.html"
    with pytest.raises(
        LedgerError, match=r"fiji/report/2015/\): expected the heading 'UNROCA original report'"
    ):
        next(pulled)


@pytest.mark.parametrize(
    ("path", "body"),
    [("__api__country_list__", b"[]"), ("__api__country_list__", b'[{"name_en": "Fiji"}]'),
     ("__api__country_list__", b'[{"countryname_slug": "../admin"}]'), ("__api__country_list__", b'{"a": 1}'),
     ("__api__fiji__", b"[]"), ("__api__fiji__", b'{"available_reports": [{"year": "soon"}]}'),
     ("__api__fiji__", b'{"available_reports": null}')],
)  # fmt: skip
def test_an_answer_of_the_un_register_that_is_none_is_refused(serve: Serve, path: str, body: bytes) -> None:
    with pytest.raises(LedgerError, match=r"expected .*JSON"):
        list(pull_unroca(fetch_for("unroca", serve(register_of_states(**{path: Reply(body)}))), ["fiji"]))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", "an HTML page"),
        ("<html><h4 class='unroca'>UNROCA original report</h4></html>", "the heading"),
        ("<html><h4 class='unroca'>UNROCA original report</h4><p>Norway</p></html>", "the heading"),
        ("<html><h4 class='unroca'>UNROCA original report</h4><p>Norway 2012</p></html>", "panels"),
        (report_page(exports="<tr><th>I</th><td>Norway</td><td>3</td></tr>").data.decode(), "6 cells"),
        (report_page(imports=TANK_ROW.replace("</tr>", "<td>new</td></tr>")).data.decode(), "6 cells"),
    ],
)
def test_a_saved_page_that_is_no_report_is_refused(page: str, expected: str) -> None:
    with pytest.raises(LedgerError) as error:
        report(page)
    assert expected in error.value.expected


def test_a_remark_in_place_of_transfers_is_no_transfer() -> None:
    remark = "<tr><td colspan='7'>Nil</td></tr>"
    assert report(report_page(exports=remark, imports=remark).data.decode()).lines == []


def pipelines_run(home: Path, *arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    """The command line as a user runs it, with short waits."""
    environment = os.environ | {"ARMS_SIPRI_REGISTER_URL": url, "ARMS_TIMEOUT_SECONDS": "0.5"}
    command = [sys.executable, "-m", "pipelines", "--home", str(home), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture(scope="module")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a good pull in it."""
    home = tmp_path_factory.mktemp("home")
    with MisbehavingServer(register_site()) as server:
        done = pipelines_run(home, "pull", "sipri_register", url=server.url)
    assert done.returncode == 0, done.stderr
    return home


PULLED = "SELECT format, rows_kept, origin FROM releases WHERE origin = 'pulled' ORDER BY format"
PULLED_ANSWER = "format,rows_kept,origin\ndeals,2,pulled\ndeliveries,3,pulled\n"


def test_what_was_pulled_is_in_the_snapshot(built_home: Path) -> None:
    asked = pipelines_run(built_home, "sql", PULLED)
    assert asked.stdout == PULLED_ANSWER


@pytest.mark.fault
@pytest.mark.parametrize("fault", [*FAULTS, "nobody"])
def test_the_last_good_snapshot_answers_after_a_pull_that_failed(built_home: Path, fault: str) -> None:
    with MisbehavingServer(register_site(), "ok" if fault == "nobody" else fault, "0") as server:
        url = "http://127.0.0.1:9" if fault == "nobody" else server.url
        began = time.monotonic()
        failed = pipelines_run(built_home, "pull", "sipri_register", url=url)
    assert time.monotonic() - began < 20
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "expected" in failed.stderr and "; got " in failed.stderr
    assert NEXT.get(fault, "python -m pipelines add FILE") in failed.stderr
    assert "the last good data stays" in failed.stderr
    after = pipelines_run(built_home, "sql", PULLED)
    assert (after.returncode, after.stdout) == (0, PULLED_ANSWER)


def test_one_failed_pull_from_end_to_end(built_home: Path) -> None:
    """The fast one of the above."""
    with MisbehavingServer(register_site(), "new column") as server:
        failed = pipelines_run(built_home, "pull", "sipri_register", url=server.url)
    assert failed.returncode == 1
    assert "unknown column 'End user'" in failed.stderr
    assert pipelines_run(built_home, "sql", PULLED).stdout == PULLED_ANSWER


def test_the_header_of_these_tests_is_the_one_of_the_real_file(shared_dir: Path) -> None:
    real = (shared_dir / "data/sipri/register-deals-2026-05-18.csv").read_text(encoding="latin-1")
    assert f"\n{DEALS_HEADER}\n" in real
