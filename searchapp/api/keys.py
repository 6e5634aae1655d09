"""Making, finding and revoking API keys.

A key reads `sa_<prefix>_<secret>`. The prefix finds the row, the secret proves the caller. What was
found is kept in the process for `CACHED_SECONDS`, so that a search costs no query; a revoked key is
refused everywhere within that time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from searchapp.api.models import ApiKey, validate_rate, validate_scopes

CACHED_SECONDS = 30.0
_CACHED_KEYS = 10_000
_LAST_USED_EVERY = timedelta(hours=1)
_MARK = "sa"


@dataclass(frozen=True, slots=True)
class Credential:
    """What a valid key allows. `seller` is the id of the seller that the key is bound to."""

    id: int
    name: str
    hash: str
    scopes: frozenset[str]
    seller: str | None
    rate: str
    expires: datetime | None


def create_key(
    name: str,
    scopes: Sequence[str],
    *,
    seller: str | None = None,
    rate: str = "",
    expires: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its full text, which can't be had again. Raises ValidationError."""
    validate_scopes(list(scopes))
    if rate:
        validate_rate(rate)
    prefix, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        hash=_hash(secret),
        scopes=sorted(set(scopes)),
        seller_id=seller,
        rate=rate,
        expires=expires,
    )
    return key, f"{_MARK}_{prefix}_{secret}"


def revoke_key(key: ApiKey) -> None:
    """Ends a key. Every process refuses it within `CACHED_SECONDS`, this one at once."""
    key.revoked = timezone.now()
    key.save(update_fields=["revoked"])
    CREDENTIALS.forget(key.prefix)


def verify_key(text: str) -> Credential | None:
    """What the key allows; None when it is wrong, revoked or expired."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != _MARK or not secret or not prefix.isalnum() or len(prefix) > 16:
        return None
    credential = CREDENTIALS.get(prefix)
    if credential is None or not hmac.compare_digest(credential.hash, _hash(secret)):
        return None
    if credential.expires is not None and credential.expires <= timezone.now():
        return None
    return credential


class CredentialCache:
    """The last keys that were looked up, each kept for a while, the unknown ones too."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, Credential | None]] = OrderedDict()

    def get(self, prefix: str) -> Credential | None:
        """The credential of the prefix, from memory or the database."""
        with self._lock:
            until, credential = self._kept.get(prefix, (0.0, None))
        if self._clock() < until:
            return credential
        credential = _load(prefix)
        with self._lock:
            self._kept[prefix] = (self._clock() + CACHED_SECONDS, credential)
            self._kept.move_to_end(prefix)
            while len(self._kept) > _CACHED_KEYS:
                self._kept.popitem(last=False)
        return credential

    def forget(self, prefix: str) -> None:
        """Look the prefix up anew at its next use."""
        with self._lock:
            self._kept.pop(prefix, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


CREDENTIALS = CredentialCache()


def _load(prefix: str) -> Credential | None:
    key = ApiKey.objects.filter(prefix=prefix, revoked=None).first()
    if key is None:
        return None
    now = timezone.now()
    if key.last_used is None or now - key.last_used > _LAST_USED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used=now)
    return Credential(
        id=key.pk,
        name=key.name,
        hash=key.hash,
        scopes=frozenset(key.scopes),
        seller=None if key.seller_id is None else str(key.seller_id),
        rate=key.rate,
        expires=key.expires,
    )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
