"""Every act of the registry in words: what it is called, and in one sentence what it does."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACT_WORDS = {
    "area.close": (
        _("Close an area"),
        _("Let an area end on a day (that day no longer in force) without anything in its place."),
    ),
    "area.draw_cells": (
        _("Divide into cells"),
        _(
            "Divide a community into cells from a day on; the cells it had end that day and are followed by the new ones."
        ),
    ),
    "area.establish": (
        _("Establish an area"),
        _("Bring an area into force from a day on, inside the area that contains it (a district has none)."),
    ),
    "area.merge": (
        _("Merge areas"),
        _("Let several areas become one from a day on. It may keep the code of one of them."),
    ),
    "area.set_boundary": (
        _("Set a boundary"),
        _("Say where an area's border runs (GeoJSON in CGCS2000)."),
    ),
    "area.split": (
        _("Split an area"),
        _("Let an area become several from a day on. One part may keep the code."),
    ),
    "body.establish": (
        _("Establish a body"),
        _("Establish a body of a kind that the charter knows, for one area."),
    ),
    "cell.appoint_leader": (
        _("Appoint a cell leader"),
        _("Put one person in charge of a cell from a day on; the leader until then hands over that day."),
    ),
    "cell.carry_leader": (
        _("Carry a cell leader over"),
        _("Put the leader of the old cell in charge of the one that takes its place, on the day of the change."),
    ),
    "charter.adopt": (
        _("Adopt a charter"),
        _("Put an area under a charter from a day on; the charter it was under until then ends that day."),
    ),
    "contact.read": (
        _("Look up the contact"),
        _("Look up how to reach the reporter; the look is recorded and the reporter can see it."),
    ),
    "draft.adopted": (
        _("Note that a draft was adopted"),
        _("Note that an area was put under the charter that was proposed here."),
    ),
    "draft.edit": (
        _("Change a draft of a charter"),
        _("Change, add or remove one row of a draft. It must stand as the editor has seen it."),
    ),
    "draft.import": (
        _("Import into a draft of a charter"),
        _("Replace tables of a draft by those of a file that was read. A row that was there keeps its history."),
    ),
    "draft.open": (
        _("Open a draft of a charter"),
        _(
            "Begin a draft of a charter for an area, from one that is in force, that ships or that lies in the deployment."
        ),
    ),
    "draft.propose": (
        _("Propose a charter"),
        _(
            "Propose a draft that has no errors: from now on it stays as it is, and lies as a charter in the deployment."
        ),
    ),
    "draft.withdraw": (
        _("Withdraw a draft of a charter"),
        _("Give up a draft that is open or proposed. It can still be read, and another one begun."),
    ),
    "matter.assign": (
        _("Name the person in charge"),
        _("Name another post of our own body as the one that answers for a matter."),
    ),
    "matter.carry_over": (
        _("Carry over a history"),
        _(
            "Note that a history file was carried over: its name and fingerprint, and how many of its rows are now here."
        ),
    ),
    "matter.close": (
        _("Verify and close"),
        _("Confirm as another body that it is done, and close it."),
    ),
    "matter.decline": (
        _("Decline"),
        _("Decline a matter that is not for this place, and tell the reporter why and where to go."),
    ),
    "matter.dispatch": (
        _("Dispatch"),
        _("Send a registered matter to the body that leads it, by the charter unless a reason is given for another."),
    ),
    "matter.evaluate": (
        _("Evaluate"),
        _(
            "Judge a closed matter: was I contacted, is it solved, how satisfied am I (1 to 5). "
            "Three questions, never one."
        ),
    ),
    "matter.finish_part": (
        _("Finish our part"),
        _("Say what we did as an assisting body; the lead goes on answering for the whole."),
    ),
    "matter.register": (
        _("Register"),
        _("Accept a matter: settle its category and place."),
    ),
    "matter.reopen": (
        _("Reopen"),
        _("Have a closed matter done again. Its lead answers for it at once, with a new time limit; the count stays."),
    ),
    "matter.report": (
        _("Report"),
        _("Report something. From this moment the front door of the community answers for it."),
    ),
    "matter.report_back": (
        _("Report back"),
        _("Say what was done and how it ended: solved, explained or impossible."),
    ),
    "matter.return": (
        _("Send back for rework"),
        _("Send a matter back to its lead, because what was done does not hold. The first deadline stays."),
    ),
    "matter.set_deadline": (
        _("Set the deadline that waited"),
        _("Set a deadline that waited for a year's working calendar, counted from the moment its clock started."),
    ),
    "matter.take_up": (
        _("Take up"),
        _("Take up what was dispatched to us: from now on we answer for it, in the person named."),
    ),
    "matter.transfer": (
        _("Pass on after a change"),
        _("Pass a matter to who answers for it after a change of cells, bodies or charter. Stage and clock stay."),
    ),
    "matter.withdraw": (
        _("Withdraw"),
        _("Take back what I reported."),
    ),
    "person.enter": (
        _("Enter a person"),
        _("Enter somebody who is to hold a post. Nothing about them is asked but the name they work under."),
    ),
    "post.create": (
        _("Create a post"),
        _("Create a seat in a body, with a role of the charter. A cell leader's seat names its cell."),
    ),
    "post.fill": (
        _("Fill a post"),
        _(
            "Give a post to a person from a day on. Whoever held it until then leaves that day, so it never stands empty."
        ),
    ),
    "post.leave": (
        _("Note a leave"),
        _("Note that the holder of a post is away from a day until another, and who acts in the post meanwhile."),
    ),
    "post.return": (
        _("End a leave"),
        _("End the leave of a post's holder early: from this day on the holder acts again and nobody stands in."),
    ),
    "post.vacate": (
        _("Vacate a post"),
        _("End somebody's tenure without a successor; the head of the body answers for the post meanwhile."),
    ),
}
