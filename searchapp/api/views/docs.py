"""`/api/schema` and `/api/docs`."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView


class SchemaView(SpectacularJSONAPIView):
    """The OpenAPI 3.1 document, as JSON."""

    required_scope = None


# Swagger UI styles itself in the page; its scripts are files of ours.
@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """The documentation to read and to try out, without anything from the internet."""

    required_scope = None
    url_name = "api-schema"
