"""The design that the tree promises: imports point one way, SQL and requests stay where they belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

FILES = [path for folder in ("pipelines", "dashboard") for path in sorted((ROOT / folder).rglob("*.py"))]
FILES.append(ROOT / "app.py")
FETCHING = {"pipelines/fetch.py", "pipelines/answers.py", "pipelines/public_page.py", "pipelines/sockets.py"}
DASHBOARD_MAY_IMPORT = (
    "pipelines.schema", "pipelines.claims", "pipelines.paths", "pipelines.snapshot", "pipelines.rows",
    "pipelines.issues", "pipelines.lookups", "pipelines.articles", "pipelines.article_text",
)  # fmt: skip


def name_of(path: Path) -> str:
    """A file as the messages name it."""
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and module of each import of a file, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def broken(rule: str, path: Path, line: int, module: str) -> str:
    """One breach, as a person can open it."""
    return f"{name_of(path)}:{line} imports {module}: {rule}"


def test_streamlit_stays_in_the_dashboard() -> None:
    assert [
        broken("streamlit only in app.py and dashboard/", path, line, module)
        for path in FILES
        for line, module in imports(path)
        if module.split(".")[0] == "streamlit" and name_of(path).startswith("pipelines/")
    ] == []


def test_requests_stays_where_fetching_is() -> None:
    assert [
        broken(f"requests only in {', '.join(sorted(FETCHING))}", path, line, module)
        for path in FILES
        for line, module in imports(path)
        if module.split(".")[0] in {"requests", "urllib3"} and name_of(path) not in FETCHING
    ] == []


def test_pipelines_never_import_the_dashboard() -> None:
    assert [
        broken("pipelines know nothing of the dashboard", path, line, module)
        for path in FILES
        for line, module in imports(path)
        if name_of(path).startswith("pipelines/") and module.split(".")[0] in {"dashboard", "app"}
    ] == []


def test_the_dashboard_reads_the_contract_and_the_claims_alone() -> None:
    assert [
        broken(f"the dashboard may import {', '.join(DASHBOARD_MAY_IMPORT)}", path, line, module)
        for path in FILES
        for line, module in imports(path)
        if name_of(path).startswith("dashboard/")
        and module.startswith("pipelines.")
        and not module.startswith(DASHBOARD_MAY_IMPORT)
    ] == []


@pytest.mark.parametrize("lower", ["charts", "queries", "words"])
def test_pages_stand_on_charts_and_queries_never_the_reverse(lower: str) -> None:
    assert [
        broken("pages import charts and queries, not the reverse", path, line, module)
        for path in FILES
        for line, module in imports(path)
        if name_of(path).startswith(f"dashboard/{lower}") and module.startswith("dashboard.pages")
    ] == []


def test_sql_stands_in_queries_derive_and_the_pipelines_alone() -> None:
    sql = re.compile(r"""["'\s](SELECT\s+[\w*"(]|INSERT\s+INTO|CREATE\s+TABLE|WITH\s+\w+\s+AS\s+\()""")
    assert [
        f"{name_of(path)} holds SQL: put it into dashboard/queries"
        for path in FILES
        if name_of(path).startswith("dashboard/") and not name_of(path).startswith("dashboard/queries")
        and any(sql.search(text) for text in strings(path))
    ] == []  # fmt: skip


def strings(path: Path) -> Iterator[str]:
    """The string constants of a file that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_no_unsafe_switch_and_no_swallowed_error() -> None:
    found = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        for word in ("unsafe_allow_html", "verify=False", "shell=True", "TODO", "FIXME"):
            if word in text:
                found.append(f"{name_of(path)}: {word}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ExceptHandler) and all(
                isinstance(s, ast.Pass | ast.Continue) for s in node.body
            ):
                found.append(f"{name_of(path)}:{node.lineno} swallows an error")
    assert found == []


def test_the_repository_names_no_machine() -> None:
    """No path of a machine and no package index in what is committed."""
    named = re.compile(r"/home/\w+|/root/|/Users/\w+|--index-url|pypi\.org|registry\.npmjs")
    suffixes = {
        ".py",
        ".toml",
        ".sql",
        ".md",
        ".sh",
        ".txt",
        ".cfg",
        ".json",
        ".yml",
        ".lock",
        ".conf",
        ".service",
    }
    skipped = (".venv", "data/db", "data/raw", "tests/output", ".git/", "node_modules")
    found = [
        f"{name_of(path)}: {match[0]}"
        for path in ROOT.rglob("*")
        if path.is_file() and path.suffix in suffixes and not name_of(path).startswith(skipped)
        and path.name != "test_architecture.py"
        for match in named.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]  # fmt: skip
    assert found == []
