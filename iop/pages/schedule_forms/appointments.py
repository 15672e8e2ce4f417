"""Booking, moving and ending an appointment, and a colleague's time away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iop.core import clock
from iop.core.errors import Refusal
from iop.pages.family_care_forms import FIELDS, form_field, goals_field, offer_people, people_field, plan_from
from iop.pages.presenters.schedule.calendar_rows import Choices
from iop.pages.schedule_forms.base import DateField, IdField, OneOf, RefusableForm, TimeField, scope_field
from scheduling.choices import AppointmentKind, AppointmentStatus, StatusReason
from scheduling.rules.family import FamilyPlan

LONGEST = 480
MOST_WEEKS = 26


def _despite() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("They agreed to this time all the same"),
        required=False,
        help_text=_("What they told us stays as it is; this appointment is an exception."),
    )


def _because() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Reason"), required=False, choices=[("", "—"), *StatusReason.choices])


class TimedForm(RefusableForm):
    """A stretch on a site's wall clock: date, time, minutes."""

    on = DateField(label=_("Date"))
    at = TimeField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=LONGEST)

    beside = {"starts_at": "at", "ends_at": "minutes", "staff_id": "staff", "room_id": "room", "client_id": "client"}

    clash_beside = "at"
    zone = "UTC"
    is_warned = False
    """Whether the client said they cannot come then: only then the form offers to book it all the same."""

    def refuse(self, refusal: Refusal) -> None:
        """Say what is in the way; what the client keeps free may be agreed on all the same."""
        self.is_warned = refusal.code == "commitment"
        super().refuse(refusal)

    @property
    def offers_despite(self) -> bool:
        """Say whether the tick "all the same" is shown."""
        return self.is_warned or bool(self.is_bound and self["despite_commitment"].value())

    def clean(self) -> dict[str, Any]:
        """Refuse a wall time that the spring jump leaves out: nobody could be there then."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("on") and data.get("at") and clock.is_skipped(data["on"], data["at"], self.zone):
            self.add_error("at", _("The clock goes forward that night: this time does not happen. Choose another."))
        return data

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Say the instants it begins and ends."""
        start = clock.at_local(self.cleaned_data["on"], self.cleaned_data["at"], self.zone)
        return start, start + dt.timedelta(minutes=self.cleaned_data["minutes"])


class BookingForm(TimedForm):
    """A new appointment, once or every week."""

    kind = forms.ChoiceField(label=_("What"), choices=AppointmentKind.choices)
    client = IdField(label=_("Client"), error_messages={"required": _("Find the client and choose them.")})
    staff = OneOf(label=_("Clinician"), empty=_("Choose"))
    room = OneOf(label=_("Room"), required=False, empty=_("No room"))
    telehealth_link = forms.URLField(label=_("Video link"), required=False, assume_scheme="https")
    during_session = forms.BooleanField(
        label=_("During the treatment day"),
        required=False,
        help_text=_("The client leaves the group for this time and comes back."),
    )
    weeks = forms.IntegerField(
        label=_("How many weeks in a row"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("1 books it once; 10 books the same time for ten weeks."),
    )
    skip_clashes = forms.BooleanField(
        label=_("Leave out weeks in which somebody is taken"),
        required=False,
        help_text=_("Otherwise one taken week refuses them all."),
    )
    despite_commitment = _despite()
    family_form = form_field()
    people = people_field()
    family_goals = goals_field()

    field_order = [
        "kind",
        "client",
        *FIELDS,
        "staff",
        "on",
        "minutes",
        "at",
        "room",
        "telehealth_link",
        "during_session",
        "weeks",
        "skip_clashes",
        "despite_commitment",
    ]

    def __init__(self, *args: Any, options: Choices, zone: str, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        offer_people(self, people)
        # Another kind has another usual length, and a family session asks who else comes.
        asks = {"hx-post": reverse("book_appointment"), "hx-trigger": "change", "hx-vals": '{"do": "kind"}'}
        self.fields["kind"].widget.attrs.update(asks)
        self.offered("staff").offer(options.staff)
        self.offered("room").offer(options.rooms, lambda room: f"{room.name} ({room.capacity})")

    def offered(self, name: str) -> OneOf:
        """Give a field that chooses among rows."""
        field = self.fields[name]
        assert isinstance(field, OneOf)
        return field

    @property
    def plan(self) -> FamilyPlan | None:
        """Give what a family appointment is planned as; none for other kinds."""
        return plan_from(self.cleaned_data) if self.cleaned_data["kind"] == AppointmentKind.FAMILY else None


class MoveForm(TimedForm):
    """A new time for an appointment, with whoever and wherever it then is."""

    staff = OneOf(label=_("Clinician"), empty=_("Choose"))
    room = OneOf(label=_("Room"), required=False, empty=_("As it is"))
    leaves_room = forms.BooleanField(label=_("It needs no room any more"), required=False)
    telehealth_link = forms.URLField(label=_("Video link"), required=False, assume_scheme="https")
    scope = scope_field()
    despite_commitment = _despite()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, options: Choices, zone: str, in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for name, rows in (("staff", options.staff), ("room", options.rooms)):
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.offer(rows)
        if not in_series:
            del self.fields["scope"]


class CancelForm(RefusableForm):
    """Why something does not happen."""

    because = _because()
    reason = forms.CharField(
        label=_("Why it is cancelled"), max_length=300, required=False,
        help_text=_("A reason from the list, or a few words, or both."),
    )  # fmt: skip
    scope = scope_field()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, in_series: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not in_series:
            del self.fields["scope"]


class MarkForm(RefusableForm):
    """What became of an appointment; taking it back asks why, and of a series several may be marked together."""

    status = forms.ChoiceField(choices=AppointmentStatus.choices, widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    because = _because()
    reason = forms.CharField(
        label=_("In a few words"), max_length=300, required=False,
        help_text=_("Needed to set it back to booked; else only if it helps the next colleague."),
    )  # fmt: skip
    scope = scope_field()

    def __init__(self, *args: Any, in_series: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if in_series:
            field: Any = self.fields["scope"]
            field.label, field.required = _("Mark"), False
            field.choices = MARK_SCOPES
        else:
            del self.fields["scope"]


MARK_SCOPES = (
    ("this", _("Only this one")),
    ("following", _("This and those after it that have begun and are not marked")),
    ("all", _("All that have begun and are not marked")),
)


class BlockForm(RefusableForm):
    """Time a colleague is away: hours of a day, or whole days."""

    staff = OneOf(label=_("Who"), empty=_("Choose"))
    first_on = DateField(label=_("From"))
    from_at = TimeField(label=_("Time"), required=False, help_text=_("Empty: the whole day."))
    last_on = DateField(label=_("Until"))
    until_at = TimeField(label=_("Time"), required=False, help_text=_("Empty: the whole day."))
    reason = forms.CharField(
        label=_("Why"), max_length=120, help_text=_("Colleagues see this: leave, training, supervision.")
    )

    beside = {"starts_at": "first_on", "ends_at": "last_on", "staff_id": "staff"}
    clash_beside = "first_on"

    def __init__(self, *args: Any, options: Choices, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        field = self.fields["staff"]
        assert isinstance(field, OneOf)
        field.offer(options.staff)

    @property
    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """Say the instants from when until when; without times the days count whole."""
        data = self.cleaned_data
        start = clock.at_local(data["first_on"], data["from_at"] or dt.time(0), self.zone)
        if data["until_at"]:
            return start, clock.at_local(data["last_on"], data["until_at"], self.zone)
        return start, clock.day_bounds(data["last_on"], self.zone)[1]

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if {"first_on", "last_on"} <= data.keys() and not self.errors and self.span[1] <= self.span[0]:
            self.add_error("last_on", _("It must end after it begins."))
        return data
