"""The commands that read articles: `check` and `extract`.

They stand apart from the other commands, and `check` loads the database when it is called, so that `extract`
starts without it: a script that pipes texts through should not wait for what it does not use.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipelines.article_text import ArticleText
    from pipelines.claims.checking import Checked

Arguments = argparse.Namespace


def add_arguments_of_check(parser: argparse.ArgumentParser) -> None:
    """The arguments of `check`, with its limits and exit codes."""
    parser.epilog = (
        "Limits: 1 MB of text, 20,000 words; a page: public addresses over http or https, 10 s, 5 MB. "
        "Exit code 0: checked, also where no claim was found; 1: the text could not be read; 2: wrong call."
    )
    parser.add_argument(
        "article",
        metavar="FILE|URL|-",
        help="text, HTML or Markdown; an address with https://; - is standard input",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--json",
        action="store_true",
        help='{"claims": [...], "article": {...}, "remarks": [...]}; claims with verdict, rows and notes',
    )
    form.add_argument("--claimreview", action="store_true", help="a list of schema.org ClaimReview objects")
    for name, text in (("title", "headline"), ("outlet", "who published it"), ("author", "who wrote it")):
        parser.add_argument(f"--{name}", help=f"{text}, where it cannot be read or is wrong")
    parser.add_argument("--date", type=_date, help="date of publication: 2025-10-22, 2025-10 or 2025")
    parser.add_argument("--language", type=_language, help="two letters, e.g. es; default: found out")


def check(given: Arguments) -> int:
    """The claims of an article, each with its verdict, its rows and what an editor would add."""
    from pipelines import snapshot
    from pipelines.article_text import read_article_text
    from pipelines.claims.checking import check as check_text

    article = read_article_text(given.article).corrected(
        title=given.title, outlet=given.outlet, author=given.author, published=given.date,
        language=given.language,
    )  # fmt: skip
    path = snapshot.current_path(given.home)
    checked = check_text(path, article.text, article.language, article.published)
    print(_answer(given, article, checked))
    return 0


def extract(given: Arguments) -> int:
    """JSON lines in, JSON lines out; a line that cannot be read is named and the others are answered."""
    from pipelines.claims import answer_lines

    failed = False
    write = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", write_through=False)
    for number, line in enumerate(_lines(), start=1):
        try:
            for answer in answer_lines([line]):
                write.write(answer + "\n")
        except ValueError as error:
            failed = True
            print(f"error: {str(error).replace('line 1:', f'line {number}:', 1)}", file=sys.stderr)
    write.flush()
    write.detach()
    return 1 if failed else 0


def _lines() -> Iterator[str]:
    """Lines of standard input as UTF-8, whatever the machine's own encoding; a wrong byte becomes U+FFFD."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace")


def _answer(given: Arguments, article: ArticleText, checked: Checked) -> str:
    from pipelines.claims import printed

    place = article.title or article.url or given.article
    if given.json or given.claimreview:
        for remark in checked.remarks:
            print(f"note: {printed.remark_sentence(remark, place)}", file=sys.stderr)
    if given.claimreview:
        return _as_json(claim_reviews(article, checked))
    return _as_json(answer_as_json(article, checked)) if given.json else printed.printed(checked, place)


def answer_as_json(article: ArticleText, checked: Checked) -> dict[str, Any]:
    """The answer of `check --json`: the claims, what is known of the article, remarks on the whole."""
    from pipelines.claims.checking import checked_as_json

    facts = {name: value for name, value in vars(article).items() if name != "text"}
    return {
        "claims": [checked_as_json(claim) for claim in checked.claims],
        "article": facts | {"language": checked.language, "characters": len(article.text)},
        "remarks": list(checked.remarks),
    }


def claim_reviews(article: ArticleText, checked: Checked) -> list[dict[str, Any]]:
    """A ClaimReview for each claim. `$ARMS_SITE_URL` is the home page of whoever publishes the reviews."""
    from pipelines.claims.printed import verdict_told, words
    from pipelines.claims.review import Reviewed, claim_review

    return [
        claim_review(
            Reviewed(
                claim=article.text[claim.start : claim.end],
                language=checked.language,
                verdict_word=words()["verdict"][claim.judged.verdict],
                explanation=f"{verdict_told(claim.judged)}. Rule: {claim.judged.rule}.",
                reviewed_on=date.today().isoformat(),
                speaker=claim.extracted.speaker,
                outlet=article.outlet,
                article_title=article.title,
                article_author=article.author,
                article_url=article.url,
                published=article.published,
                site_url=os.environ.get("ARMS_SITE_URL"),
            )
        )
        for claim in checked.claims
    ]


def _as_json(answer: Any) -> str:
    """JSON that any stream can carry: a lone surrogate of a broken text is written as its escape."""
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    return text if _encodes(text) else json.dumps(answer, indent=1)


def _encodes(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _date(given: str) -> str:
    from pipelines.article_checks import date_is_known_as_far_as_written

    if not date_is_known_as_far_as_written(given):
        raise argparse.ArgumentTypeError(f"expected 2025-10-22, 2025-10 or 2025; got {given!r}")
    return given


def _language(given: str) -> str:
    if not (len(given) == 2 and given.isascii() and given.isalpha()):
        raise argparse.ArgumentTypeError(f"expected two letters of ISO 639-1, such as es; got {given!r}")
    return given.lower()
