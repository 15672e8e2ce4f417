"""What a change of level asks of the payer: a new authorization, unless one for the new level is there or none is needed."""

from __future__ import annotations

from collections.abc import Iterator

from billing.actions.authorization_alerts import level_item
from billing.choices.authorizations import AuthStatus
from billing.coverage import first_to_pay, newest_verification, wants_authorization
from billing.models import Authorization
from iop.access.actors import SYSTEM
from iop.core.words import Sentence, day_words, say, sentence
from iop.work.actions import open_items
from iop.workflows.transitions.case import Case
from iop.workflows.transitions.wish import Done
from therapy.choices.transitions import Area, TransitionKind


def ask_for_level(case: Case) -> Iterator[Done]:
    """Say what the payer authorized for the new level, and put asking for it on the list of those who ask payers.

    The work closes by itself once the payer was asked, or when the change is undone (``billing.watch_authorizations``).
    """
    if (
        case.placed is None
        or case.level.is_off_site
        or case.placed.level_id == case.level.pk
        or case.kind == TransitionKind.SAME_LEVEL
    ):
        return
    client_id = case.episode.client_id
    cover = next(iter(first_to_pay([client_id], case.day)[client_id]), None)
    if not cover or not wants_authorization(cover, newest_verification([cover.pk]).get(cover.pk)):
        return
    rows = Authorization.objects.filter(episode=case.episode, ends_on__gte=case.day).exclude(
        status__in=[AuthStatus.CANCELLED, AuthStatus.DENIED]
    )
    mine = list(rows.select_related("level").order_by("ends_on"))
    before = next((row for row in mine if row.level_id == case.placed.level_id), None)
    there = next((row for row in mine if row.level_id == case.level.pk), None)
    if there is None:
        open_items(by=SYSTEM, items=[level_item(case.site, case.episode, case.level, case.day)])
    yield Done(Area.LEVEL, _words(before), _words(there) if there else _to_ask(case))


def _words(row: Authorization | None) -> Sentence:
    if row is None:
        return say("Nothing authorized")
    words = (
        say("Authorized for {level} until {day}") if row.units else say("Asked of the payer for {level} until {day}")
    )
    return sentence(words, level=row.level.short_name, day=day_words(row.ends_on))


def _to_ask(case: Case) -> Sentence:
    return sentence(say("A new authorization is asked of the payer for {level}"), level=case.level.short_name)
