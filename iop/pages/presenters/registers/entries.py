"""The registers: their lists, one entry with its clocks and history, and the file. As many statements for any number of rows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet, Window
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clients import policies_charts as policies
from clients.choices import Information, Purpose
from clients.models import Client
from clients.models.registers import CHANGES, CLOSED, REGISTERS, Entry
from clients.register_choices import EXTENDABLE, REGISTER_MOVES, EntryStatus, Register
from clients.register_clocks import clocks_of, numbers
from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.clinic.models import StaffMember
from iop.core import clock
from iop.pages.presenters.clients.listing import date_words
from iop.pages.presenters.schedule.calendar_ask import as_uuid
from iop.pages.presenters.schedule.when import instant_words
from iop.pages.register_forms import FACTS_FORMS, ExtendForm, MoveForm

PAGE = 30
TONES = {
    EntryStatus.RECEIVED: "new", EntryStatus.REVIEWING: "wait", EntryStatus.ACKNOWLEDGED: "wait", EntryStatus.BREACH: "bad",
    EntryStatus.NO_BREACH: "good", EntryStatus.ANSWERED: "good", EntryStatus.AGREED: "good", EntryStatus.REFUSED: "note",
    EntryStatus.ENDED: "quiet", EntryStatus.DONE: "good", EntryStatus.WITHDRAWN: "quiet",
}  # fmt: skip
SOON = 7
"""From how many days before its end a deadline is shown as near."""
WHENS = (
    ("open", gettext_lazy("With a deadline")),
    ("late", gettext_lazy("Overdue")),
    ("closed", gettext_lazy("Closed")),
)
ABOUT: dict[str, Any] = {
    Register.INCIDENT: gettext_lazy("Something happened that should not have: a fall, a conflict, a mistake."),
    Register.BREACH: gettext_lazy("Records were seen or sent as they must not be. It counts as a breach until the four factors say otherwise."),
    Register.GRIEVANCE: gettext_lazy("Somebody is not content and is owed an answer. Nobody is treated worse for it."),
    Register.RESTRICTION: gettext_lazy("A client asks us not to use or tell something."),
    Register.AMENDMENT: gettext_lazy("A client asks that their record is corrected."),
    Register.ACCESS: gettext_lazy("A client asks for a copy of their record."),
}  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """What the address asks for, in codes."""

    status: str = ""
    when: str = ""
    site: uuid.UUID | None = None
    page: int = 1

    def query(self, **changes: Any) -> str:
        """Write the wish, with changes, as the end of an address."""
        found = {"status": self.status, "when": self.when, "site": self.site, "page": self.page if self.page > 1 else "", **changes}  # fmt: skip
        return f"?{urlencode({name: value for name, value in found.items() if value})}"


def register_of(code: str) -> Register:
    """Read a register's code from the address; another is not there."""
    if code not in Register.values:
        raise Http404
    return Register(code)


def wish_of(asked: Mapping[str, str]) -> Wish:
    """Read the address; what makes no sense is left out."""
    page = asked.get("page", "")
    return Wish(
        status=asked.get("status", "") if asked.get("status") in EntryStatus.values else "",
        when=asked.get("when", "") if asked.get("when") in dict(WHENS) else "",
        site=as_uuid(asked.get("site")),
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )


def overview(actor: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    """Give each register with how many entries run and are overdue, one statement a register."""
    today = _today(actor, at)
    return [_card(register, actor, today) for register in Register]


def read_list(actor: Actor, register: Register, wish: Wish, at: dt.datetime) -> dict[str, Any]:
    """Give one page of a register in two statements."""
    today = _today(actor, at)
    start = (wish.page - 1) * PAGE
    rows = list(_found(actor, register, wish, today).annotate(of_all=Window(Count("*")))[start : start + PAGE])
    total = rows[0].of_all if rows else 0
    names = _names(actor, rows)
    here = reverse("register_list", args=[register])
    return {
        "rows": [_row(row, names, today) for row in rows],
        "says": _("%(first)d–%(last)d of %(total)d") % {"first": start + 1, "last": start + len(rows), "total": total},
        "earlier": wish.query(page=wish.page - 1) if wish.page > 1 else "",
        "later": wish.query(page=wish.page + 1) if start + len(rows) < total else "",
        "wish": wish,
        "is_filtered": bool(wish.status or wish.when or wish.site),
        "statuses": [(value, label) for value, label in EntryStatus.choices if value in statuses_of(register)],
        "whens": WHENS,
        "sites": [place for place in actor.places if _may_at(actor, place.id)],
        "download": f"{reverse('register_download', args=[register])}{wish.query(page='')}",
        "may_download": policies.may_download_register(actor) is None,
        "tabs": _tabs(register),
        "url": here,
    }


def read_file(actor: Actor, register: Register, wish: Wish, at: dt.datetime) -> tuple[str, int]:
    """Write a register as CSV for whoever answers for it, clients by record number; say how many entries."""
    rows = list(_found(actor, register, wish, _today(actor, at)).select_related("site", "decided_by"))
    clients = {row.client_id for row in rows if row.client_id}
    records = dict(Client.objects.filter(pk__in=clients).values_list("pk", "record_number"))
    sink = io.StringIO()
    writer = csv.writer(sink)
    writer.writerow([_("Id"), _("Site"), _("Received"), _("Client"), _("Status"), _("Deadline"), _("Decided"), _("Decision"), _("By")])  # fmt: skip
    for row in rows:
        writer.writerow([
            row.pk, row.site.code, row.received_on, records.get(row.client_id, ""), row.get_status_display(), row.due_on or "",
            row.decided_on or "", _harmless(row.decision), row.decided_by.name if row.decided_by else "",
        ])  # fmt: skip
    return sink.getvalue(), len(rows)


def get(actor: Actor, register: Register, entry_id: uuid.UUID) -> Any:
    """Give one entry the actor may see. Raises ``Http404``."""
    rows = REGISTERS[register].objects.visible_to(actor).select_related("site", "reported_by", "decided_by")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def page(entry: Any, actor: Actor, at: dt.datetime, **wrong: Any) -> dict[str, Any]:
    """Give one entry with its clocks, history and what may be done next; ``wrong`` are forms that came back."""
    today = clock.local_date(at, entry.site.time_zone)
    zone = ZoneInfo(entry.site.time_zone)
    may_keep = policies.may_keep(actor, entry) is None
    names = _names(actor, [entry])
    return {
        "entry": entry,
        "register": Register(entry.register),
        "title": _title(entry),
        "tone": TONES[EntryStatus(entry.status)],
        "client": names.get(entry.client_id),
        "facts": _facts(entry),
        "clocks": [_clock(one, today) for one in clocks_of(entry, numbers(today, entry.site_id))],
        "changes": _changes(entry, zone),
        "may_keep": may_keep,
        **(_forms(entry) if may_keep else {}),
        **wrong,
    }


def statuses_of(register: str) -> set[str]:
    """Name the statuses that a register's entries may have."""
    moves = REGISTER_MOVES[register]
    return {EntryStatus.RECEIVED, *moves, *(to for follow in moves.values() for to in follow)}


def client_of(actor: Actor, number: str) -> Client | None:
    """Give the client with this record number, if the actor may open their chart. An absorbed chart's number finds the kept one."""
    typed = number.strip().upper()
    if not typed:
        return None
    wanted = [typed, f"R-{typed}"]
    absorbed = Client.objects.filter(record_number__in=wanted).values("merged_into")
    found = Client.objects.visible_to(actor).filter(Q(record_number__in=wanted) | Q(pk__in=absorbed))
    return found.first()


def sites_to_report(actor: Actor) -> list[tuple[str, str]]:
    """Name the sites at which the actor may report."""
    return [(str(place.id), place.name) for place in actor.places if actor.can(Permission.REGISTER_REPORT, place.id)]


def _forms(entry: Any) -> dict[str, Any]:
    found: dict[str, Any] = {"facts_form": facts_form(entry)}
    if REGISTER_MOVES[entry.register].get(entry.status):
        found["move_form"] = move_form(entry)
    if entry.register in EXTENDABLE and entry.is_open and entry.extended_on is None:
        found["extend_form"] = ExtendForm(initial={"version": entry.version}, prefix="extend")
    return found


def facts_form(entry: Any, data: Any = None) -> Any:
    """Make the form of what is known, filled with what is kept."""
    form = FACTS_FORMS[entry.register]
    blank = form()
    kept = {name: getattr(entry, name) for name in blank.fields}
    return form(data, initial=kept, prefix="facts")


def move_form(entry: Any, data: Any = None) -> MoveForm:
    """Make the form of the next step."""
    return MoveForm(
        data, register=entry.register, status=entry.status, initial={"version": entry.version}, prefix="move"
    )


def _found(actor: Actor, register: Register, wish: Wish, today: dt.date) -> QuerySet[Any]:
    rows: Any = REGISTERS[register].objects.visible_to(actor)
    if wish.status:
        rows = rows.filter(status=wish.status)
    if wish.site:
        rows = rows.filter(site=wish.site)
    if wish.when == "open":
        rows = rows.open()
    elif wish.when == "late":
        rows = rows.overdue(today)
    elif wish.when == "closed":
        rows = rows.filter(status__in=CLOSED)
    return rows.select_related("site").order_by(F("due_on").asc(nulls_last=True), "-received_on", "-id")


def _card(register: Register, actor: Actor, today: dt.date) -> dict[str, Any]:
    counted: Any = REGISTERS[register].objects.visible_to(actor).aggregate(
        running=Count("pk", filter=Q(due_on__isnull=False)), late=Count("pk", filter=Q(due_on__lt=today))
    )  # fmt: skip
    return {
        "label": register.label,
        "about": ABOUT[register],
        "url": reverse("register_list", args=[register]),
        "new_url": reverse("register_new", args=[register]),
        "late_url": f"{reverse('register_list', args=[register])}?when=late",
        **counted,
    }


def _tabs(here: Register) -> list[dict[str, Any]]:
    return [
        {"url": reverse("register_list", args=[one]), "label": one.label, "current": one == here} for one in Register
    ]


def _row(row: Any, names: Mapping[uuid.UUID, Any], today: dt.date) -> dict[str, Any]:
    return {
        "url": reverse("register_entry", args=[row.register, row.pk]),
        "received": date_words(row.received_on),
        "what": _what(row),
        "client": names[row.client_id].short_name if row.client_id in names else "–",
        "site": row.site.name,
        "status": row.get_status_display(),
        "tone": TONES[EntryStatus(row.status)],
        "due": date_words(row.due_on) if row.due_on else "–",
        "due_words": left(row.due_on, today) if row.due_on else "",
        "due_tone": due_tone(row.due_on, today) if row.due_on else "quiet",
    }


def left(due: dt.date, today: dt.date) -> str:
    """Say how long a deadline still runs, or for how long it is over."""
    days = (due - today).days
    if days < 0:
        return ngettext("%(n)d day over", "%(n)d days over", -days) % {"n": -days}
    return _("today") if days == 0 else ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def due_tone(due: dt.date, today: dt.date) -> str:
    """Choose the tone of a deadline."""
    days = (due - today).days
    return "bad" if days < 0 else "warn" if days <= SOON else "info"


def _clock(one: Any, today: dt.date) -> dict[str, Any]:
    if one.runs:
        words, tone = left(one.due_on, today), due_tone(one.due_on, today)
    else:
        late = one.is_late(today)
        words = (_("Met on %(day)s, too late") if late else _("Met on %(day)s")) % {"day": date_words(one.met_on)}
        tone = "note" if late else "good"
    return {"label": one.label, "due": date_words(one.due_on), "source": one.source, "words": words, "tone": tone}


def _changes(entry: Any, zone: ZoneInfo) -> list[dict[str, Any]]:
    rows = list(CHANGES[entry.register].objects.filter(entry=entry).order_by("-at", "-id"))
    names = {staff.pk: staff.name for staff in StaffMember.objects.filter(pk__in={row.by_id for row in rows})}
    return [
        {
            "icon": "record-circle", "tone": TONES[EntryStatus(row.status)], "title": row.get_status_display(),
            "body": row.reason, "when": instant_words(row.at, zone), "who": names.get(row.by_id, ""),
        }
        for row in rows
    ]  # fmt: skip


def _names(actor: Actor, rows: Sequence[Any]) -> dict[uuid.UUID, Client]:
    wanted = {row.client_id for row in rows if row.client_id}
    return {client.pk: client for client in Client.objects.visible_to(actor).filter(pk__in=wanted)} if wanted else {}


def _title(entry: Entry) -> str:
    return _("%(what)s, %(day)s") % {"what": _what(entry), "day": date_words(entry.received_on)}


def _what(row: Any) -> str:
    if row.register == Register.INCIDENT:
        return str(row.get_kind_display())
    if row.register == Register.BREACH:
        return ngettext("%(n)d person concerned", "%(n)d people concerned", row.affected) % {"n": row.affected}
    if row.register == Register.RESTRICTION:
        return ", ".join(str(Purpose(value).label) for value in row.purposes)
    if row.register == Register.ACCESS:
        return str(row.get_form_display())
    if row.register == Register.GRIEVANCE:
        return _("About privacy") if row.is_privacy else _("Grievance")
    return _("Correct the record")


def _facts(entry: Any) -> list[tuple[str, str]]:
    found = [
        (_("Site"), entry.site.name),
        (_("Reported by"), entry.reported_by.name if entry.reported_by else _("The client, signed in")),
        (_("We learned of it"), date_words(entry.received_on)),
        *_own_facts(entry),
    ]
    if entry.decided_on:
        found.append((_("Decided"), f"{date_words(entry.decided_on)}, {entry.decided_by.name}"))
    return [(label, str(value)) for label, value in found if value]


def _own_facts(entry: Any) -> list[tuple[str, Any]]:
    if entry.register == Register.INCIDENT:
        return [
            (_("Happened"), date_words(entry.happened_on)),
            (_("Harm"), entry.get_harm_display()),
            (_("Done at once"), entry.done_at_once),
        ]
    if entry.register == Register.BREACH:
        return [(_("Happened"), date_words(entry.happened_on) if entry.happened_on else _("not known"))]
    if entry.register == Register.GRIEVANCE:
        return [(_("From"), entry.from_name or _("wants to stay unnamed"))]
    if entry.register == Register.RESTRICTION:
        kinds = ", ".join(str(Information(value).label) for value in entry.information) or _("all of it")
        return [
            (_("Not to be told"), kinds),
            (_("Paid in full"), _("yes: this must be agreed to") if entry.paid_in_full else ""),
            (_("Holds from"), date_words(entry.starts_on) if entry.starts_on else ""),
            (_("Until"), date_words(entry.ends_on) if entry.ends_on else ""),
        ]
    found = [(_("More time"), entry.extension_reason)] if entry.extended_on else []
    if entry.refused_because:
        found.append((_("Refused because"), entry.get_refused_because_display()))
    return found


def _may_at(actor: Actor, site_id: uuid.UUID) -> bool:
    return actor.can(Permission.REGISTER_REPORT, site_id) or actor.can(Permission.REGISTER_KEEP, site_id)


def _today(actor: Actor, at: dt.datetime) -> dt.date:
    return min((clock.local_date(at, place.time_zone) for place in actor.places), default=at.date())


def _harmless(cell: str) -> str:
    # A spreadsheet would run it as a formula (OWASP, CSV injection).
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
