"""Forms that ask before they save what is allowed but odd."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django import forms


class AsksToConfirm(forms.Form):
    """A confirmation counts for the warnings that were shown, and for no others.

    `may_be_confirmed` says that nothing but warnings stands in the way. A subclass that is filled
    by a file sets `asks` to False: nobody is there to answer.
    """

    asks = True
    may_be_confirmed = False
    save_anyway = forms.BooleanField(required=False, label="Save anyway")

    def ask_to_confirm(self, warnings: Iterable[str]) -> None:
        """Refuses the form until these warnings are confirmed."""
        if not self.asks:
            return
        self.may_be_confirmed = True
        token = hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]
        self.fields["save_anyway"].widget.attrs["value"] = token
        if self.data.get(self.add_prefix("save_anyway")) != token:
            self.add_error(None, "Please read the warnings below. You can save it all the same.")
