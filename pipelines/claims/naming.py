"""The name, class and unit of a counted thing, in the terms of the lookups."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.claims.counted import Counted
from pipelines.claims.systems import System, class_names, class_units

# Words for weapons that no class of the lookups stands for, with what is counted.
PLAIN_UNITS = {
    "launcher": "launcher",
    "missile-launcher": "launcher",
    "missile-system": "system",
    "ballistic-missile": "missile",
    "cruise-missile": "missile",
    "air-to-air-missile": "missile",
    "ship": "ship",
    "fast-attack-craft": "ship",
    "weapon": "weapon",
    "equipment": "unit",
    "warhead": "warhead",
    "bomb": "bomb",
    "grenade": "grenade",
}
_GENERAL = {
    "aircraft": frozenset({"aircraft", "fighter-aircraft", "combat-aircraft"}),
    "helicopter": frozenset({"helicopter", "combat-helicopter", "transport-helicopter"}),
    "missile": frozenset({"missile", "manpads", "launcher"}),
    "system": frozenset({"missile-system", "surface-to-air-missile-system", "launcher"}),
    "drone": frozenset({"drone"}),
    "tank": frozenset({"tank"}),
}
_PARTS = frozenset({"missile", "launcher", "system", "gripstock"})
_FORMATIONS = frozenset({"battery", "battalion", "squadron", "regiment", "brigade", "set"})


@dataclass(frozen=True)
class Named:
    """How a counted thing is called in the output."""

    system: str | None
    system_id: str | None
    class_id: str | None
    unit: str | None


def describe(thing: Counted) -> Named:
    """Canonical name, ids and unit; a launcher of a model counts launchers, a battery batteries."""
    key = thing.class_key
    class_id = key if key in class_units() else None
    counted = class_unit(key)
    if thing.system is not None:
        system = thing.system.system
        unit = _unit(thing.unit_key, counted, system.unit)
        return Named(system.name, system.system_id, system.class_id or class_id, unit)
    name = class_names().get(key or "", key.replace("-", " ") if key else None)
    return Named(name, None, class_id, _unit(thing.unit_key, counted, None))


def same_sort(class_key: str | None, system: System) -> bool:
    """Whether a general word may stand for a model named just before: "20 aircraft" after "F-16"."""
    return class_key in _GENERAL.get(system.unit, frozenset())


def may_be_of(class_key: str, system: System) -> bool:
    """Whether a class word may count a model or its parts: launchers of a missile, no drones of one."""
    unit = class_unit(class_key)
    return unit is None or unit == system.unit or {unit, system.unit} <= _PARTS


def has_sort(system: System) -> bool:
    """Whether the general words for a model's unit are known, so that another word is another sort."""
    return system.unit in _GENERAL


def class_unit(class_key: str | None) -> str | None:
    """What a class word counts; None for a word that is no class."""
    return class_units().get(class_key or "") or PLAIN_UNITS.get(class_key or "")


def _unit(unit_key: str | None, class_unit: str | None, system_unit: str | None) -> str | None:
    if unit_key in _FORMATIONS:
        return unit_key
    if class_unit in ("launcher", "missile", "system", "gripstock"):
        return class_unit
    if unit_key == "system" or (unit_key == "unit" and system_unit in _PARTS):
        return unit_key
    return class_unit or system_unit or unit_key
