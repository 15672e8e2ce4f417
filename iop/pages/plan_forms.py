"""What is typed about treatment plans and does not save itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import SignerRole
from clients.models import LevelOfCare
from iop.pages.consent_forms import SignForm
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm
from therapy.choices.plans import ThreadStatus


class AnswerForm(SignForm):
    """The client's signature under a plan: as under a consent, without asking how we know them (they are in care)."""

    version = None  # type: ignore[assignment]
    identity_seen = None  # type: ignore[assignment]
    signer_role = forms.ChoiceField(label=_("Who signs"), choices=SignerRole.choices, widget=forms.RadioSelect)


class RefusedForm(RefusableForm):
    """The client does not want to sign."""

    refused_because = forms.CharField(
        label=_("Why they do not want to sign, in their words"), max_length=500, widget=forms.Textarea({"rows": 2})
    )


class EndForm(RefusableForm):
    """How an objective ends."""

    ends_as = forms.ChoiceField(
        label=_("How it ends"),
        choices=[(value, label) for value, label in ThreadStatus.choices if value != ThreadStatus.OPEN],
    )
    reason = forms.CharField(label=_("Why"), max_length=300)


class RhythmForm(RefusableForm):
    """By when a level's plan is signed, and how often it is reviewed, from a day on."""

    level = OneOf(label=_("Level of care"))
    valid_from = DateField(label=_("From"))
    first_days = forms.IntegerField(label=_("Days until the first plan is signed"), min_value=1, max_value=365)
    review_days = forms.IntegerField(label=_("Days from one review to the next"), min_value=1, max_value=365)

    def __init__(self, *args: Any, levels: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["level"]
        field.offer(levels, lambda row: f"{row.short_name} · {row.name}")


def levels_here() -> Any:
    """Give the levels that a clinic treats in."""
    return LevelOfCare.objects.filter(is_active=True, is_off_site=False)
