"""API keys, whose secret is shown once and kept as a hash, and the answers kept for them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from searchapp.api.rates import parse_rate
from searchapp.api.scopes import Scope


def validate_scopes(scopes: object) -> None:
    """Refuses scopes that do not exist, or none at all."""
    if not isinstance(scopes, list) or not scopes or set(scopes) - set(Scope.values):
        raise ValidationError(f"Choose at least one of {', '.join(Scope.values)}.")


def validate_rate(rate: str) -> None:
    """Refuses a rate that can't be read."""
    try:
        parse_rate(rate)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class ApiKey(models.Model):
    """Who may call, and for what. `hash` is the SHA-256 of a random 256-bit secret."""

    name = models.CharField(max_length=100, help_text="Whose key it is, and for what.")
    prefix = models.CharField(max_length=16, unique=True, editable=False)
    hash = models.CharField(max_length=64, editable=False)
    scopes = models.JSONField(default=list, validators=[validate_scopes])
    seller = models.ForeignKey(
        "catalog.Seller",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="With a seller, the key writes only this seller's items.",
    )
    rate = models.CharField(
        max_length=20,
        blank=True,
        validators=[validate_rate],
        help_text="Calls, such as 100/sec or 6000/min; empty: SEARCHAPP_KEY_RATE.",
    )
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True, editable=False)
    last_used = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="To the hour or so."
    )

    class Meta:
        verbose_name = "API key"
        ordering = ("-created",)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class KeptAnswer(models.Model):
    """A write that its caller named with an idempotency key, and its answer once there is one.

    `digest` tells whether another call asks for the same. `alive` is the last sign of life of who
    carries it out, `answer` the JSON as gzip, null while it runs.
    """

    caller = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    started = models.DateTimeField(db_index=True)
    alive = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("caller", "key"), name="kept_answer_once_a_key"),
        )

    def __str__(self) -> str:
        return self.key
