"""The roles of people who tune: groups with the permissions of each, made with every migration."""

from __future__ import annotations

from typing import Any

from django.apps import apps

VIEWER, EDITOR, APPROVER, ADMIN = "viewer", "editor", "approver", "admin"
RATER = "rater"
"""Rates results and sees nothing else."""
ROLES = (VIEWER, EDITOR, APPROVER, ADMIN)
_APPS = ("publishing", "lexicon", "merchandising", "relevance")
"""The applications whose rows are tuned."""
_SEEN = ("catalog",)
"""Those whose rows are looked at: who pins a product must find it."""


def make_roles(**_: Any) -> None:
    """Makes the groups where they are missing, and gives them what they lack; what a shop added
    to them stays.
    """
    from django.contrib.auth.models import Group, Permission

    from searchapp.publishing.sections import sections

    if not apps.is_installed("django.contrib.auth"):
        return
    written = {model._meta.model_name for model in sections().values()}
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (*ROLES, RATER)}
    found: dict[str, list[Permission]] = {name: [] for name in groups}
    for each in Permission.objects.filter(
        content_type__app_label__in=(*_APPS, *_SEEN)
    ).select_related("content_type"):
        verb = each.codename.partition("_")[0]
        if verb != "view" and each.content_type.app_label in _SEEN:
            continue
        model = each.content_type.model
        if verb == "view":
            allowed: tuple[str, ...] = ROLES
        elif each.codename in ("approve_draft", "publish_draft"):
            allowed = (APPROVER, ADMIN)
        elif each.codename == "delete_queryset":
            # It takes others' judgments along, and lets these be replaced.
            allowed = (ADMIN,)
        elif model in written or model in ("draft", "judgment", "judgedquery", "queryset"):
            allowed = (EDITOR, APPROVER, ADMIN)
        else:
            allowed = (ADMIN,)
        if each.codename in ("view_queryset", "add_judgment"):
            allowed = (*allowed, RATER)
        for name in allowed:
            found[name].append(each)
    for name, permissions in found.items():
        groups[name].permissions.add(*permissions)
