"""What the payer still needs before a client's care is paid for, answered from covers, checks and authorizations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from billing.choices.authorizations import GIVES_UNITS, AuthStatus
from billing.choices.payers import AuthorizationNeed
from billing.coverage import authorization_need, first_to_pay, newest_verification, pays_themselves
from billing.models import Authorization, Coverage, Verification
from clients.models import Client, Episode
from iop.core.words import Sentence, day_words, say, sentence


@dataclass(frozen=True)
class Need:
    """One thing a payer needs: ``missing`` says what is in the way, nothing when it is there; ``told`` what is on record."""

    key: str
    label: Sentence
    missing: Sentence
    told: Sentence = ""


COVER, AUTHORIZED = say("Cover checked with the payer"), say("Authorization by the payer")


def needs(client: Client, episode: Episode | None, on: dt.date) -> list[Need]:
    """Say what stands and what is missing on a day. At most four statements."""
    covers = first_to_pay([client.pk], on)[client.pk]
    if not covers:
        return [_nobody(bool(pays_themselves([client.pk], on)))]
    checks = newest_verification([row.pk for row in covers])
    found = [_cover(row, checks.get(row.pk)) for row in covers]
    wanted, _after = authorization_need(covers[0], checks.get(covers[0].pk))
    if wanted in (AuthorizationNeed.NEEDED, AuthorizationNeed.UNKNOWN):
        found.append(_authorization(wanted, episode, on))
    return found


def _nobody(settled: bool) -> Need:
    if settled:
        return Need("coverage", COVER, "", say("They pay themselves."))
    return Need(
        "coverage", COVER, say("Nobody is on record as paying: add the cover, or write down that they pay themselves.")
    )


def _cover(row: Coverage, check: Verification | None) -> Need:
    label = sentence("{label}: {payer}", label=COVER, payer=row.plan.payer.name)
    if check is None:
        return Need("coverage", label, say("Nobody has asked the payer yet whether the cover holds."))
    if not check.is_active:
        return Need("coverage", label, say("The payer says that the cover is not active. Ask who pays now."))
    if check.covers_iop is False:
        return Need("coverage", label, say("The payer says that it does not pay for this program."))
    return Need("coverage", label, "", sentence(say("Active, as of {day}."), day=day_words(check.about_on)))


def _authorization(wanted: str, episode: Episode | None, on: dt.date) -> Need:
    rows = Authorization.objects.filter(episode=episode, ends_on__gte=on) if episode else Authorization.objects.none()
    by_status = {one.status: one for one in rows.order_by("-ends_on")}
    given = next((by_status[status] for status in GIVES_UNITS if status in by_status), None)
    if given:
        return Need("authorization", AUTHORIZED, "", sentence(say("Given until {day}."), day=day_words(given.ends_on)))
    if AuthStatus.REQUESTED in by_status:
        return Need("authorization", AUTHORIZED, say("Authorization is asked for and not given yet."))
    if wanted == AuthorizationNeed.UNKNOWN:
        return Need("authorization", AUTHORIZED, say("Ask the payer whether it wants an authorization."))
    return Need("authorization", AUTHORIZED, say("The payer wants an authorization, and none is on record."))
