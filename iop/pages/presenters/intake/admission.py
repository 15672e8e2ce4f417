"""The admission page: what is there, what is missing and where it is mended, the seat, and who could look after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from clients import policies
from clients.choices import EpisodeStatus
from clients.models import Inquiry
from iop.pages.intake_forms.admission import AdmissionForm
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.options import levels_in_use
from iop.pages.presenters.intake import words
from iop.pages.presenters.intake.calling import open_tracks
from iop.pages.presenters.schedule.when import day_words, weekday_short
from iop.workflows.admission import Admitted, Line, LineState, checklist, known_before, propose_team
from iop.workflows.care_teams import Candidate
from scheduling import holding
from scheduling.choices import HoldEnd
from scheduling.models import SeatHold

TONES = {LineState.OK: "good", LineState.WARNS: "warn", LineState.BLOCKS: "bad"}


@dataclass
class AdmissionPage:
    """One person about to be admitted."""

    chart: Chart
    lines: Sequence[Line]
    inquiry: Inquiry | None
    hold: SeatHold | None
    team: Mapping[str, Sequence[Candidate]]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The checklist in words, each missing thing with the place where it is mended."""
        return [
            {
                "label": line.label,
                "state": line.state.label,
                "tone": TONES[line.state],
                "sentence": line.sentence,
                "url": self._place(line) if line.state != LineState.OK else "",
            }
            for line in self.lines
        ]

    @property
    def blocks(self) -> int:
        """How many things come first."""
        return sum(line.state == LineState.BLOCKS for line in self.lines)

    @property
    def warns(self) -> bool:
        """Say whether something may follow later."""
        return any(line.state == LineState.WARNS for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """Say whether nothing comes first."""
        return not self.blocks

    @property
    def is_admitted(self) -> bool:
        """Say whether it is done already."""
        return self.chart.episode.status != EpisodeStatus.INQUIRY

    @property
    def level(self) -> str:
        """The level they are placed in."""
        held = self.chart.stay.level_on(self.chart.today)
        return held.label if held else ""

    @cached_property
    def hold_says(self) -> dict[str, str]:
        """The held seat, and whether it still stands."""
        hold = self.hold
        if hold is None:
            return {}
        days = ", ".join(weekday_short(day) for day in hold.weekdays)
        left = words.left_words(hold.expires_at, self.chart.at) if hold.ended_at is None else ""
        return {
            "what": f"{hold.track.name} · {days} · " + _("from %(day)s") % {"day": day_words(hold.starts_on)},
            "left": left,
        }

    @property
    def inquiry_url(self) -> str:
        """The page of the inquiry they came by."""
        return reverse("inquiry", args=[self.inquiry.pk]) if self.inquiry else ""

    def form(self, data: Any = None) -> AdmissionForm:
        """Make the form: the held seat stands there already, the team as proposed."""
        chart, hold = self.chart, self.hold
        may_place = not self.level and policies.may_place(chart.actor, chart.episode) is None
        form = AdmissionForm(
            data,
            initial={
                "on": chart.today, "track": str(hold.track_id) if hold else "",
                "weekdays": hold.weekdays if hold else [], "starts_on": max(hold.starts_on if hold else chart.today, chart.today),
            },
        )  # fmt: skip
        return form.offer(
            tracks=open_tracks([chart.episode.site_id]), levels=levels_in_use() if may_place else None,
            has_hold=bool(hold) and not self.hold_says["left"], warns=self.warns, team=self.team,
        )  # fmt: skip

    def after(self, made: Admitted) -> str:
        """Lead to the calendar of the first session."""
        asked = {
            "view": "week", "on": made.first_session_on.isoformat(), "site": self.chart.episode.site_id, "by": "track",
            "id": made.enrolment.track_id,
        }  # fmt: skip
        return f"{reverse('calendar')}?{urlencode(asked)}"

    @staticmethod
    def _place(line: Line) -> str:
        path = settings.WORK_PLACES.get(line.place[0]) if line.place else None
        return str(import_string(path)(line.place[1])) if path and line.place else ""


def read_admission(chart: Chart) -> AdmissionPage:
    """Read what an admission asks for: a fixed number of statements."""
    inquiry = Inquiry.objects.filter(episode=chart.episode).first()
    hold = holding.last_of(inquiry.pk) if inquiry else None
    if hold and hold.ended_as in (HoldEnd.USED, HoldEnd.RELEASED):
        hold = None
    team = propose_team(site_id=chart.episode.site_id, at=chart.at, first=known_before(chart.client.pk))
    return AdmissionPage(chart, checklist(episode=chart.episode, at=chart.at), inquiry, hold, team)
