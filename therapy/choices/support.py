"""Words of case management: what somebody needs, where they are sent, whom we spoke with, which meetings they go to.

Source: program.md §6, §7 (SEED-19, SEED-27).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.choices import Information, PartyKind, Purpose


class Need(models.TextChoices):
    """What somebody needs, and what a place offers."""

    HOUSING = "housing", _("Housing")
    RECOVERY_HOUSING = "recovery_housing", _("Recovery housing")
    EMPLOYMENT = "employment", _("Employment")
    VOCATIONAL = "vocational", _("Vocational training")
    EDUCATION = "education", _("School or adult education")
    LEGAL = "legal", _("Legal help")
    FOOD = "food", _("Food")
    TRANSPORT = "transport", _("Transport")
    CHILDCARE = "childcare", _("Childcare")
    INSURANCE = "insurance", _("Insurance and benefits")
    MEDICAL = "medical", _("Medical care")
    DENTAL = "dental", _("Dental care")
    MENTAL_HEALTH = "mental_health", _("Mental health care")
    MOUD = "moud", _("Medication for addiction treatment")
    DETOX = "detox", _("Detox or residential care")
    PEER = "peer", _("Peer recovery support")
    FAMILY = "family", _("Help for the family")
    SAFETY = "safety", _("Safety from violence")
    FINANCIAL = "financial", _("Money and debts")
    PHONE = "phone", _("Phone and internet")
    CLOTHING = "clothing", _("Clothing and household goods")
    OTHER = "other", _("Something else")


TOLD_FOR: dict[str, str] = {
    Need.HOUSING: Purpose.BENEFITS,
    Need.RECOVERY_HOUSING: Purpose.BENEFITS,
    Need.INSURANCE: Purpose.BENEFITS,
    Need.FOOD: Purpose.BENEFITS,
    Need.FINANCIAL: Purpose.BENEFITS,
    Need.EMPLOYMENT: Purpose.EMPLOYMENT,
    Need.VOCATIONAL: Purpose.EMPLOYMENT,
    Need.EDUCATION: Purpose.EMPLOYMENT,
    Need.MEDICAL: Purpose.TREATMENT,
    Need.DENTAL: Purpose.TREATMENT,
    Need.MENTAL_HEALTH: Purpose.TREATMENT,
    Need.MOUD: Purpose.TREATMENT,
    Need.DETOX: Purpose.TREATMENT,
}
"""For what a place is told something about a client; for every other need, at the client's request."""

MAY_BE_TOLD: tuple[str, ...] = (
    Information.PRESENCE, Information.CONTACT, Information.SCHEDULE, Information.ATTENDANCE, Information.ASSESSMENT,
    Information.DIAGNOSIS, Information.PROGRESS, Information.MEDICATIONS, Information.SAFETY,
)  # fmt: skip
"""What a referral may carry. Everything else goes by letter or record copy, each with its own page."""

PARTY_FOR: dict[str, str] = {
    Need.HOUSING: PartyKind.HOUSING,
    Need.RECOVERY_HOUSING: PartyKind.HOUSING,
    Need.EMPLOYMENT: PartyKind.EMPLOYER,
    Need.EDUCATION: PartyKind.SCHOOL,
    Need.LEGAL: PartyKind.ATTORNEY,
    Need.MEDICAL: PartyKind.PROVIDER,
    Need.DENTAL: PartyKind.PROVIDER,
    Need.MENTAL_HEALTH: PartyKind.PROVIDER,
    Need.MOUD: PartyKind.PROVIDER,
    Need.DETOX: PartyKind.PROVIDER,
}
"""As what kind of recipient a place is kept; every other need makes another recipient."""


class ReferralStatus(models.TextChoices):
    """Where a referral stands."""

    PLANNED = "planned", _("Being made")
    SENT = "sent", _("Made")
    WAITING = "waiting", _("On their waitlist")
    ACCEPTED = "accepted", _("Accepted")
    ATTENDED = "attended", _("They went")
    CLOSED = "closed", _("Need met")
    DECLINED_BY_PLACE = "declined_by_place", _("Not taken by the place")
    DECLINED_BY_CLIENT = "declined_by_client", _("The client decided against it")
    NOT_REACHED = "not_reached", _("The place was not reached")


REFERRAL_OVER = frozenset(
    {
        ReferralStatus.CLOSED, ReferralStatus.DECLINED_BY_PLACE, ReferralStatus.DECLINED_BY_CLIENT,
        ReferralStatus.NOT_REACHED,
    }
)  # fmt: skip
_ANY_END = REFERRAL_OVER
REFERRAL_MOVES: dict[str, frozenset[str]] = {
    ReferralStatus.PLANNED: frozenset({ReferralStatus.SENT}) | _ANY_END,
    ReferralStatus.SENT: frozenset({ReferralStatus.WAITING, ReferralStatus.ACCEPTED, ReferralStatus.ATTENDED})
    | _ANY_END,
    ReferralStatus.WAITING: frozenset({ReferralStatus.ACCEPTED, ReferralStatus.ATTENDED}) | _ANY_END,
    ReferralStatus.ACCEPTED: frozenset({ReferralStatus.WAITING, ReferralStatus.ATTENDED}) | _ANY_END,
    ReferralStatus.ATTENDED: frozenset({ReferralStatus.ACCEPTED}) | _ANY_END,
    # What ended too early begins again where it was: nobody makes a second referral for that.
    ReferralStatus.CLOSED: frozenset({ReferralStatus.ATTENDED}),
    ReferralStatus.DECLINED_BY_PLACE: frozenset({ReferralStatus.SENT}),
    ReferralStatus.DECLINED_BY_CLIENT: frozenset({ReferralStatus.SENT}),
    ReferralStatus.NOT_REACHED: frozenset({ReferralStatus.SENT}),
}
"""Which status may follow which."""


class ContactWith(models.TextChoices):
    """With whom somebody spoke about a client, or tried to."""

    CLIENT = "client", _("The client")
    RELATIVE = "relative", _("Relative or support")
    PROVIDER = "provider", _("Treating provider")
    RESOURCE = "resource", _("Community resource")
    HOUSING = "housing", _("Recovery residence or landlord")
    EMPLOYER = "employer", _("Employer or school")
    COURT = "court", _("Court, probation or attorney")
    PAYER = "payer", _("Health plan or benefits office")
    OTHER = "other", _("Somebody else")


class ContactBy(models.TextChoices):
    PHONE = "phone", _("Phone")
    IN_PERSON = "in_person", _("In person")
    VIDEO = "video", _("Video")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit outside the clinic")


class ContactOutcome(models.TextChoices):
    REACHED = "reached", _("Spoke with them")
    LEFT_MESSAGE = "left_message", _("Left a message")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_NUMBER = "wrong_number", _("Wrong number or address")
    SENT = "sent", _("Sent, no answer yet")
    REFUSED = "refused", _("They did not want to speak")


class MeetingKind(models.TextChoices):
    """Which fellowship; no place and no names, so that nobody else is in a client's chart."""

    AA = "aa", _("Alcoholics Anonymous (AA)")
    NA = "na", _("Narcotics Anonymous (NA)")
    CA = "ca", _("Cocaine Anonymous (CA)")
    CMA = "cma", _("Crystal Meth Anonymous (CMA)")
    MA = "ma", _("Marijuana Anonymous (MA)")
    DUAL = "dual", _("Dual Recovery or Double Trouble")
    MEDICATION = "medication", _("Medication-Assisted Recovery Anonymous")
    CELEBRATE = "celebrate", _("Celebrate Recovery")
    AL_ANON = "al_anon", _("Al-Anon, Nar-Anon or ACA")
    SMART = "smart", _("SMART Recovery")
    DHARMA = "dharma", _("Recovery Dharma or Refuge Recovery")
    LIFERING = "lifering", _("LifeRing")
    WOMEN = "women", _("Women for Sobriety")
    FAITH = "faith", _("Faith-based group")
    ALUMNI = "alumni", _("Alumni or peer group")
    OTHER = "other", _("Another group")


TWELVE_STEP = frozenset(
    {
        MeetingKind.AA, MeetingKind.NA, MeetingKind.CA, MeetingKind.CMA, MeetingKind.MA, MeetingKind.DUAL,
        MeetingKind.MEDICATION, MeetingKind.CELEBRATE, MeetingKind.AL_ANON,
    }
)  # fmt: skip
"""Fellowships that work by twelve steps."""


class MeetingPlace(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")
