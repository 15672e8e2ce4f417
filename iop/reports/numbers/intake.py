"""From the first call to the first service."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, DateField, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from clients.choices import InquiryChannel, InquiryStatus, PayerKind, ReferralKind
from clients.models import Inquiry
from iop.core.words import say
from iop.reports.numbers.ground import (
    Cells,
    DaysBetween,
    Median,
    around,
    choice,
    derived,
    grouped,
    labelled,
    local_day,
    month,
    month_words,
    named,
)
from iop.reports.numbers.names import site_names
from iop.reports.numbers.people import BY_MONTH, BY_SITE, every_month
from iop.reports.registry import report
from iop.reports.rules.rates import percent, tenth
from iop.reports.shapes import Ask, Chart, Column, Result, Unit
from scheduling.choices import AppointmentKind, AppointmentStatus
from scheduling.models import Appointment
from sessions_app.choices import ATTENDED
from sessions_app.models import Attendance

WITHIN_DAYS = 14
"""Days from the call to the first service that initiation of treatment is measured by (reporting.md §5)."""
CHOICES: dict[str, Any] = {"referral": ReferralKind, "payer_kind": PayerKind, "channel": InquiryChannel}
HEADINGS: dict[str, Any] = dict(
    (BY_MONTH, BY_SITE, ("referral", say("Who referred")), ("payer_kind", say("Kind of payer")), ("channel", say("Came by")))
)  # fmt: skip


def inquiries(ask: Ask) -> QuerySet[Any]:
    """Give the inquiries of the period by the site's date, with the days to admission and to the first service."""
    zone = "site__time_zone"
    rows: QuerySet[Any] = Inquiry.objects.filter(around("received_at", ask), site__in=ask.sites)
    rows = rows.annotate(day=local_day("received_at", zone)).filter(day__gte=ask.first, day__lte=ask.last)
    first_day = Attendance.objects.filter(episode=OuterRef("episode"), status__in=ATTENDED).order_by()
    first_meeting = (
        Appointment.objects.filter(episode=OuterRef("episode"), status=AppointmentStatus.COMPLETED)
        .exclude(kind=AppointmentKind.ASSESSMENT)
        .annotate(held=local_day("starts_at", zone))
        .order_by()
    )
    served = Least(
        Subquery(first_day.values("episode").annotate(n=Min("session__on")).values("n"), output_field=DateField()),
        Subquery(first_meeting.values("episode").annotate(n=Min("held")).values("n"), output_field=DateField()),
    )
    return rows.annotate(
        to_admission=DaysBetween(F("episode__admitted_on"), F("day")), to_service=DaysBetween(served, F("day"))
    )


@report(
    "conversion",
    group="intake",
    title=say("Inquiries and how soon they start"),
    definition=say(
        "Inquiries received in the period: admitted out of all of them, those still open included. Days run from the call to admission, "
        "and to the first treatment day attended or appointment kept (assessments aside), of those who had one."
    ),
    by=(
        BY_MONTH, ("referral", HEADINGS["referral"]), ("payer_kind", HEADINGS["payer_kind"]), ("channel", HEADINGS["channel"]),
        BY_SITE,
    ),
)  # fmt: skip
def conversion(ask: Ask) -> Result:
    """Count inquiries by what became of them. Two statements and one for names."""
    by = {
        "month": month("day"), "referral": "referral_kind", "payer_kind": "payer_kind", "channel": "channel", "site": "site",
    }[ask.by]  # fmt: skip
    gone = Q(status__in=[InquiryStatus.REFERRED_OUT, InquiryStatus.DECLINED, InquiryStatus.LOST])
    admitted = Q(status=InquiryStatus.ADMITTED)
    numbers: dict[str, Any] = {
        "inquiries": Count("pk"), "admitted": Count("pk", filter=admitted), "elsewhere": Count("pk", filter=gone),
        "days_to_admission": Median("to_admission", filter=admitted), "served": Count("to_service"),
        "days_to_service": Median("to_service"), "soon": Count("pk", filter=Q(to_service__lte=WITHIN_DAYS)),
    }  # fmt: skip
    rows = inquiries(ask)
    found = grouped(rows, by, **numbers)
    total = rows.order_by().aggregate(**numbers)

    def derive(cells: Cells) -> Cells:
        return {
            "inquiries": cells["inquiries"], "admitted": cells["admitted"], "elsewhere": cells["elsewhere"],
            "open": cells["inquiries"] - cells["admitted"] - cells["elsewhere"],
            "conversion": percent(cells["admitted"], cells["inquiries"]),
            "days_to_admission": tenth(cells["days_to_admission"]), "served": cells["served"],
            "days_to_service": tenth(cells["days_to_service"]), "soon_rate": percent(cells["soon"], cells["served"]),
        }  # fmt: skip

    columns = (
        Column("inquiries", say("Inquiries")),
        Column("admitted", say("Admitted")),
        Column("conversion", say("Conversion"), Unit.PERCENT),
        Column("open", say("Still open")),
        Column("elsewhere", say("Went elsewhere")),
        Column("days_to_admission", say("Days to admission, median"), Unit.DAYS),
        Column("served", say("Had a first service")),
        Column("days_to_service", say("Days to first service, median"), Unit.DAYS),
        Column("soon_rate", say("Within 14 days"), Unit.PERCENT),
    )
    done = derived(found, derive)
    if ask.by == "month":
        blank = derive({**dict.fromkeys(numbers, 0), "days_to_admission": None, "days_to_service": None})
        made = labelled({key: done.get(key, blank) for key in every_month(ask)}, month_words)
    else:
        made = labelled(done, named(site_names()) if ask.by == "site" else choice(CHOICES[ask.by]))
    return Result(HEADINGS[ask.by], columns, made, derive(total), Chart("bar", ("inquiries", "admitted")))
