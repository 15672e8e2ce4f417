"""One inquiry: what was told, what is known, what comes next, and the seat that is held for it. A fixed number of statements."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from billing.payer_needs import Need, needs
from clients import intake_policies, intake_rules
from clients.choices import (
    INQUIRY_CLOSED,
    CheckAnswer,
    CheckKind,
    InquiryStatus,
    ReplyBy,
    SafetyAnswer,
    Substance,
    Urgency,
)
from clients.models import Inquiry, IntakeAnswer, IntakeCheck
from clients.rules import phone_for_people
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic import on_call
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.pages.client_forms.details import LANGUAGES
from iop.pages.intake_forms import inquiry as forms
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.clients.parts.common import names_of
from iop.pages.presenters.intake import words
from iop.pages.presenters.intake.answer import Calling, line_of, lookalikes_of
from iop.pages.presenters.intake.board import moves_of
from iop.pages.presenters.intake.calling import open_tracks
from iop.pages.presenters.intake.seats import SeatLine, read_seats
from iop.pages.presenters.schedule.addresses import to
from iop.pages.presenters.schedule.when import clock_words, day_words, moment_words, weekday_short
from iop.workflows.intake import FreeSlots, assessment_slots
from scheduling.choices import APPOINTMENT_MINUTES, AppointmentKind
from scheduling.models import Appointment, Room, SeatHold

DAYS_OF_SLOTS = 10
SLOTS_A_DAY = 3
SLOTS_SHOWN = 9
OUT = (InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST)


@dataclass
class InquiryPage:
    """One inquiry as a colleague opened it at ``at``."""

    actor: Actor
    inquiry: Any
    checks: Sequence[IntakeCheck]
    answers: Mapping[uuid.UUID, IntakeAnswer]
    changes: Sequence[Any]
    names: Mapping[uuid.UUID, str]
    hold: SeatHold | None
    ended_hold: SeatHold | None
    appointment: Appointment | None
    seats: Sequence[SeatLine]
    at: dt.datetime
    asked: Mapping[str, str] = field(default_factory=dict)

    @property
    def zone(self) -> str:
        """The wall clock of its site."""
        return str(self.inquiry.site.time_zone)

    @property
    def today(self) -> dt.date:
        """The date at its site."""
        return clock.local_date(self.at, self.zone)

    @property
    def is_open(self) -> bool:
        """Say whether it still asks something of us."""
        return self.inquiry.status not in INQUIRY_CLOSED

    @property
    def may_work(self) -> bool:
        """Say whether this colleague keeps the board here."""
        return intake_policies.may_take_inquiries(self.actor, self.inquiry.site_id) is None

    @property
    def may_judge(self) -> bool:
        """Say whether this colleague may answer checks."""
        return self.is_open and intake_policies.may_judge_fit(self.actor, self.inquiry) is None

    @property
    def may_admit(self) -> bool:
        """Say whether admission is the next step, and theirs to take."""
        ready = self.inquiry.status == InquiryStatus.ACCEPTED and self.inquiry.episode_id
        return bool(ready) and intake_policies.may_complete_admission(self.actor, self.inquiry.site_id) is None

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What must be seen first."""
        row = self.inquiry
        found = [(words.STATUS_TONES[row.status], row.get_status_display())]
        if row.urgency != Urgency.ROUTINE:
            found.append((words.URGENCY_TONES[row.urgency], str(Urgency(row.urgency).label)))
        if row.safety in (SafetyAnswer.NOT_SAFE, SafetyAnswer.UNSURE):
            tone = "bad" if row.safety == SafetyAnswer.NOT_SAFE else "warn"
            found.append((tone, str(SafetyAnswer(row.safety).label)))
        return found

    @property
    def sub(self) -> str:
        """When and how they asked."""
        row = self.inquiry
        when, ago = words.instant(row.received_at, self.zone), words.age_words(row.received_at, self.at)
        return f"{row.get_channel_display()} · {when} ({ago}) · {row.site.name}"

    @property
    def reach(self) -> dict[str, Any]:
        """How to call back, and what must be minded."""
        row = self.inquiry
        minds = [
            _("They may be left a message") if row.may_leave_message else _("Leave no message"),
            _("Prefers: %(way)s") % {"way": ReplyBy(row.reply_by).label.lower()},
            _("Safe times: %(times)s") % {"times": row.safe_times} if row.safe_times else "",
        ]
        return {
            "who": row.caller_name if row.caller_is != "self" else row.name,
            "role": row.caller_role or (row.get_caller_is_display() if row.caller_is != "self" else ""),
            "phone": row.callback_phone,
            "phone_words": phone_for_people(row.callback_phone) if row.callback_phone else "",
            "email": row.callback_email,
            "minds": [one for one in minds if one],
        }

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was told, in the order of the call; what was not said is left out."""
        row = self.inquiry
        born = ""
        if row.date_of_birth:
            born = date_words(row.date_of_birth)
        own = phone_for_people(row.phone) if row.phone and row.phone != row.callback_phone else ""
        found = [
            (
                _("Name"),
                f"{row.first_name} {row.last_name}".strip()
                + (f" ({row.preferred_name})" if row.preferred_name else ""),
            ),
            (_("Born"), born),
            (_("Own number"), own),
            (_("Language"), str(dict(LANGUAGES).get(row.language, row.language)) if row.language != "en" else ""),
            (_("Substances"), ", ".join(str(label) for label in self._substances) or ""),
            (_("More about it"), row.substances_note),
            (_("Safety"), " · ".join(part for part in (row.get_safety_display(), row.safety_note) if part)),
            (_("Needs an answer"), row.get_urgency_display()),
            (_("Came from"), self._source),
            (_("Payer"), " · ".join(part for part in (row.get_payer_kind_display(), row.payer_told) if part)),
            (_("Wishes"), self._wish),
        ]
        return [one for one in found if one[1]]

    @property
    def _substances(self) -> list[Any]:
        return [Substance(code).label for code in self.inquiry.substances]

    @property
    def _source(self) -> str:
        row = self.inquiry
        place = row.referral_source.organization if row.referral_source else ""
        return " · ".join(part for part in (row.get_referral_kind_display(), place, row.referral_contact) if part)

    @property
    def _wish(self) -> str:
        row = self.inquiry
        track = next((line.name for line in self.seats if line.track_id == row.wished_track_id), "")
        days = ", ".join(weekday_short(day) for day in row.wished_weekdays)
        start = _("from %(day)s") % {"day": day_words(row.wished_start)} if row.wished_start else ""
        return " · ".join(part for part in (track, days, start) if part)

    # ---- the checklist

    @property
    def lines(self) -> list[intake_rules.Line]:
        """The checks with their answers, as rules read them."""
        return [line_of(check, *self._answer(check)) for check in self.checks]

    def _answer(self, check: IntakeCheck) -> tuple[str, str]:
        found = self.answers.get(check.pk)
        return (found.answer, found.reason) if found else (CheckAnswer.UNKNOWN, "")

    @cached_property
    def fit(self) -> intake_rules.Fit:
        """What the checklist says."""
        return intake_rules.fit(intake_rules.asked_of(self.lines, self.inquiry.payer_kind))

    @property
    def fit_tone(self) -> str:
        """Its tone."""
        return words.FIT_TONES[self.fit.state]

    @property
    def check_groups(self) -> list[dict[str, Any]]:
        """The checks that are asked for this payer, fit first."""
        groups = []
        for kind in CheckKind:
            asked = [check for check in self.checks if check.kind == kind and self._is_asked(check)]
            rows = [
                {"check": check, "answer": self._answer(check)[0], "reason": self._answer(check)[1]} for check in asked
            ]
            if rows:
                groups.append({"label": str(kind.label), "rows": rows})
        return groups

    @cached_property
    def payer_record(self) -> list[Need]:
        """What the chart itself says of coverage, checks and authorizations, once there is one; beside the clinic's check list."""
        stay = self.inquiry.episode
        if stay is None or not self.actor.can(Permission.BILLING_VIEW, stay.site_id):
            return []
        return needs(stay.client, stay, self.today)

    def _is_asked(self, check: IntakeCheck) -> bool:
        return not check.payer_kinds or self.inquiry.payer_kind in check.payer_kinds

    # ---- what happens next

    @property
    def due(self) -> dict[str, str]:
        """When the next step is due."""
        when, tone = words.due_words(self.inquiry.next_step_at, self.at, self.zone)
        return {"words": when, "tone": tone}

    @property
    def moves(self) -> list[dict[str, str]]:
        """Where it may go from here."""
        return moves_of(self.inquiry.status, "")

    @property
    def plain_moves(self) -> list[dict[str, str]]:
        """Moves of one press."""
        return [move for move in self.moves if not move["url"]]

    @property
    def may_leave(self) -> bool:
        """Say whether it may end without admission from here."""
        return any(move["value"] in OUT for move in self.moves)

    @property
    def helper_phone(self) -> str:
        """The number of the colleague on call, as people read it."""
        return phone_for_people(self.helper.phone) if self.helper and self.helper.phone else ""

    @cached_property
    def helper(self) -> on_call.OnCall | None:
        """Whom to call for somebody in danger."""
        row = self.inquiry
        if not self.is_open or not intake_rules.needs_somebody_now(row.urgency, row.safety):
            return None
        return on_call.now(row.site_id, self.at)

    @property
    def is_danger(self) -> bool:
        """Say whether somebody needs help before anything else."""
        row = self.inquiry
        return self.is_open and intake_rules.needs_somebody_now(row.urgency, row.safety)

    @property
    def hold_words(self) -> dict[str, Any]:
        """The seat that is held, and for how long still."""
        hold = self.hold
        if hold is None:
            return {}
        days = ", ".join(weekday_short(day) for day in hold.weekdays)
        return {
            "id": hold.pk,
            "what": f"{hold.track.name} · {days} · " + _("from %(day)s") % {"day": day_words(hold.starts_on)},
            "left": words.left_words(hold.expires_at, self.at),
            "until": words.instant(hold.expires_at, self.zone),
            "until_iso": hold.expires_at.isoformat(),
        }

    @property
    def lost_hold(self) -> str:
        """What became of a seat that ran out, while nothing else is held."""
        hold = self.ended_hold
        if self.hold or hold is None or not self.is_open:
            return ""
        return _("The seat in %(track)s ran out. Hold one again while there is room.") % {"track": hold.track.name}

    @property
    def appointment_words(self) -> dict[str, Any]:
        """The assessment that is booked."""
        row = self.appointment
        if row is None:
            return {}
        return {
            "url": to("appointment")(row.pk),
            "when": moment_words(row.starts_at, row.ends_at, ZoneInfo(self.zone)),
            "who": row.staff.name,
            "status": row.get_status_display(),
        }

    @property
    def history(self) -> list[dict[str, Any]]:
        """How it came to its status, the newest first."""
        return [
            {
                "icon": "signpost-split", "tone": words.STATUS_TONES[change.status].replace("new", "accent"),
                "title": change.get_status_display(), "body": change.reason,
                "when": words.instant(change.at, self.zone), "who": self.names.get(change.by_id, ""),
            }
            for change in reversed(self.changes)
        ]  # fmt: skip

    @cached_property
    def alike(self) -> list[dict[str, Any]]:
        """Who it may be, while no chart is linked."""
        row = self.inquiry
        if row.client_id or not self.may_work or not self.is_open:
            return []
        names = ("first_name", "last_name", "phone", "date_of_birth", "caller_is")
        call = Calling(
            self.actor, row.site, (), self.at, {name: getattr(row, name) for name in names}, leave_out=row.pk
        )
        return lookalikes_of(call)

    @property
    def may_have_chart(self) -> bool:
        """Say whether somebody like them has a chart: accepting would make a second one."""
        return any(one["kind"] != "inquiry" for one in self.alike)

    @property
    def admission_url(self) -> str:
        """Where they are admitted."""
        return reverse("client_admission", args=[self.inquiry.client_id]) if self.may_admit else ""

    # ---- forms

    @cached_property
    def next_form(self) -> Any:
        """Ask for the next step."""
        local = self.inquiry.next_step_at.astimezone(ZoneInfo(self.zone)) if self.inquiry.next_step_at else None
        first = {
            "next_step": self.inquiry.next_step,
            "next_on": local and local.date(),
            "next_at": local and local.time(),
        }
        return forms.NextStepForm(initial=first)

    def assign_form(self, data: Any = None) -> Any:
        """Ask who looks after it: those who keep the board here."""
        working = StaffMember.objects.working(self.today).at_site(
            self.inquiry.site_id, self.today, Permission.INTAKE_WORK
        )
        form = forms.AssignForm(data, initial={"owner": str(self.inquiry.owner_id or "")})
        owner: Any = form.fields["owner"]
        rows = list(working)
        if self.inquiry.owner and self.inquiry.owner not in rows:
            rows.append(self.inquiry.owner)
        owner.offer(rows, lambda one: one.name)
        return form

    def accept_form(self, data: Any = None) -> Any:
        """Ask which seat to hold: the wish is filled in, and the first day there is room."""
        row = self.inquiry
        open_ones = [line for line in self.seats if line.start]
        # The wish first; without one, where somebody can start soonest.
        wished = next((line for line in self.seats if line.track_id == row.wished_track_id), None)
        wished = wished or next(iter(open_ones), None)
        start = row.wished_start or (wished.start if wished else None) or self.today
        form = forms.AcceptForm(
            data, prefix="seat",
            initial={
                "track": str(wished.track_id if wished else ""), "weekdays": row.wished_weekdays, "starts_on": max(start, self.today),
                "version": row.version,
            },
        )  # fmt: skip
        track: Any = form.fields["track"]
        says = {line.track_id: line.says for line in self.seats}
        track.offer(open_tracks([row.site_id]), lambda one: f"{one.name} · {says.get(one.pk, '')}")
        return form

    def assessment_form(self, data: Any = None) -> Any:
        """Ask where and how long; the free times stand beside it."""
        first = {"on": self.today, "minutes": APPOINTMENT_MINUTES[AppointmentKind.ASSESSMENT]}
        form = forms.AssessmentForm(data, prefix="assess", initial=first)
        room: Any = form.fields["room"]
        room.offer(Room.objects.filter(site=self.inquiry.site_id, is_active=True), str)
        return form

    def free_times(self, form: Any) -> list[dict[str, Any]]:
        """Offer each assessor's next free times from the day asked for: a fixed number of statements."""
        if form.is_bound:
            form.is_valid()
        values = form.cleaned_data if form.is_bound else form.initial
        found = assessment_slots(
            site_id=self.inquiry.site_id, first=values.get("on") or self.today, days=DAYS_OF_SLOTS, at=self.at,
            minutes=values.get("minutes"), room=values.get("room"),
        )  # fmt: skip
        return [{"name": one.staff.name, "times": self._times(one)} for one in found]

    def _times(self, one: FreeSlots) -> list[dict[str, str]]:
        zone, a_day = ZoneInfo(self.zone), Counter[dt.date]()
        shown: list[dict[str, str]] = []
        for start, _end in one.slots:
            local = start.astimezone(zone)
            a_day[local.date()] += 1
            # Some of each day: whoever calls wants to choose between days, not between quarters of an hour.
            if a_day[local.date()] <= SLOTS_A_DAY and len(shown) < SLOTS_SHOWN:
                words_ = f"{day_words(local.date())}, {clock_words(local)}"
                shown.append({"value": f"{one.staff.pk}|{start.isoformat()}", "label": words_})
        return shown


def find_inquiry(actor: Actor, inquiry_id: uuid.UUID) -> Any:
    """Find an inquiry at one of the colleague's sites. Elsewhere it is not there (``Http404``)."""
    rows = Inquiry.objects.filter(site__in=sorted(actor.site_ids))
    found = rows.select_related("site", "owner", "client", "referral_source", "episode").filter(pk=inquiry_id).first()
    if found is None:
        raise Http404
    return found


def read_inquiry(actor: Actor, inquiry: Any, at: dt.datetime) -> InquiryPage:
    """Read what belongs to an inquiry: a fixed number of statements."""
    changes = list(inquiry.status_changes.all())
    holds = list(SeatHold.objects.filter(inquiry=inquiry).select_related("track").order_by("-held_at")[:5])
    live = [hold for hold in holds if hold.ended_at is None and hold.expires_at > at]
    ran_out = [hold for hold in holds if hold not in live and (hold.ended_as == "expired" or hold.ended_at is None)]
    today = clock.local_date(at, inquiry.site.time_zone)
    return InquiryPage(
        actor=actor, inquiry=inquiry, checks=list(IntakeCheck.objects.filter(is_active=True)),
        answers={one.check_item_id: one for one in inquiry.answers.all()}, changes=changes,
        names=names_of(change.by_id for change in changes), hold=live[0] if live else None,
        ended_hold=ran_out[0] if ran_out else None, appointment=_assessment(inquiry),
        seats=read_seats(
            inquiry.site_id, weekdays=inquiry.wished_weekdays, first=max(inquiry.wished_start or today, today), at=at,
            wished=None, wished_id=inquiry.wished_track_id,
        ),
        at=at,
    )  # fmt: skip


def _assessment(inquiry: Any) -> Appointment | None:
    if inquiry.client_id is None:
        return None
    rows = Appointment.objects.filter(
        client=inquiry.client_id, kind=AppointmentKind.ASSESSMENT, starts_at__gte=inquiry.received_at
    )
    return rows.select_related("staff").order_by("-starts_at").first()
