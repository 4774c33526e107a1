"""Logging in and signing up: a name to be called by, if one wishes, and nothing else about a person."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tuoluo.people.models import Person


class LogInForm(account.LoginForm):  # type: ignore[misc]
    """Logging in. No address is kept, so no password can be sent: the form says what to do instead."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = _(
            "Forgotten? Whoever runs this deployment can set a new one. "
            "What you reported opens with its secret link, without an account."
        )


class SignUpForm(account.SignupForm):  # type: ignore[misc]
    """An account for a resident. Workers get theirs from the operator (`tuoluo person`)."""

    name = forms.CharField(
        label=_("What may we call you? (optional)"),
        max_length=60,
        required=False,
        help_text=_("Any name will do. Nothing else about you is asked or kept."),
    )

    def save(self, request: HttpRequest) -> Any:
        """Make the account and, with it, the person who acts."""
        user = super().save(request)
        Person.objects.create(name=self.cleaned_data["name"], account=user)
        return user
