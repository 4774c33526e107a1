"""Sentences for refusals about bodies, posts and rights."""

from django.utils.translation import gettext_lazy as _

from tuoluo.ledger.words import say

COLUMNS = {
    "area.name": _("Name"),
    "area.name_en": _("Name in English"),
    "area.source": _("Source"),
    "body.name": _("Name"),
    "body.name_en": _("Name in English"),
    "body.reference": _("Name in the charter"),
    "person.name": _("Name"),
    "post.title": _("Title"),
    "matter.place": _("Place"),
}
"""What the columns are called that people write into."""

say(
    {
        "text.too_long": _(
            "“%(column)s” takes at most %(maximum)s characters; this has %(length)s (it begins: %(beginning)s). Shorten it."
        ),
        "text.has_nul": _(
            "“%(column)s” holds a character that is no text (NUL, at position %(position)s). Take it out."
        ),
        "api.too_large": _("The request is larger than %(maximum)s bytes. Send less at once."),
        "right.needs_post": _("This takes a post whose role includes “%(act)s”; you act here without one."),
        "right.only_follows": _("Nobody decides on “%(act)s”: it follows by itself from another act."),
        "right.post_not_held": _(
            "You do not hold this post (%(role)s) today. Choose another post, or ask the head of the body."
        ),
        "right.not_in_role": _("The charter does not give “%(act)s” to the role “%(role)s”."),
        "right.not_for_founding": _("Setting up a district does not include “%(act)s”."),
        "right.founding_is_over": _("The head of the district is in office: changes are now made by those in office."),
        "charter.none_in_force": _("No charter governs %(area)s on %(day)s. Adopt one for its district first."),
        "charter.damaged": _(
            "The files of the charter “%(charter)s” are damaged (errors: %(count)s, the first in %(place)s), so nothing can be decided by it. The operator puts them back, or mends them with `tuoluo charter check`."
        ),
        "calendar.damaged": _(
            "The deployment's calendar.csv is damaged (row %(row)s, column %(column)s: “%(value)s”), so no deadline can be counted. The operator mends that row, or loads the year again with `tuoluo calendar load`."
        ),
        "body.bad_credit_code": _(
            "“%(value)s” is not a unified social credit code: its check character does not fit. Copy it again from the certificate."
        ),
        "body.outside_your_area": _("%(area)s lies outside the area your body answers for."),
        "body.unknown_kind": _("The charter knows no kind of body called “%(kind)s”."),
        "body.wrong_level": _("A body of kind “%(kind)s” belongs to an area of level %(wanted)s, not %(level)s."),
        "body.too_many": _("The charter allows %(maximum)s of kind “%(kind)s” in one area, and it has that many."),
        "post.not_yours_to_fill": _(
            "Who sits in %(body)s is for that body, those above it or a body for a wider area to say."
        ),
        "post.not_oneself": _("Nobody names themselves as a substitute: let somebody else decide it."),
        "post.not_in_force": _("The post does not exist on %(day)s."),
        "post.already_held": _(
            "Somebody already holds this post from %(since)s until %(until)s; terms must not overlap."
        ),
        "post.not_held_then": _(
            "Nobody holds this post on %(day)s until further notice, so nobody can leave it that day."
        ),
        "post.head_needs_successor": _(
            "The head of a body never leaves without a successor: fill the post with the next person instead."
        ),
        "post.cell_needs_successor": _("A cell always has a leader: appoint the next one instead."),
        "post.promised": _("%(post)s is promised to somebody from %(since)s: it cannot end before that is settled."),
        "body.has_posts": _("%(body)s still has %(posts)s posts: they end first."),
        "right.on_leave": _("You are on leave from this post (%(role)s): your substitute acts in it until you return."),
        "post.nobody_holds_it": _("Nobody holds this post on %(day)s, so nobody can be on leave from it."),
        "post.leave_of_no_day": _("A leave that begins on %(day)s ends a day later at the earliest."),
        "post.already_away": _("There is a leave from this post already, from %(since)s until %(until)s."),
        "post.leave_needs_substitute": _(
            "Whoever heads a body or leads a cell does not go on leave without a substitute: name one."
        ),
        "post.own_substitute": _("Nobody stands in for themselves: name another person."),
        "post.substitute_away": _("The substitute is on leave on some of these days: name another person."),
        "post.stands_in": _(
            "The holder of this post stands in for somebody else from %(since)s until %(until)s: end that leave or let another person stand in first."
        ),
        "post.not_away": _("Nobody is on leave from this post on %(day)s or later."),
        "post.backdated": _("%(day)s is in the past: a term cannot be backdated."),
        "cell.drawn_for_today": _(
            "People and bodies are at work here, so a new division takes effect on the day it is decided (%(today)s), not on %(day)s."
        ),
        "place.bodies_sit_here": _(
            "Bodies sit in %(area)s, e.g. %(body)s: who follows them has to be settled with the change. Let them end first, or plan the change as a reform."
        ),
        "post.role_not_here": _("The charter has no role “%(role)s” in a body of kind “%(kind)s”."),
        "post.cell_needed": _("The role “%(role)s” is bound to a cell: say which one."),
        "post.no_cell": _("The role “%(role)s” is not bound to a cell."),
        "post.cell_elsewhere": _("%(area)s is not a cell inside the area of this body."),
        "api.bad_token": _("This token is unknown, expired or revoked. Ask for a new one."),
        "api.who_are_you": _("Acting in a post takes a token or a log-in."),
        "api.csrf": _("The request lacks the CSRF token of your session: send it as X-CSRFToken."),
        "api.not_found": _("Nothing is known here by “%(value)s”."),
        "api.wrong_method": _("This address does not take %(method)s."),
        "api.bad_request": _("The request cannot be read."),
        "api.invalid": _("The request cannot be understood: %(problems)s."),
        "api.key_used": _("This Idempotency-Key was used for another request: take a new one."),
        "api.failed": _("Something went wrong on our side. It has been written down; please try again later."),
        "api.nowhere": _("The point lies in no community of this district: name the community."),
        "right.wrong_link": _("This secret link does not belong to this matter."),
        "api.place_missing": _("Name the community by its code, or give a point with lng and lat."),
    },
    {"column": COLUMNS},
)
