"""The figures of admission as a spreadsheet: one row for each community and each body that asked, and the sum."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuoluo.kernel.sheets import workbook
from tuoluo.ledger.naming import called
from tuoluo.oversight.figures import Figures, Line, kind_names
from tuoluo.oversight.reads import counted

COLUMNS = {
    "asked": gettext_lazy("Asked"),
    "waiting": gettext_lazy("Waiting"),
    "admitted": gettext_lazy("Admitted"),
    "running": gettext_lazy("Of these running"),
    "ended": gettext_lazy("Ended"),
    "refused": gettext_lazy("Refused"),
    "lapsed": gettext_lazy("Not answered in time"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "hours_expected": gettext_lazy("Hours expected"),
    "hours_from_above": gettext_lazy("Hours for tasks from above"),
    "hours_own": gettext_lazy("Hours for own matters"),
    "share_from_above": gettext_lazy("Share of hours from above"),
    "own_matters": gettext_lazy("Own matters led by the residents' committee"),
}


def heading() -> list[str]:
    """What stands above the columns."""
    return [_("Row for"), _("Code"), _("Name"), *(str(words) for words in COLUMNS.values())]


def rows(found: Figures) -> list[list[str | int | float]]:
    """Every line of the figures."""
    names = kind_names()
    lines: list[tuple[str, str, str, Line]] = [
        *((_("community"), area.code, called(area), line) for area, line in found.communities),
        *((_("asking body"), str(body.uuid), called(body), line) for body, line in found.askers),
        *((_("kind of body that gave the hours"), kind, names.get(kind, kind), line) for kind, line in found.kinds),
        (_("all"), "", "", found.total),
    ]
    return [[what, code, name, *_numbers(line)] for what, code, name, line in lines]


def _numbers(line: Line) -> list[str | int | float]:
    values = counted(line)
    return ["" if (value := values[column]) is None else value for column in COLUMNS]


def figures_file(found: Figures) -> bytes:
    """The workbook."""
    return workbook(heading(), rows(found), title=_("Admission of tasks"))
