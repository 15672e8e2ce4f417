"""What medications and case management say of a stay when somebody decides or sums up (the slot ``EVIDENCE``)."""

from __future__ import annotations

import datetime as dt

from clients.evidence import Fact, Subject
from clients.models import Episode
from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import Sentence, count_words, say, sentence
from therapy.choices.medications import NaloxoneOutcome, StopReason, Treats
from therapy.choices.support import REFERRAL_OVER, TWELVE_STEP, Need, ReferralStatus
from therapy.models.medications import Medication, NaloxoneOffer, Reconciliation
from therapy.models.support import Referral, SupportMeeting

MARKS = {Treats.MOUD: say("MOUD"), Treats.MAUD: say("MAUD")}


def facts(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    """What is taken and was stopped, when the list was gone through, naloxone; referrals and meetings. Five statements."""
    return [
        *_medications(episode, first, last, at),
        *_gone_through(episode, last),
        *_naloxone(episode, last),
        *_referrals(episode, last),
        *_meetings(episode, first, last),
    ]


def _medications(episode: Episode, first: dt.date, last: dt.date, at: dt.datetime) -> list[Fact]:
    rows = Medication.objects.right().overlapping(first, last).filter(client=episode.client_id)
    found = []
    for row in rows.order_by("treats", "name", "starts_on"):
        if row.ends_on is not None and row.ends_on < last:
            if row.stop_reason == StopReason.DOSE_CHANGED:
                continue
            words = say("{medication}, stopped: {reason}")
            reason = StopReason(row.stop_reason).label if row.stop_reason else say("as planned")
            found.append(_fact(row, sentence(words, medication=row.label, reason=reason), row.ends_on))
        else:
            mark = MARKS.get(Treats(row.treats))
            words = say("{medication}, {frequency} ({mark})") if mark else say("{medication}, {frequency}")
            says = sentence(words, medication=row.label, frequency=row.frequency, mark=mark or "")
            found.append(_fact(row, says, row.starts_on))
    return found


def _fact(row: Medication, says: Sentence, on: dt.date) -> Fact:
    return Fact(
        subject=Subject.MEDICATIONS, says=says, on=on, place=("therapy.medication", row.pk),
        needs=Permission.MEDICATIONS_VIEW,
    )  # fmt: skip


def _gone_through(episode: Episode, last: dt.date) -> list[Fact]:
    newest = Reconciliation.objects.filter(episode=episode).order_by("-at").first()
    place = ("therapy.medications_of", episode.client_id)
    if newest is None:
        says, on, tone = say("The medication list was never gone through together"), None, "warn"
    else:
        on = clock.local_date(newest.at, episode.site.time_zone)
        says, tone = say("The medication list was gone through"), "good"
    if on is not None and on > last:
        return []
    return [Fact(Subject.MEDICATIONS, says, on, tone, place, Permission.MEDICATIONS_VIEW)]


def _naloxone(episode: Episode, last: dt.date) -> list[Fact]:
    row = NaloxoneOffer.objects.right().filter(episode=episode, on__lte=last).order_by("-on", "-pk").first()
    if row is None:
        return []
    says = sentence(say("Naloxone: {outcome}"), outcome=NaloxoneOutcome(row.outcome).label)
    tone = "warn" if row.outcome == NaloxoneOutcome.DECLINED else "good"
    place = ("therapy.medications_of", episode.client_id)
    return [Fact(Subject.SAFETY, says, row.on, tone, place, Permission.MEDICATIONS_VIEW)]


def _referrals(episode: Episode, last: dt.date) -> list[Fact]:
    found = []
    for row in Referral.objects.filter(episode=episode, made_on__lte=last).order_by("made_on", "pk"):
        says = sentence(
            say("{need}: {place} – {status}"), need=Need(row.need).label, place=row.to_name,
            status=ReferralStatus(row.status).label,
        )  # fmt: skip
        tone = (
            "neutral" if row.status not in REFERRAL_OVER else "good" if row.status == ReferralStatus.CLOSED else "warn"
        )
        place = ("therapy.referral", row.pk)
        found.append(Fact(Subject.SUPPORTS, says, row.made_on, tone, place, Permission.SUPPORT_KEEP))
    return found


def _meetings(episode: Episode, first: dt.date, last: dt.date) -> list[Fact]:
    rows = list(SupportMeeting.objects.right().filter(episode=episode, on__range=(first, last)).order_by("-on", "-pk"))
    if not rows:
        return []
    place = ("therapy.support_of", episode.client_id)
    steps = sum(row.kind in TWELVE_STEP for row in rows)
    number = sentence(
        count_words("{count} support meeting, {steps} of them 12-step", "{count} support meetings, {steps} of them 12-step", len(rows)),
        count=len(rows), steps=steps,
    )  # fmt: skip
    found = [Fact(Subject.SUPPORTS, number, rows[0].on, "good", place, Permission.SUPPORT_KEEP)]
    sponsor = next((row for row in rows if row.has_sponsor is not None), None)
    if sponsor:
        words = say("Has a sponsor or mentor") if sponsor.has_sponsor else say("No sponsor or mentor yet")
        found.append(Fact(Subject.SUPPORTS, words, sponsor.on, "neutral", place, Permission.SUPPORT_KEEP))
    return found
