"""How much to try, and from which seed: little in the suite, more by ``python -m tests.faults``."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

BUDGET, SEED = "ARMS_FAULT_BUDGET", "ARMS_FAULT_SEED"


def is_long() -> bool:
    """Whether the long budget was asked for."""
    return os.environ.get(BUDGET) == "long"


def times(suite: int, long: int) -> int:
    """How often to try in the suite, and by the command."""
    return long if is_long() else suite


def seed() -> int:
    """Where chance starts: the same each time, unless another seed is asked for."""
    return int(os.environ.get(SEED, "1"))


@dataclass
class Tally:
    """What a test tried, how to repeat each try that failed, and how much was lost."""

    tried: int = 0
    failed: list[str] = field(default_factory=list)
    lost: int = 0

    def add(self, passed: bool, repeat: str, lost: bool = False) -> None:
        """Count one try. repeat: the seed and what was done, enough to do it again."""
        self.tried += 1
        self.lost += lost
        if not passed:
            self.failed.append(repeat)
