"""On which days anything was delivered to whom: what billing looks at when it is told a range of days."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from billing.day_facts import Key
from billing.models import ClientDay
from iop.clinic.models import Site
from iop.core import clock
from scheduling.choices import AppointmentStatus
from scheduling.models import Appointment
from sessions_app.choices import AttendanceStatus
from sessions_app.models import Attendance
from therapy.models import DrugTest


def keys(site_id: uuid.UUID, first: dt.date, last: dt.date) -> set[Key]:
    """Give the client-days of a site in a range on which something was delivered, or about which billing wrote before.

    Dates are the site's own. Five statements, whatever the number.
    """
    zone = Site.objects.values_list("time_zone", flat=True).get(pk=site_id)
    start, end = clock.day_bounds(first, zone)[0], clock.day_bounds(last, zone)[1]
    days = Attendance.objects.filter(session__site=site_id, session__on__range=(first, last))
    days = days.exclude(status__in=[AttendanceStatus.REMOVED, AttendanceStatus.EXPECTED])
    visits = Appointment.objects.filter(site=site_id, starts_at__gte=start, starts_at__lt=end, episode__isnull=False)
    visits = visits.exclude(status__in=[AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED])
    tests = DrugTest.objects.filter(episode__site=site_id, collected_at__gte=start, collected_at__lt=end)
    found = set(days.order_by().values_list("client", "session__on"))
    found |= _dated(visits.order_by().values_list("client", "starts_at"), zone)
    found |= _dated(tests.order_by().values_list("episode__client", "collected_at"), zone)
    known = ClientDay.objects.filter(site=site_id, on__range=(first, last))
    return found | set(known.order_by().values_list("client", "on"))


def _dated(rows: object, zone: str) -> set[Key]:
    local = ZoneInfo(zone)
    return {(client_id, at.astimezone(local).date()) for client_id, at in rows}  # type: ignore[attr-defined]
