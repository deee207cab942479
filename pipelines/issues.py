"""What went wrong or needs care, as data: collected while building, stored, shown to readers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Issue:
    """One thing that a reader or an operator should know.

    level: ``error`` a figure is missing, ``warning`` a figure needs care, ``note`` worth knowing.
    place: file, line, table or field. hint: what a person can do about it.
    """

    level: str
    source: str
    place: str
    expected: str
    got: str
    hint: str
    release_id: str | None = None

    def as_row(self) -> dict[str, str | None]:
        """The issue as a row of the table ``issues``."""
        return asdict(self)

    def in_file(self, name: str, release_id: str | None = None) -> Issue:
        """The same, with the file and the release that it was met in."""
        return replace(self, place=f"{name}, {self.place}", release_id=release_id)

    def __str__(self) -> str:
        return sentence(self.place, self.expected, self.got, self.hint)


class LedgerError(Exception):
    """Something that stops one file, source or command; its text says where, expected, got and what next."""

    def __init__(self, place: str, expected: str, got: str, hint: str) -> None:
        self.place, self.expected, self.got, self.hint = place, expected, got, hint
        super().__init__(sentence(place, expected, got, hint))

    def as_issue(self, source: str, release_id: str | None = None) -> Issue:
        """The same, to be stored and shown."""
        return Issue("error", source, self.place, self.expected, self.got, self.hint, release_id)


def sentence(place: str, expected: str, got: str, hint: str) -> str:
    """The four parts of every message, in the order in which a person needs them."""
    return f"{place}: expected {expected}; got {got}. {hint}"
