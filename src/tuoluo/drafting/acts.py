"""How a charter is drafted: opened from another one, changed rule by rule, filled from files, proposed, withdrawn."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from django.conf import settings
from django.db import transaction

from tuoluo.bodies.acts import reach
from tuoluo.bodies.charters import charter_named, folder_of
from tuoluo.bodies.models import CharterInForce
from tuoluo.charter.load import CharterError
from tuoluo.charter.shipped import shipped_names
from tuoluo.drafting import rules
from tuoluo.drafting.checked import Checked, checked
from tuoluo.drafting.content import (
    TABLES,
    Cells,
    Content,
    Row,
    clean,
    content_of,
    files_of,
    with_row,
    with_table,
    without_row,
)
from tuoluo.drafting.models import CharterDraft
from tuoluo.drafting.reading import own_names, readable
from tuoluo.drafting.rules import State
from tuoluo.kernel.refusals import Refusal, first, require
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.registry import REGISTRY, Done, Family, OpenTo, act, follows
from tuoluo.ledger.standing import watch
from tuoluo.territory.models import Area

watch(CharterDraft)


@act("draft.open", family=Family.DECIDE, routine=True)
def open_draft(area: Area, *, by: Actor, at: datetime, name: str, title: str) -> CharterDraft:
    """Begin a draft of a charter for an area, from one that is in force, that ships or that lies in the deployment.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    require(first(reach(by, area), rules.may_be_called(title)))
    based_on = readable(name)
    require(None if based_on else Refusal("draft.no_such_charter", rules.BASIS, {"name": name[:60]}))
    assert based_on is not None
    content = content_of(folder_of(name))
    head = content.table("charter")[0]
    cells = clean(TABLES["charter"], {**head.cells, "name": _free_name(name), "title_zh": title})
    content = with_row(content, "charter", Row(head.id, head.version, cells))
    return CharterDraft.objects.create(
        title=title,
        area=area,
        based_on=name,
        based_on_digest=based_on.digest,
        content=content.text,
        opened_by_id=by.person,
        opened_at=at,
        changed_at=at,
    )


def _free_name(name: str) -> str:
    """The name of a charter with a number that no other one here has."""
    taken = {*own_names(), *shipped_names()}
    stem = name.rpartition("-")[0] if name.rpartition("-")[2].isdecimal() and "-" in name else name
    return next(free for number in range(2, 10_000) if (free := f"{stem.lower()[:50]}-{number}") not in taken)


@act("draft.edit", family=Family.DECIDE, routine=True)
def edit_draft(  # noqa: PLR0913 - where, which, as seen when, and what
    draft: CharterDraft,
    *,
    by: Actor,
    at: datetime,
    table: str,
    row: int = 0,
    version: int = 0,
    values: Mapping[str, str] | None = None,
    remove: bool = False,
) -> CharterDraft:
    """Change, add or remove one row of a draft. It must stand as the editor has seen it.

    A new row has the number 0; every other one is changed only in the version that was seen.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    values = values or {}
    require(rules.must_be_open(draft.state))
    require(rules.fits(table, values))
    content = draft.rows
    if row:
        require(rules.row_as_seen(content.row(table, row), version))
        changed = _change(content, table, row, values, remove=remove)
    else:
        require(rules.may_add(table, len(content.table(table))))
        row = content.next
        changed = with_row(content, table, Row(row, 1, clean(TABLES[table], values)))
    return _keep(draft, changed, at, _difference(content, changed, table, row))


def _change(content: Content, table: str, row: int, values: Cells, *, remove: bool) -> Content:
    old = content.row(table, row)
    assert old is not None
    if remove:
        return without_row(content, table, row)
    cells = clean(TABLES[table], {**old.cells, **values})
    return content if cells == old.cells else with_row(content, table, Row(row, old.version + 1, cells))


def _difference(before: Content, after: Content, table: str, row: int) -> dict[str, object]:
    """What an edit did to a row, for the record: the cells that differ, as they were and as they are."""
    old, new = before.row(table, row), after.row(table, row)
    was, now = dict(old.cells) if old else {}, dict(new.cells) if new else {}
    names = sorted(name for name in {*was, *now} if was.get(name, "") != now.get(name, ""))
    told: dict[str, object] = {"table": table, "row": row, "key": _key(table, now or was)}
    told["was"] = {name: was[name] for name in names if name in was}
    told["now"] = {name: now[name] for name in names if name in now}
    return told


def _key(table: str, cells: Cells) -> str:
    return " ".join(cells[name] for name in TABLES[table].key if cells.get(name))


def _keep(draft: CharterDraft, content: Content, at: datetime, changed: dict[str, object]) -> CharterDraft:
    text = content.text
    require(rules.not_too_large(len(text)))
    draft.content, draft.changed_at = text, at
    draft.rows = content
    draft._changed = changed  # type: ignore[attr-defined]
    draft.save(update_fields=["content", "changed_at"])
    return draft


@act("draft.import", family=Family.DECIDE, routine=True, secret=("tables",))
def import_into_draft(
    draft: CharterDraft, *, by: Actor, at: datetime, tables: Mapping[str, Sequence[Cells]], file: str, sha256: str
) -> CharterDraft:
    """Replace tables of a draft by those of a file that was read. A row that was there keeps its history.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    require(rules.must_be_open(draft.state))
    require(rules.may_replace(tables))
    content = draft.rows
    for name, rows in tables.items():
        content = with_table(content, name, rows)
    return _keep(draft, content, at, {"tables": {name: len(rows) for name, rows in tables.items()}})


@act("draft.propose", family=Family.DECIDE, routine=True)
def propose_draft(draft: CharterDraft, *, by: Actor, at: datetime) -> CharterDraft:
    """Propose a draft that has no errors: from now on it stays as it is, and lies as a charter in the deployment.

    Basis: only a charter that passes its check is proposed and run (S10, S23).
    """
    require(rules.must_be_open(draft.state))
    known = check_of(draft)
    name = draft.rows.cell("charter", "name")
    require(rules.may_propose(len(known.errors), name, _taken(name, known)))
    assert known.charter is not None
    _write(draft.rows, settings.HOME.charters / name)
    draft.state, draft.proposed_at, draft.name, draft.digest = State.PROPOSED, at, name, known.charter.digest
    draft.save(update_fields=["state", "proposed_at", "name", "digest"])
    return draft


def check_of(draft: CharterDraft) -> Checked:
    """What the check of a charter says about a draft now."""
    return checked(draft.rows, REGISTRY)


def _taken(name: str, known: Checked) -> set[str]:
    """The names of other charters. One that says the same, left by an attempt that did not end, is none."""
    taken = {*shipped_names()}
    folder = settings.HOME.charters / name if rules.FOLDER_NAME.fullmatch(name) else None
    if folder is not None and folder.exists() and not _says(name, known.charter.digest if known.charter else ""):
        taken.add(name)
    if CharterDraft.objects.filter(name=name, state__in=[State.PROPOSED, State.ADOPTED]).exists():
        taken.add(name)
    return taken


def _says(name: str, digest: str) -> bool:
    try:
        return charter_named(name).digest == digest
    except CharterError:
        return False


def _write(content: Content, folder: Path) -> None:
    """Put a charter into the deployment at one stroke: a reader finds all of it or nothing."""
    if folder.exists():
        return  # it says the same: see `_taken`
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        files_of(content).write(fresh)
        fresh.chmod(0o755)
        os.rename(fresh, folder)
    finally:
        rmtree(fresh, ignore_errors=True)


@act("draft.withdraw", family=Family.DECIDE, routine=True)
def withdraw_draft(draft: CharterDraft, *, by: Actor, at: datetime) -> CharterDraft:
    """Give up a draft that is open or proposed. It can still be read, and another one begun.

    Basis: a change of charter is drafted, checked and proposed in the open (S10, S23).
    """
    require(rules.may_withdraw(draft.state, _under(draft) if draft.name else ()))
    if draft.state == State.PROPOSED and _says(draft.name, draft.digest):
        folder = settings.HOME.charters / draft.name
        transaction.on_commit(lambda: rmtree(folder, ignore_errors=True))
    draft.state, draft.ended_at = State.WITHDRAWN, at
    draft.save(update_fields=["state", "ended_at"])
    return draft


def _under(draft: CharterDraft) -> list[str]:
    """The areas that are, were or will be under the charter that a draft proposed."""
    return [row.area.name for row in CharterInForce.objects.filter(name=draft.name).select_related("area")]


@act("draft.adopted", family=Family.DECIDE, open_to=OpenTo.FOLLOWING, routine=True)
def mark_adopted(draft: CharterDraft, *, by: Actor, at: datetime) -> CharterDraft:
    """Note that an area was put under the charter that was proposed here.

    Basis: the charter is adopted by the body that governs the area (S10, S23).
    """
    draft.state, draft.ended_at = State.ADOPTED, at
    draft.save(update_fields=["state", "ended_at"])
    return draft


@follows("charter.adopt")
def note_adoption(done: Done) -> None:
    """The proposed draft of a charter that was just adopted has reached its end."""
    row = done.subject
    draft = CharterDraft.objects.filter(name=row.name, digest=row.digest, state=State.PROPOSED).first()
    if draft is not None:
        mark_adopted(draft, by=done.by.following("charter.adopt"), at=done.at)
