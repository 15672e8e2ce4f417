"""What a group gives to read, what a track agreed on, and what everybody of either is told."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.family_word_forms import AgreementForm, AnnounceForm, MaterialForm
from iop.pages.presenters import family_words as presenter
from iop.pages.presenters.open_groups import reading
from iop.pages.presenters.schedule import track_page
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.schedule_forms.base import RefusableForm
from iop.pages.views import form_pages
from iop.workflows import announcing as checked
from scheduling.models import Track
from sessions_app import group_policies
from sessions_app.actions import announcing
from sessions_app.models import OpenGroup

ASKS = ["GET", "POST"]
SHOWN_DAYS = 14


@require_http_methods(ASKS)
def group_material_add(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Give a group something to read."""
    group = reading.group_of(request.actor, open_group_id)
    require(group_policies.may_announce(request.actor, group.site_id))
    form = MaterialForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.attempt(partial(_add, request, form, group)):
        return form_pages.done(request, _("It is there for everybody who comes."), _group_url(group))
    return form_pages.ask(
        request, form, title=_("Something to read"), crumbs=[(_group_url(group), group.name)], do=_("Add it"),
        intro=_("Everybody with a place in the group sees it. It names nobody who comes."),
    )  # fmt: skip


@require_GET
def group_material_file(request: StaffRequest, group_material_id: uuid.UUID) -> FileResponse:
    """Give a file of a group, to be saved: it never opens inside this site."""
    stored = presenter.material_of(request.actor, group_material_id).file
    if stored is None:
        raise Http404
    return FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )


@require_POST
def group_material_away(request: StaffRequest, group_material_id: uuid.UUID) -> HttpResponse:
    """Take something to read away."""
    row = presenter.material_of(request.actor, group_material_id)
    announcing.withdraw_material(by=request.actor, material=row, at=clock.now())
    return form_pages.done(request, _("It is no longer shown."), _group_url(row.group))


@require_http_methods(ASKS)
def group_announce(request: StaffRequest, open_group_id: uuid.UUID) -> HttpResponse:
    """Tell everybody of a group something."""
    group = reading.group_of(request.actor, open_group_id)
    return _announce(request, group, group.site_id, clock.today(group.site.time_zone), _group_url(group))


@require_http_methods(ASKS)
def track_announce(request: StaffRequest, track_id: uuid.UUID) -> HttpResponse:
    """Tell everybody of a track something."""
    track = track_page.get(request.actor, track_id)
    site = track.program.site
    return _announce(request, track, site.pk, clock.today(site.time_zone), reverse("track", args=[track.pk]))


@require_http_methods(ASKS)
def track_agreement(request: StaffRequest, track_id: uuid.UUID) -> HttpResponse:
    """Write what a track agrees on."""
    track = track_page.get(request.actor, track_id)
    require(group_policies.may_announce(request.actor, track.program.site_id))
    url = reverse("track", args=[track.pk])
    form = AgreementForm(request.POST or None, initial={"words": presenter.agreed_words(track)})
    if request.method == "POST" and form.attempt(partial(_agree, request, form, track)):
        return form_pages.done(request, _("The agreement is kept. People can agree to it from outside."), url)
    return form_pages.ask(
        request, form, title=_("What we agree on"), crumbs=[(url, track.name)], do=_("Keep the agreement"),
        intro=_("Write it with the group, in its words. It names nobody. A new version asks everybody again."),
    )  # fmt: skip


@require_POST
def announcement_away(request: StaffRequest, announcement_id: uuid.UUID) -> HttpResponse:
    """Show an announcement no longer."""
    row = presenter.announcement_of(request.actor, announcement_id)
    announcing.withdraw_announcement(by=request.actor, announcement=row, at=clock.now())
    url = reverse("track", args=[row.track_id]) if row.track_id else reverse("open_group", args=[row.group_id])
    return form_pages.done(request, _("The announcement is no longer shown."), url)


def _announce(
    request: StaffRequest, to: Track | OpenGroup, site_id: uuid.UUID, today: dt.date, url: str
) -> HttpResponse:
    require(group_policies.may_announce(request.actor, site_id))
    days: dict[str, Any] = {"starts_on": today, "ends_on": today + dt.timedelta(days=SHOWN_DAYS)}
    form = AnnounceForm(request.POST or None, initial=days)
    if request.method == "POST" and form.attempt(partial(_tell, request, form, to)):
        return form_pages.done(request, _("Whoever wants to read announcements finds it on their pages."), url)
    return form_pages.ask(
        request, form, title=_("Announce something"), crumbs=[(url, to.name)], do=_("Announce it"),
        intro=_("For everybody alike: a room, an open evening. It names nobody and says nothing about anybody."),
    )  # fmt: skip


def _add(request: StaffRequest, form: RefusableForm, group: OpenGroup) -> None:
    data = form.cleaned_data
    announcing.add_material(
        by=request.actor, group=group, title=data["title"], words=data["words"], upload=data["file"], at=clock.now()
    )


def _tell(request: StaffRequest, form: RefusableForm, to: Track | OpenGroup) -> None:
    checked.announce(by=request.actor, to=to, at=clock.now(), **form.cleaned_data)


def _agree(request: StaffRequest, form: RefusableForm, track: Track) -> None:
    checked.write_agreement(by=request.actor, track=track, at=clock.now(), **form.cleaned_data)


def _group_url(group: OpenGroup) -> str:
    return reverse("open_group", args=[group.pk])
