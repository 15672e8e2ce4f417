"""The demo's story of what clients do with their papers from home: a form offered, a release taken back, a paper, a wish, a copy."""

from __future__ import annotations

import datetime as dt
from random import Random

from clients.actions import consents, documents, own_wishes, registers
from clients.actions.consents.recipients import name_recipient
from clients.choices import ConsentKind, Information, PartyKind, Purpose
from clients.models import Client, LetterTemplate, PortalAccount
from clients.own_papers import last_stay
from clients.portal import outsider
from clients.register_choices import ExportForm, Register
from iop.access.actors import Actor
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.demo.clinical import page_of
from iop.demo.papers import signed
from iop.workflows import record_export
from iop.workflows.letters import release_letter

DAY = dt.timedelta(days=1)
RICHLY = 4
"""So many people have papers of every kind; others who sign in have a form that waits."""
WISHES = (
    "The chart says that I work nights. I have worked days since last spring.",
    "My sister's name is written wrong on the page about my family.",
    "I never said that I missed group because of my job; it was the bus.",
    "Please add that I finished the parenting class in June.",
)
DESK = "Abara"


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    standing = PortalAccount.objects.filter(client__isnull=False, ended_at__isnull=True).select_related(
        "client", "user"
    )
    for number, account in enumerate(standing.order_by("pk")):
        known = outsider(account.user, now)
        if known is None or known.client is None:
            continue
        _form_waits(house, known.client, now - DAY)
        if number < RICHLY:
            _paper(house, known.client, now - DAY * 4)
            _letter(house, known.client, now - DAY * 3)
            _wish(house, known.actor, known.client, number, now - DAY * 6)
            _copy(known.actor, known.client, account.user.language, now - dt.timedelta(hours=2))
        if number == 1:
            _taken_back(house, known.actor, known.client, now - DAY * 2)


def _form_waits(house: Clinic, client: Client, at: dt.datetime) -> None:
    desk = house.acting(DESK, at)
    with clock.frozen(at):
        row = consents.draft_consent(
            by=desk, client=client, kind=ConsentKind.SPECIFIC, language=client.language, at=at,
            party=name_recipient(
                by=desk, client=client, kind=PartyKind.PROVIDER, name="Dr. Lena Ostrander", organization="Fenway Family Practice",
                at=at,
            ),
            information=[Information.MEDICATIONS, Information.ATTENDANCE], purposes=[Purpose.TREATMENT],
            expires_on=at.date() + DAY * 180,
        )  # fmt: skip
        consents.offer_to_sign(by=desk, consent=row, at=at)


def _taken_back(house: Clinic, own: Actor, client: Client, at: dt.datetime) -> None:
    desk = house.acting(DESK, at)
    with clock.frozen(at):
        party = name_recipient(
            by=desk,
            client=client,
            kind=PartyKind.EMPLOYER,
            name="Human Resources",
            organization="Harbor Freight Lines",
            at=at,
        )
        row = signed(
            desk, client, ConsentKind.SPECIFIC, at, party=party, information=[Information.ATTENDANCE],
            purposes=[Purpose.EMPLOYMENT], expires_on=at.date() + DAY * 60,
        )  # fmt: skip
    later = at + DAY
    with clock.frozen(later):
        consents.revoke_own(by=own, consent=row, at=later, note="I have a new job.")


def _paper(house: Clinic, client: Client, at: dt.datetime) -> None:
    desk = house.acting(DESK, at)
    with clock.frozen(at):
        row = documents.add_document(
            by=desk, client=client, kind="other", upload=page_of("Welcome", "How our days go, and whom to call"),
            title="Welcome sheet", at=at,
        )  # fmt: skip
        documents.share_document(by=desk, document=row, shared=True, at=at)


def _letter(house: Clinic, client: Client, at: dt.datetime) -> None:
    desk, stay = house.acting("Ferreira", at), last_stay(client)
    template = LetterTemplate.objects.filter(
        superseded_at__isnull=True, language="en", party_kinds__contains=[PartyKind.SCHOOL]
    ).first()
    if template is None or stay is None:
        return
    with clock.frozen(at):
        party = name_recipient(
            by=desk,
            client=client,
            kind=PartyKind.SCHOOL,
            name="Registrar",
            organization="Roxbury Community College",
            at=at,
        )
        signed(
            desk, client, ConsentKind.SPECIFIC, at, party=party, information=template.information,
            purposes=[template.purpose], expires_on=at.date() + DAY * 30,
        )  # fmt: skip
        release_letter(
            by=desk, client=client, episode=stay, template=template, party=party, first=at.date() - DAY * 7,
            last=at.date() - DAY, at=at,
        )  # fmt: skip


def _wish(house: Clinic, own: Actor, client: Client, number: int, at: dt.datetime) -> None:
    with clock.frozen(at):
        entry = own_wishes.ask(by=own, client=client, register=Register.AMENDMENT, text=WISHES[number], at=at)
    if number % 2:
        later = at + DAY * 2
        with clock.frozen(later):
            registers.move(
                by=house.acting("Quist", later), entry=entry, version=entry.version, to="agreed", at=later,
                reason="Corrected in the chart, with a note of when and why.",
            )  # fmt: skip


def _copy(own: Actor, client: Client, language: str, at: dt.datetime) -> None:
    with clock.frozen(at):
        record_export.ask(
            by=own,
            client=client,
            form=ExportForm.PAPER,
            parts=["person", "care", "attendance"],
            language=language,
            at=at,
        )
