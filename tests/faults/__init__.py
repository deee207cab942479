"""Faults met on purpose: kills, full disks, damaged files, hostile text. ``python -m tests.faults`` runs them
all with a longer budget than the suite's and prints one table."""
