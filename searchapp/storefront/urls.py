"""Where the shop's pages are. An item's id may hold any character, slashes too."""

from django.conf import settings
from django.urls import path

from searchapp.storefront import media, views

app_name = "storefront"

urlpatterns = [
    path("", views.search, name="search"),
    path("products/<path:id>", views.product, name="product"),
    path("videos/<path:id>", views.video, name="video"),
    path("live/<path:id>", views.live, name="live"),
]
if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(
        path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", media.picture, name="media")
    )
