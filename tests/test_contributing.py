"""CONTRIBUTING's walk-through of adding a source, run as it is written: files, commands and answers."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(?:\w+ (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTION = TEXT[TEXT.index("## Add a source") : TEXT.index("## Add an article")]
FENCES = list(FENCE.finditer(SECTION))
FILES = {fence["name"]: fence["body"] for fence in FENCES if fence["name"]}
COMMANDS = "".join(fence["body"] for fence in FENCES if not fence["name"])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the files of the walk-through written into it."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("pipelines", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("raw", "db", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for name, body in FILES.items():
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    return copy


def run(command: str, project: Path) -> str:
    """What a command of the page prints, run in the copy."""
    words = [sys.executable if word == "python" else word for word in shlex.split(command)]
    home = {"ARMS_HOME": str(project / "data"), "PYTHONPATH": str(project)}
    done = subprocess.run(
        words, cwd=project, env=os.environ | home, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout.replace("\r\n", "\n")


def test_the_page_has_the_files_and_commands_of_a_source() -> None:
    assert set(FILES) == {
        "pipelines/sources/fleet_list/source.toml",
        "pipelines/sources/fleet_list/parse.py",
        "pipelines/sources/fleet_list/__init__.py",
        "fleets.csv",
        "tests/test_fleet_list.py",
    }
    assert COMMANDS.count("$ python -m pipelines") == 3 and COMMANDS.count("$ python -m pytest") == 1


def test_each_command_of_the_page_answers_as_the_page_says(project: Path) -> None:
    for step in COMMANDS.split("$ ")[1:]:
        command, _, expected = step.partition("\n")
        printed = run(command, project)
        if expected:
            assert printed == expected, command


def test_the_parser_of_the_page_is_in_house_style(project: Path) -> None:
    for check in (["format", "--check"], ["check"]):
        words = [sys.executable, "-m", "ruff", *check, "pipelines/sources/fleet_list", "tests"]
        done = subprocess.run(words, cwd=project, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
