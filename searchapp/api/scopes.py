"""What a key may do."""

from django.db import models


class Scope(models.TextChoices):
    """One thing that a key may do; every endpoint asks for one."""

    SEARCH = "search", "Search, suggestions and product pages"
    EVENTS = "events", "Send shoppers' events"
    CATALOG = "catalog", "Write the catalog"
    TUNING = "tuning", "Tune the ranking"


PUBLIC_SCOPES = frozenset({Scope.SEARCH.value, Scope.EVENTS.value})
"""A key with these alone may be seen by everyone: it may stand in a shop's page or in a URL."""
