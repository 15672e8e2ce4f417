"""Changing somebody's level of care: the track, the days, and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import StayKind, VarianceReason
from clients.models import LevelOfCare
from iop.pages.client_forms.enrolment import Weekdays
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm

OUT = ("stay_kind", "facility", "expected_until", "keeps_seat")
HERE = ("track", "weekdays", "tests_per_week")


class TransitionForm(RefusableForm):
    """Everything that is decided beside the level and the day, which stand in the address."""

    track = OneOf(label=_("Track"), empty=_("Choose"))
    weekdays = Weekdays(label=_("Days"))
    stay_kind = forms.ChoiceField(label=_("What kind of care"), choices=[("", _("Choose")), *StayKind.choices])
    facility = forms.CharField(label=_("Where they go"), max_length=200)
    expected_until = DateField(label=_("Expected back by"), required=False)
    keeps_seat = forms.BooleanField(
        label=_("Keep their seat here until then"), required=False,
        help_text=_("Otherwise the seat is free from the first day away."),
    )  # fmt: skip
    tests_per_week = forms.DecimalField(
        label=_("Drug tests a week from then on"), required=False, min_value=0, max_value=7, max_digits=4, decimal_places=2,
        help_text=_("Leave it empty to leave the plan as it is. Half a test is one in two weeks."),
    )  # fmt: skip
    indicated_level = OneOf(
        label=_("Level the assessment points to"), required=False, empty=_("The same"),
    )  # fmt: skip
    variance_reason = forms.ChoiceField(
        label=_("Why it differs"), required=False, choices=[("", "—"), *VarianceReason.choices]
    )
    reason = forms.CharField(
        label=_("Why, in a sentence the next colleague will understand"), widget=forms.Textarea(attrs={"rows": 3})
    )

    def fit(
        self, level: LevelOfCare, levels: Iterable[LevelOfCare], tracks: Iterable[Any], label: Any
    ) -> TransitionForm:
        """Keep the fields that a level needs, and say which tracks and levels there are."""
        for name in HERE if level.is_off_site else OUT:
            del self.fields[name]
        indicated: Any = self.fields["indicated_level"]
        indicated.offer(levels, lambda each: each.name)
        if not level.is_off_site:
            track: Any = self.fields["track"]
            track.offer(tracks, label)
        return self

    def without(self, *names: str) -> TransitionForm:
        """Leave out what does not apply, or is not for this colleague."""
        for name in names:
            self.fields.pop(name, None)
        return self


class UndoForm(RefusableForm):
    """Why a change is taken back."""

    reason = forms.CharField(label=_("Why it is undone"), max_length=300)


def ids_of(values: Iterable[str]) -> frozenset[uuid.UUID]:
    """Read the ids that were ticked; what is none is not there."""
    found = set()
    for value in values:
        try:
            found.add(uuid.UUID(value))
        except ValueError:
            continue
    return frozenset(found)
