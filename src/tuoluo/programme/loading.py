"""Loading a programme from a table, by its acts, and writing it as one. A measure comes with all its rows or not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from tuoluo.bodies.models import Body
from tuoluo.kernel.refusals import Refused
from tuoluo.kernel.sheets import Sheet, read_sheet, write_sheet
from tuoluo.ledger.actors import Actor
from tuoluo.ledger.words import sentence
from tuoluo.programme.acts import enter_measure, set_milestone
from tuoluo.programme.indicators import INDICATORS
from tuoluo.programme.models import Measure, Programme, figure
from tuoluo.programme.reads import ProgrammeSeen
from tuoluo.programme.sheet import (
    BRACKETS,
    HEADINGS,
    OF_MEASURE,
    Draft,
    Promised,
    Wrong,
    columns_of,
    drafts_of,
    held_back,
    with_day,
)
from tuoluo.programme.words import STATES

# Which cell a refusal is about; the others are about the measure.
COLUMN_OF = {
    "indicator.unknown": "indicator",
    "measure.figures_without_indicator": "indicator",
    "measure.figures_missing": "baseline",
    "measure.bad_figure": "target",
    "measure.target_is_baseline": "target",
    "measure.baseline_ahead": "baseline_on",
    "measure.bad_plan": "plan",
    "measure.unknown_plan": "plan",
    "measure.owner_without_head": "owner",
    "milestone.outside_programme": "due",
    "milestone.name_taken": "milestone",
}


@dataclass
class Loaded:
    """What came of loading a file."""

    file: str
    measures: int = 0
    milestones: int = 0
    unchanged: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    held: list[Draft] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Everything that is wrong, one line each: file, row, column, value, and how to mend it."""
        return [
            f"{self.file}: {_('row %(row)s, column %(column)s') % {'row': one.row, 'column': heading(one.column)}}: "
            f"{one.value!r}: {sentence(one.why)}"
            for one in self.wrong
        ]


def heading(column: str) -> str:
    """What a column is called in the reader's language."""
    return HEADINGS[column][(get_language() or "zh").startswith("zh")]


def load(programme: Programme, file: Path, *, by: Actor, at: datetime) -> Loaded:
    """Enter what the file has and the programme has not. What is there already stays as it is; twice adds nothing."""
    sheet = read_sheet(file)
    drafts = drafts_of(sheet, columns_of(sheet, file.name))
    loading = _Loading(programme, by, at, _owners(programme, drafts, at), Loaded(file.name))
    known = {measure.name: measure for measure in programme.measures.all()}
    for draft in drafts:
        loading.take(draft, known.get(draft.name))
    return loading.done


class _HeldBack(Exception):
    """Something is wrong in the rows of a measure: nothing of it is kept."""


@dataclass
class _Loading:
    programme: Programme
    by: Actor
    at: datetime
    owners: Mapping[str, list[Body]]
    done: Loaded

    def take(self, draft: Draft, measure: Measure | None) -> None:
        """Load one measure with its milestones, or hold all its rows back."""
        try:
            with transaction.atomic():
                added = self._added(draft, measure)
        except _HeldBack:
            self.done.wrong += draft.wrong
            self.done.held.append(draft)
            return
        self.done.measures += measure is None
        self.done.milestones += added
        self.done.unchanged += (measure is not None) + len(draft.milestones) - added

    def _added(self, draft: Draft, measure: Measure | None) -> int:
        owner = _owner(draft, self.owners)
        if measure is not None:
            _compare(draft, measure, owner)
        if draft.wrong:
            raise _HeldBack
        entered = measure or (self._enter(draft, owner) if owner else None)
        added = sum(self._promise(draft, entered, one) for one in draft.milestones) if entered else 0
        if draft.wrong:
            raise _HeldBack
        return added

    def _enter(self, draft: Draft, owner: Body) -> Measure | None:
        aim = with_day(draft.aim, self.programme.opened_on)
        try:
            return enter_measure(
                self.programme,
                by=self.by,
                at=self.at,
                aspect=draft.cells["aspect"],
                name=draft.name,
                owner=owner,
                indicator=indicator_called(aim.indicator),
                baseline=aim.baseline,
                baseline_on=aim.baseline_on,
                target=aim.target,
                plan=draft.cells.get("plan", ""),
            )
        except Refused as refused:
            _not_done(draft, draft.row, refused, "measure")
            return None

    def _promise(self, draft: Draft, measure: Measure, one: Promised) -> bool:
        """Set a milestone that is not there yet."""
        existing = measure.milestones.filter(name=one.name).first()
        if existing is not None:
            if existing.first_due != one.due:
                here = existing.first_due.isoformat()
                draft.fault(one.row, "due", one.due.isoformat(), "sheet.due_differs", here=here)
            return False
        try:
            set_milestone(measure, by=self.by, at=self.at, name=one.name, due=one.due)
        except Refused as refused:
            _not_done(draft, one.row, refused, "milestone", due=one.due.isoformat(), milestone=one.name)
            return False
        return True


def _not_done(draft: Draft, row: int, refused: Refused, column: str, **values: str) -> None:
    """Note the rule that stood against a row; a missing right concerns the whole file."""
    code = refused.refusal.code
    if code.startswith(("right.", "body.outside")):
        raise refused
    column = COLUMN_OF.get(code, str(refused.refusal.facts.get("field", column)))
    column = column if column in HEADINGS else "measure"
    value = values.get(column, draft.name if column == "measure" else draft.cells.get(column, ""))
    draft.wrong.append(Wrong(row, column, value, refused.refusal))


def indicator_called(text: str) -> str:
    """The code of an indicator, given by code or by its name in either language; what is unknown stays as it is."""
    return _indicator_names().get(text.casefold(), text)


def _indicator_names() -> dict[str, str]:
    names = {code.casefold(): code for code in INDICATORS}
    for language in ("en", "zh-hans"):
        with override(language):
            names |= {str(one.words).casefold(): one.code for one in INDICATORS.values()}
    return names


def _owners(programme: Programme, drafts: Iterable[Draft], at: datetime) -> dict[str, list[Body]]:
    """The bodies that the file names, by name, reference or id: those of the programme's area come first."""
    said = {draft.cells["owner"] for draft in drafts if draft.cells["owner"]}
    ids = {text: identity for text in said if (identity := _uuid(text)) is not None}
    today = Body.objects.on(timezone.localdate(at)).select_related("area")
    found = list(today.filter(Q(name__in=said) | Q(reference__in=said) | Q(uuid__in=ids.values())))
    meant: dict[str, list[Body]] = {}
    for text in said:
        fits = [body for body in found if text in (body.name, body.reference) or body.uuid == ids.get(text)]
        near = [body for body in fits if body.area.stem.startswith(programme.area.stem)]
        meant[text] = near or fits
    return meant


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _owner(draft: Draft, owners: Mapping[str, list[Body]]) -> Body | None:
    text = draft.cells["owner"]
    fits = owners.get(text, [])
    if len(fits) == 1:
        return fits[0]
    if not text:
        draft.fault(draft.row, "owner", "", "sheet.owner_missing")
    elif fits:
        draft.fault(draft.row, "owner", text, "sheet.owner_unclear")
    else:
        names = Body.objects.on(timezone.localdate()).order_by().values_list("name", flat=True)
        near = get_close_matches(text, list(names), n=3, cutoff=0.4)
        draft.fault(draft.row, "owner", text, "sheet.owner_unknown", near=", ".join(near) or "—")
    return None


def _compare(draft: Draft, measure: Measure, owner: Body | None) -> None:
    """A file that says something else about a measure that is here is told so; empty cells say nothing."""
    aim = draft.aim
    here: dict[str, tuple[object, object]] = {
        "aspect": (draft.cells["aspect"], measure.aspect),
        "owner": (owner, list(measure.ownerships.all())[-1].body),
        "indicator": (indicator_called(aim.indicator), measure.indicator),
        "baseline": (figure(aim.baseline), figure(measure.baseline)),
        "baseline_on": (aim.baseline_on, measure.baseline_on),
        "target": (figure(aim.target), figure(measure.target)),
        "plan": (draft.cells.get("plan", ""), measure.plan),
    }
    for column in OF_MEASURE:
        said, kept = here[column]
        if said and said != kept:
            draft.fault(draft.row, column, str(said), "sheet.measure_differs", here=str(kept or "—"))


def write_rejects(sheet: Sheet, done: Loaded, path: Path) -> None:
    """The rows that were held back, as they stood, with what is wrong beside each: mend them and load this file."""
    columns = [column for column in sheet.columns if not column.startswith(BRACKETS)]
    mark = {True: ("〔行号〕", "〔问题与改法〕"), False: ("[row]", "[what is wrong]")}
    extra = mark[(get_language() or "zh").startswith("zh")]
    why: dict[int, list[str]] = {}
    for one in done.wrong:
        why.setdefault(one.row, []).append(f"{heading(one.column)}: {sentence(one.why)}")
    rows = [
        [*(row.cells.get(column, "") for column in columns), str(row.number), "\n".join(why.get(row.number, []))]
        for row in held_back(done.held)
    ]
    write_sheet(path, [*columns, *extra], rows)


def table_of(seen: ProgrammeSeen) -> tuple[list[str], list[list[str]]]:
    """A programme as a table that can be loaded again; how it stands is added in brackets, for reading only."""
    zh = (get_language() or "zh").startswith("zh")
    told = ("〔状态〕", "〔现定日期〕", "〔完成于〕") if zh else ("[state]", "[due now]", "[reached on]")
    columns = [*(names[zh] for names in HEADINGS.values()), *told]
    rows = []
    for measure in seen.measures:
        row = measure.row
        head = [row.aspect, row.name, _naming(seen, measure.owner.body)]
        tail = [row.indicator, figure(row.baseline) or "", _iso(row.baseline_on), figure(row.target) or "", row.plan]
        for one in measure.milestones:
            told_now = [str(STATES[one.state]), _iso(one.due), _iso(one.reached_on)]
            rows.append([*head, one.row.name, one.row.first_due.isoformat(), *tail, *told_now])
        if not measure.milestones:
            rows.append([*head, "", "", *tail, str(STATES[measure.state]), "", ""])
    return columns, rows


def _naming(seen: ProgrammeSeen, body: Body) -> str:
    """A body by its name, or by its id where another body of the programme's district is called the same."""
    return str(body.uuid) if body.name in seen.shared_names else body.name


def _iso(day: object) -> str:
    return day.isoformat() if hasattr(day, "isoformat") else ""
