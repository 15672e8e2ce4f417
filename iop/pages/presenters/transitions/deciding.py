"""The page on which a change of level is chosen, looked at and decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from clients.models import LevelOfCare
from iop.access.choices import Permission
from iop.pages.client_forms.transitions import TransitionForm, ids_of
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.clients.options import levels_in_use
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.calendar_ask import as_date, as_uuid
from iop.pages.presenters.schedule.when import day_words_long
from iop.pages.presenters.transitions.options import Options, read_options
from iop.workflows.transitions import Wish
from scheduling.actions.places import places_from
from therapy.choices.reviews import CHANGES_LEVEL
from therapy.choices.transitions import KIND_TONES, TransitionKind
from therapy.models import LevelReview, TestPlan, Transition
from therapy.reviews import to_act_on
from therapy.rules.transitions import Level, kind_of

MONDAYS_AHEAD = 3
"""A change is usually decided some days before the Monday on which it begins."""


@dataclass(frozen=True)
class Deciding:
    """A client's chart, the level and day that are asked about, and what there is to choose."""

    chart: Chart
    levels: Sequence[LevelOfCare]
    level: LevelOfCare | None
    on: dt.date
    review: LevelReview | None
    past: Sequence[Transition]

    @cached_property
    def options(self) -> Options:
        """The tracks of the level, with their seats."""
        if self.level is None or self.level.is_off_site:
            return Options((), ())
        return read_options(self.chart, self.level, self.on)

    @cached_property
    def kinds(self) -> list[dict[str, Any]]:
        """Every level, and what going there would be."""
        now = self.chart.stay.level_on(self.on) or self.chart.stay.level_on(self.chart.today)
        before = next((each for each in self.levels if now and str(each.pk) == now.more["level"]), None)
        return [
            {
                "id": each.pk, "name": each.name, "chosen": self.level is not None and each.pk == self.level.pk,
                "kind": _kind(before, each), "url": self.address(each),
            }
            for each in self.levels
        ]  # fmt: skip

    @cached_property
    def ahead(self) -> dict[str, Any] | None:
        """The change that is decided and has not begun."""
        row = next(
            (each for each in self.past if each.undone_at is None and each.effective_on > self.chart.today), None
        )
        return None if row is None else _line(row)

    @property
    def history(self) -> list[dict[str, Any]]:
        """Changes of this stay, the newest first."""
        return [_line(row) for row in self.past]

    @property
    def on_words(self) -> str:
        """The day in words."""
        return day_words_long(self.on)

    @property
    def query(self) -> str:
        """What the address asks, so that a form comes back to the same page."""
        level = f"&level={self.level.pk}" if self.level else ""
        return f"?on={self.on:%Y-%m-%d}{level}{self._review}"

    def address(self, level: LevelOfCare) -> str:
        """The same page about another level."""
        return f"{to('client_transition')(self.chart.client.pk)}?on={self.on:%Y-%m-%d}&level={level.pk}{self._review}"

    def form(self, data: Any = None) -> TransitionForm:
        """Make the form for the level, with what is known already in it."""
        assert self.level is not None
        form = TransitionForm(data, initial=self._initial())
        form.fit(self.level, self.levels, self.options.tracks, self.options.label)
        may_test = self.chart.can(Permission.TESTS_COLLECT) and self.chart.can(Permission.TESTS_VIEW)
        return form if may_test and self._plan else form.without("tests_per_week")

    def wish(self, form: TransitionForm, kept: Sequence[str]) -> Wish:
        """Read what was chosen."""
        assert self.level is not None
        chosen = form.cleaned_data
        track, indicated = chosen.get("track"), chosen.get("indicated_level")
        return Wish(
            level_id=self.level.pk, track_id=track.pk if track else None, weekdays=tuple(chosen.get("weekdays") or ()),
            effective_on=self.on, reason=chosen["reason"], indicated_level_id=indicated.pk if indicated else None,
            variance_reason=chosen["variance_reason"], keep_appointments=ids_of(kept),
            review_id=self.review.pk if self.review else None, tests_per_week=chosen.get("tests_per_week") or None,
            stay_kind=chosen.get("stay_kind", ""), facility=chosen.get("facility", ""),
            expected_until=chosen.get("expected_until"), keeps_seat=chosen.get("keeps_seat", False),
        )  # fmt: skip

    @property
    def _review(self) -> str:
        return f"&review={self.review.pk}" if self.review else ""

    @cached_property
    def _plan(self) -> TestPlan | None:
        return TestPlan.objects.filter(episode=self.chart.episode).order_by("-starts_on").first()

    def _initial(self) -> dict[str, Any]:
        review = self.review
        found: dict[str, Any] = {}
        places = places_from(self.chart.episode, self.on)
        theirs = next((each for each in places if each.track.program.level_id == (self.level and self.level.pk)), None)
        if theirs is not None:
            found |= {"track": str(theirs.track_id), "weekdays": theirs.weekdays}
        if review is not None and review.decision in CHANGES_LEVEL:
            differs = review.indicated_level_id != review.chosen_level_id
            found |= {
                "reason": review.reason, "indicated_level": str(review.indicated_level_id) if differs else "",
                "variance_reason": review.variance_reason,
            }  # fmt: skip
        return found


def read_deciding(chart: Chart, asked: Mapping[str, str]) -> Deciding:
    """Read the page: the level and day that the address asks for, else what a signed review decided."""
    levels = levels_in_use()
    waiting = to_act_on(chart.episode)
    review = waiting if waiting is not None and waiting.decision in CHANGES_LEVEL else None
    wanted = as_uuid(asked.get("level")) or (review.chosen_level_id if review else None)
    level = next((each for each in levels if each.pk == wanted), None)
    day = as_date(asked.get("on")) or (chart.today if level and level.is_off_site else _next_monday(chart.today))
    past = Transition.objects.filter(episode=chart.episode).select_related("from_level", "to_level", "decided_by__user")
    return Deciding(chart, levels, level, day, review, list(past))


def _kind(before: LevelOfCare | None, after: LevelOfCare) -> dict[str, str]:
    if before is None:
        return {"label": "", "tone": "quiet"}
    kind = kind_of(*(Level(each.key, each.intensity, each.is_off_site) for each in (before, after)))
    return {"label": str(TransitionKind(kind).label), "tone": KIND_TONES[kind]}


def _line(row: Transition) -> dict[str, Any]:
    return {
        "url": to("transition")(row.pk), "kind": row.get_kind_display(), "tone": KIND_TONES[row.kind],
        "levels": " → ".join(each.short_name for each in (row.from_level, row.to_level) if each),
        "when": _("from %(day)s") % {"day": day_words_long(row.effective_on)}, "who": row.decided_by.name,
        "is_undone": row.undone_at is not None,
    }  # fmt: skip


def _next_monday(today: dt.date) -> dt.date:
    first = today + dt.timedelta(days=MONDAYS_AHEAD)
    return first + dt.timedelta(days=-first.weekday() % 7)
