"""Forms about a client's papers and numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import DocumentKind, IdentifierKind
from iop.documents.choices import ALLOWED_FILES
from iop.pages.schedule_forms.base import DateField, RefusableForm


class DocumentForm(RefusableForm):
    """One more paper for the chart."""

    kind = forms.ChoiceField(label=_("What it is"))
    file = forms.FileField(
        label=_("File"),
        # An empty file gets its sentence from the rule, and a long name is cut: neither is a matter of this field.
        allow_empty_file=True,
        help_text=_("PDF, JPEG or PNG, up to 15 MB. Pictures lose the place and time that the camera wrote into them."),
        widget=forms.FileInput(attrs={"accept": ",".join(ALLOWED_FILES)}),
    )
    title = forms.CharField(
        label=_("A few words about it"), max_length=120, required=False, help_text=_("For example: discharge summary.")
    )
    dated_on = DateField(label=_("Date on the paper"), required=False)

    def offer(self, kinds: frozenset[str]) -> None:
        """Say which kinds this colleague may add."""
        field: Any = self.fields["kind"]
        field.choices = [("", "—"), *((code, label) for code, label in DocumentKind.choices if code in kinds)]


class ErrorForm(RefusableForm):
    """Why a paper does not belong in this chart."""

    reason = forms.CharField(label=_("Why it does not belong here"), max_length=300)


class IdentifierForm(RefusableForm):
    """One more number."""

    kind = forms.ChoiceField(label=_("What"), choices=IdentifierKind.choices)
    value = forms.CharField(
        label=_("Number"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
    issuer = forms.CharField(
        label=_("Who gave it"),
        max_length=120,
        required=False,
        help_text=_("For example: the state, or the health plan."),
    )
