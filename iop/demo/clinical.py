"""Assessments, placements and diagnoses of the demo clinic, and a few papers and numbers in the charts."""

from __future__ import annotations

import datetime as dt
import io
import random
from typing import Any

from PIL import Image, ImageDraw

from clients.actions import diagnoses, dimensions, documents, identifiers
from clients.choices import Edition
from clients.models import CareTeamMembership, Client, Dimension, DimensionalAssessment, Episode, LevelOfCare, Placement
from iop.core import clock
from iop.demo.clinic import Clinic
from therapy.actions import counseling
from therapy.actions.assessments import open_assessment, save_section, sign_assessment
from therapy.assessment_form import FORMS
from therapy.assessment_form.kinds import Kind, Question
from therapy.models import BiopsychosocialAssessment

DAY = dt.timedelta(days=1)
WHOLE = 5
"""How many assessments stand in the record; a demo needs a few to read, not a year's."""
DIAGNOSES = (
    ("F10.20", ("severe",)), ("F11.20", ("severe",)), ("F10.10", ("mild",)), ("F14.20", ("moderate",)), ("F15.20", ("severe",)),
    ("F12.20", ("moderate",)), ("F13.20", ("moderate",)),
)  # fmt: skip
BESIDE = ("F33.1", "F41.1", "F43.10", "F32.1")
WORDS: dict[str, str] = {
    "own_words": "“I do not want to lose the job I finally like. I am tired of counting hours until I can drink.”",
    "problem": "Drinking every evening since a separation two years ago; detox completed last week; two earlier tries alone.",
    "hopes": "Evenings that do not turn around alcohol; sleep; to be on time for their children.",
    "withdrawal": "Tremor and sweating in detox, treated; no seizure, none before.",
    "treatment_before": "Outpatient counseling five years ago for four months; helped while it lasted.",
    "conditions": "High blood pressure, treated. No operations.",
    "allergies": "None known.",
    "medications": "Lisinopril 10 mg daily, primary care; naltrexone 50 mg daily since detox.",
    "infection_education": "Told about hepatitis C and HIV testing and where it is free; took the leaflet.",
    "now": "Low in the mornings, better by noon; sleeps five hours; no panic; follows the conversation well.",
    "before": "A depressive episode at 24, counseling only. No hospital stays.",
    "protective": "Two children, a sister who calls daily, a job they want to keep.",
    "response": "Agreed to call 988 or the sister before being alone with the thought; safe to go home today.",
    "partner": "Separated for two years; speak every week about the children.",
    "children": "Nine and twelve, every second week; no authority involved.",
    "people": "The sister, who would like to come to a family session.",
    "work": "Full time in a warehouse; two late arrivals noted since spring; no other trouble.",
    "transport": "Bus line 39, twenty minutes; a colleague drives on Thursdays.",
    "access": "Reading glasses; nothing else.",
    "strengths": "Keeps promises to others, cooks, fixes bicycles for half the street.",
    "supports": "A Saturday meeting, the sister, one friend who does not drink.",
    "appearance": "Neat, tired, good eye contact.",
    "speech": "Clear and in order.",
    "given": "PHQ-9: 11, GAD-7: 8, AUDIT: 26, taken on the day of the assessment.",
    "formulation": "Loss and long evenings keep drinking going; work, children and a first week without it speak for change.",
    "diagnostic_reasons": "Eight criteria in the past year, among them withdrawal, failed attempts and use in spite of harm.",
    "level_reasons": "Stable at home and medically, needs structure on most evenings: intensive outpatient.",
    "first_steps": "Evening track, naltrexone with primary care, sister invited once a release is signed.",
    "client_view": "“Sounds like me. I can do three evenings.”",
}
"""What the answers say, by question; anything else that is asked is answered with its plainest answer."""
OTHERWISE = "Talked about; nothing that changes the plan for now."
EVIDENCE = {
    1: ("A", "Detox completed eight days ago, no signs of withdrawal, takes naltrexone."),
    2: ("0", "Blood pressure treated and in range; no pregnancy."),
    3: ("B", "Low mood without thoughts of suicide; thinking clear."),
    4: ("2.1", "Strong evening cravings; two returns to use after earlier attempts."),
    5: ("1.5", "Lives alone, sister near, nobody drinks in the house."),
    6: ("", "Wants evenings because of work; motivated by the children."),
}


def clinical(house: Clinic, dice: random.Random, now: dt.datetime) -> None:
    """Give everybody in treatment a diagnosis, and some a whole assessment, a decision over six dimensions, papers and numbers."""
    stays = list(
        Episode.objects.admitted().select_related("client", "site").order_by("-admitted_on", "client__record_number")
    )
    for number, stay in enumerate(stays):
        at = clock.at_local(stay.admitted_on or now.date(), dt.time(7, 45), stay.site.time_zone)
        therapist = _therapist(house, stay)
        with clock.frozen(at):
            _diagnosed(house, dice, stay, therapist, at)
            if number < WHOLE:
                _assessed(house, stay, therapist, at, sign=number != 0)
        if number < WHOLE:
            _papers(house, stay.client, min(now, at + DAY))
    _counseling(house, stays, now)
    _deciding(house, now)


def _therapist(house: Clinic, stay: Episode) -> str:
    names = {staff.pk: last for last, staff in house.staff.items()}
    member = CareTeamMembership.objects.filter(episode=stay, role="therapist").first()
    return names.get(member.staff_id, "Ferreira") if member else "Ferreira"


def _diagnosed(house: Clinic, dice: random.Random, stay: Episode, therapist: str, at: dt.datetime) -> None:
    by = house.acting(therapist, at)
    code, specifiers = dice.choice(DIAGNOSES)
    diagnoses.diagnose(by=by, client=stay.client, site_id=stay.site_id, code=code, specifiers=specifiers, at=at)
    if dice.random() < 0.4:
        diagnoses.diagnose(by=by, client=stay.client, site_id=stay.site_id, code=dice.choice(BESIDE), at=at)


def _assessed(
    house: Clinic, stay: Episode, therapist: str, at: dt.datetime, *, sign: bool
) -> BiopsychosocialAssessment:
    by = house.acting(therapist, at)
    row = open_assessment(by=by, episode=stay, at=at)
    sections = FORMS[row.definition].sections
    for section in sections if sign else sections[:5]:
        answers = {one.key: _answer(one) for one in section.questions if one.needed}
        save_section(
            by=by, assessment=row, version=_version(row, section.key), section=section.key, answers=answers, at=at
        )
    row.refresh_from_db()
    return sign_assessment(by=by, assessment=row, at=at) if sign else row


def _version(row: BiopsychosocialAssessment, key: str) -> int:
    found = row.sections.filter(key=key).first()
    return found.version if found else 0


def _answer(question: Question) -> Any:
    values = [value for value, _ in question.options]
    if question.kind in (Kind.CHOICE, Kind.MULTI):
        plain = next((value for value in ("no", "none", "never", "own_home", *values) if value in values), "")
        return [plain] if question.kind == Kind.MULTI else plain
    if question.kind == Kind.NUMBER:
        return question.least + (question.most - question.least) // 2
    if question.kind == Kind.TABLE:
        return {
            "alcohol": {
                "age_first": 16,
                "amount": "Six to eight beers",
                "longest_abstinence": "Four months",
                "criteria": 8,
            }
        }
    return WORDS.get(question.key, OTHERWISE)


def _papers(house: Clinic, client: Client, at: dt.datetime) -> None:
    desk = house.acting("Abara", at)
    with clock.frozen(at):
        documents.add_document(
            by=desk, client=client, kind="referral", upload=page_of("Discharge summary", "Bayview Withdrawal Unit"), at=at,
            title="Discharge summary from detox",
        )  # fmt: skip
        identifiers.add_identifier(
            by=desk,
            client=client,
            kind="member",
            value=f"BSH{client.record_number[2:]}77",
            issuer="Beacon State",
            at=at,
        )


def page_of(*lines: str) -> io.BytesIO:
    """Draw a plain page, as a scanner would give it."""
    page = Image.new("RGB", (850, 1100), "white")
    pen = ImageDraw.Draw(page)
    for number, line in enumerate((*lines, "Made up for the demo clinic. No person is meant.")):
        pen.text((90, 100 + 40 * number), line, fill="black")
    file = io.BytesIO()
    page.save(file, "PNG")
    file.seek(0)
    file.name = "summary.png"
    return file


def _counseling(house: Clinic, stays: list[Episode], now: dt.datetime) -> None:
    oduya = house.staff["Oduya"]
    mine = CareTeamMembership.objects.filter(staff=oduya, episode__in=stays).select_related("episode__site").first()
    if mine:
        counseling.write_note(
            by=house.acting("Oduya", now), episode=mine.episode, at=now,
            text="Spoke about the father for the first time. My own note, to think about before we meet again.",
        )  # fmt: skip


def _deciding(house: Clinic, now: dt.datetime) -> None:
    """Somebody accepted has six dimensions decided; somebody else's wait for a clinician."""
    levels = {level.key: level for level in LevelOfCare.objects.all()}
    accepted = (
        Episode.objects.filter(inquiry__status="accepted").select_related("site", "client").order_by("opened_on", "pk")
    )
    for number, stay in enumerate(accepted[:2]):
        by = house.acting("Ferreira", now)
        row = dimensions.open_dimensions(by=by, episode=stay, edition=Edition.FOURTH, at=now)
        _rate(by, row, now, everything=number == 0)
        row.refresh_from_db()
        if number == 0 and not Placement.objects.filter(episode=stay).exists():
            dimensions.decide(
                by=by, assessment=row, version=row.version, indicated_level=levels["iop"], chosen_level=levels["iop"],
                rationale="Stable after detox; needs structure on most evenings and groups with others.",
                starts_on=clock.local_date(now, stay.site.time_zone), at=now,
            )  # fmt: skip


def _rate(by: Any, row: DimensionalAssessment, at: dt.datetime, *, everything: bool) -> None:
    for one in Dimension.objects.filter(edition=row.edition):
        if everything or one.number <= 2:
            rating, evidence = EVIDENCE[one.number]
            dimensions.rate(
                by=by,
                assessment=row,
                version=0,
                dimension=one,
                rating=rating if one.is_rated else "",
                evidence=evidence,
                at=at,
            )
