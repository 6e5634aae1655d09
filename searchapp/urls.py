"""Where each page and endpoint is."""

from django.contrib import admin
from django.urls import include, path

from searchapp.observability import metrics, probes

urlpatterns = [
    path("api/", include("searchapp.api.urls")),
    path("admin/", admin.site.urls),
    path("tuning/", include("searchapp.tuning.urls")),
    path("healthz", probes.healthz),
    path("readyz", probes.readyz),
    path("metrics", metrics.page),
    path("", include("searchapp.storefront.urls")),
]
