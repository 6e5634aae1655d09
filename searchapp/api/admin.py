"""API keys in the admin: made (the key is shown once) and revoked, never changed back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from searchapp.adminsite.base import ModelAdmin
from searchapp.api.keys import create_key, revoke_key
from searchapp.api.models import ApiKey
from searchapp.api.scopes import Scope


class ApiKeyForm(forms.ModelForm):  # type: ignore[type-arg]
    """The fields of a new key."""

    scopes = forms.MultipleChoiceField(choices=Scope.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiKey
        fields = ("name", "scopes", "seller", "rate", "expires")


@admin.register(ApiKey)
class ApiKeyAdmin(ModelAdmin):  # type: ignore[type-arg]
    form = ApiKeyForm
    list_display = (
        "name",
        "prefix",
        "scope_names",
        "seller",
        "rate",
        "last_used",
        "expires",
        "state",
    )
    list_filter = ("created", "revoked")
    search_fields = ("name", "prefix")
    raw_id_fields = ("seller",)
    actions = ("revoke",)

    @admin.display(description="scopes")
    def scope_names(self, key: ApiKey) -> str:
        """The scopes in one line."""
        return ", ".join(key.scopes)

    @admin.display(description="revoked", boolean=True)
    def state(self, key: ApiKey) -> bool:
        """Whether the key was revoked."""
        return key.revoked is not None

    @admin.action(description="Revoke the selected keys", permissions=["change"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        """Ends the keys; every process refuses them within half a minute."""
        pending = [key for key in keys if key.revoked is None]
        for key in pending:
            revoke_key(key)
            self.log_change(request, key, "Revoked.")
        self.message_user(request, f"Revoked {len(pending)} of {len(keys)} keys.", messages.SUCCESS)

    def get_readonly_fields(
        self, request: HttpRequest, obj: ApiKey | None = None
    ) -> tuple[str, ...]:
        """A key that exists is only looked at: what it may do is settled when it is made."""
        if obj is None:
            return ()
        return (
            "name",
            "prefix",
            "scope_names",
            "seller",
            "rate",
            "created",
            "expires",
            "revoked",
            "last_used",
        )

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> tuple[str, ...]:
        return ApiKeyForm.Meta.fields if obj is None else self.get_readonly_fields(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Keys are revoked, so that it stays known whose they were."""
        return False

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        """Makes the key through `create_key`, and shows its text in a message, this once."""
        if change:
            return
        made, secret = create_key(
            obj.name,
            obj.scopes,
            seller=obj.seller_id,
            rate=obj.rate,
            expires=obj.expires,
        )
        obj.pk, obj.prefix = made.pk, made.prefix
        self.message_user(
            request,
            format_html("The key, shown this once: <code>{}</code>", secret),
            messages.WARNING,
        )
