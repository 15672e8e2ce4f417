"""What people of the demo clinic agreed to, what left on it, and what the privacy officer has on the desk."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from clients.actions import access, consents, merges, registers
from clients.actions.agreements import add_agreement
from clients.actions.consents.recipients import name_recipient, name_supporter
from clients.actions.disclosing import tell, tell_in_emergency
from clients.actions.holds import hold_messages
from clients.actions.letters import ensure_letter_templates
from clients.actions.orders import record_order
from clients.actions.parties import add_party
from clients.actions.registration import register_client
from clients.choices import (
    CareRole,
    ConsentKind,
    Information,
    PartyKind,
    Purpose,
    RevocationMethod,
    SignatureMethod,
    SignerRole,
)
from clients.models import CareTeamMembership, Client, Consent, Episode, LetterTemplate, RecipientParty
from clients.register_choices import Register
from iop.access.actors import SYSTEM, Actor
from iop.core import clock
from iop.demo.clinic import Clinic
from iop.demo.people import FIRST_NAMES, RELATIONS
from iop.workflows.letters import release_letter

DAY = dt.timedelta(days=1)
RECENT = 45
"""Whoever left longer ago than these days keeps their papers on paper: the demo does not type them in."""
TOLD = 140
"""Of whoever left within these days the clinic has the consent by which their payer is told."""
ALWAYS = (ConsentKind.TREATMENT, ConsentKind.PRIVACY_NOTICE, ConsentKind.TPO)
SERVING = (
    ("Copley Hosting", "Keeps the servers and their backups", 400),
    ("Fenway Laboratory", "Confirms drug tests", 20),
    ("Longfellow Shredding", "Destroys paper", 150),
)
PROBATION = ("Dale Prentiss", "Suffolk Probation, Drug Session", "24 New Chardon Street, Boston, MA 02114")


def forms(at: dt.datetime) -> None:
    """Have the forms and letters that a clinic begins with."""
    consents.install_forms(by=SYSTEM, at=at)
    ensure_letter_templates(at=at)


def signed(
    by: Actor, client: Client, kind: str, at: dt.datetime, *, party: RecipientParty | None = None, **fields: Any
) -> Consent:
    """Have a client sign one form, typed, known to staff."""
    if party:
        fields["party"] = party
    draft = consents.draft_consent(by=by, client=client, kind=kind, language=client.language, at=at, **fields)
    return consents.sign_consent(
        by=by, consent=draft, version=draft.version, at=at, signer_role=SignerRole.CLIENT,
        signer_name=f"{client.legal_first_name} {client.legal_last_name}", method=SignatureMethod.TYPED,
        identity_seen="Photo ID",
    )  # fmt: skip


def at_admission(house: Clinic, dice: random.Random, client: Client, at: dt.datetime) -> None:
    """Have the papers of an admission signed, and for some a release to somebody of their own."""
    desk = house.acting("Abara", at)
    for kind in ALWAYS:
        # One in twenty has not signed the notice yet: a badge and a line on the checklist say so.
        if kind != ConsentKind.PRIVACY_NOTICE or dice.random() > 0.05:
            signed(desk, client, kind, at)
    if dice.random() < 0.35:
        person = name_supporter(
            by=desk, client=client, first_name=dice.choice(FIRST_NAMES), last_name=client.legal_last_name,
            role=dice.choice(RELATIONS), at=at,
        )  # fmt: skip
        days = dice.choice((120, 180, 365))
        signed(
            desk, client, ConsentKind.RELATIVE, at, party=person, purposes=[Purpose.FAMILY_SUPPORT],
            information=[Information.ATTENDANCE, Information.SCHEDULE], expires_on=at.date() + DAY * days,
            expires_event="",
        )  # fmt: skip
    if dice.random() < 0.15:
        officer = name_recipient(
            by=desk, client=client, kind=PartyKind.PROBATION, name=PROBATION[0], organization=PROBATION[1],
            address=PROBATION[2], at=at,
        )  # fmt: skip
        signed(
            desk, client, ConsentKind.CRIMINAL_JUSTICE, at, party=officer, purposes=[Purpose.MONITORING],
            information=[Information.PRESENCE, Information.ATTENDANCE], expires_on=at.date() + DAY * 300, expires_event="",
            revocable_from=at.date() + DAY * 200,
        )  # fmt: skip


def for_their_payer(house: Clinic, client: Client, at: dt.datetime) -> None:
    """Have the one form signed without which no claim could have gone out."""
    signed(house.acting("Abara", at), client, ConsentKind.TPO, at)


def since_then(house: Clinic, now: dt.datetime) -> None:
    """Let letters leave, a release end, an emergency be told and reviewed later, and the registers fill a little."""
    people = list(_in_treatment(house))
    _letters(house, now)
    _relatives(house, now)
    if len(people) >= 6:
        _emergency(house, people[0], now - DAY * 2)
        _guarded(house, people[1:], now)
        _registers(house, people[2:], now)
        at = now - DAY
        with clock.frozen(at):
            hold_messages(
                by=house.acting("Abara", at), client=people[2].client, kind="hospitalised", starts_on=at.date(), at=at,
                note="Planned surgery; the sister will call when they are home.",
            )  # fmt: skip
    _twice(house, now)
    _bound(house, now)


def _in_treatment(house: Clinic) -> list[Episode]:
    boston = house.sites["BOS"]
    rows = Episode.objects.admitted().filter(site=boston).select_related("client", "site")
    return list(rows.order_by("admitted_on", "client__record_number"))


def _letters(house: Clinic, now: dt.datetime) -> None:
    template = LetterTemplate.objects.filter(superseded_at__isnull=True, language="en", key="probation").first()
    on_monitoring = Consent.objects.filter(kind=ConsentKind.CRIMINAL_JUSTICE, episode__status="admitted")
    for consent in on_monitoring.select_related("client", "episode__site", "party").order_by("created_at")[:4]:
        at, stay, party = now - DAY * 3, consent.episode, consent.party
        if template is None or stay is None or stay.admitted_on is None or party is None:
            continue
        first = max(stay.admitted_on, at.date() - DAY * 28)
        if first < at.date() - DAY:
            with clock.frozen(at):
                release_letter(
                    by=house.acting("Ferreira", at), client=consent.client, episode=stay, template=template,
                    party=party, first=first, last=at.date() - DAY, at=at, reference="Docket 26-1187",
                )  # fmt: skip


def _relatives(house: Clinic, now: dt.datetime) -> None:
    released = Consent.objects.filter(kind=ConsentKind.RELATIVE, episode__status="admitted", stopped_at__isnull=True)
    for number, consent in enumerate(released.select_related("client", "party").order_by("created_at")[:9]):
        at = now - DAY * (number + 1)
        if consent.party is None or consent.signed_at is None or consent.signed_at >= at:
            continue
        with clock.frozen(at):
            tell(
                by=house.acting("Lindqvist", at), client=consent.client, party=consent.party, at=at,
                purpose=Purpose.FAMILY_SUPPORT, information=[Information.SCHEDULE],
                said="Told when sessions end this week, so that they can be picked up.",
            )  # fmt: skip
            if number in (2, 5):
                how = RevocationMethod.ORAL if number == 2 else RevocationMethod.WRITTEN
                consents.revoke(
                    by=house.acting("Abara", at), consent=consent, at=at, method=how, note="Wishes to tell them alone."
                )


def _emergency(house: Clinic, episode: Episode, at: dt.datetime) -> None:
    with clock.frozen(at):
        tell_in_emergency(
            by=house.acting("Oduya", at), client=episode.client, at=at, nature="Chest pain and fainting during the break.",
            recipient_name="Paramedic J. Alvarado", affiliation="Boston EMS, unit 14",
            information=[Information.MEDICATIONS, Information.SAFETY],
            said="Current medication, no known allergies, and that they had not eaten.",
        )  # fmt: skip


def _guarded(house: Clinic, people: list[Episode], now: dt.datetime) -> None:
    at = now - DAY * 9
    client = people[0].client
    with clock.frozen(at):
        access.restrict(
            by=house.acting("Quist", at),
            client=client,
            at=at,
            reason="Sibling of a colleague: care team and privacy officer only.",
        )
    later = now - dt.timedelta(hours=20)
    team = set(
        CareTeamMembership.objects.filter(episode=people[0], role=CareRole.PRIMARY_COUNSELOR).values_list(
            "staff", flat=True
        )
    )
    helper = "Castellanos" if house.staff["Castellanos"].pk not in team else "Acheampong"
    with clock.frozen(later):
        access.break_glass(
            by=house.acting(helper, later), client=client, at=later,
            reason="Called in distress after hours; nobody of the care team could be reached.",
        )  # fmt: skip


def _registers(house: Clinic, people: list[Episode], now: dt.datetime) -> None:
    site = house.sites["BOS"]
    at = now - DAY * 12
    with clock.frozen(at):
        desk, officer = house.acting("Oduya", at), house.acting("Quist", at)
        day = at.date()
        registers.report(
            by=desk, register=Register.INCIDENT, site_id=site.pk, at=at, client=people[0].client, kind="injury", harm="minor",
            happened_on=day, text="Slipped on the wet step at the entrance; no head injury.",
            done_at_once="First aid, ice, and a ride home with somebody they chose.",
        )  # fmt: skip
        registers.report(
            by=officer, register=Register.BREACH, site_id=site.pk, at=at, happened_on=day - DAY, affected=1,
            text="A benefits form went to a wrong fax number; the receiver called and destroyed it.",
        )  # fmt: skip
        registers.report(
            by=desk, register=Register.GRIEVANCE, site_id=site.pk, at=at, client=people[1].client, is_privacy=False,
            from_name=people[1].client.name, text="The evening group began late three times and they missed the bus home.",
        )  # fmt: skip
        registers.report(
            by=officer, register=Register.RESTRICTION, site_id=site.pk, at=at, client=people[2].client,
            purposes=[Purpose.PAYMENT], paid_in_full=True, required_by_law=False,
            text="Paid the individual session of last week themselves and does not want the plan to hear of it.",
        )  # fmt: skip
        registers.report(
            by=officer, register=Register.AMENDMENT, site_id=site.pk, at=at, client=people[3].client,
            text="The chart says they live alone; they have lived with their sister since March.",
        )  # fmt: skip


def _bound(house: Clinic, now: dt.datetime) -> None:
    """Have agreements with those who serve the clinic, one of them about to end, and a court order with its mandate."""
    officer = house.acting("Quist", now)
    for number, (name, services, days) in enumerate(SERVING):
        party = add_party(by=officer, kind=PartyKind.SERVICE, name=name, organization=name, at=now)
        add_agreement(
            by=officer, party=party, kind="qsoa", services=services, purposes=[Purpose.OPERATIONS], at=now,
            starts_on=now.date() - DAY * (300 + number), ends_on=now.date() + DAY * days,
        )  # fmt: skip
    court = add_party(
        by=officer, kind=PartyKind.COURT, name="Clerk of the Superior Court", organization="Suffolk Superior Court", at=now,
        address="3 Pemberton Square, Boston, MA 02108",
    )  # fmt: skip
    record_order(
        by=officer, site_id=house.sites["BOS"].pk, came="both", section="2.64", court="Suffolk Superior Court", party=court,
        information=[Information.ATTENDANCE], issued_on=now.date() - DAY * 6, at=now, docket="26-CV-0417",
        mandate="Subpoena duces tecum", mandate_on=now.date() - DAY * 5, notice_given=True,
    )  # fmt: skip


def _twice(house: Clinic, now: dt.datetime) -> None:
    """Register one person twice, and join the two charts."""
    at = now - DAY * 5
    known = (
        Client.objects.filter(episodes__status="discharged", merged_into__isnull=True).order_by("record_number").first()
    )
    if known is None:
        return
    with clock.frozen(at):
        second = register_client(
            by=house.acting("Abara", at), site_id=house.sites["BOS"].pk, legal_first_name=known.legal_first_name,
            legal_last_name=known.legal_last_name, date_of_birth=known.date_of_birth, at=at, referred_by="Called again",
        )  # fmt: skip
        merges.merge(
            by=house.acting("Quist", at), kept=known, absorbed=second, at=at,
            reason="Same name, birth date and phone; registered again on a busy Monday.",
        )  # fmt: skip
