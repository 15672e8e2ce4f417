"""Answers that alarm: raised at once to whoever is responsible, and answered by a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from clients.rules import plain_text
from iop.access.actors import SYSTEM, Actor
from iop.audit.recorder import record
from iop.core import clock
from iop.core.errors import Conflict, Invalid, require
from iop.core.words import Sentence, say
from iop.work.actions import NewItem, close_for, open_items
from iop.work.choices import WorkKind
from therapy.actions import safety_plans
from therapy.actions.measures.due import ask_now
from therapy.actions.measures.telling import tell_staff
from therapy.actions.owners import DIRECTORS
from therapy.choices.measures import SAFETY_PLAN_BANDS, SUICIDE_SCREENER, AlertAction, AlertLevel, Occasion
from therapy.models.measures import MeasureAlert, MeasureResponse
from therapy.on_duty import responsible
from therapy.policies.measures import may_acknowledge
from therapy.questionnaires import NoQuestionnaire
from therapy.questionnaires.engine import Alert, Definition, Score, score

ALERT_KIND = "therapy.measurealert"
SUMMARIES: dict[str, Sentence] = {
    AlertLevel.URGENT: say("An answer to a questionnaire needs you now: look, and speak with them"),
    AlertLevel.TODAY: say("An answer to a questionnaire needs somebody today"),
    AlertLevel.ROUTINE: say("Look at the result of a questionnaire"),
}
NEEDS_WORDS = frozenset({AlertAction.NOT_REACHED, AlertAction.NO_RISK})
"""Answers to an alert that must be explained."""


def watch(*, by: Actor, response: MeasureResponse, definition: Definition, at: dt.datetime) -> Score:
    """Look at the answers as they stand and raise what alarms; give the score. Called inside the save's transaction."""
    found = score(definition, response.answers, sex=response.sex)
    raised = raise_alerts(by=by, response=response, alerts=found.alerts, at=at)
    if raised and response.key == SUICIDE_SCREENER and found.band and found.band.key in SAFETY_PLAN_BANDS:
        # Whoever gives a measure may not write plans: the clinic asks for this one by itself.
        safety_plans.ask_for(
            by=by if by.staff_id else SYSTEM, client=response.episode.client, site_id=response.episode.site_id,
            reason=say("A safety screening asks for it."), at=at,
        )  # fmt: skip
    return found


def raise_alerts(
    *, by: Actor, response: MeasureResponse, alerts: Sequence[Alert], at: dt.datetime
) -> list[MeasureAlert]:
    """Raise each alert once for these answers: work for whoever is responsible now, and a message in neutral words."""
    known = set(MeasureAlert.objects.filter(response=response).values_list("rule_key", flat=True))
    new = [alert for alert in alerts if alert.key not in known]
    if not new:
        return []
    owner = responsible(response.episode, at)
    rows = [
        MeasureAlert(
            response=response, rule_key=alert.key, level=alert.level, is_safety=alert.shows_help, raised_at=at,
            assigned_to_id=owner,
        )
        for alert in new
    ]  # fmt: skip
    MeasureAlert.objects.bulk_create(rows)
    open_items(by=by, items=[item(row, at, assignee=owner) for row in rows])
    for row in rows:
        _record(by, "therapy.measure_alert_raised", row, rule=row.rule_key, level=row.level, to=owner)
    pressing = [row for row in rows if row.level != AlertLevel.ROUTINE]
    if pressing:
        tell_staff(
            by=by, staff_ids=[owner] if owner else [], role_key="" if owner else DIRECTORS,
            site_id=response.episode.site_id, about=(ALERT_KIND, pressing[0].pk), key="raised", at=at,
        )  # fmt: skip
    for alert in new:
        follow_up(by=by, response=response, key=alert.gives, at=at)
    return rows


@transaction.atomic
def acknowledge(
    *, by: Actor, alert: MeasureAlert, done: Iterable[str], at: dt.datetime, what_was_done: str = ""
) -> MeasureAlert:
    """Answer an alert with what was done; its work closes. Of two colleagues at once the first answers, the other is told."""
    row = (
        MeasureAlert.objects.select_for_update(of=("self",))
        .select_related("response__episode__site", "response__episode__client")
        .get(pk=alert.pk)
    )
    require(may_acknowledge(by, row))
    if row.acknowledged_at is not None:
        raise Conflict(say("A colleague has already answered this."), code="already_answered")
    chosen, words = sorted(set(done)), plain_text(what_was_done)
    _require_answer(chosen, words)
    row.acknowledged_at, row.acknowledged_by_id = at, by.staff_id
    row.done, row.what_was_done = chosen, words
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "done", "what_was_done"])
    close_for(by=by, subject=(ALERT_KIND, row.pk), kind=WorkKind.MEASURE_ALERT, at=at)
    minutes = int((at - row.raised_at).total_seconds() // 60)
    _record(by, "therapy.measure_alert_answered", row, rule=row.rule_key, done=chosen, minutes=minutes)
    return row


def item(alert: MeasureAlert, at: dt.datetime, *, assignee: object = None, step: int = 0) -> NewItem:
    """The work that an alert asks for, of its first owner or, from ``step`` 1 on, of those it was handed on to."""
    episode = alert.response.episode
    return NewItem(
        kind=WorkKind.MEASURE_ALERT, site_id=episode.site_id, subject=(ALERT_KIND, alert.pk), client_id=episode.client_id,
        summary=SUMMARIES[alert.level], due_at=_due(alert, at), dedupe_key=f"measure_alert:{alert.pk}:{step}",
        assignee_id=assignee, role_key="" if assignee else DIRECTORS,  # type: ignore[arg-type]
    )  # fmt: skip


def follow_up(*, by: Actor, response: MeasureResponse, key: str, at: dt.datetime) -> None:
    """Ask for the questionnaire that a flag or an alert calls for; without its wording the alert alone must do."""
    if not key or key == response.key:
        return
    try:
        ask_now(
            by=SYSTEM if by.staff_id is None else by,
            episode=response.episode,
            key=key,
            at=at,
            occasion=Occasion.FOLLOW_UP,
        )
    except NoQuestionnaire:
        return


def _require_answer(chosen: list[str], words: str) -> None:
    if not chosen or not set(chosen) <= set(AlertAction.values):
        raise Invalid(say("Say what was done."), field="done")
    if not words and set(chosen) <= NEEDS_WORDS:
        raise Invalid(say("Say in a sentence what you found or tried, and what happens next."), field="what_was_done")


def _due(alert: MeasureAlert, at: dt.datetime) -> dt.datetime:
    if alert.level == AlertLevel.URGENT:
        return at
    zone = alert.response.episode.site.time_zone
    day = clock.local_date(at, zone) + dt.timedelta(days=2 if alert.level == AlertLevel.ROUTINE else 0)
    return clock.day_bounds(day, zone)[1]


def _record(by: Actor, verb: str, row: MeasureAlert, **detail: object) -> None:
    episode = row.response.episode
    record(by=by, verb=verb, subject=row, clients=[episode.client_id], site_id=episode.site_id, detail=detail)
