"""What the pages about charges ask."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.clinic.models import StaffMember
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm


class BecauseForm(RefusableForm):
    """A reason, which stays on record."""

    because = forms.CharField(label=_("Why"), max_length=200, help_text=_("In a few words, without a name."))


class HandForm(RefusableForm):
    """A colleague, and what to do."""

    staff = OneOf(label=_("Colleague"))
    note = forms.CharField(label=_("What to do"), max_length=200, required=False, help_text=_("Without a name."))

    def offer(self, people: Iterable[StaffMember]) -> HandForm:
        """Say who can be asked."""
        self.fields["staff"].offer(people, lambda row: row.name)  # type: ignore[attr-defined]
        return self


class RepriceForm(forms.Form):
    """Which payer's charges, of which days."""

    payer = forms.ChoiceField(label=_("Payer"), required=False)
    first = DateField(label=_("From"))
    last = DateField(label=_("Until"))
