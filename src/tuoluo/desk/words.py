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
    "body.close": (
        _("End a body"),
        _("Let a body end on a day, with another one that takes over from it. Its posts have ended before."),
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
    "competence.record": (
        _("Record a competence"),
        _("Note that somebody who holds a post has been trained or examined for something, from when until when."),
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
    "hours.correct": (
        _("Take back an entry of hours"),
        _("Take an entry of hours back by a counter-entry; what was entered first stays visible."),
    ),
    "hours.log_own": (
        _("Enter hours for own matters"),
        _("Enter half-hours that our body worked on a day for the community's own matters."),
    ),
    "item.change": (
        _("Change an item"),
        _("Change what the catalogue says of an item from a day on; what it said before stays readable for that time."),
    ),
    "item.delegate": (
        _("Delegate an item"),
        _("Hand an item over to a provider in a community, from a day until a day, on a basis and by a contract."),
    ),
    "item.enter": (
        _("Enter an item"),
        _("Enter a service item into the catalogue from a day on."),
    ),
    "item.recall": (
        _("Recall an item"),
        _("Take an item back from its provider before the agreed end: from that day somebody else serves it."),
    ),
    "item.retire": (
        _("Retire an item"),
        _("Take an item out of the catalogue: that day it is no longer offered."),
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
    "measure.change_owner": (
        _("Hand the measure to another body"),
        _("Hand a measure of a reform to another body from a day on; who owned it until then stays visible."),
    ),
    "measure.drop": (
        _("Drop the measure"),
        _("Drop a measure of a reform, with the grounds. It stays on the page, and so does what it had promised."),
    ),
    "measure.enter": (
        _("Enter a measure"),
        _("Enter a measure of a reform: who owns it, which figure it should move from where to where, by which plan."),
    ),
    "milestone.postpone": (
        _("Postpone"),
        _(
            "Give a milestone a later date, with the grounds. The dates before stay visible, and so does how late it is."
        ),
    ),
    "milestone.reach": (
        _("Say that it is reached"),
        _("Say that a milestone was reached on a day, with evidence that everybody can look up."),
    ),
    "milestone.set": (
        _("Set a milestone"),
        _("Promise something of a measure by a day. That first date stays visible for ever."),
    ),
    "person.enter": (
        _("Enter a person"),
        _("Enter somebody who is to hold a post. Nothing about them is asked but the name they work under."),
    ),
    "post.close": (
        _("End a post"),
        _("End a seat in a body, and with it the tenure of whoever holds it; nobody may be promised it for later."),
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
    "reform.apply": (
        _("Apply a reform"),
        _("Apply an approved reform, from its date on, to the world it was planned for: all of it, or nothing."),
    ),
    "reform.approve": (
        _("Approve a reform"),
        _("Note that everybody whose consent the charter demands has agreed."),
    ),
    "reform.consent": (
        _("Consent to a reform"),
        _("Agree to a reform, for a body whose consent the charter demands."),
    ),
    "reform.object": (
        _("Object to a reform"),
        _("Object to a reform, with a reason; it cannot be applied until the body consents after all."),
    ),
    "reform.propose": (
        _("Propose a reform"),
        _("Propose a reform: its plan is kept as it is, together with what a rehearsal shows that it would do."),
    ),
    "reform.put_to_council": (
        _("Put a reform to a council"),
        _("Note that a reform was put to a council: to which, when, and where the result can be read."),
    ),
    "reform.withdraw": (
        _("Withdraw a reform"),
        _("Take a reform back before it is applied; nothing has changed by it."),
    ),
    "programme.open": (
        _("Open a reform programme"),
        _("Open a reform programme for an area over some years, led by one body."),
    ),
    "task.accept": (
        _("Admit a task"),
        _("Admit a task to our community until its end date."),
    ),
    "task.ask": (
        _("Ask communities for a task"),
        _("Ask communities for something off their list: what, on what basis, until when, how many hours."),
    ),
    "task.log_hours": (
        _("Enter hours for a task"),
        _("Enter half-hours that our body worked on a day for an admitted task."),
    ),
    "task.put_to": (
        _("Put a demand to a committee"),
        _("Put a demand to the residents' committee of one community."),
    ),
    "task.refuse": (
        _("Refuse a task"),
        _("Refuse a task that is not ours, on the ground of a rule."),
    ),
    "task.withdraw": (
        _("Withdraw a demand"),
        _("Withdraw what we asked, in every community where it still waits or runs."),
    ),
}
