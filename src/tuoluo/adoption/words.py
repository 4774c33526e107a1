"""Recognising, adopting and loading a history file, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tuoluo.adoption.headings import Field
from tuoluo.kernel.refusals import Refusal
from tuoluo.ledger.words import say

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: dict[Field, _StrPromise] = {
    Field.KEY: _("number of the matter"),
    Field.REPORTED: _("day of the report"),
    Field.CLOSED: _("day it was closed"),
    Field.DUE: _("time limit"),
    Field.DISTRICT: _("district"),
    Field.STREET: _("subdistrict"),
    Field.COMMUNITY: _("community"),
    Field.CATEGORY: _("category"),
    Field.UNIT: _("handling unit"),
    Field.CHANNEL: _("way it came in"),
    Field.NATURE: _("nature of the report"),
    Field.ON_TIME: _("in time or late"),
    Field.STATUS: _("done or still open"),
    Field.TEXT: _("words of the report"),
    Field.ANSWER: _("answer"),
    Field.PLACE: _("place in words"),
    Field.LNG: _("longitude"),
    Field.LAT: _("latitude"),
}
REASONS: dict[str, _StrPromise] = {
    "said": _("you said so"),
    "name_exact": _("the column is called that"),
    "name_likely": _("its name speaks of it"),
    "name_vague": _("its name may mean it"),
    "unique": _("every value is different"),
    "not_unique": _("values occur more than once"),
    "dates": _("all values are dates"),
    "no_dates": _("the values are no dates"),
    "only_dates": _("the values are dates"),
    "coordinates": _("the values are coordinates"),
    "no_coordinates": _("the values are no coordinates"),
    "natures": _("complaint, enquiry, suggestion and the like"),
    "in_time_words": _("words for in time and late"),
    "status_words": _("words for done and open"),
    "some_status_words": _("some words for done and open"),
    "other_words": _("words of another kind"),
    "place_names": _("names of such places"),
    "other_place_names": _("names of other places"),
    "too_varied": _("too many different values"),
    "only_numbers": _("only numbers"),
    "long_texts": _("long texts"),
    "channels": _("telephone, web, patrol and the like"),
    "few_values": _("a few values that come back"),
    "one_value": _("one value only"),
    "contains": _("every community lies in one of them"),
    "nested": _("each narrower one lies inside one broader one"),
    "goes_with_name": _("goes with the names one to one"),
}
TROUBLES: dict[str, _StrPromise] = {
    "file_missing": _("%(file)s cannot be opened."),
    "unknown_encoding": _("%(file)s is neither UTF-8 nor GBK text, nor a spreadsheet."),
    "not_a_table": _("%(file)s cannot be read as a table: %(reason)s"),
    "no_heading": _("%(file)s has no line with column names."),
    "no_rows": _("%(file)s has column names but no rows."),
    "map_missing": _("The map %(file)s cannot be opened. `tuoluo adopt` writes one; --map names another."),
    "map_not_toml": _("The map %(file)s is not valid TOML: %(reason)s"),
    "map_not_understood": _("The map %(file)s cannot be understood: %(reason)s"),
    "map_without": _("The map does not say which column states “%(field)s”."),
    "column_absent": _("The file has no column %(columns)s, which the map reads. Name the right column in the map."),
    "not_empty": _("%(home)s already holds a district. Choose another --home, or load the file with its map."),
    "nobody_may": _(
        "Nobody in office here may carry matters over: the charter must give a role the right matter.carry_over, "
        "and somebody must hold such a post."
    ),
    "not_set_up": _("No district is set up here yet. Run `tuoluo adopt` first."),
    "bad_code": _("%(value)s is not the code of a district: give its 6 digits, e.g. 440310."),
    "bad_name": _("A charter's name has letters, digits, - and _ only, not %(value)s."),
    "bad_day": _("%(value)s is not a day: write it as 2018-01-01."),
    "too_many_places": _("The file names too many communities for one district: is the right column taken for them?"),
    "nothing_left": _("No row has a community and a category: are the right columns taken for them?"),
}
REMARKS: dict[str, _StrPromise] = {
    "unit_missing": _("without a handling unit: the charter's lead was taken"),
    "unit_unknown": _("with a handling unit that is not known here: the charter's lead was taken"),
    "unit_new_name": _("with a new name for a handling unit, known by its number"),
    "category_in_other_group": _("with a category under another group than usual"),
    "category_group_filled_in": _("with the group of the category left out, told by the category"),
    "closed_before_reported": _("closed before it was reported, according to the source: the closing was left out"),
    "standing_not_understood": _("with a word for in time or late that the map does not explain"),
    "said_twice": _("the same row a second time in the file"),
}
MENDS: dict[str, _StrPromise] = {
    "row.key_missing": _("Write the source's number of the matter."),
    "row.key_too_long": _("Write the source's number of the matter, at most 80 characters."),
    "row.key_used": _("Give the row the number it has in the source; if it is the same matter, delete the row."),
    "row.date_missing": _("Write the day, e.g. 2018-02-08."),
    "row.date_unreadable": _("Write the day as 2018-02-08."),
    "row.date_too_early": _("Correct the day, or adopt the district anew with an earlier --from."),
    "row.date_in_future": _("Correct the day."),
    "row.other_district": _("Correct the district, or delete the row if it belongs to another one."),
    "row.community_missing": _("Write the community."),
    "row.community_unknown": _("Correct the community; a new one must first be established."),
    "row.community_twin": _("Write %(meant)s."),
    "row.community_elsewhere": _("Correct the subdistrict or the community."),
    "row.street_unknown": _("Write %(meant)s."),
    "row.number_of_other": _("Correct the community or its number."),
    "row.category_missing": _("Write the category."),
    "row.category_unknown": _("Correct the category; a new one must first be added to the charter's catalogue."),
    "row.refused": _("Correct the row as the sentence says."),
}
SUGGESTED = _("Perhaps %(meant)s is meant.")

say(
    {
        "row.key_missing": _("The row has no number of its own, so it could be carried over twice."),
        "row.key_too_long": _("%(value)s is too long for a number."),
        "row.key_used": _("The number %(value)s already stands for a matter that says something else."),
        "row.date_missing": _("The day of the report is missing."),
        "row.date_unreadable": _("%(value)s is not a day."),
        "row.date_too_early": _("%(value)s is before %(first_day)s, the day from which this district is set up here."),
        "row.date_in_future": _("%(value)s has not come yet."),
        "row.other_district": _("%(value)s is another district."),
        "row.community_missing": _("The community is missing."),
        "row.community_unknown": _("There is no community %(value)s here."),
        "row.community_twin": _("%(value)s is a slip for %(meant)s."),
        "row.community_elsewhere": _("%(community)s does not lie in %(value)s."),
        "row.street_unknown": _("%(value)s is a slip for %(meant)s."),
        "row.number_of_other": _("The number %(number)s belongs to %(other)s, not to %(value)s."),
        "row.category_missing": _("The category is missing."),
        "row.category_unknown": _("The catalogue has no category %(value)s."),
        "row.refused": _("A rule refused it: %(sentence)s"),
    }
)


def how_to_mend(refusal: Refusal) -> str:
    """What somebody can do about a row that was not carried over, with a suggestion where there is one."""
    advice = str(MENDS[refusal.code]) % refusal.facts
    meant = refusal.facts.get("meant")
    if not meant or str(meant) in advice:
        return advice
    return f"{str(SUGGESTED) % refusal.facts} {advice}"


def trouble(code: str, facts: Mapping[str, object]) -> str:
    """Why something could not be begun at all."""
    return str(TROUBLES[code]) % facts
