"""Forms about groups outside a stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from iop.clinic.choices import Weekday
from iop.clinic.models import Site, StaffMember
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm, TimeField, version_field
from iop.pages.schedule_forms.places import AtSiteForm
from scheduling.models import Room
from sessions_app.group_choices import (
    BY_HAND,
    LONGEST_MINUTES,
    MOST_EVERY,
    NTH,
    SHORTEST_MINUTES,
    Audience,
    Frequency,
    GroupKind,
)


class GroupForm(AtSiteForm):
    """A group: what it is, who may come, how many."""

    kind = forms.ChoiceField(label=_("Kind of group"), choices=GroupKind.choices)
    audience = forms.ChoiceField(
        label=_("Who may come"), choices=Audience.choices,
        help_text=_("Former clients are on a list only once they have signed “Contact after treatment”."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("For colleagues."))
    neutral_name = forms.CharField(
        label=_("Name in messages"), max_length=60,
        help_text=_("Others may read a message over a shoulder: “Thursday circle” tells nothing."),
    )  # fmt: skip
    capacity = forms.IntegerField(
        label=_("Places"), min_value=1, max_value=200, initial=12, help_text=_("Past the last place, people wait.")
    )
    language = forms.ChoiceField(label=_("Language of the group"), choices=settings.LANGUAGES)
    notes = forms.CharField(
        label=_("What it works on"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Topics in turn, readings, who brings the coffee. Nothing about anybody."),
    )  # fmt: skip
    version = version_field()


class _HeldForm(RefusableForm):
    """Where and by whom a group is held."""

    room = OneOf(label=_("Room"), required=False, empty=_("No room"))
    lead = OneOf(label=_("Led by"), required=False, empty=_("Nobody yet"))
    co_lead = OneOf(label=_("Together with"), required=False, empty=_("Nobody"))

    def offer(self, rooms: Iterable[Room], staff: Iterable[StaffMember]) -> None:
        """Say which rooms and colleagues can be chosen."""
        people = list(staff)
        for name, rows in (("room", list(rooms)), ("lead", people), ("co_lead", people)):
            field = self.fields[name]
            assert isinstance(field, OneOf)
            field.offer(rows, lambda row: row.name)


class RhythmForm(_HeldForm):
    """When a group meets, from a day on."""

    valid_from = DateField(label=_("From"))
    frequency = forms.ChoiceField(label=_("Counted"), choices=Frequency.choices, widget=forms.RadioSelect)
    every = forms.IntegerField(
        label=_("Every so many weeks or months"), min_value=1, max_value=MOST_EVERY, initial=1,
        help_text=_("1 is every week or month, 2 every second."),
    )  # fmt: skip
    nth = forms.TypedChoiceField(
        label=_("By the month: which of these weekdays"), required=False, coerce=int, empty_value=None,
        choices=[("", _("by the week")), *NTH],
    )  # fmt: skip
    weekday = forms.TypedChoiceField(label=_("Weekday"), coerce=int, choices=Weekday.choices)
    starts_at = TimeField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=90)
    field_order = (
        "valid_from", "frequency", "every", "nth", "weekday", "starts_at", "minutes", "room", "lead", "co_lead",
    )  # fmt: skip


class EndGroupForm(RefusableForm):
    """The last day of a group."""

    ends_on = DateField(label=_("Last day"))


class NewMeetingForm(RefusableForm):
    """One meeting outside the rhythm."""

    on = DateField(label=_("On"))
    at = TimeField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=SHORTEST_MINUTES, max_value=LONGEST_MINUTES, initial=90)
    beside = {"starts_at": "on"}
    clash_beside = "on"


class MoveMeetingForm(RefusableForm):
    """Another time for one meeting."""

    on = DateField(label=_("On"))
    at = TimeField(label=_("Begins at"))
    version = version_field()
    beside = {"starts_at": "on"}
    clash_beside = "on"


class CancelMeetingForm(RefusableForm):
    """Calling a meeting off."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("For colleagues; people on the list are told only that it does not meet.")
    )  # fmt: skip
    version = version_field()


class ChangeMeetingForm(_HeldForm):
    """Another room, other colleagues, the topic."""

    topic = forms.CharField(label=_("Topic"), required=False, max_length=200)
    version = version_field()
    clash_beside = "room"


class FinishForm(RefusableForm):
    """A meeting was held."""

    guests = forms.IntegerField(
        label=_("Guests"), min_value=0, max_value=200, initial=0, required=False,
        help_text=_("How many came who are on no list. Their names are not kept."),
    )  # fmt: skip
    topic = forms.CharField(label=_("Topic"), required=False, max_length=200)
    version = version_field()

    def clean_guests(self) -> int:
        """Left empty, nobody."""
        return self.cleaned_data.get("guests") or 0


class FindForm(forms.Form):
    """Looking for somebody. What is typed is posted and stands in no address."""

    words = forms.CharField(label=_("Name or record number"), max_length=80)


class LeaveForm(RefusableForm):
    """Why somebody no longer comes."""

    reason = forms.ChoiceField(label=_("Why"), choices=BY_HAND)
    version = forms.IntegerField(widget=forms.HiddenInput)


def group_form(data: Any, sites: Iterable[Site], initial: dict[str, Any]) -> GroupForm:
    """Make the form of a group for the sites it may stand at."""
    form = GroupForm(data, sites=sites, initial=initial)
    form.clash_beside = "name"
    return form
