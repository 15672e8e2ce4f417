"""Forms about reminders: the clinic's rule for a kind of thing, what a client chose, and a colleague's morning message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.access.actors import Place
from iop.clinic.choices import Weekday
from iop.notifications.choices import Channel
from iop.notifications.reminders import FOR_CLIENTS, FOR_STAFF, ReminderKind
from iop.notifications.reminders.rules import DAY, HOURS, LEADS, NONE, Morning, Rule, Wanted, lead_words
from iop.pages.schedule_forms.base import DateField, RefusableForm

WAYS = (
    ("sms,email", _("Text message, else e-mail")),
    ("email,sms", _("E-mail, else text message")),
    ("sms", _("Text message only")),
    ("email", _("E-mail only")),
)
USUAL = "usual"
WHOLE_CLINIC = (USUAL, _("All sites without a rule of their own"))
OWN_WAYS = (
    (USUAL, _("As the clinic does it")),
    (Channel.SMS, _("Text message")),
    (Channel.EMAIL, _("E-mail")),
    (NONE, _("No reminders")),
)
OWN_LEADS = ((DAY,), (120,), (DAY, 120), (2 * DAY,), (60,))
"""What people ask for; a clinic may set any other."""
MORNING_WAYS = (
    (Channel.EMAIL, _("E-mail")),
    (Channel.SMS, _("Text message, where my number is on file")),
    (NONE, _("No message")),
)
AT_HOURS = tuple((hour, f"{hour}:00") for hour in HOURS)


class Chosen(forms.ChoiceField):
    """A choice that always has an answer: nothing sent means the usual one."""

    def clean(self, value: Any) -> str:
        """Give what was chosen; nothing for the usual."""
        chosen = super().clean(value or USUAL)
        return "" if chosen == USUAL else str(chosen)


class RuleForm(RefusableForm):
    """How one kind of thing is reminded of, from a day on."""

    site = Chosen(label=_("Where"))
    valid_from = DateField(label=_("From"))
    is_on = forms.BooleanField(label=_("Send these reminders"), required=False)
    leads = forms.TypedMultipleChoiceField(
        label=_("How long before"), choices=[(lead, lead_words(lead)) for lead in LEADS], coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("At most three. Several that fall together become one message."),
    )  # fmt: skip
    hour = forms.TypedChoiceField(
        label=_("Days before: at what time"), choices=AT_HOURS, coerce=int,
        help_text=_("By the wall clock of the site."),
    )  # fmt: skip
    channels = forms.ChoiceField(
        label=_("How"), choices=WAYS, help_text=_("Only ever by a way that the person agreed to.")
    )

    def offer(self, places: Iterable[Place]) -> None:
        """Say for which sites a rule may be set."""
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [WHOLE_CLINIC, *((str(place.id), place.name) for place in places)]

    @property
    def rule(self) -> Rule:
        """Give what was asked for as rules know it."""
        data = self.cleaned_data
        return Rule(data["is_on"], tuple(data["leads"]), data["hour"], tuple(data["channels"].split(",")))


def values_of(rule: Rule) -> dict[str, Any]:
    """Give a rule as the form shows it."""
    return {
        "is_on": rule.is_on, "leads": [str(lead) for lead in rule.leads], "hour": rule.hour,
        "channels": ",".join(rule.channels) or WAYS[0][0],
    }  # fmt: skip


class ChoiceForm(RefusableForm):
    """What a client chose, kind by kind. A choice that is on no list here stays as one of its own."""

    def __init__(self, *args: Any, said: Mapping[str, Wanted], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in FOR_CLIENTS:
            wanted = said.get(kind, Wanted())
            leads = [*OWN_LEADS, *([wanted.leads] if wanted.leads and wanted.leads not in OWN_LEADS else [])]
            self.fields[f"way_{kind}"] = Chosen(label=_("How"), choices=OWN_WAYS, initial=wanted.way or USUAL)
            self.fields[f"leads_{kind}"] = Chosen(
                label=_("When"), initial=_written(wanted.leads) or USUAL,
                choices=[(USUAL, _("As the clinic does it")), *((_written(each), leads_words(each)) for each in leads)],
            )  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Give the two questions of each kind, under its name."""
        return [
            {"kind": str(kind), "label": kind.label, "way": self[f"way_{kind}"], "leads": self[f"leads_{kind}"]}
            for kind in FOR_CLIENTS
        ]

    @property
    def wanted(self) -> dict[str, Wanted]:
        """Give what was chosen as rules know it."""
        data = self.cleaned_data
        return {str(kind): Wanted(data[f"way_{kind}"], _read(data[f"leads_{kind}"])) for kind in FOR_CLIENTS}


class MorningForm(RefusableForm):
    """When a colleague gets the message on what waits for them."""

    way = forms.ChoiceField(label=_("How"), choices=MORNING_WAYS)
    hour = forms.TypedChoiceField(label=_("At what time"), choices=AT_HOURS, coerce=int)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), choices=Weekday.choices, coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("What is counted"), choices=[(kind.value, ReminderKind(kind).label) for kind in FOR_STAFF],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    @property
    def morning(self) -> Morning:
        """Give what was chosen as rules know it."""
        data = self.cleaned_data
        return Morning(data["way"], data["hour"], tuple(data["weekdays"]), tuple(data["kinds"]))


def leads_words(leads: Iterable[int]) -> str:
    """Say several leads: "1 day before and 2 hours before"."""
    return ", ".join(str(lead_words(lead)) for lead in leads)


def _written(leads: Iterable[int]) -> str:
    return ",".join(str(lead) for lead in leads)


def _read(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)
