"""When a draft of a charter may be changed, proposed or withdrawn. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from tuoluo.drafting.content import TABLES, Cells, Row
from tuoluo.kernel.refusals import Refusal

LONGEST_CELL = 4_000
LONGEST_TITLE = 120
LARGEST = 4_000_000  # characters of a whole draft; nanshan has 192,000
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
RESERVED = frozenset({"compare", "drafts"})  # addresses of pages
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
BASIS = "a change of charter is drafted, checked and proposed in the open"


class State(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    ADOPTED = "adopted"


def may_be_called(title: str) -> Refusal | None:
    """A draft has a title of its own that fits on a line.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    if title.strip() and len(title) <= LONGEST_TITLE and not UNPRINTABLE.search(title) and "\n" not in title:
        return None
    return Refusal("draft.bad_title", BASIS, {"longest": LONGEST_TITLE})


def must_be_open(state: str) -> Refusal | None:
    """Only an open draft is changed; a proposed one is frozen, so that everybody speaks about the same text.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    return None if state == State.OPEN else Refusal("draft.not_open", BASIS, {"state": state})


def may_withdraw(state: str, in_force: Collection[str]) -> Refusal | None:
    """A draft is withdrawn while it is open or proposed, and no area is under it.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    if state not in (State.OPEN, State.PROPOSED):
        return Refusal("draft.not_open", BASIS, {"state": state})
    return Refusal("draft.in_force", BASIS, {"area": ", ".join(in_force)}) if in_force else None


def may_propose(errors: int, name: str, taken: Collection[str]) -> Refusal | None:
    """A draft is proposed without errors, under a name that no other charter has.

    Basis: only a charter that passes its check is run (S10).
    """
    if errors:
        return Refusal("draft.has_errors", BASIS, {"errors": errors})
    if not FOLDER_NAME.fullmatch(name) or name in RESERVED:
        return Refusal("draft.bad_name", BASIS, {"name": name[:60]})
    return Refusal("draft.name_taken", BASIS, {"name": name}) if name in taken else None


def row_as_seen(row: Row | None, version: int) -> Refusal | None:
    """A row is changed only by somebody who has seen it as it is: two people at work never overwrite each other.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    if row is None:
        return Refusal("draft.row_gone", BASIS)
    return None if row.version == version else Refusal("draft.row_changed", BASIS, {"version": row.version})


def fits(table: str, cells: Cells) -> Refusal | None:
    """A row belongs to a table there is, with columns it has and cells that a person can read.

    Basis: Charter, layout of its files.
    """
    spec = TABLES.get(table)
    if spec is None:
        return Refusal("draft.no_such_table", "charter", {"table": table[:60]})
    known = {column.name for column in spec.columns}
    for name, text in cells.items():
        if name not in known:
            return Refusal("draft.no_such_column", "charter", {"column": name[:60]})
        if len(text) > LONGEST_CELL or UNPRINTABLE.search(text.replace("\r\n", "\n")):
            return Refusal("draft.bad_cell", "charter", {"column": name, "longest": LONGEST_CELL})
    return None


def may_add(table: str, rows: int) -> Refusal | None:
    """A table holds no more rows than it can be read with.

    Basis: Charter, layout of its files.
    """
    most = TABLES[table].most
    return None if rows < most else Refusal("draft.too_many_rows", "charter", {"table": table, "most": most})


def may_replace(tables: Mapping[str, Sequence[Cells]]) -> Refusal | None:
    """Whole tables are replaced by rows that fit, no more than there is room for, and never by nothing at all.

    Basis: Charter, layout of its files.
    """
    for name, rows in tables.items():
        if name in TABLES and len(rows) > TABLES[name].most:
            return Refusal("draft.too_many_rows", "charter", {"table": name, "most": TABLES[name].most})
        if (refusal := next((found for cells in rows if (found := fits(name, cells))), None)) is not None:
            return refusal
    return None if any(tables.values()) else Refusal("draft.nothing_to_import", "charter")


def not_too_large(length: int) -> Refusal | None:
    """A draft stays so small that a page can show it.

    Basis: Charter, layout of its files.
    """
    return None if length <= LARGEST else Refusal("draft.too_large", "charter", {"most": LARGEST})
