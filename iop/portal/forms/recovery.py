"""What a client writes on the pages of their recovery."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import Urgency
from iop.pages.schedule_forms.base import IdField, RefusableForm, version_field
from therapy.choices.recovery import HOMEWORK_LENGTH, JOURNAL_LENGTH

SOON = (
    (Urgency.ROUTINE, _("Within a week is fine")),
    (Urgency.SOON, _("In the next two days")),
    (Urgency.URGENT, _("Today, please")),
)
"""How soon. Whoever is in danger is told to call: no form answers fast enough."""


def _several_lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})


class SignPlanForm(RefusableForm):
    """The client's name under their plan."""

    beside = {"signer_name": "typed_name"}

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agrees = forms.BooleanField(
        label=_("I have read this plan and I agree with it."),
        error_messages={"required": _("Tick the box if you agree. If you do not, tell us below.")},
    )
    typed_name = forms.CharField(
        label=_("Type your full name to sign"), max_length=640, widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Type your full name.")},
    )  # fmt: skip


class RefusePlanForm(RefusableForm):
    """The client does not want to sign, and says why."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    refused_because = forms.CharField(
        label=_("What is not right about it?"), max_length=500, widget=_several_lines(3),
        error_messages={"required": _("Say in a few words what is not right.")},
    )  # fmt: skip


class JournalForm(RefusableForm):
    """One entry of the journal."""

    mood = forms.TypedChoiceField(
        choices=[("", ""), *((str(step), str(step)) for step in range(11))],
        required=False,
        coerce=int,
        empty_value=None,
    )
    words = forms.CharField(
        label=_("What is on your mind?"), required=False, max_length=JOURNAL_LENGTH, widget=_several_lines(6)
    )
    sent_key = IdField(required=False)
    version = version_field()

    def fresh(self) -> JournalForm:
        """Name the open page, so that one sent twice is kept once."""
        self.initial.setdefault("sent_key", uuid.uuid4())
        return self


class HomeworkForm(RefusableForm):
    """How it went."""

    words = forms.CharField(
        label=_("How was it? (if you like)"), required=False, max_length=HOMEWORK_LENGTH, widget=_several_lines(2)
    )


class SupportForm(RefusableForm):
    """Somebody asks for more support."""

    words = forms.CharField(
        label=_("What would help you now?"), max_length=4000, widget=_several_lines(4),
        error_messages={"required": _("Say in a few words what would help.")},
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=_("When should we call you?"), choices=SOON, initial=Urgency.SOON, widget=forms.RadioSelect
    )
    callback_phone = forms.CharField(
        label=_("Where can we call you?"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("Only if it is another number than the one we have."),
    )  # fmt: skip


def values(form: RefusableForm, *names: str) -> dict[str, Any]:
    """Give some of the cleaned values by name."""
    return {name: form.cleaned_data[name] for name in names}
