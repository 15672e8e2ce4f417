"""Forms about payers' answers and denials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.choices.remittances import DenialStatus, LetterKind
from iop.pages.schedule_forms.base import OneOf, RefusableForm

STEPS = (DenialStatus.CORRECTED, DenialStatus.APPEALED, DenialStatus.WON, DenialStatus.LOST)


class UploadForm(RefusableForm):
    """A payer's file."""

    file = forms.FileField(
        label=_("Remittance file (835)"),
        help_text=_("Read whole or not at all: a file that does not add up is refused."),
    )
    site = OneOf(label=_("Site"), help_text=_("Where the file itself does not say for which site it is."))

    field_order = ("file", "site")

    def __init__(self, *args: Any, sites: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]


class MatchForm(RefusableForm):
    """The claim that an answer is about."""

    number = forms.CharField(label=_("Our claim number"), max_length=20)


class StepForm(RefusableForm):
    """What was done about a denial, or how it ended."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=_("What happened"))
    words = forms.CharField(label=_("In a sentence"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, moves: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(moves)
        self.fields["status"].choices = [(each.value, each.label) for each in STEPS if each in offered]  # type: ignore[attr-defined]


class GiveUpForm(RefusableForm):
    """Why nothing more is tried."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the payer still owes is written off. It never becomes the client's to pay."),
    )  # fmt: skip


class LetterForm(RefusableForm):
    """A letter to the payer, to be read and changed before it leaves."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Letter"), choices=LetterKind.choices, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What the payer reads"), max_length=6000, widget=forms.Textarea(attrs={"rows": 14, "lang": "en"}),
        help_text=_("Name, birth date and the claim's numbers stand above it. Tell no more than the payer needs."),
    )  # fmt: skip
