"""How often one key, or one address without a key, may call."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import date
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from searchapp.api.keys import Credential
from searchapp.api.rates import parse_rate, seconds_to_wait


class CallerRateThrottle(BaseThrottle):
    """A key's own rate or SEARCHAPP_KEY_RATE; SEARCHAPP_ANONYMOUS_RATE for an address without a
    key.
    """

    _wait = 0.0

    def allow_request(self, request: Request, view: Any) -> bool:
        credential = request.auth
        if isinstance(credential, Credential):
            caller = f"key:{credential.id}"
            rate = credential.rate or settings.ENVIRONMENT["SEARCHAPP_KEY_RATE"]
        else:
            caller = f"address:{pseudonym(self.get_ident(request), timezone.now().date())}"
            rate = settings.ENVIRONMENT["SEARCHAPP_ANONYMOUS_RATE"]
        self._wait = seconds_to_wait(cache, caller, parse_rate(rate))
        return self._wait == 0.0

    def wait(self) -> float | None:
        return self._wait or None


def pseudonym(address: str | None, day: date) -> str:
    """A name for the address that holds for one day and can't be turned back without the secret
    key.

    An IPv6 caller commands a whole /64 network, so that is what is counted.
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        network = address or ""
    else:
        bits = 64 if parsed.version == 6 else 32
        network = str(ipaddress.ip_network((parsed, bits), strict=False))
    salted = f"{day.isoformat()}|{network}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), salted, hashlib.sha256).hexdigest()[:32]
