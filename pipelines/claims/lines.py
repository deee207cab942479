"""Answer JSON lines with the claims of each text, for programs that pipe texts through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pipelines.claims.extraction import extract
from pipelines.claims.model import as_json


def answer_lines(lines: Iterable[str]) -> Iterator[str]:
    """For each line ``{"id", "text"}`` (``language`` and ``published`` may be added) ``{"id", "claims"}``.

    Empty lines are passed over. Raises ValueError, naming the line, where one is no such object.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            item = _item(number, line)
            claims = extract(item["text"], item.get("language"), item.get("published"))
            answer = {"id": item["id"], "claims": [as_json(claim) for claim in claims]}
            yield json.dumps(answer, ensure_ascii=False)


def _item(number: int, line: str) -> dict[str, str]:
    expected = 'expected {"id": …, "text": "…"}'
    try:
        item = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"line {number}: not JSON ({error.msg}); {expected}") from error
    if not isinstance(item, dict):
        raise ValueError(f"line {number}: not an object but {type(item).__name__}; {expected}")
    missing = [name for name in ("id", "text") if name not in item]
    if missing:
        raise ValueError(f"line {number}: no {' and no '.join(missing)}; {expected}")
    if not isinstance(item["text"], str):
        raise ValueError(f"line {number}: text is {type(item['text']).__name__}, not a string; {expected}")
    return item
