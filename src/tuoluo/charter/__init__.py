"""The rules of a community as data: read, check, compile and write a charter. Knows no database and no web framework.

A charter is a folder with ``charter.toml``, ``catalogue.csv`` and ``duties.csv`` that a policy officer edits in a
spreadsheet. `read_charter` reads it, `check` reports every error and gap at once, `load_charter` gives a charter that
is safe to run, and `write_charter` writes one back.
"""

from tuoluo.charter.check import check_charter
from tuoluo.charter.findings import Finding, Severity
from tuoluo.charter.load import CharterError, check, load_charter
from tuoluo.charter.model import (
    Category,
    CategoryKind,
    CellRule,
    Charter,
    Duty,
    FrontDoor,
    Handling,
    Kind,
    Level,
    Name,
    Origin,
    Part,
    Power,
    ReformRule,
    Role,
    is_particular,
    particular,
)
from tuoluo.charter.read import read_charter
from tuoluo.charter.shipped import find_charter, shipped_charter, shipped_names
from tuoluo.charter.write import write_charter

__all__ = [
    "Category",
    "CategoryKind",
    "CellRule",
    "Charter",
    "CharterError",
    "Duty",
    "Finding",
    "FrontDoor",
    "Handling",
    "Kind",
    "Level",
    "Name",
    "Origin",
    "Part",
    "Power",
    "ReformRule",
    "Role",
    "Severity",
    "check",
    "check_charter",
    "find_charter",
    "is_particular",
    "load_charter",
    "particular",
    "read_charter",
    "shipped_charter",
    "shipped_names",
    "write_charter",
]
