"""Admission in one step: the day, the seat, the team, and why something may follow later."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.choices import CareRole
from clients.models import LevelOfCare
from iop.pages.client_forms.enrolment import Weekdays
from iop.pages.schedule_forms.base import DateField, OneOf, RefusableForm
from iop.workflows.care_teams import Candidate
from scheduling.models import Track


class AdmissionForm(RefusableForm):
    """Everything that an admission decides."""

    on = DateField(label=_("Admitted on"))
    track = OneOf(label=_("Track"), empty=_("Choose"))
    weekdays = Weekdays(label=_("Days"))
    starts_on = DateField(label=_("First day"))
    take_free_seat = forms.BooleanField(
        label=_("The held seat ran out: take a free one like anybody else"), required=False
    )
    level = OneOf(label=_("Level of care"), required=False, empty=_("Choose"))
    placement_reason = forms.CharField(
        label=_("Why this level fits"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    accept_warnings_reason = forms.CharField(
        label=_("Why they are admitted before everything is there"), required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only where something that may follow is still missing."),
    )  # fmt: skip

    beside = {"track_id": "track", "reason": "placement_reason"}
    clash_beside = "track"

    def offer(
        self, *, tracks: Iterable[Track], levels: Sequence[LevelOfCare] | None, has_hold: bool, warns: bool,
        team: Mapping[str, Sequence[Candidate]],
    ) -> AdmissionForm:  # fmt: skip
        """Say what can be chosen. Without ``levels`` there is a placement already, or it is not theirs to decide."""
        track: Any = self.fields["track"]
        track.offer(tracks, lambda one: f"{one.name} · {one.program.level.short_name}")
        if levels is None:
            del self.fields["level"], self.fields["placement_reason"]
        else:
            level: Any = self.fields["level"]
            level.offer(levels, lambda one: f"{one.short_name} · {one.name}")
        if not has_hold:
            del self.fields["take_free_seat"]
        if not warns:
            del self.fields["accept_warnings_reason"]
        for role, candidates in team.items():
            self._ask_role(role, candidates)
        return self

    def _ask_role(self, role: str, candidates: Sequence[Candidate]) -> None:
        choices = [("", _("Nobody yet")), *((str(one.staff_id), load_words(one)) for one in candidates)]
        best = next((one for one in candidates if not one.is_full), candidates[0] if candidates else None)
        self.fields[f"team_{role}"] = forms.ChoiceField(
            label=CareRole(role).label, choices=choices, required=False, initial=str(best.staff_id) if best else ""
        )

    @property
    def team_fields(self) -> list[Any]:
        """The questions about the team, bound."""
        return [self[name] for name in self.fields if name.startswith("team_")]

    @property
    def admission(self) -> dict[str, Any]:
        """What was decided, as the action takes it."""
        data = self.cleaned_data
        team = {
            name.removeprefix("team_"): uuid.UUID(value)
            for name, value in data.items()
            if name.startswith("team_") and value
        }
        return {"team": team, **{name: value for name, value in data.items() if not name.startswith("team_")}}


def load_words(one: Candidate) -> str:
    """Say a colleague with how many they look after."""
    words = _("%(name)s · %(n)d, full") if one.is_full else _("%(name)s · %(n)d")
    return str(words) % {"name": one.name, "n": one.caseload}
