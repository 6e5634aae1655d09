"""Rows of a table of the admin as CSV; what comes in is held to the rules of the page's form."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from import_export.admin import ImportExportModelAdmin
from import_export.formats.base_formats import CSV
from import_export.resources import ModelResource
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from searchapp.adminsite.base import ModelAdmin


class FormResource(ModelResource):  # type: ignore[misc]
    """Rows that are held to the same rules as those that people write.

    A subclass names its `form`, and in `Meta` the model, the `fields`, and by which of them a row
    of the file is one that is there already (`import_id_fields`). A file with a bad row imports
    nothing.
    """

    form: ClassVar[type[forms.ModelForm[Any]]]

    @property
    def written_by(self) -> type[forms.ModelForm[Any]]:
        """The form to which a row is held."""
        return self.form

    def validate_instance(
        self,
        instance: Model,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Raises ValidationError by field; what the form tidies up is tidied in `instance`."""
        faults = dict(import_validation_errors or {})
        given = {
            name: field.prepare_value(getattr(instance, name))
            for name, field in self.form.base_fields.items()
            if hasattr(instance, name)
        }
        form = self.written_by(given, instance=instance)
        faults = {**form.errors.as_data(), **faults}
        if faults:
            raise ValidationError(faults)


class TabularRowsAdmin(ModelAdmin, ImportExportModelAdmin):  # type: ignore[misc, type-arg]
    """A list with “Import” for those who may add and change rows, and “Export” for those who may
    view them.

    An import is shown before it is carried out, and is in the history of every row it touches.
    """

    import_form_class = ImportForm
    export_form_class = ExportForm
    formats: ClassVar[list[type[CSV]]] = [CSV]
    skip_export_form = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_import_formats(self) -> list[type[CSV]]:
        return self.formats

    def get_export_formats(self) -> list[type[CSV]]:
        return self.formats
