"""Sentences about territory: why an area cannot be changed so, what is wrong with a file and how to repair it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import SENTENCES, say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from tuoluo.territory.problems import Problem

LEVELS: dict[str, _StrPromise] = {
    "district": _("District"),
    "subdistrict": _("Subdistrict"),
    "community": _("Community"),
    "cell": _("Cell"),
    "block": _("Street block"),
}
DETAILS: dict[str, _StrPromise] = {
    "no_features": _("it is no GeoJSON geometry"),
    "geometry_kind": _("a boundary is a Polygon or a MultiPolygon"),
    "position_outside": _("it has positions that are not on earth"),
    "position_swapped": _("latitude stands before longitude"),
    "geometry_empty": _("it encloses nothing"),
}
SCHEMATIC = _("Schematic: not an official boundary")

say(
    {
        "area.code_not_digits": _("“%(code)s” is not the code of an area: codes are digits only."),
        "area.code_length": _("“%(code)s” has %(length)s digits; a code has 6 (district), 9 (subdistrict), 12 (community) or 15 (cell)."),
        "area.code_province": _("“%(code)s” begins with %(province)s, which is no province of the register."),
        "area.code_above_district": _("“%(code)s” is the code of a province or a city; the highest area here is a district."),
        "area.code_serial_zero": _("“%(code)s” has a part 000 in the middle or at the end, where a number from 001 on must stand."),
        "area.code_other_level": _("“%(code)s” is a code of the level “%(is)s”, not “%(level)s”."),
        "area.parent_missing": _("The area %(code)s needs the area that contains it. Establish that one first."),
        "area.parent_level": _("The area %(code)s cannot lie directly in %(parent)s, which is of the level “%(level)s”."),
        "area.code_not_under_parent": _("The code %(code)s does not begin with that of the area %(parent)s that contains it."),
        "area.parent_not_in_force": _("The area %(parent)s is not in force on %(on)s, when %(code)s would begin in it."),
        "area.outlives_parent": _("The area %(parent)s ends on %(until)s; %(code)s must end by then."),
        "area.code_in_use": _("The code %(code)s is in use since %(since)s: end that area first, or choose another code."),
        "area.not_in_force": _("The area %(code)s is not in force on %(on)s."),
        "area.ends_on_first_day": _("The area %(code)s begins on %(on)s; it can be changed from the next day on."),
        "area.children_in_force": _("%(count)s areas inside %(code)s are still in force (for example %(example)s). End or move them first."),
        "area.outside_your_area": _("%(area)s lies outside the area your body answers for (%(reach)s)."),
        "area.split_needs_two": _("Splitting %(code)s needs at least two parts; %(count)s given."),
        "area.merge_needs_two": _("A merger needs at least two different areas; %(count)s given."),
        "area.merge_not_siblings": _("Only areas of one level within one area can be merged: %(codes)s are not."),
        "area.successor_twice": _("The code %(code)s is given to two of the new areas."),
        "area.successor_not_sibling": _("The new area %(code)s must be of the same level and in the same area as %(of)s."),
        "area.cell_not_shared_out": _("All cells must be shared out among the parts, and only those: %(cell)s is not right (%(count)s in all)."),
        "area.part_without_cells": _("The part %(code)s gets no cell, or is none of the parts."),
        "area.cells_need_community": _("Cells are drawn in a community; %(code)s is of the level “%(level)s”."),
        "area.cells_need_one": _("A community has at least one cell; %(count)s asked for."),
        "area.cells_codes_full": _("%(code)s cannot get %(count)s more cells: %(free)s numbers are left of 999."),
        "area.cells_overlap": _("The cells overlap by %(percent)s %% of the community; %(allowed)s %% is allowed."),
        "area.cells_gap": _("The cells leave %(percent)s %% of the community uncovered; %(allowed)s %% is allowed."),
        "area.cells_outside": _("The cells reach outside the community by %(percent)s %% of it; %(allowed)s %% is allowed."),
        "area.boundary_invalid": _("The boundary of %(code)s cannot be used: %(detail)s."),
    },
    {"level": LEVELS, "is": LEVELS, "detail": DETAILS},
)  # fmt: skip

# What is wrong with a file, and how to repair it.
PROBLEMS: dict[str, tuple[_StrPromise, _StrPromise]] = {
    "file_missing": (_("There is no such file."), _("Check the path.")),
    "file_not_utf8": (_("The file is not in UTF-8 (byte %(position)s)."), _("Save it again as “CSV UTF-8”, or as UTF-8 text.")),
    "file_not_json": (_("The file is not JSON: %(detail)s."), _("Export it again as GeoJSON.")),
    "file_too_deep": (_("The JSON is nested so deeply that it cannot be a boundary."), _("Export it again as GeoJSON.")),
    "no_features": (_("There is no boundary in it (%(value)s)."), _("Give a FeatureCollection, a Feature, a Polygon or a MultiPolygon.")),
    "no_rows": (_("There is no row in it."), _("Put the headings into the first row and one area into each further row.")),
    "column_missing": (_("There is no column “%(column)s”; there are: %(known)s."), _("Add the column, or rename the one that holds it.")),
    "datum_missing": (_("The datum is not stated."), _("Add --datum with CGCS2000, WGS-84, GCJ-02 or BD-09.")),
    "datum_unknown": (_("The datum “%(value)s” is not known."), _("Did you mean %(nearest)s? CGCS2000, WGS-84, GCJ-02 and BD-09 are known.")),
    "datum_contradicts": (_("The datum is stated as %(value)s and as %(other)s."), _("Find out which is right; leave the wrong one out.")),
    "geometry_kind": (_("“%(value)s” is not a boundary."), _("A boundary is a Polygon or a MultiPolygon.")),
    "position_outside": (_("%(value)s is not a position on earth."), _("Give longitude and latitude in degrees, in this order.")),
    "position_swapped": (_("%(value)s looks like latitude before longitude."), _("Write longitude first.")),
    "geometry_broken": (_("The coordinates make no outline: %(detail)s."), _("Export the boundary again.")),
    "geometry_empty": (_("The boundary encloses nothing."), _("Draw it again, or leave the feature out.")),
    "geometry_invalid": (_("The outline is not clean: %(detail)s."), _("Mend it, or add --repair: that changes its area by %(change)s %%.")),
    "area_unknown": (_("No area is called “%(value)s”."), _("Nearest known: %(nearest)s. Load the areas first, or mend the value.")),
    "area_not_named": (_("The feature does not say which area it is; its properties: %(known)s."), _("Add a property with the code or the name, or say which one it is with --code-property or --name-property.")),
    "area_ambiguous": (_("Several areas are called “%(value)s”: %(known)s."), _("Add the code.")),
    "area_twice": (_("%(value)s has a boundary already, in feature %(other)s."), _("Leave one out, or join them to a MultiPolygon.")),
    "name_missing": (_("The name is missing."), _("Fill it in.")),
    "not_a_date": (_("“%(value)s” is not a date."), _("Write it as 2026-07-01.")),
    "not_a_degree": (_("“%(value)s” is not a number of degrees up to %(limit)s."), _("Write decimal degrees, for example 113.93.")),
    "code_twice": (_("%(value)s stands in row %(other)s already."), _("Leave one out.")),
    "parent_unknown": (_("%(value)s lies in %(parent)s, which is neither loaded nor in this file."), _("Add that row, or mend the code.")),
}  # fmt: skip
_REPAIR_CODE = _("Compare it with the register of statistical division codes.")


def explain(problem: Problem) -> tuple[str, str]:
    """What is wrong, and how to repair it, in the reader's language."""
    facts = problem.all_facts
    if problem.code in PROBLEMS:
        what, repair = PROBLEMS[problem.code]
        if not facts.get("nearest") and problem.code == "area_unknown":
            facts["nearest"] = "-"
        return str(what) % facts, str(repair) % facts
    return str(SENTENCES[problem.code]) % facts, str(_REPAIR_CODE)
