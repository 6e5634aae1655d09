"""The catalog in the admin. Everything that is saved or deleted here reaches the index too."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from searchapp.adminsite.base import ModelAdmin, TabularInline
from searchapp.catalog.models import (
    Category,
    LiveStream,
    LiveStreamProduct,
    Product,
    Seller,
    SellerMember,
    Variant,
    Video,
    VideoProduct,
)
from searchapp.catalog.rows import CategoryRow, RowKind
from searchapp.catalog.upsert import delete, save, upsert


class _ItemAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Items with the merchant's own id, which can't be changed once it is given."""

    kind: RowKind
    list_per_page = 50
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("id", "updated", "version") if obj else ("updated", "version")

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        save(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete(self.kind, [obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        delete(self.kind, list(queryset.values_list("pk", flat=True)))


class _VariantInline(TabularInline):  # type: ignore[type-arg]
    model = Variant
    extra = 0


class _VideoProductInline(TabularInline):  # type: ignore[type-arg]
    model = VideoProduct
    extra = 0
    autocomplete_fields = ("product",)


class _LiveStreamProductInline(TabularInline):  # type: ignore[type-arg]
    model = LiveStreamProduct
    extra = 0
    autocomplete_fields = ("product",)


class _SellerMemberInline(TabularInline):  # type: ignore[type-arg]
    model = SellerMember
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Product)
class ProductAdmin(_ItemAdmin):
    """Products with their variants."""

    kind = RowKind.PRODUCT
    list_display = ("id", "title", "brand", "category", "price", "currency", "stock", "published")
    list_filter = ("condition", "gender", ("published", admin.EmptyFieldListFilter), "published")
    list_select_related = ("category",)
    search_fields = ("=id", "=sku", "=gtin", "title", "brand")
    autocomplete_fields = ("category", "seller")
    inlines = (_VariantInline,)


@admin.register(Seller)
class SellerAdmin(_ItemAdmin):
    """Sellers, and who sees at `/tuning/mine/` how their items are found."""

    kind = RowKind.SELLER
    list_display = ("id", "name", "country", "rating", "rating_count")
    list_filter = ("country",)
    search_fields = ("=id", "name")
    inlines = (_SellerMemberInline,)


@admin.register(Video)
class VideoAdmin(_ItemAdmin):
    """Videos with the products that they show."""

    kind = RowKind.VIDEO
    list_display = ("id", "title", "creator", "seller", "duration", "published")
    list_filter = (("published", admin.EmptyFieldListFilter), "published")
    list_select_related = ("seller",)
    search_fields = ("=id", "title", "creator")
    autocomplete_fields = ("seller",)
    inlines = (_VideoProductInline,)


@admin.register(LiveStream)
class LiveStreamAdmin(_ItemAdmin):
    """Live streams with the products that they show."""

    kind = RowKind.LIVE
    list_display = ("id", "title", "host", "status", "starts", "viewers", "published")
    list_filter = ("status", "starts")
    search_fields = ("=id", "title", "host")
    autocomplete_fields = ("seller", "product_now")
    inlines = (_LiveStreamProductInline,)


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[type-arg]
    """The tree, by path. A path stays; the levels above a new one are made with it."""

    list_display = ("path", "title")
    search_fields = ("path", "title")
    fields = ("path", "title")
    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("path",) if obj else ()

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        upsert([CategoryRow(obj.path, obj.title)])
        obj.pk = Category.objects.get(path=obj.path).pk

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete(RowKind.CATEGORY, [obj.path])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        delete(RowKind.CATEGORY, list(queryset.values_list("path", flat=True)))
