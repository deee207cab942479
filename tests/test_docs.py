"""Documents that are made from code, or show commands, stay equal to it."""

from __future__ import annotations

import re

from pipelines.__main__ import parser
from pipelines.schema import data_dictionary
from tests.conftest import ROOT


def test_the_data_dictionary_is_the_contract() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run: python -m pipelines dictionary > docs/data-dictionary.md"


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (subcommands,) = [action for action in parser()._actions if action.choices]
    missing = [name for name in (subcommands.choices or {}) if f"`{name}" not in readme]
    assert missing == []


def test_every_command_that_the_readme_shows_can_be_called() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"python -m pipelines (?:--home \S+ )?(\w+)", readme)
    (subcommands,) = [action for action in parser()._actions if action.choices]
    assert shown
    assert set(shown) <= set(subcommands.choices or {})


def test_the_documents_link_to_files_that_exist() -> None:
    broken = [
        f"{document.name}: {target}"
        for document in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []
