"""A draft as files: exported, imported, and compared with the charter it began from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuoluo.drafting import reading
from tuoluo.drafting.acts import check_of, import_into_draft
from tuoluo.drafting.content import TABLES
from tuoluo.drafting.sheets import LARGEST_FILE, XLSX, as_csv, as_toml, as_xlsx, read_file
from tuoluo.drafting.web.editing import about, draft_or_404, in_words
from tuoluo.drafting.web.reading import compared
from tuoluo.kernel.refusals import Refused
from tuoluo.ledger.faces import Request, status_of
from tuoluo.ledger.registry import refusal

CSV, TOML = "text/csv; charset=utf-8", "application/toml; charset=utf-8"


@login_required
@require_safe
def file(request: Request, uuid: UUID, file: str) -> HttpResponse:
    """One file of a draft: ``charter.toml``, a table as CSV, or everything as a workbook."""
    shown = draft_or_404(request, uuid)
    table = file.removesuffix(".csv")
    if file == "charter.toml":
        body, kind = as_toml(shown.rows), TOML
    elif file == "charter.xlsx":
        body, kind = as_xlsx(shown.rows), XLSX
    elif file.endswith(".csv") and table in TABLES:
        body, kind = as_csv(shown.rows, table), CSV
    else:
        raise Http404
    return HttpResponse(body, headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{file}"'})


@login_required
@require_POST
def take_in(request: Request, uuid: UUID) -> HttpResponse:
    """Replace tables by those of a file; what cannot be read is told, and nothing is changed."""
    shown = draft_or_404(request, uuid)
    sent = request.FILES.get("file")
    context: dict[str, Any] = {}
    if (why_not := refusal("draft.import", shown, by=request.actor, at=timezone.now())) is not None:
        context, status = {"import_fault": in_words(request, why_not)}, status_of(why_not)  # before the file is opened
    elif sent is None:
        context, status = {"import_fault": _("Choose a file first.")}, 422
    else:
        given = read_file(sent.name or "", sent.read(LARGEST_FILE + 1), request.POST.get("table", ""))
        context, status = {"faults": given.faults}, 422
        if not given.faults:
            try:
                import_into_draft(
                    shown,
                    by=request.actor,
                    at=timezone.now(),
                    tables=given.tables,
                    file=given.file,
                    sha256=given.sha256,
                )
            except Refused as refused:
                context, status = {"import_fault": in_words(request, refused.refusal)}, status_of(refused.refusal)
            else:
                counted = ", ".join(f"{name} {len(rows)}" for name, rows in given.tables.items())
                messages.success(request, _("Imported: %(rows)s.") % {"rows": counted})
                return redirect("draft", uuid=shown.uuid)
    return render(request, "charters/draft.html", about(request, shown, check_of(shown)) | context, status=status)


@login_required
@require_safe
def changes(request: Request, uuid: UUID) -> HttpResponse:
    """What a draft would change in the charter it began from."""
    shown = draft_or_404(request, uuid)
    before, after = reading.readable(shown.based_on), check_of(shown).charter
    context: dict[str, Any] = {"draft": shown}
    if before is not None and after is not None:
        context |= compared(before, after)
        context["moved_on"] = before.digest != shown.based_on_digest
    return render(request, "charters/draft_changes.html", context)
