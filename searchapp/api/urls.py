"""Where each endpoint is, below `/api/`."""

from django.urls import include, path, re_path, register_converter

from searchapp.api.endpoints import Unknown
from searchapp.api.views.catalog import COLLECTIONS, BulkView, CollectionView, ItemView
from searchapp.api.views.docs import DocsView, SchemaView
from searchapp.api.views.products import ProductView, SimilarView
from searchapp.api.views.search import SearchView, SuggestView


class CollectionConverter:
    """One of the catalog's collections."""

    regex = "|".join(COLLECTIONS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ItemIdConverter(CollectionConverter):
    """A merchant's id: any characters, slashes and newlines too."""

    regex = r"[\s\S]+"


register_converter(CollectionConverter, "collection")
register_converter(ItemIdConverter, "item")

# Ids may have slashes in them, so `similar` comes before the bare id.
urlpatterns = [
    path("search", SearchView.as_view(), name="api-search"),
    path("suggest", SuggestView.as_view(), name="api-suggest"),
    path("products/<item:id>/similar", SimilarView.as_view(), name="api-similar"),
    path("products/<item:id>", ProductView.as_view(), name="api-product"),
    path("catalog/<collection:collection>:bulk", BulkView.as_view(), name="api-catalog-bulk"),
    path(
        "catalog/<collection:collection>", CollectionView.as_view(), name="api-catalog-collection"
    ),
    path("catalog/<collection:collection>/<item:id>", ItemView.as_view(), name="api-catalog-item"),
    path("tuning/", include("searchapp.api.tuning_urls")),
    path("schema", SchemaView.as_view(), name="api-schema"),
    path("docs", DocsView.as_view(), name="api-docs"),
    re_path(r"^[\s\S]*\Z", Unknown.as_view()),
]
