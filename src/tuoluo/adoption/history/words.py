"""Drafting from history, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tuoluo.adoption.history.contradictions import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TROUBLES: dict[str, _StrPromise] = {
    "nothing_asked": _(
        "Say what to do: --to names the folder for the draft, --test a file (or --split a day) to test it on."
    ),
    "test_and_split": _("Give either --test or --split, not both."),
    "unsure_columns": _(
        "%(file)s: not sure of its columns. Name them in a map (--map), or take the likeliest with --yes."
    ),
    "no_unit": _("%(file)s has no column that says who handled a matter. Name it in a map as “unit” (--map)."),
    "no_handled": _("%(file)s has no row with a readable day and a handling unit: nothing can be learned from it."),
    "nothing_to_test": _("%(file)s has no row with a handling unit: nothing can be tested on it."),
    "bad_split": _("%(value)s is not a day: write it as 2018-10-01."),
    "nothing_before": _("%(file)s has no handled row before %(day)s. Its rows lie between %(first)s and %(last)s."),
    "nothing_after": _("%(file)s has no handled row from %(day)s on. Its rows lie between %(first)s and %(last)s."),
    "folder_in_use": _(
        "%(folder)s already holds a charter, perhaps one that somebody has edited. Choose another folder."
    ),
    "not_svg": _("%(value)s: the reliability plot is an SVG picture; let the file's name end in .svg."),
    "plot_without_test": _("A reliability plot needs something to test on: --test or --split."),
    "cannot_write": _("%(file)s cannot be written: %(reason)s"),
}
KINDS: dict[Kind, _StrPromise] = {
    Kind.DISPUTED: _("two units share it"),
    Kind.CHANGED_HANDS: _("changed hands"),
    Kind.OUTNUMBERED: _("another unit has more rows"),
    Kind.FEW_ROWS: _("few rows"),
    Kind.DOUBTFUL: _("doubtful"),
    Kind.LEAD_SILENT: _("lead not seen lately"),
    Kind.RENAMED: _("unit renamed"),
    Kind.NEW_UNIT: _("new unit"),
}
DECISIONS: dict[Kind, _StrPromise] = {
    Kind.DISPUTED: _("Another unit handled a good part of these. Decide which one leads; the other may assist."),
    Kind.CHANGED_HANDS: _(
        "Another unit handled more of these over the whole time, but fewer lately. Confirm the hand-over."
    ),
    Kind.OUTNUMBERED: _("Another unit handled more of these; similar matters and places speak for the lead. Decide."),
    Kind.FEW_ROWS: _(
        "Fewer than three rows of its own: in these areas the lead was told by similar matters and places. Confirm or correct it."
    ),
    Kind.DOUBTFUL: _("The rows point to several units and none stands out. Decide which one leads."),
    Kind.LEAD_SILENT: _("The lead has not handled such a matter for two months. Confirm that it still does."),
    Kind.RENAMED: _("Taken for one unit under a new name. Confirm it; if they are two units, mend the file."),
    Kind.NEW_UNIT: _("The unit appeared only lately. Look whether it took over more than the rows show."),
}
EVERYWHERE: _StrPromise = _("the whole district")
HEADINGS: tuple[_StrPromise, ...] = (
    _("what"),
    _("category code"),
    _("category"),
    _("area"),
    _("lead in the draft"),
    _("rows it handled"),
    _("rows in all"),
    _("confidence"),
    _("other unit or name"),
    _("rows of the other"),
    _("day"),
    _("to decide"),
)
