"""Programs, tracks, rooms: what a site offers and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import LevelOfCare
from iop.clinic.models import Site
from iop.pages.schedule_forms.base import OneOf, RefusableForm, version_field
from scheduling.choices import DayPart
from scheduling.models import Program


class AtSiteForm(RefusableForm):
    """Something of a site; where there are several sites, which."""

    site = OneOf(label=_("Site"))

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["site"]
        assert isinstance(field, OneOf)
        field.offer(sites)


class RoomForm(AtSiteForm):
    """A room."""

    name = forms.CharField(label=_("Name"), max_length=80)
    capacity = forms.IntegerField(label=_("How many clients it holds"), min_value=1, max_value=500)
    equipment = forms.CharField(
        label=_("Equipment"),
        max_length=300,
        required=False,
        help_text=_("Screen, mats, step-free access, a quiet corner."),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = version_field()


class ProgramForm(AtSiteForm):
    """A level of care offered at a site."""

    level = OneOf(label=_("Level of care"))
    name = forms.CharField(label=_("Name"), max_length=120)
    target_weeks = forms.IntegerField(label=_("Usual stay in weeks"), min_value=1, max_value=104, initial=10)
    min_weeks = forms.IntegerField(label=_("Shortest stay in weeks"), min_value=1, max_value=104, initial=8)
    max_weeks = forms.IntegerField(
        label=_("Longest stay in weeks"), min_value=1, max_value=104, initial=12,
        help_text=_("A longer stay is possible; it then asks for a reason."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Offered"), required=False, initial=True)
    version = version_field()

    def __init__(self, *args: Any, levels: Iterable[LevelOfCare], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, OneOf)
        field.offer(levels, lambda level: level.name)


class TrackForm(RefusableForm):
    """A cohort schedule of a program."""

    program = OneOf(label=_("Program"))
    name = forms.CharField(label=_("Name"), max_length=120)
    day_part = forms.ChoiceField(label=_("When it runs"), choices=DayPart.choices)
    capacity = forms.IntegerField(
        label=_("Seats on each day"), min_value=1, max_value=200, initial=12,
        help_text=_("Rooms and group sizes may hold fewer; then the smaller number counts."),
    )  # fmt: skip
    telehealth_link = forms.URLField(label=_("Video link"), required=False, assume_scheme="https")
    is_active = forms.BooleanField(
        label=_("Open for enrolment"), required=False, initial=True,
        help_text=_("A closed track makes no new sessions; those planned stay until they are cancelled."),
    )  # fmt: skip
    version = version_field()

    def __init__(self, *args: Any, programs: Iterable[Program], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["program"]
        assert isinstance(field, OneOf)
        field.offer(programs, lambda program: f"{program.name}, {program.site.name}")
