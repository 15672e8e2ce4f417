"""Forms about how long a stay lasts, and about the packet of a review."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.actions.lengths import MOST_WEEKS
from clients.choices import Information
from iop.pages.own_plan_forms import ToForm
from iop.pages.schedule_forms.base import RefusableForm


class ExtendForm(RefusableForm):
    """Weeks beyond the target, with a reason."""

    weeks = forms.IntegerField(label=_("How many weeks more"), min_value=1, max_value=MOST_WEEKS, initial=2)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("What is still to be reached here, and what speaks against a lower level now."),
    )  # fmt: skip


class PacketForm(ToForm):
    """To whom a review goes, for what, and which kinds of information."""

    reference = forms.CharField(required=False, max_length=80)
    information = forms.MultipleChoiceField(
        choices=Information.choices, error_messages={"required": _("Tick what goes along.")}
    )
