"""Placing, admitting, the care team, discharge, and a concern."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import CareRole, ConcernKind, VarianceReason
from clients.models import LevelOfCare
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm


def _several_lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlaceForm(RefusableForm):
    """A level of care from a day on."""

    level = OneOf(label=_("Level of care"), empty=_("Choose"))
    indicated_level = OneOf(
        label=_("Level the assessment points to"), required=False, empty=_("The same"),
    )  # fmt: skip
    variance_reason = forms.ChoiceField(
        label=_("Why it differs"), required=False, choices=[("", "—"), *VarianceReason.choices]
    )
    starts_on = DateField(label=_("From"))
    reason = forms.CharField(label=_("Why this level fits"), widget=_several_lines())

    def offer(self, levels: Iterable[LevelOfCare]) -> PlaceForm:
        """Say which levels there are."""
        rows = list(levels)
        for name in ("level", "indicated_level"):
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.offer(rows, _named)
        return self


def _named(level: LevelOfCare) -> str:
    return f"{level.short_name} · {level.name}"


class AdmitForm(RefusableForm):
    """The day treatment begins."""

    on = DateField(label=_("Admitted on"))


class TeamForm(RefusableForm):
    """A colleague's role for this client."""

    role = forms.ChoiceField(label=_("Role"), choices=CareRole.choices)
    staff = OneOf(label=_("Colleague"), empty=_("Choose"))
    starts_on = DateField(label=_("From"))

    def offer(self, colleagues: Iterable[Any]) -> TeamForm:
        """Say who may take a role."""
        field = self.fields["staff"]
        assert isinstance(field, OneOf)
        field.offer(colleagues, lambda colleague: colleague.name)
        return self


class CloseInquiryForm(RefusableForm):
    """An inquiry that does not lead to admission."""

    reason = forms.CharField(label=_("Why it does not lead to admission"), widget=_several_lines(2))


class ReturnForm(RefusableForm):
    """Somebody comes back."""

    site = forms.ChoiceField(label=_("Site"))
    referred_by = forms.CharField(label=_("Who referred them"), max_length=200, required=False)


class ConcernForm(RefusableForm):
    """What the worry is about; words may follow later."""

    kind = forms.ChoiceField(
        label=_("What are you worried about?"), choices=ConcernKind.choices, widget=forms.RadioSelect
    )
    what_happened = forms.CharField(label=_("What happened"), required=False, widget=_several_lines())
    what_was_done = forms.CharField(label=_("What you have done so far"), required=False, widget=_several_lines(2))


class ResolveForm(RefusableForm):
    """What came of a concern."""

    resolution = forms.CharField(
        label=_("What came of it"),
        widget=_several_lines(),
        help_text=_("Who spoke with them, how they are, what was agreed."),
    )


def dated(form_class: type[RefusableForm], data: Any, name: str, day: dt.date) -> Any:
    """Make a form whose date begins at ``day``."""
    return form_class(data, initial={name: day})
