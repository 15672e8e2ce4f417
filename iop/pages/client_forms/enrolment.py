"""Enrolling a client, and what changes later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iop.clinic.choices import Weekday
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm


class Weekdays(forms.TypedMultipleChoiceField):
    """Chosen weekdays, Monday first."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, choices=Weekday.choices, **kwargs)


class WithTrack(RefusableForm):
    """A form in which a track is chosen."""

    beside = {"track_id": "track", "on": "starts_on"}

    def offer(self, tracks: Iterable[Any], label: Any) -> WithTrack:
        """Say which tracks there are; ``label`` words one with its seats."""
        field = self.fields["track"]
        assert isinstance(field, OneOf)
        field.offer(tracks, label)
        return self


class EnrolForm(WithTrack):
    """A place in a track, on weekdays, from a day on."""

    track = OneOf(label=_("Track"), empty=_("Choose"))
    weekdays = Weekdays(label=_("Days"))
    starts_on = DateField(label=_("First day"))
    ends_on = DateField(label=_("Last day"), required=False, help_text=_("Leave it empty while the end is not known."))


class WaitForm(WithTrack):
    """A place on the waiting list of a track that is full."""

    track = OneOf(label=_("Track"))
    weekdays = Weekdays(label=_("Days"))
    wanted_from = DateField(label=_("Wanted from"))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class PauseForm(RefusableForm):
    """Days away by agreement."""

    starts_on = DateField(label=_("First day away"))
    ends_on = DateField(label=_("Last day away"))
    releases_seat = forms.BooleanField(label=_("Give the seat to somebody else meanwhile"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300)


class WeekdaysForm(RefusableForm):
    """Other days from a day on."""

    weekdays = Weekdays(label=_("Days"))
    from_on = DateField(label=_("From"))

    beside = {"starts_on": "from_on"}


class ChangeTrackForm(WithTrack):
    """Another track from a day on."""

    track = OneOf(label=_("New track"), empty=_("Choose"))
    weekdays = Weekdays(label=_("Days"))
    from_on = DateField(label=_("From"))

    beside = {"track_id": "track", "starts_on": "from_on", "on": "from_on"}


class EndForm(RefusableForm):
    """The last day in the track."""

    ends_on = DateField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), max_length=300)


class WithdrawForm(RefusableForm):
    """Taking an enrolment back before it begins."""

    reason = forms.CharField(label=_("Why"), max_length=300)
