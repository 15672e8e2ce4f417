"""The demo's story of claims: sent every other week and acknowledged, some rejected and mended, one replaced, last week's waiting."""

from __future__ import annotations

import datetime as dt
import io
from random import Random

from billing.actions import claims as act
from billing.choices.claims import ClaimStatus
from billing.models import Charge, Claim, ClaimBatch
from clients.choices import ContactKind, Sex
from clients.models import Client, ContactPoint
from iop.access.actors import Actor
from iop.core import clock
from iop.demo.charges import SENT, instant, monday_of, rounds
from iop.demo.clinic import Clinic

BILLER = "Marsh"
STREETS = ("Elm Street", "Dorchester Avenue", "Harbor Road", "Linden Way", "Mission Street", "Garden Court")
CITIES = {
    "BOS": ("Boston, MA 02118", "Quincy, MA 02169", "Somerville, MA 02143"),
    "TUC": ("Tucson, AZ 85705", "Marana, AZ 85653"),
}
REJECTED_PERCENT = 4
"""How many claims of a hundred a payer's front door sends back at first."""
WITHOUT_ADDRESS = 2
"""People whose address was never asked: their claims wait to be mended."""


def fill(house: Clinic, dice: Random, now: dt.datetime) -> None:
    """Tell this part of the story up to ``now``."""
    _addresses(house, dice)
    waves = rounds(now)
    for first, last in waves:
        at = instant(last, SENT)
        with clock.frozen(at):
            _mend(house, at)
            _run(house, first, last, at, dice, is_last=(first, last) == waves[-1])
    at = now - dt.timedelta(hours=4)
    monday = monday_of(now)
    with clock.frozen(at):
        by = house.acting(BILLER, at)
        for site in house.sites.values():
            act.make(
                by=by, site_id=site.pk, first=monday - dt.timedelta(days=7), last=monday - dt.timedelta(days=1), at=at
            )
        _replace_one(by, at)


def _addresses(house: Clinic, dice: Random) -> None:
    """Where people live, as intake asked them; and what a claim says of their sex, where it was not asked before."""
    people = Client.objects.filter(pk__in=Charge.objects.filter(payer__isnull=False).values("client")).order_by("pk")
    sites = {site.pk: code for code, site in house.sites.items()}
    placed = dict(people.values_list("pk", "episodes__site").order_by("pk", "episodes__opened_on"))
    known = set(ContactPoint.objects.filter(kind=ContactKind.POSTAL).values_list("client_id", flat=True))
    wanted = [pk for pk in placed if pk not in known][WITHOUT_ADDRESS:]
    ContactPoint.objects.bulk_create(
        [
            ContactPoint(
                client_id=pk, kind=ContactKind.POSTAL, is_preferred=True,
                value=f"{dice.randint(2, 240)} {dice.choice(STREETS)}, {dice.choice(CITIES[sites.get(placed[pk], 'BOS')])}",
            )
            for pk in wanted
        ]
    )  # fmt: skip
    people.filter(sex=Sex.UNKNOWN).exclude(pk__in=list(placed)[:1]).update(sex=Sex.OTHER)


def _mend(house: Clinic, at: dt.datetime) -> None:
    """What was sent back the last time goes out again."""
    by = house.acting(BILLER, at)
    for row in Claim.objects.filter(status=ClaimStatus.REJECTED).order_by("control_number"):
        act.mend(by=by, claim=row, at=at)


def _run(house: Clinic, first: dt.date, last: dt.date, at: dt.datetime, dice: Random, *, is_last: bool) -> None:
    by = house.acting(BILLER, at)
    for code, site in house.sites.items():
        act.make(by=by, site_id=site.pk, first=first, last=last, at=at)
        for batch in act.make_batches(by=by, site_id=site.pk, at=at):
            if not act.hand_out(by=by, batch=batch, at=at).content:
                continue
            act.mark_sent(by=by, batch=batch, at=at)
            batch.refresh_from_db()
            _answer(by, batch, at + dt.timedelta(hours=1), dice, one_at_least=is_last and code == "BOS")


def _answer(by: Actor, batch: ClaimBatch, at: dt.datetime, dice: Random, *, one_at_least: bool) -> None:
    """The payer's two answers: the file was read, and each claim was taken in, but a few."""
    act.take_in(by=by, file=io.BytesIO(_taken(batch, at).encode()), site_id=batch.site_id, at=at)
    numbers = list(
        Claim.objects.filter(batch=batch).order_by("control_number").values_list("control_number", flat=True)
    )
    refused = {number for number in numbers if dice.randrange(100) < REJECTED_PERCENT}
    if one_at_least and len(numbers) > 2:
        refused = refused or {numbers[-1]}
    said = _each(batch, numbers, at, refused)
    act.take_in(by=by, file=io.BytesIO(said.encode()), site_id=batch.site_id, at=at)


def _taken(batch: ClaimBatch, at: dt.datetime) -> str:
    return _wrapped(
        "FA", "005010X231A1", batch.number, at,
        f"ST*999*0001*005010X231A1~AK1*HC*{batch.number}~AK2*837*0001~IK5*A~AK9*A*1*1*1~SE*6*0001~",
    )  # fmt: skip


def _each(batch: ClaimBatch, numbers: list[str], at: dt.datetime, refused: set[str]) -> str:
    day = f"{at:%Y%m%d}"
    parts = [
        f"ST*277*0001*005010X214~BHT*0085*08*{batch.number}*{day}*{at:%H%M}*TH~HL*1**20*1~NM1*PR*2*PAYER*****PI*{batch.payer.payer_code}~"
        f"TRN*1*{batch.number}~DTP*050*D8*{day}~DTP*009*D8*{day}~HL*2*1*21*1~NM1*41*2*CLINIC*****46*HARBOR~TRN*2*{batch.number}~"
        f"STC*A1:19:PR*{day}*WQ*{batch.cents / 100:g}~HL*3*2*19*1~NM1*85*2*CLINIC*****XX*1234567893~TRN*1*0~"
    ]
    for place, number in enumerate(numbers, 4):
        said = f"STC*A7:164:IL*{day}*U*1" if number in refused else f"STC*A2:20:PR*{day}*WQ*1~REF*1K*{day}{place:05d}"
        parts.append(f"HL*{place}*3*PT~NM1*QC*1*NAME*NAME****MI*MEM1~TRN*2*{number}~{said}~")
    body = "".join(parts)
    return _wrapped("HN", "005010X214", batch.number, at, f"{body}SE*{body.count('~') + 1}*0001~")


def _wrapped(group: str, guide: str, number: int, at: dt.datetime, body: str) -> str:
    return (
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'HARBOR':15}*{at:%y%m%d}*{at:%H%M}*^*00501*{number:09d}*0*P*:~"
        f"GS*{group}*PAYER*HARBOR*{at:%Y%m%d}*{at:%H%M}*{number}*X*{guide}~{body}GE*1*{number}~IEA*1*{number:09d}~"
    )


def _replace_one(by: Actor, at: dt.datetime) -> None:
    """One claim went out with something to correct: another stands in its place."""
    row = (
        Claim.objects.visible_to(by).filter(status=ClaimStatus.ACCEPTED).order_by("-ends_on", "control_number").first()
    )
    if row is not None:
        act.replace(by=by, claim=row, at=at)
