"""The call: what is asked in the order people talk, and what happens to an inquiry afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients import inquiry_fields
from clients.choices import (
    NAME_LENGTH,
    CallerIs,
    CheckAnswer,
    InquiryChannel,
    InquiryStatus,
    OutReason,
    PayerKind,
    ReferralKind,
    ReplyBy,
    SafetyAnswer,
    Substance,
    Urgency,
)
from clients.models import Inquiry, IntakeCheck, ReferralSource
from iop.access.actors import Place
from iop.core import clock
from iop.core.errors import Invalid
from iop.pages.client_forms.details import LANGUAGES
from iop.pages.client_forms.enrolment import Weekdays
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, TimeField, version_field
from scheduling.models import Track

PHONE = {"type": "tel", "autocomplete": "off"}
OFF = {"autocomplete": "off"}
CHANNELS = [(value, label) for value, label in InquiryChannel.choices if value != InquiryChannel.WEB]


def _line(label: Any, length: int, hint: Any = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, required=False, help_text=hint, widget=forms.TextInput(attrs=OFF), **more
    )


class InquiryForm(RefusableForm):
    """Who calls for whom, how to reach them, what is going on, and what they hope for."""

    site = forms.ChoiceField(label=_("Site"))
    channel = forms.ChoiceField(label=_("How they asked"), choices=CHANNELS, initial=InquiryChannel.PHONE)

    caller_is = forms.ChoiceField(
        label=_("Who is calling?"), choices=CallerIs.choices, initial=CallerIs.SELF, widget=forms.RadioSelect
    )
    caller_name = _line(_("Caller's name"), NAME_LENGTH)
    caller_role = _line(_("Who they are to the person"), 60)
    callback_phone = forms.CharField(
        label=_("Number to call back"), max_length=40, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    may_leave_message = forms.BooleanField(label=_("We may leave a message there"), required=False)
    reply_by = forms.ChoiceField(
        label=_("They prefer"), choices=ReplyBy.choices, initial=ReplyBy.PHONE, widget=forms.RadioSelect
    )
    callback_email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(attrs=OFF))
    safe_times = _line(_("Safe times"), 200)

    first_name = forms.CharField(label=_("First name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs=OFF))
    last_name = _line(_("Last name"), NAME_LENGTH)
    preferred_name = _line(_("Called"), NAME_LENGTH)
    date_of_birth = DateField(label=_("Date of birth"), required=False)
    phone = forms.CharField(
        label=_("Their own number, if another"), max_length=40, required=False, widget=forms.TextInput(attrs=PHONE)
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en")

    presenting_problem = forms.CharField(
        label=_("What is going on, in their words"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3, **OFF}),
    )  # fmt: skip
    substances = forms.MultipleChoiceField(
        label=_("Substances"), choices=Substance.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    substances_note = _line(_("More about it"), 300, _("For example: last use, how it is taken."))
    safety = forms.ChoiceField(
        label=_("Are they safe right now?"), choices=SafetyAnswer.choices, initial=SafetyAnswer.NOT_ASKED,
        widget=forms.RadioSelect,
    )  # fmt: skip
    safety_note = _line(_("What they said about it"), 500)
    urgency = forms.ChoiceField(
        label=_("How soon do they need an answer?"), choices=Urgency.choices, initial=Urgency.ROUTINE,
        widget=forms.RadioSelect,
    )  # fmt: skip

    referral_kind = forms.ChoiceField(label=_("How did they come to us?"), choices=ReferralKind.choices)
    referral_source = OneOf(label=_("Organization"), required=False, empty=_("None, or not listed"))
    referral_contact = _line(_("Contact person there"), 200)

    payer_kind = forms.ChoiceField(label=_("Who would pay?"), choices=PayerKind.choices)
    payer_told = _line(_("Plan, as they told it"), 200)

    wished_track = OneOf(label=_("Track they would like"), required=False, empty=_("No wish yet"))
    wished_weekdays = Weekdays(label=_("Days that suit them"), required=False)
    wished_start = DateField(label=_("Start they hope for"), required=False)

    next_step = _line(_("Next step"), 200)
    next_on = DateField(label=_("On"), required=False)
    next_at = TimeField(label=_("At"), required=False)
    version = version_field()

    beside = {"wished_track_id": "wished_track", "next_step_at": "next_on", "site_id": "site"}

    def offer(
        self, *, places: Sequence[Place], sources: Iterable[ReferralSource], tracks: Iterable[Track], zone: str
    ) -> InquiryForm:
        """Say at which sites, from whom, and for which tracks; ``zone`` is the wall clock of the next step."""
        field: Any = self.fields["site"]
        field.choices = [(str(place.id), place.name) for place in places]
        if len(places) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(places[0].id)
        source: Any = self.fields["referral_source"]
        source.offer(sources, str)
        track: Any = self.fields["wished_track"]
        track.offer(tracks, lambda one: f"{one.name} · {one.program.level.short_name}")
        self.zone = zone
        return self

    def keep_to(self, inquiry: Inquiry) -> None:
        """Leave out what is not changed with the rest: the site, how they asked, and the next step."""
        for name in ("site", "channel", "next_step", "next_on", "next_at"):
            del self.fields[name]
        source: Any = self.fields["referral_source"]
        if inquiry.referral_source_id and str(inquiry.referral_source_id) not in source.rows:
            source.offer([*source.rows.values(), inquiry.referral_source])

    @property
    def fields_of_inquiry(self) -> dict[str, Any]:
        """What was typed, under the names of an inquiry."""
        data = dict(self.cleaned_data)
        track = data.pop("wished_track", None)
        data["wished_track_id"] = track.pk if track else None
        return {name: value for name, value in data.items() if name in inquiry_fields.FIELDS}

    @property
    def next_step_at(self) -> dt.datetime | None:
        """When the next step is due; without a time, in the morning of that day."""
        data = self.cleaned_data
        if not data.get("next_on"):
            return None
        return clock.at_local(data["next_on"], data.get("next_at") or dt.time(9), self.zone)


class CallForm(InquiryForm):
    """The screen of a call: the inquiry with its checklist, in one form."""

    def ask(self, checks: Iterable[IntakeCheck]) -> CallForm:
        """Add a question for each check: yes, no or not known, and why."""
        self.asked = list(checks)
        for check in self.asked:
            self.fields[f"check_{check.pk}"] = forms.ChoiceField(
                label=check.text, choices=CheckAnswer.choices, initial=CheckAnswer.UNKNOWN, required=False
            )
            self.fields[f"why_{check.pk}"] = forms.CharField(label=_("Why"), max_length=300, required=False)
        return self

    check_answers = ((CheckAnswer.YES, _("Yes")), (CheckAnswer.NO, _("No")), (CheckAnswer.UNKNOWN, _("Not known")))

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The questions as the page draws them."""
        return [
            {
                "check": check,
                "name": f"check_{check.pk}",
                "value": self[f"check_{check.pk}"].value() or CheckAnswer.UNKNOWN,
                "why": self[f"why_{check.pk}"],
            }
            for check in self.asked
        ]

    @property
    def answers(self) -> list[tuple[IntakeCheck, str, str]]:
        """What was answered; what is not known and has no word to it is left out."""
        data = self.cleaned_data
        found = [
            (check, data.get(f"check_{check.pk}") or "", data.get(f"why_{check.pk}") or "") for check in self.asked
        ]
        return [one for one in found if one[1] in (CheckAnswer.YES, CheckAnswer.NO) or one[2]]


class AnswerForm(RefusableForm):
    """One line of the checklist."""

    check_id = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(choices=CheckAnswer.choices)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    @property
    def values(self) -> tuple[str, str]:
        """The answer and its reason."""
        return self.cleaned_data["answer"], self.cleaned_data["reason"]


class AssignForm(RefusableForm):
    """Who looks after an inquiry."""

    owner = OneOf(label=_("Who looks after it"), required=False, empty=_("Nobody yet"))


class NextStepForm(RefusableForm):
    """What happens next, and when."""

    next_step = forms.CharField(label=_("Next step"), max_length=200)
    next_on = DateField(label=_("On"))
    next_at = TimeField(label=_("At"), required=False)

    beside = {"next_step_at": "next_on"}

    def step(self, zone: str) -> dict[str, Any]:
        """What and when; without a time, in the morning of that day."""
        data = self.cleaned_data
        wall = data.get("next_at") or dt.time(9)
        return {"next_step": data["next_step"], "next_step_at": clock.at_local(data["next_on"], wall, zone)}


class MoveForm(RefusableForm):
    """The next status; leaving us takes a reason, and a referral a destination."""

    to = forms.ChoiceField(label=_("Status"), choices=InquiryStatus.choices)
    reason = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *OutReason.choices], required=False)
    destination = forms.CharField(
        label=_("Where to"), max_length=200, required=False, help_text=_("For somebody referred elsewhere.")
    )
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = version_field()

    beside = {"out_reason": "reason", "out_note": "note"}


class AcceptForm(RefusableForm):
    """A seat in a track, on weekdays, from a day on."""

    track = OneOf(label=_("Track"), empty=_("Choose"))
    weekdays = Weekdays(label=_("Days"))
    starts_on = DateField(label=_("First day"))
    version = version_field()

    beside = {"track_id": "track", "on": "starts_on"}
    clash_beside = "track"

    def seat(self, version: int) -> dict[str, Any]:
        """The seat as the action takes it; ``version`` is the one in the record, for a page that carried none."""
        data = self.cleaned_data
        return {**data, "version": data["version"] or version}


class ExtendForm(RefusableForm):
    """A longer hold."""

    hours = forms.TypedChoiceField(
        label=_("Hold it for"), coerce=int, initial=24,
        choices=[(24, _("one more day")), (48, _("two more days")), (72, _("three more days"))],
    )  # fmt: skip


class ReleaseForm(RefusableForm):
    """The seat is given back."""

    reason = forms.CharField(label=_("Why"), max_length=300)


class AssessmentForm(RefusableForm):
    """Where and how long an assessment is; when and with whom is chosen by pressing a free time."""

    on = DateField(label=_("Look from"))
    minutes = forms.TypedChoiceField(
        label=_("Length"),
        coerce=int,
        initial=90,
        choices=[(45, "45 min"), (60, "60 min"), (90, "90 min"), (120, "2 h")],
    )
    room = OneOf(label=_("Room"), required=False, empty=_("No room"))
    telehealth_link = forms.URLField(label=_("Video link"), required=False, assume_scheme="https")
    slot = forms.CharField(required=False, widget=forms.HiddenInput)

    beside = {"starts_at": "slot", "ends_at": "minutes", "staff": "slot"}

    def times(self, assessors: Mapping[str, Any]) -> dict[str, Any]:
        """The appointment as the action takes it. Raises ``Invalid`` when no free time was pressed."""
        data = self.cleaned_data
        who, _bar, when = data["slot"].partition("|")
        try:
            start = dt.datetime.fromisoformat(when)
        except ValueError as wrong:
            raise Invalid(_("Press one of the free times.")) from wrong
        if who not in assessors or start.tzinfo is None:
            raise Invalid(_("Press one of the free times."))
        return {
            "staff": assessors[who], "starts_at": start, "ends_at": start + dt.timedelta(minutes=data["minutes"]),
            "room": data["room"], "telehealth_link": data["telehealth_link"],
        }  # fmt: skip


def leaving_form(inquiry: Inquiry, to: str) -> MoveForm:
    """Ask why somebody leaves us, and where they go."""
    form = MoveForm(prefix="move", initial={"to": to, "version": inquiry.version})
    field: Any = form.fields["to"]
    field.choices = [
        (str(status), status.label)
        for status in (InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST)
    ]
    return form


def initial_of(inquiry: Inquiry) -> dict[str, Any]:
    """What stands in the record, under the form's names."""
    found = {
        name: getattr(inquiry, name)
        for name in InquiryForm.base_fields
        if name in inquiry_fields.FIELDS or name == "version"
    }
    return found | {
        "referral_source": str(inquiry.referral_source_id or ""),
        "wished_track": str(inquiry.wished_track_id or ""),
    }
