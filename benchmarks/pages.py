"""The pages that are measured, each as a reader opens it: the words that answer, what is chosen on it."""

from __future__ import annotations

from dataclasses import dataclass

SWITCH = "stButtonGroup"
SELECT = "stSelectbox"
SLIDER = "stSlider"


@dataclass(frozen=True)
class Measured:
    """`path` with its query; `choose` and `key`: the widget that redraws it (Streamlit's test id, its key);
    `answer`: the text that answers, empty where the title does; `chart`: whether it has one.
    """

    name: str
    path: str
    choose: str
    key: str
    answer: str = ""
    chart: bool = True


PAGES = (
    Measured("overview", "", SWITCH, "lang", "Partly documented"),
    Measured("claim", "claim?id=venezuela-igla-s-2025", SWITCH, "lang", "Partly documented"),
    Measured("state", "state?id=VEN", SELECT, "choice-claim", "Partly documented"),
    Measured("state, suppliers", "state?id=VEN&view=suppliers", SWITCH, "lang"),
    Measured("compare", "compare", SELECT, "pick-weapon"),
    Measured("flows", "flows", SELECT, "pick-state"),
    Measured("flows, years", "flows", SLIDER, "pick-from"),
    Measured("mirror", "mirror", SELECT, "pick-importer"),
    Measured("mirror, years", "mirror", SLIDER, "pick-from"),
    Measured("changes", "changes", SELECT, "pick-state", chart=False),
    Measured("register", "register", SELECT, "pick-release", chart=False),
    Measured("check", "check", SWITCH, "lang", chart=False),
    Measured("sources", "sources", SWITCH, "lang", chart=False),
)
