"""Forms about how long a stay lasts, and about the packet of a review."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions.lengths import MOST_WEEKS
from clients.choices import Information, Purpose
from iop.pages.schedule_forms.base import RefusableForm


class ExtendForm(RefusableForm):
    """Weeks beyond the target, with a reason."""

    weeks = forms.IntegerField(label=_("How many weeks more"), min_value=1, max_value=MOST_WEEKS, initial=2)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("What is still to be reached here, and what speaks against a lower level now."),
    )  # fmt: skip


class PacketForm(RefusableForm):
    """To whom a review goes, for what, and which kinds of information."""

    to = forms.CharField()
    purpose = forms.ChoiceField(choices=Purpose.choices, required=False)
    reference = forms.CharField(required=False, max_length=80)
    information = forms.MultipleChoiceField(
        choices=Information.choices, error_messages={"required": _("Tick what goes along.")}
    )

    def clean_to(self) -> uuid.UUID | None:
        """Give the party's id; nothing for the client themselves."""
        typed = self.cleaned_data["to"]
        if typed == "client":
            return None
        try:
            return uuid.UUID(typed)
        except ValueError:
            raise forms.ValidationError(_("Choose to whom it goes.")) from None
