"""A home with a snapshot of the bundled extract, for tests of the dashboard; made by the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

HOSTILE = {
    "link": "[x](javascript:alert(1))",
    "icon": ":material/home:",
    "formula": "$x^2$",
    "tag": "<b>bold</b><img src=x onerror=alert(1)>",
    "picture": "![](http://evil.example/a.png)",
    "colour": ":orange[x]",
    "address": "http://evil.example/b",
    "turned": "abc\u202edef\u200bghi",
}
"""Texts that Markdown, Streamlit or the browser would take for more than text."""


def build(home: Path) -> Path:
    """Build the snapshot of a home; the home."""
    command = [sys.executable, "-m", "pipelines", "--home", str(home), "build"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return home


def add_hostile_article(home: Path) -> None:
    """An article of the user's own whose every text tries to be more than text."""
    quote = " ".join(HOSTILE.values()) + " 77 tanks"
    (home / "articles").mkdir(parents=True, exist_ok=True)
    (home / "articles" / "hostile.toml").write_text(
        f"""
[article]
title = '{HOSTILE["link"]}'
outlet = '{HOSTILE["tag"]} {HOSTILE["formula"]}'
published = "2026-06-01"
language = "en"
text_is = "not held"

[[quotes]]
quote_id = "hostile-quote"
text = '{quote}'
language = "en"
speaker = '{HOSTILE["icon"]} {HOSTILE["link"]} {HOSTILE["picture"]}'
translation_es = '{quote}'

[[claims]]
claim_id = "hostile-claim"
quote_id = "hostile-quote"
holder = "VEN"
class_id = "tank"
quantity_low = 77
quantity_high = 77
qualifier = "exact"
kind = "holding"
declared_unit = "tank"
as_of = "2026-06-01"
speaker = '{HOSTILE["icon"]} {HOSTILE["link"]} {HOSTILE["picture"]}'
note = '{quote}'
""",
        encoding="utf-8",
    )
