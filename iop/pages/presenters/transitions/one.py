"""One change of level: what was decided, what was done, and whether it can still be undone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core import clock
from iop.pages.client_forms.transitions import UndoForm
from iop.pages.places import address
from iop.pages.presenters.clients.head import Chart
from iop.pages.presenters.schedule.when import day_words_long
from iop.pages.presenters.transitions.words import Group, groups
from therapy.choices.transitions import KIND_TONES, TransitionKind, Undone
from therapy.models import Transition, TransitionStep
from therapy.policies.transitions import may_carry_out
from therapy.rules.transitions import why_not_undo


@dataclass(frozen=True)
class OneTransition:
    """A change with its steps, for the page about it."""

    chart: Chart
    row: Transition
    steps: Sequence[TransitionStep]

    @property
    def title(self) -> str:
        """What it is."""
        return f"{self.row.get_kind_display()}: {self._levels}"

    @property
    def tone(self) -> str:
        """How it is coloured."""
        return KIND_TONES[self.row.kind]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """When, who, why; and the same of an undo."""
        row, zone = self.row, self.chart.zone
        found = [
            (_("First day"), day_words_long(row.effective_on)),
            (_("Decided by"), f"{row.decided_by.name}, {day_words_long(clock.local_date(row.decided_at, zone))}"),
        ]
        if self.chart.can(Permission.NOTE_VIEW) or row.kind == TransitionKind.SAME_LEVEL:
            found.append((_("Why"), row.reason))
        if row.undone_at is not None and row.undone_by is not None:
            day = day_words_long(clock.local_date(row.undone_at, zone))
            found += [(_("Undone by"), f"{row.undone_by.name}, {day}"), (_("Why undone"), row.undo_reason)]
        return found

    @property
    def review_url(self) -> str:
        """Where the review is that it puts into effect, for those who read notes."""
        if self.row.review_id is None or not self.chart.can(Permission.NOTE_VIEW):
            return ""
        return address("therapy.levelreview", self.row.review_id)

    @property
    def groups(self) -> Sequence[Group]:
        """What was done, by what it is about."""
        return groups(
            self.chart, ((step.area, step.before, step.after, step.says, _undone(step)) for step in self.steps)
        )

    @property
    def asked(self) -> list[str]:
        """What an undo could not restore by itself."""
        return [f"{step.before} {step.undone_says}" for step in self.steps if step.undone_as == Undone.ASKED]

    @property
    def why_not_undo(self) -> str:
        """Why it cannot be undone now; empty when it can."""
        row, actor = self.row, self.chart.actor
        reason = why_not_undo(row.effective_on, self.chart.today, is_undone=row.undone_at is not None)
        return str(reason or may_carry_out(actor, self.chart.episode.site_id, row.kind) or "")

    def undo_form(self, data: Any = None) -> UndoForm | None:
        """Make the form that undoes it, for as long as that is possible."""
        return None if self.why_not_undo and data is None else UndoForm(data)

    @property
    def _levels(self) -> str:
        names = [each.name for each in (self.row.from_level, self.row.to_level) if each]
        return " → ".join(dict.fromkeys(names))


def find_transition(actor: Actor, transition_id: uuid.UUID) -> Transition:
    """Read a change of somebody within the colleague's reach; anybody else's is not there (``Http404``)."""
    rows = Transition.objects.visible_to(actor, Permission.CLIENT_VIEW)
    row = (
        rows.select_related("from_level", "to_level", "decided_by__user", "undone_by__user", "episode")
        .filter(pk=transition_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def read_one(chart: Chart, row: Transition) -> OneTransition:
    """Read the steps of a change (one statement)."""
    return OneTransition(chart, row, list(row.steps.order_by("position")))


def _undone(step: TransitionStep) -> str:
    if not step.undone_as:
        return ""
    return " · ".join(part for part in (str(Undone(step.undone_as).label), step.undone_says) if part)
