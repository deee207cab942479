"""The command line: ``python -m pipelines [--home DIR] COMMAND``.

Exit 0 done, 1 done with errors named, 2 wrong call.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from pipelines import check_commands
from pipelines.issues import LedgerError
from pipelines.paths import home


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    given.home = home(given.home)
    try:
        return run(given)
    except LedgerError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader of the pipe (head) has what it wants; Python must not complain while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped; the last good snapshot is unchanged", file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = argparse.ArgumentParser(prog="python -m pipelines", description=__doc__)
    top.add_argument(
        "--home", help="where raw files and snapshots are kept (default: $ARMS_HOME, else data/)"
    )
    each = top.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = each.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    build = command(
        "build", _later("build"), "make a new snapshot of the extract and what was pulled or added"
    )
    build.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="what works out the judgement layer"
    )
    build.add_argument("--master", metavar="URL", help="Spark's master (default: local[*], this machine)")
    build.add_argument(
        "--store", metavar="PATH", help="where Spark keeps Parquet: any address its workers reach"
    )
    pull = command("pull", _later("pull"), "fetch the live sources, then build")
    pull.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in 'status'; default: all")
    add = command("add", _later("add"), "take downloaded files of any known format, then build")
    add.add_argument("files", nargs="+", metavar="FILE")
    sql = command("sql", _later("sql"), "a read-only query on the current snapshot, as CSV")
    sql.add_argument("query", help='e.g. "SELECT * FROM verdicts"')
    sql.add_argument("--json", action="store_true", help="a JSON list instead of CSV")
    status = command("status", _later("status"), "sources, releases, rows kept and rejected, issues, age")
    status.add_argument("--json", action="store_true")
    diff = command("diff", _later("diff"), "what changed between two releases of a source, as CSV")
    diff.add_argument("source", metavar="SOURCE")
    diff.add_argument("old", metavar="OLD", help="id or date of the older release, e.g. 2024-03-18")
    diff.add_argument("new", metavar="NEW")
    diff.add_argument("--state", help="only this recipient, e.g. VEN")
    diff.add_argument("--json", action="store_true")
    command("dictionary", _later("dictionary"), "every table and column, as Markdown")
    bundle = command("bundle", _later("bundle"), "make data/bundled out of complete files (for maintainers)")
    bundle.add_argument("files", nargs="+", metavar="FILE")
    check = command("check", check_commands.check, "an article: its claims, each with its verdict and rows")
    check_commands.add_arguments_of_check(check)
    command("extract", check_commands.extract, "JSON lines {id, text} in, {id, claims} out")
    return top


def _later(name: str) -> Callable[[argparse.Namespace], int]:
    """A command loaded when it runs: loading the database takes longer than `extract` needs to answer."""

    def run(given: argparse.Namespace) -> int:
        from pipelines import commands

        done: int = getattr(commands, name)(given)
        return done

    return run


if __name__ == "__main__":
    sys.exit(main())
