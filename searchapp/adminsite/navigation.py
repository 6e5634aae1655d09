"""The navigation of the admin, grouped by what people come for rather than by application."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

# Model → its symbol (of Material Symbols), in the order in which they are shown.
_GROUPS: dict[str, dict[str, str]] = {
    "Catalog": {
        "catalog.product": "inventory_2",
        "catalog.category": "account_tree",
        "catalog.seller": "storefront",
        "catalog.video": "movie",
        "catalog.livestream": "live_tv",
    },
    "Search words": {
        "lexicon.synonym": "sync_alt",
        "lexicon.intent": "target",
        "lexicon.protectedword": "shield",
        "lexicon.bannedword": "block",
        "lexicon.entity": "label",
        "lexicon.analysis": "frame_inspect",
        "lexicon.lexiconbuild": "school",
    },
    "Rules and ranking": {
        "merchandising.queryrule": "rule",
        "merchandising.profile": "tune",
        "publishing.draft": "edit_note",
        "publishing.version": "history",
    },
    "Searches": {
        "behaviour.searchlog": "search",
        "relevance.queryset": "list_alt",
        "relevance.judgedquery": "quiz",
        "relevance.judgment": "thumbs_up_down",
    },
    "Index": {
        "indexing.overview": "monitor_heart",
        "indexing.setaside": "report",
        "indexing.indexbuild": "construction",
        "indexing.verification": "fact_check",
    },
    "Access": {
        "auth.user": "person",
        "auth.group": "group",
        "api.apikey": "key",
        "publishing.auditentry": "receipt_long",
    },
}
_OTHER = "Other"
_OTHER_SYMBOL = "table_rows"


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups with the pages that the user of `request` may see, as Unfold wants them.

    A model that no group names is under “Other”, so that none is out of reach.
    """
    pages = {
        page["model"]._meta.label_lower: page
        for application in admin.site.get_app_list(request)
        for page in application["models"]
        if page["admin_url"]
    }
    groups = [
        _group(
            title,
            {
                label: (symbol, pages.pop(label))
                for label, symbol in models.items()
                if label in pages
            },
        )
        for title, models in _GROUPS.items()
    ]
    groups.append(_group(_OTHER, {label: (_OTHER_SYMBOL, page) for label, page in pages.items()}))
    home = {"title": "Home", "icon": "home", "link": reverse("admin:index")}
    return [{"title": "", "items": [home]}, *(group for group in groups if group["items"])]


def _group(title: str, pages: dict[str, tuple[str, Any]]) -> dict[str, Any]:
    items = [
        {"title": _capitalised(str(page["name"])), "icon": symbol, "link": page["admin_url"]}
        for symbol, page in pages.values()
    ]
    return {"title": title, "items": items}


def _capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]
