"""Who gives measures, answers for their alerts, and sets their rhythm. Each answers nothing, or the reason as a sentence."""

from __future__ import annotations

import uuid

from clients.models import Episode
from clients.portal import is_own
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.core.words import Sentence, say
from therapy.choices.measures import ResponseStatus
from therapy.models.measures import MeasureAlert, MeasureResponse


def may_give(actor: Actor, site_id: uuid.UUID | None = None) -> Sentence | None:
    """Questionnaires are given, and their results read, by those who treat clients at the site."""
    if not actor.can(Permission.MEASURES_GIVE, site_id):
        return say("Your role does not include giving questionnaires.")
    return None


def may_begin(actor: Actor, episode: Episode) -> Sentence | None:
    """A questionnaire is begun by those who give it, and by the client themselves from their own pages."""
    return None if is_own(actor, episode.client_id) else may_give(actor, episode.site_id)


def may_answer(actor: Actor, response: MeasureResponse) -> Sentence | None:
    """Answers are put in while they are being given; finished ones are nobody's to change."""
    if reason := may_begin(actor, response.episode):
        return reason
    if response.status != ResponseStatus.DRAFT:
        return say("This questionnaire is finished and locked.")
    return None


def may_mark_error(actor: Actor, response: MeasureResponse) -> Sentence | None:
    """Who gave it, or who answers for mistakes in charts, marks finished answers as entered in error."""
    site_id = response.episode.site_id
    own = actor.staff_id is not None and response.entered_by_id == actor.staff_id
    if actor.staff_id is None or not (
        (own and actor.can(Permission.MEASURES_GIVE, site_id)) or actor.can(Permission.NOTE_MARK_ERROR, site_id)
    ):
        return say("Only who gave it, or the clinical director, may mark it as entered in error.")
    return None


def may_acknowledge(actor: Actor, alert: MeasureAlert) -> Sentence | None:
    """An alert is answered by a person who treats clients at its site, on duty or on call, whoever was asked first."""
    if actor.staff_id is None:
        return say("Only a person can answer for this.")
    return may_give(actor, alert.response.episode.site_id)


def may_set_rhythm(actor: Actor) -> Sentence | None:
    """The rhythm holds for the whole clinic; it is changed by those who set measures up."""
    if actor.staff_id is None or not actor.can(Permission.MEASURES_SETUP):
        return say("Your role does not include changing when questionnaires are given.")
    return None
