"""Drafting a charter in the browser: the list of drafts, one draft, and each of its rows as a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuoluo.bodies.charters import charter_at
from tuoluo.bodies.saying import said
from tuoluo.charter.findings import Severity
from tuoluo.drafting import fields, reading
from tuoluo.drafting.acts import check_of, edit_draft, open_draft, propose_draft, withdraw_draft
from tuoluo.drafting.checked import Checked, checked
from tuoluo.drafting.content import TABLES, Cells, Row, clean, with_row
from tuoluo.drafting.models import CharterDraft
from tuoluo.drafting.rules import LONGEST_TITLE, State, fits
from tuoluo.drafting.words import CHOICES as CHOICE_WORDS
from tuoluo.drafting.words import STATES
from tuoluo.drafting.words import TABLES as TABLE_WORDS
from tuoluo.kernel.refusals import Refusal, Refused
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.models import Record
from tuoluo.ledger.naming import basis_in_words
from tuoluo.ledger.registry import REGISTRY, refusal
from tuoluo.people.models import Person
from tuoluo.territory.models import Area
from tuoluo.territory.reads import area_on

EDITS = 20  # so many of the last changes are told


def in_words(request: Request, refused: Refusal) -> str:
    """A refusal with the names that the reader's charter gives."""
    area = request.actor.area
    return said(refused, charter_at(area, timezone.localdate()) if area else None)


def draft_or_404(request: Request, uuid: UUID) -> CharterDraft:
    """The draft, for somebody in office: what is being written is nobody else's to read."""
    if request.actor.body is None:
        raise PermissionDenied(_("Drafts are read by people in office. What is proposed is public."))
    draft = CharterDraft.objects.select_related("area", "opened_by").filter(uuid=uuid).first()
    if draft is None:
        raise Http404(_("There is no such draft."))
    return draft


def why_not(request: Request, act: str, draft: CharterDraft) -> str:
    """Why the reader cannot do an act on a draft, or nothing."""
    refused = refusal(act, draft, by=request.actor, at=timezone.now())
    if refused is None and draft.state != State.OPEN and act != "draft.withdraw":
        refused = Refusal("draft.not_open", "", {"state": str(STATES[draft.state])})
    return in_words(request, refused) if refused else ""


# The list


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: Request) -> HttpResponse:
    """The drafts there are, and a form to open one."""
    if request.actor.body is None:
        raise PermissionDenied(_("Drafts are read by people in office. What is proposed is public."))
    context: dict[str, Any] = {"title": "", "base": request.GET.get("base", "")}
    if request.method == "POST":
        opened = _open(request, context)
        if opened is not None:
            return redirect("draft", uuid=opened.uuid)
    area = _own_area(request)
    refused = refusal("draft.open", area, by=request.actor, at=timezone.now()) if area else None
    context |= {
        "drafts": CharterDraft.objects.select_related("area", "opened_by").defer("content"),
        "states": STATES,
        "known": [one for one in reading.known_charters() if one.charter],
        "areas": _areas(request),
        "why_not": in_words(request, refused) if refused else "",
    }
    return render(request, "charters/drafts.html", context, status=context.get("status", 200))


def _own_area(request: Request) -> Area | None:
    return Area.objects.on(timezone.localdate()).filter(stem=request.actor.area).defer("boundary").first()


def _areas(request: Request) -> list[Area]:
    """The areas for which the reader's body can have a charter of its own."""
    inside = Area.objects.on(timezone.localdate()).filter(stem__startswith=request.actor.area or "-")
    levels = ("district", "subdistrict", "community")
    return list(inside.filter(level__in=levels).order_by("stem").defer("boundary"))


def _open(request: Request, context: dict[str, Any]) -> CharterDraft | None:
    title = " ".join(request.POST.get("title", "").split())[:LONGEST_TITLE]
    base, area = request.POST.get("base", ""), area_on(request.POST.get("area", ""))
    context |= {"title": title, "base": base, "area": area.code if area else ""}
    if not title or area is None:
        context |= {"fault": _("Give the draft a title and an area."), "status": 422}
        return None
    try:
        return open_draft(area, by=request.actor, at=timezone.now(), name=base, title=title)
    except Refused as refused:
        context |= {"fault": in_words(request, refused.refusal), "status": status_of(refused.refusal)}
        return None


# One draft


@login_required
@require_safe
def draft(request: Request, uuid: UUID) -> HttpResponse:
    """A draft: how it stands, what the check says, what can be done, and who changed what."""
    shown = draft_or_404(request, uuid)
    known = check_of(shown)
    return render(request, "charters/draft.html", about(request, shown, known))


def about(request: Request, shown: CharterDraft, known: Checked) -> dict[str, Any]:
    """What the page of a draft shows."""
    content = shown.rows
    errors = len(known.errors)
    return {
        "draft": shown,
        "state": STATES[shown.state],
        "known": known,
        "language": reading.language(),
        "errors": errors,
        "gaps": known.count(Severity.GAP),
        "warnings": known.count(Severity.WARNING),
        "tables": [
            (name, words, len(content.table(name)), _errors_in(known, name)) for name, words in TABLE_WORDS.items()
        ],
        "edit_why_not": why_not(request, "draft.edit", shown),
        "propose_why_not": why_not(request, "draft.propose", shown)
        or (in_words(request, Refusal("draft.has_errors", "", {"errors": errors})) if errors else ""),
        "withdraw_why_not": why_not(request, "draft.withdraw", shown),
        "changes": _changes(shown),
        "files": [f"{name}.csv" for name in TABLES],
    }


def _errors_in(known: Checked, table: str) -> int:
    return sum(one.table == table for one in known.errors)


def _changes(shown: CharterDraft) -> list[dict[str, Any]]:
    """The last acts on a draft, the newest first, with what each changed."""
    done = Record.objects.filter(subject_kind="charterdraft", subject_id=shown.pk).order_by("-seq")[:EDITS]
    records = list(done)
    people = Person.objects.in_bulk([one.person for one in records if one.person])
    return [
        {
            "act": one.act,
            "at": one.at,
            "person": people.get(one.person or 0),
            "changed": one.facts.get("now", {}).get("changed") or {},
        }
        for one in records
    ]


@login_required
@require_POST
def decide(request: Request, uuid: UUID, act: str) -> HttpResponse:
    """Propose or withdraw a draft."""
    shown = draft_or_404(request, uuid)
    doors = {"propose": propose_draft, "withdraw": withdraw_draft}
    if act not in doors:
        raise Http404
    try:
        doors[act](shown, by=request.actor, at=timezone.now())
    except Refused as refused:
        messages.error(request, in_words(request, refused.refusal), extra_tags=basis_in_words(refused.refusal.basis))
        context = about(request, shown, check_of(shown))
        return render(request, "charters/draft.html", context, status=status_of(refused.refusal))
    messages.success(request, _("Proposed.") if act == "propose" else _("Withdrawn."))
    return redirect("draft", uuid=shown.uuid)


# Its tables and rows


def table_or_404(table: str) -> str:
    """The name of a table of a charter."""
    if table not in TABLES:
        raise Http404(_("A charter has no such part."))
    return table


@login_required
@require_safe
def table(request: Request, uuid: UUID, table: str) -> HttpResponse:
    """One table of a draft; the duties by group of the catalogue."""
    shown, name = draft_or_404(request, uuid), table_or_404(table)
    content, known = shown.rows, check_of(shown)
    asked = request.GET.get("q", "").strip()[: reading.LONGEST_SEARCH]
    context: dict[str, Any] = {
        "draft": shown,
        "table": name,
        "table_words": TABLE_WORDS[name],
        "language": reading.language(),
        "asked": asked,
        "edit_why_not": why_not(request, "draft.edit", shown),
        "many": TABLES[name].many,
        "kind_names": dict(fields.names_of(content, "kinds")),
        "choice_words": CHOICE_WORDS,
    }
    if name == "duties":
        return render(request, "charters/draft_duties.html", context | _duties(request, shown, known, asked))
    group = request.GET.get("group", "")[: reading.LONGEST_SEARCH]
    rows = fields.rows_shown(content, known, name, asked=asked, group=group)
    context["group"] = dict(fields.groups_of(content)).get(group, group)
    if not TABLES[name].many and rows:
        return redirect("draft_row", uuid=shown.uuid, table=name, row=rows[0].row)
    return render(request, "charters/draft_table.html", context | {"rows": rows})


def _duties(request: Request, shown: CharterDraft, known: Checked, asked: str) -> dict[str, Any]:
    content = shown.rows
    catalogue = fields.Catalogue(content)
    groups = list(fields.duty_groups(content, catalogue))
    wrong = {one.row for one in known.errors if one.table == "duties"}
    for group in groups:
        group.errors = len(wrong & set(group.rows))
    code = request.GET.get("group")
    chosen = next((group for group in groups if group.code == code), None) if not asked else None
    wanted = set(chosen.rows) if chosen else set()
    rows = []
    for row in content.table("duties"):
        pattern = row.cells.get("category", "")
        if row.id in wanted or (asked and catalogue.fits(pattern, asked.casefold())):
            beside = known.beside("duties", row.id)
            rows.append(fields.TableRow(row.id, row.version, row.cells, catalogue.label(pattern), beside))
    return {"groups": groups, "chosen": chosen, "rows": rows}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def row(request: Request, uuid: UUID, table: str, row: int) -> HttpResponse:
    """One row as a form; sent, it is changed, added or removed."""
    shown, name = draft_or_404(request, uuid), table_or_404(table)
    found = shown.rows.row(name, row)
    if row and found is None and request.method != "POST":
        raise Http404(_("There is no such row."))
    if request.method == "POST":
        return _save(request, Spot(shown, name, row))
    cells = found.cells if found else _new_cells(request, shown, name)
    context = form_of(request, Spot(shown, name, row), cells, check_of(shown))
    partial = request.htmx and not request.htmx.boosted
    return render(request, "charters/_row_form.html" if partial else "charters/draft_row.html", context)


def _new_cells(request: Request, shown: CharterDraft, table: str) -> Cells:
    """A new duty begins in the group that one was looking at."""
    group = request.GET.get("group", "")[:60]
    return {"category": f"{group}*"} if table == "duties" and group else {}


@dataclass(frozen=True)
class Spot:
    """A row of a draft; 0 for one that is yet to be."""

    draft: CharterDraft
    table: str
    row: int


def form_of(request: Request, spot: Spot, cells: Cells, known: Checked) -> dict[str, Any]:
    """What the form of a row shows."""
    shown, table, row = spot.draft, spot.table, spot.row
    found = shown.rows.row(table, row)
    beside = known.beside(table, row) if row else {}
    catalogue = fields.Catalogue(shown.rows)
    pattern = cells.get("category", "")
    return {
        "draft": shown,
        "table": table,
        "table_words": TABLE_WORDS[table],
        "many": TABLES[table].many,
        "row": row,
        "version": found.version if found else 0,
        "fields": fields.fields_of(shown.rows, table, cells, beside),
        "whole": beside.get("", []),
        "language": reading.language(),
        "label": catalogue.label(pattern) if table == "duties" else fields.name_of(cells),
        "group": group_of(catalogue, table, cells),
        "codes": [(code, fields.name_of(one)) for code, one in catalogue.cells.items()] if table == "duties" else [],
        "edit_why_not": why_not(request, "draft.edit", shown),
    }


def _save(request: Request, spot: Spot) -> HttpResponse:
    shown, table, row = spot.draft, spot.table, spot.row
    given = fields.given_cells(table, request.POST)
    version = request.POST.get("version", "")
    found = shown.rows.row(table, row)
    seen = int(version) if version.isdecimal() and len(version) < 10 else -1
    now = found.cells if found else {}
    changed = {name: text for name, text in given.items() if text != now.get(name, "")}
    remove = "remove" in request.POST
    try:
        if changed or remove or not row or seen != (found.version if found else 0):
            edit_draft(
                shown,
                by=request.actor,
                at=timezone.now(),
                table=table,
                row=row,
                version=seen,
                values={} if remove else changed,
                remove=remove,
            )
    except Refused as refused:
        return _refused(request, spot, given, refused.refusal)
    messages.success(request, _("Removed.") if remove else _("Saved."))
    return redirect(_back(shown, table, row, given))


def _back(shown: CharterDraft, table: str, row: int, given: Cells) -> str:
    """Where the row stands in its table."""
    if not TABLES[table].many:
        return reverse("draft", kwargs={"uuid": shown.uuid})
    rows = CharterDraft.objects.get(pk=shown.pk).rows
    row = row or rows.table(table)[-1].id
    group = group_of(fields.Catalogue(rows), table, given)
    query = f"?{urlencode({'group': group})}" if group or table == "duties" else ""
    return reverse("draft_table", kwargs={"uuid": shown.uuid, "table": table}) + f"{query}#row-{row}"


def group_of(catalogue: fields.Catalogue, table: str, cells: Cells) -> str:
    """The group of the catalogue in which a row is shown."""
    pattern = cells.get("category", "")
    return {"duties": catalogue.group(pattern), "catalogue": cells.get("parent", "")}.get(table, "")


def _refused(request: Request, spot: Spot, given: Cells, refused: Refusal) -> HttpResponse:
    """The form as it was sent, with the reason; where somebody else was faster, also what the row says now."""
    fresh = draft_or_404(request, spot.draft.uuid)
    now = fresh.rows.row(spot.table, spot.row)
    context = form_of(request, Spot(fresh, spot.table, spot.row), given, check_of(fresh))
    context |= {"fault": in_words(request, refused)}
    if now is not None and refused.code == "draft.row_changed":
        labels = {one.name: one.label for one in context["fields"]}
        context["meanwhile"] = [
            (labels[name], now.cells.get(name, ""), text)
            for name, text in given.items()
            if text != now.cells.get(name, "")
        ]
    return render(request, "charters/draft_row.html", context, status=status_of(refused))


@login_required
@require_POST
def try_row(request: Request, uuid: UUID, table: str, row: int) -> HttpResponse:
    """What the check would say beside each field if the row were saved as it is typed; nothing is saved."""
    shown, name = draft_or_404(request, uuid), table_or_404(table)
    given = clean(TABLES[name], fields.given_cells(name, request.POST))
    if fits(name, given) is not None:
        return HttpResponse(status=422)
    content = shown.rows
    number = row if content.row(name, row) else content.next
    known = checked(with_row(content, name, Row(number, 0, given)), REGISTRY)
    beside = known.beside(name, number)
    shown_fields = fields.fields_of(content, name, given, beside)
    context = {"fields": shown_fields, "whole": beside.get("", []), "row": row, "language": reading.language()}
    return render(request, "charters/_beside.html", context)
