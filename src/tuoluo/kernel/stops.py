"""What stops the software from outside: a setting, a folder, a port. Not a rule, so no refusal."""

from __future__ import annotations


class CannotRun(Exception):
    """Something around the software must be mended first; the text says what is wrong, and how to repair it."""
