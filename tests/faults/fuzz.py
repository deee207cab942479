"""The coverage-guided fuzzer on one parser: ``python -m tests.faults.fuzz NAME SECONDS SEED [CRASH_FOLDER]``.

Ends with an error and the file that it found where the parser's check fails; ``... NAME FILE`` repeats one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main(arguments: list[str]) -> None:
    """Fuzz, or repeat a file that was found."""
    import atheris

    with atheris.instrument_imports(include=["pipelines"], enable_loader_override=False):
        from tests.faults.targets import all_targets
    target = all_targets()[arguments[0]]
    if len(arguments) == 2:
        target.check(Path(arguments[1]).read_bytes())
        return
    seconds, seed, crashes = arguments[1], arguments[2], arguments[3] if len(arguments) > 3 else "."
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(target.seeds):
            (Path(corpus) / str(number)).write_bytes(data)
        options = [f"-max_total_time={seconds}", f"-seed={seed}", "-timeout=10", "-rss_limit_mb=2048",
                   "-max_len=20000", f"-artifact_prefix={crashes}/", "-verbosity=0",
                   "-print_final_stats=1"]  # fmt: skip
        atheris.Setup([sys.argv[0], *options, corpus], target.check)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
