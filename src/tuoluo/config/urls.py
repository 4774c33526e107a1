"""Addresses. Each folder lists its own pages; this file only joins them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import TemplateView

from tuoluo.config.api import api, unknown_address

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("tuoluo.desk.urls")),
    path("", include("tuoluo.matters.urls")),
    path("", include("tuoluo.drafting.urls")),
    path("", include("tuoluo.reform.urls")),
    path("", include("tuoluo.services.urls")),
    path("", include("tuoluo.oversight.urls")),
    path("", include("tuoluo.coverage.urls")),
    path("", include("tuoluo.programme.urls")),
    # Nobody's e-mail address is kept: this page says whom to ask, in place of the one that would send a message.
    path("accounts/password/reset/", TemplateView.as_view(template_name="account/password_reset.html")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("api/v1/", api.urls),
    re_path("^api/", unknown_address),
    path("i18n/", include("django.conf.urls.i18n")),
]

handler403 = "tuoluo.desk.web.forbidden"
handler404 = "tuoluo.desk.web.not_found"
handler500 = "tuoluo.desk.web.broken"
