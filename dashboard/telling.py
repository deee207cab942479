"""Claims in words: titles, chips, quantities with their unit, the sentence of a verdict."""

from __future__ import annotations

from dashboard.numbers import date, number, percent, quantity
from dashboard.queries.claims import Claim
from dashboard.style import VERDICT_CHIPS
from dashboard.text import plain
from dashboard.words import Words


def unit(claim: Claim, words: Words) -> str:
    """The unit that was compared, in the plural: `missiles`."""
    return words.unit(claim.unit) if claim.unit else ""


def counted(claim: Claim, words: Words) -> str:
    """The weapon as it is counted: `Igla-S missiles`, `tanks`, `portable surface-to-air missiles`."""
    weapon, counting = claim.weapon or "", unit(claim, words)
    if claim.system_id is None:
        named = counting and counting.split(" ")[0].lower() in weapon.lower()
        return weapon if named or not counting else f"{weapon}, {counting}"
    return words.get("telling.weapon_unit", weapon=weapon, unit=counting)


def name(claim: Claim, words: Words) -> str:
    """`Venezuela, Igla-S`."""
    return ", ".join(part for part in (claim.holder_name, claim.weapon) if part)


def title(claim: Claim, words: Words) -> str:
    """The number as a question: `Venezuela: 5,000 Igla-S missiles?`"""
    printed = quantity(claim.quantity_low, claim.quantity_high, _bare(claim), words)
    what = counted(claim, words)
    if claim.kind not in ("holding", "other"):
        what = f"{what}, {words.get(f'kind.{claim.kind}')}"
    key = "telling.title" if printed else "telling.title_without_number"
    return words.get(key, holder=claim.holder_name or "", number=printed or "", what=what)


def _bare(claim: Claim) -> str:
    """A title prints ranges, and no other qualifier: the chip line and the chart do."""
    return "range" if claim.qualifier == "range" else "exact"


def declared(claim: Claim, words: Words, table: bool = False) -> str:
    """`at least 5,000`, or the word for not having a number."""
    printed = quantity(claim.quantity_low, claim.quantity_high, claim.qualifier, words, table)
    return printed or words.get("cell.no_number")


def documented(claim: Claim, words: Words) -> tuple[str, str]:
    """As a large word and a line under it: `4,000`, `documented: 3,800 firm, 200 estimated`."""
    if claim.verdict in ("not_comparable", "out_of_scope"):
        word = "other_unit" if claim.verdict == "not_comparable" else "not_covered"
        return words.get(f"cell.{word}"), words.get("mark.documented")
    if not claim.with_estimates:
        word = "not_judged" if claim.verdict == "cannot_be_judged" else "no_row"
        return words.get(f"cell.{word}"), words.get("mark.documented")
    total = number(claim.with_estimates, words.language)
    firm, estimated = claim.firm or 0, claim.estimated or 0
    if firm and estimated:
        both = {"firm": number(firm, words.language), "estimated": number(estimated, words.language)}
        return total, words.get("telling.documented_both", **both)
    return total, words.get("telling.documented_estimated" if estimated else "telling.documented_firm")


def verdict(claim: Claim, words: Words) -> str:
    """The verdict's word: `Partly documented, 80%`."""
    return verdict_word(claim.verdict, claim.percent, claim.with_estimates, claim.quantity_low, words)


def verdict_word(code: str, share: int | None, part: int | None, whole: int | None, words: Words) -> str:
    """The word of a verdict, with the percentage where there is one."""
    if code == "partly_documented" and share is not None and part and whole:
        printed = percent(part, whole, words.language)
        return words.get("verdict.partly_documented_percent", percent=printed)
    return words.get(f"verdict.{code}")


def badge(claim: Claim, words: Words) -> tuple[str, str, str]:
    """Text, icon and colour for `st.badge`."""
    chip = VERDICT_CHIPS[claim.verdict]
    return verdict(claim, words), chip.icon, chip.colour


def sentence(claim: Claim, words: Words) -> str:
    """One sentence, safe Markdown: what the record supports of this claim."""
    last = claim.last_year
    if last is not None and claim.as_of:
        last = min(last, int(claim.as_of[:4]))
    moved = "ordered" if claim.kind == "order" else "delivered"
    values = {
        "documented": number(claim.with_estimates or 0, words.language),
        "told": parts(claim.firm, claim.estimated, words),
        "year": last or "",
        "moved": words.get(f"telling.{moved}"),
        "unit": unit(claim, words),
        "weapon": plain(claim.weapon or ""),
        "holder": plain(claim.holder_name or ""),
        "kind": words.get(f"kind.{claim.kind}"),
    }
    return words.get(f"reason.{claim.reason}.sentence", **values)


def parts(firm: int | None, estimated: int | None, words: Words) -> str:
    """`3,800 firm and 200 estimated`, `all firm`, `all estimated`; nothing where nothing is documented."""
    if firm and estimated:
        both = {"firm": number(firm, words.language), "estimated": number(estimated, words.language)}
        return words.get("telling.parts_both", **both)
    if not firm and not estimated:
        return ""
    return words.get("telling.parts_estimated" if estimated else "telling.parts_firm")


def said(claim: Claim, words: Words) -> str:
    """`Nicolás Maduro, EFE / Swissinfo · 22 Oct 2025`, safe Markdown."""
    who = ", ".join(plain(part) for part in (claim.speaker, claim.outlet) if part)
    when = date(claim.date, words.language) if claim.date else words.get("telling.date_not_known")
    return " · ".join(part for part in (who, when) if part)
