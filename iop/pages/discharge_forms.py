"""What the pages about the end of a stay, check-ins after it and asking for more support ask."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import DischargeKind, Urgency
from clients.discharge_choices import ContactAfter, Destination, FirstAppointment, Kept
from clients.discharge_rules import Leaving
from clients.models import DischargeDetail
from iop.core import clock
from iop.pages.schedule_forms.base import DateField, RefusableForm, TimeField, version_field
from therapy.choices.follow_ups import (
    ANSWERS_BY_HAND,
    SETTLED_BY_HAND,
    AskChannel,
    AttemptOutcome,
    AttemptWay,
    FollowUpStatus,
    Living,
    Using,
    Working,
)
from therapy.rules.follow_ups import Told

CHOOSE = [("", _("Choose"))]
AFTER_A_TALK = ("living", "working", "using", "wants_support")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
STAFF_CHANNELS = [choice for choice in AskChannel.choices if choice[0] != AskChannel.PORTAL]


def _several_lines(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _asked(label: Any, choices: list[Any]) -> forms.ChoiceField:
    said = {"required": _("Choose an answer; “Not said” is one.")}
    return forms.ChoiceField(label=label, choices=[*CHOOSE, *choices], error_messages=said)


class LeavingForm(RefusableForm):
    """Where somebody goes, the first appointment, and whether they want to hear from us."""

    destination = forms.ChoiceField(
        label=_("Where they go"), choices=[*CHOOSE, *Destination.choices],
        error_messages={"required": _("Choose where they go; “Not known” is an answer.")},
    )  # fmt: skip
    destination_words = forms.CharField(
        label=_("In a few words"), max_length=200, required=False, help_text=_("Which program, which town.")
    )
    first_appointment = forms.ChoiceField(
        label=_("First appointment with whoever goes on caring"), choices=FirstAppointment.choices,
        initial=FirstAppointment.NOT_YET,
    )  # fmt: skip
    first_on = DateField(label=_("Day"), required=False)
    first_time = TimeField(label=_("Time"), required=False)
    first_with = forms.CharField(label=_("With whom"), max_length=200, required=False)
    contact_after = forms.ChoiceField(
        label=_("May we ask how they are, after treatment?"), choices=ContactAfter.choices,
        initial=ContactAfter.NOT_ASKED, widget=forms.RadioSelect,
        help_text=_("A yes counts once the consent to contact after treatment is signed."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for an hour beside a day; for somebody who died, ask for no destination."""
        data = super().clean() or {}
        if data.get("kind") == DischargeKind.DECEASED:
            self.errors.pop("destination", None)
            data.setdefault("destination", "")
        if data.get("first_on") and not data.get("first_time"):
            self.add_error("first_time", _("Give the time of the first appointment too."))
        return data

    def leaving(self, zone: str) -> Leaving:
        """Give what was said; the appointment's day and time are of the clinic's wall clock."""
        data = self.cleaned_data
        on, wall = data["first_on"], data["first_time"]
        first_at = clock.at_local(on, wall, zone) if on and wall else None
        return Leaving(
            data["destination"] or Destination.UNKNOWN, data["destination_words"], data["first_appointment"], first_at,
            data["first_with"], data["contact_after"],
        )  # fmt: skip


class DischargeForm(LeavingForm):
    """How, when and why treatment ends, and where it leads."""

    on = DateField(label=_("Last day in treatment"))
    kind = forms.ChoiceField(label=_("How it ends"), choices=[*CHOOSE, *DischargeKind.choices])
    reason = forms.CharField(label=_("Why, in a sentence the next colleague will understand"), widget=_several_lines())


class ChangeLeavingForm(LeavingForm):
    """The same, changed or completed later."""

    version = version_field()


def kept_as(detail: DischargeDetail | None, zone: str) -> dict[str, Any]:
    """Give what is kept under the names of the form's fields."""
    if detail is None:
        return {}
    names = ("destination", "destination_words", "first_appointment", "first_with", "contact_after", "version")
    return {**{name: getattr(detail, name) for name in names}, **day_and_time(detail.first_at, zone)}


def day_and_time(at: dt.datetime | None, zone: str) -> dict[str, Any]:
    """Split an instant into the day and the time of the clinic's wall clock."""
    wall = at.astimezone(ZoneInfo(zone)) if at else None
    return {"first_on": wall.date(), "first_time": wall.time()} if wall else {}


class KeptForm(RefusableForm):
    """Whether the first appointment was kept."""

    kept = forms.ChoiceField(label=_("Was it kept?"), choices=Kept.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What you heard"), max_length=300, required=False)


class AttemptForm(RefusableForm):
    """One try to reach somebody."""

    way = forms.ChoiceField(label=_("How"), choices=AttemptWay.choices)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=[*CHOOSE, *AttemptOutcome.choices])
    words = forms.CharField(
        label=_("Note"), max_length=300, required=False,
        help_text=_("A message left says your first name and a number: no clinic, no treatment."),
    )  # fmt: skip


class SettleForm(RefusableForm):
    """How a check-in ended, and what they told."""

    version = version_field()
    status = forms.ChoiceField(
        label=_("How it ended"), choices=[(choice.value, choice.label) for choice in SETTLED_BY_HAND],
        widget=forms.RadioSelect,
    )  # fmt: skip
    living = _asked(_("They live"), Living.choices)
    working = _asked(_("Work or school"), Working.choices)
    using = _asked(_("Use since the last contact, as they tell it"), Using.choices)
    wants_support = forms.ChoiceField(
        label=_("Do they want more support?"), choices=YES_NO, widget=forms.RadioSelect,
        help_text=_("A yes opens an inquiry at once."),
        error_messages={"required": _("Say whether they want more support.")},
    )  # fmt: skip
    words = forms.CharField(label=_("How they are"), required=False, widget=_several_lines(4))
    no_more = forms.BooleanField(label=_("They do not want to be called again"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for answers after a talk alone."""
        data = super().clean() or {}
        if data.get("status") != FollowUpStatus.REACHED:
            for name in AFTER_A_TALK:
                self.errors.pop(name, None)
                data.setdefault(name, "")
        return data

    def told(self) -> Told:
        """Give what they told."""
        data = self.cleaned_data
        wants = {"yes": True, "no": False}.get(data["wants_support"])
        return Told(data["living"], data["working"], data["using"], wants)


class AskForm(RefusableForm):
    """Somebody asks for more support."""

    words = forms.CharField(label=_("What they ask for, in their words"), widget=_several_lines(4))
    urgency = forms.ChoiceField(
        label=_("How soon somebody answers"), choices=Urgency.choices, initial=Urgency.SOON, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(label=_("How they asked"), choices=STAFF_CHANNELS, initial=AskChannel.PHONE)
    callback_phone = forms.CharField(
        label=_("Where to call back"), max_length=40, required=False,
        help_text=_("Only when it is another number than the one in the chart."),
    )  # fmt: skip


class AnswerForm(RefusableForm):
    """What came of a wish for more support."""

    version = version_field()
    answer = forms.ChoiceField(
        label=_("What came of it"), choices=[*CHOOSE, *((choice.value, choice.label) for choice in ANSWERS_BY_HAND)]
    )
    words = forms.CharField(label=_("What was agreed"), max_length=500, widget=_several_lines(3))
