"""What the terms of a charter are called, and the sentences for refusals about drafts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tuoluo.charter.model import Level, Part, Power

PARTS = {
    Part.CORE: _("The core"),
    Part.BALANCE: _("The three in balance"),
    Part.MANY: _("The many"),
    Part.GOVERNMENT: _("Government outside the sum"),
}
POWERS = {
    Power.COORDINATION: _("coordinates"),
    Power.SELF_GOVERNMENT: _("self-government"),
    Power.MANAGEMENT: _("manages"),
    Power.SERVICE: _("serves"),
    Power.PARTICIPATION: _("takes part"),
    Power.ADMINISTRATION: _("administers"),
}
LEVELS = {
    Level.COMMUNITY: _("for each community"),
    Level.SUBDISTRICT: _("for each subdistrict"),
    Level.DISTRICT: _("for the whole district"),
}
