"""List the figures that moved, or record them with the reason why."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from pipelines import snapshot
from pipelines.build import build
from pipelines.paths import Home
from tests.golden import SHORTEST_REASON, found, moved, recorded, write


def main(arguments: list[str]) -> int:
    """Exit 1 where figures moved and no reason was given."""
    with tempfile.TemporaryDirectory() as folder:
        build(Home(Path(folder)))
        with snapshot.open_read_only(snapshot.current_path(Home(Path(folder)))) as connection:
            old, new = recorded(), found(connection)
    changes = moved(old, new)
    for was, now in changes:
        named = was or now
        assert named is not None
        print(f"{named.kind}: {named.key}")
        for word, figure in (("was", was), ("is ", now)):
            print(f"  {word} {figure.figure if figure else 'not there'} | {figure.rows if figure else ''}")
    if not arguments:
        return 1 if changes else 0
    if len(arguments[0]) < SHORTEST_REASON:
        print(f"Say why in at least {SHORTEST_REASON} characters.", file=sys.stderr)
        return 2
    fresh = {(now.kind, now.key) for _, now in changes if now}
    write([
        replace(each, reason=arguments[0] if key in fresh else old[key].reason) for key, each in new.items()
    ])  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
