"""The words of the screen: complete in every language, and numbers and dates as a reader expects them."""

from __future__ import annotations

import datetime as dt
import re
import string
from types import MappingProxyType

import pytest

from dashboard.numbers import date, number, percent, quantity, year_position
from dashboard.style import NO_NUMBER_ICONS, STATEMENT_CHIPS, VERDICT_CHIPS
from dashboard.words import MissingWordError, Words, flatten, languages, words

EN, ES = words("en"), words("es")


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    texts = (text,) if isinstance(text, str) else text
    return {name for one in texts for _, name, _, _ in string.Formatter().parse(one) if name}


def test_english_and_spanish_are_there() -> None:
    assert {"en", "es"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(words(language).texts) == set(EN.texts)


@pytest.mark.parametrize("language", languages())
def test_every_text_has_the_same_placeholders_as_the_english(language: str) -> None:
    other = words(language).texts
    differ = {key for key in EN.texts if placeholders(EN.texts[key]) != placeholders(other[key])}
    assert differ == set()


@pytest.mark.parametrize("language", languages())
def test_no_text_is_empty_and_lists_are_as_long(language: str) -> None:
    for key, text in words(language).texts.items():
        assert text, key
        assert isinstance(text, str) or len(text) == len(EN.listed(key)), key


def test_a_missing_text_is_named_with_its_file() -> None:
    with pytest.raises(MissingWordError, match=r"en\.toml: no text for page\.nowhere"):
        EN.get("page.nowhere")


def test_a_missing_placeholder_is_named() -> None:
    with pytest.raises(
        MissingWordError, match=r"es\.toml: qualifier\.at_least needs the placeholder 'number'"
    ):
        ES.get("qualifier.at_least", figure=3)


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(MissingWordError, match=r"xx\.toml: no such language; there are .*en, es"):
        words("xx")


def test_a_text_and_a_list_are_not_taken_for_each_other() -> None:
    with pytest.raises(MissingWordError, match=r"Words\.listed"):
        EN.get("date.months_short")
    with pytest.raises(MissingWordError, match=r"Words\.get"):
        EN.listed("verdict.documented")


def test_a_value_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match=r"a\.b: expected a text"):
        flatten({"a": {"b": 3}})


def test_units_come_in_singular_and_plural() -> None:
    text = Words(
        "en", "en.toml", MappingProxyType({}), MappingProxyType({"missile": ("missile", "missiles")})
    )
    assert (text.unit("missile", 1), text.unit("missile", 2), text.unit("missile")) == (
        "missile",
        "missiles",
        "missiles",
    )


def test_units_of_the_lookup_have_words_in_both_languages() -> None:
    assert (EN.unit("missile"), ES.unit("missile")) == ("missiles", "misiles")
    assert (EN.unit("aircraft", 1), ES.unit("tank")) == ("aircraft", "tanques")


def test_an_unknown_unit_names_the_lookup() -> None:
    with pytest.raises(MissingWordError, match=r"units\.csv: no unit 'broadside'"):
        EN.unit("broadside")


@pytest.mark.parametrize("chips, section", [(VERDICT_CHIPS, "verdict"), (STATEMENT_CHIPS, "statement")])
def test_every_chip_has_its_word(chips: dict[str, object], section: str) -> None:
    assert all(EN.get(f"{section}.{name}") for name in chips)


def test_every_icon_of_no_number_has_its_word() -> None:
    assert all(EN.get(f"cell.{name}") for name in NO_NUMBER_ICONS)


def test_verdict_words_are_those_of_the_grammar() -> None:
    assert [EN.get(f"verdict.{name}") for name in VERDICT_CHIPS] == [
        "Documented",
        "Within estimates",
        "Partly documented",
        "No record",
        "Not comparable: other unit",
        "Out of scope",
        "Cannot be judged",
    ]
    assert ES.get("verdict.partly_documented_percent", percent=percent(4000, 5000, "es")) == (
        "Documentado en parte, 80\u00a0%"
    )


def test_no_word_judges() -> None:
    shown = re.findall(
        r"[a-z]+", " ".join(text for text in EN.texts.values() if isinstance(text, str)).lower()
    )
    assert not {"true", "false", "fake", "lie", "lies", "wrong"} & set(shown)


@pytest.mark.parametrize(
    "value, english, spanish",
    [
        (5000, "5,000", "5.000"),
        (999, "999", "999"),
        (1234567, "1,234,567", "1.234.567"),
        (12.5, "12.5", "12,5"),
        (4000.0, "4,000", "4.000"),
        (0, "0", "0"),
    ],
)
def test_numbers(value: float, english: str, spanish: str) -> None:
    assert (number(value, "en"), number(value, "es")) == (english, spanish)


def test_decimals_are_kept_where_asked() -> None:
    assert (number(2, "en", 1), number(1234.56, "es", 1)) == ("2.0", "1.234,6")


@pytest.mark.parametrize(
    "part, whole, english, spanish",
    [
        (4000, 5000, "80%", "80\u00a0%"),
        (3, 44, "7%", "7\u00a0%"),
        (999, 1000, "99%", "99\u00a0%"),
        (1000, 1000, "100%", "100\u00a0%"),
        (1, 1000, "under 1%", "menos del 1\u00a0%"),
        (0, 44, "0%", "0\u00a0%"),
    ],
)
def test_percentages(part: float, whole: float, english: str, spanish: str) -> None:
    assert (percent(part, whole, "en"), percent(part, whole, "es")) == (english, spanish)


@pytest.mark.parametrize(
    "low, high, qualifier, english, spanish",
    [
        (5000, 5000, "exact", "5,000", "5.000"),
        (5000, None, "at_least", "at least 5,000", "al menos 5.000"),
        (None, 5000, "at_most", "up to 5,000", "hasta 5.000"),
        (5000, 5000, "approx", "about 5,000", "cerca de 5.000"),
        (300, 400, "range", "300 to 400", "300 a 400"),
        (300, 400, "approx", "about 300 to 400", "cerca de 300 a 400"),
    ],
)
def test_quantities(
    low: float | None, high: float | None, qualifier: str, english: str, spanish: str
) -> None:
    assert (quantity(low, high, qualifier, EN), quantity(low, high, qualifier, ES)) == (english, spanish)


def test_a_range_in_a_table_has_a_dash() -> None:
    assert quantity(300, 400, "range", EN, table=True) == "300–400"


def test_no_quantity_is_no_number() -> None:
    assert quantity(None, None, "exact", EN) is None


@pytest.mark.parametrize(
    "value, short, long",
    [
        ("2025-10-22", "22 Oct 2025", "22 October 2025"),
        (dt.date(2025, 10, 22), "22 Oct 2025", "22 October 2025"),
        ("2025-10", "Oct 2025", "October 2025"),
        ("2009", "2009", "2009"),
        (2009, "2009", "2009"),
    ],
)
def test_dates(value: str | int | dt.date, short: str, long: str) -> None:
    assert (date(value, "en"), date(value, "en", long=True)) == (short, long)


def test_spanish_dates() -> None:
    assert date("2025-10-22", "es") == "22 oct 2025"
    assert date("2025-10-22", "es", long=True) == "22 de octubre de 2025"
    assert date("2025-10", "es", long=True) == "octubre de 2025"


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError, match="'last year' is no date; expected 2025-10-22"):
        date("last year", "en")


def test_dates_on_an_axis_of_years() -> None:
    assert year_position("2025-10-22") == pytest.approx(2025.81, abs=0.01)
    assert year_position("2009") == 2009.5
