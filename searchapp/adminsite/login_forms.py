"""The forms of logging in, with a limit of attempts."""

from __future__ import annotations

import math
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from unfold.forms import AuthenticationForm as AdminAuthenticationForm

from searchapp.adminsite.login_limit import LoginLimit


class LimitedLogin(AuthenticationForm):
    """Looks at no password while the account or the address has to wait, and says how long."""

    is_refused = False

    def clean(self) -> dict[str, Any]:
        account = self.cleaned_data.get("username")
        if not account or not self.cleaned_data.get("password"):
            return super().clean()
        limit = LoginLimit(self.request, account)
        if wait := limit.seconds_to_wait():
            self.is_refused = True
            raise ValidationError(
                f"Too many wrong passwords. Try again in {_said(wait)}; who forgot the password "
                "asks an admin for a new one.",
                code="limited",
            )
        cleaned = super().clean()
        limit.passed()
        return cleaned


class LimitedAdminLogin(LimitedLogin, AdminAuthenticationForm):  # type: ignore[misc]
    """The same for the admin, which lets in staff only."""


def _said(seconds: float) -> str:
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} second{'' if whole == 1 else 's'}"
    minutes = math.ceil(seconds / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'}"
