"""Tracks: seats, who is enrolled, who is waiting, and what the track is."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.words import day_words
from iop.pages.presenters import family_words
from iop.pages.presenters.schedule import nearby, scoped, track_page
from iop.pages.presenters.schedule.asking import WHY_NOT, StaffRequest, may, must, site_of, sites
from iop.pages.schedule_forms.places import TrackForm
from iop.pages.views import form_pages
from iop.workflows import enrolment as enrolling
from scheduling import actions
from scheduling.models import Track


@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List a site's tracks with their seats for the next four weeks."""
    all_sites = sites(request.actor, Permission.SESSION_VIEW)
    site = site_of(request, all_sites)
    today = clock.today(site.time_zone)
    closed = request.GET.get("show") == "closed"
    context = {
        "tracks": track_page.overviews(site.pk, today, at=clock.now(), closed=closed),
        "weeks": track_page.week_heads(today),
        "site": site,
        "sites": nearby.site_tabs(all_sites, site, "tracks"),
        "tabs": nearby.tabs(request.actor, "tracks"),
        "closed": closed,
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT, site.pk),
    }
    return render(request, "schedule/tracks/list.html", context)


@require_GET
def show(request: StaffRequest, track_id: uuid.UUID) -> HttpResponse:
    """Show one track."""
    track = track_page.get(request.actor, track_id)
    site = track.program.site
    today = clock.today(site.time_zone)
    named = may(request.actor, Permission.CLIENT_VIEW, site.pk)
    may_enrol = may(request.actor, Permission.ENROL, site.pk)
    context = {
        "track": track,
        "standing": f"{track.program.name} · {site.name}",
        "back": [{"url": reverse("tracks"), "label": _("Tracks")}],
        "weeks": track_page.week_heads(today),
        "seats": track_page.seats_of(track, today, at=clock.now()),
        "enrolled": track_page.enrolled(track, today, named=named),
        "waiting": track_page.waiting(track, named=named),
        "versions": track_page.versions(track, today),
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT, site.pk),
        "may_enrol": may_enrol,
        "why_not_enrol": "" if may_enrol else WHY_NOT[Permission.ENROL],
        "told": family_words.of_track(request.actor, track, clock.now()),
        "calendar_url": f"{reverse('calendar')}?by=track&id={track.pk}&site={site.pk}",
    }
    return render(request, "schedule/tracks/show.html", context)


@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add a track to a program."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    return _edit(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, track_id: uuid.UUID) -> HttpResponse:
    """Change a track's seats, name, video link, or close it."""
    track = track_page.get(request.actor, track_id)
    must(request.actor, Permission.TEMPLATE_EDIT, track.program.site_id)
    return _edit(request, track)


def _edit(request: StaffRequest, track: Track | None) -> HttpResponse:
    offered = scoped.programs(request.actor, Permission.TEMPLATE_EDIT)
    if track:
        offered = offered.filter(site=track.program.site_id)
    initial = form_pages.values(track, TrackForm) if track else {}
    form = TrackForm(request.POST or None, programs=offered, initial=initial)
    if request.method == "POST" and form.attempt(partial(_save, request, form, track)):
        url = reverse("track", args=[track.pk]) if track else reverse("tracks")
        return form_pages.done(request, _("The track is saved."), url)
    crumbs = [(reverse("tracks"), _("Tracks"))]
    if track:
        crumbs.append((reverse("track", args=[track.pk]), track.name))
    title = _("Change %(name)s") % {"name": track.name} if track else _("Add a track")
    intro = "" if offered else _("A track belongs to a program. Offer a program at your site first.")
    return form_pages.ask(request, form, title=title, crumbs=crumbs, do=_("Save the track"), intro=intro)


def _save(request: StaffRequest, form: TrackForm, track: Track | None) -> None:
    actions.save_track(by=request.actor, track=track, at=clock.now(), **form.cleaned_data)


@require_POST
def seat(request: StaffRequest, track_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Give somebody who is waiting the seat, from the day they wanted or today if that has passed."""
    entry = scoped.waitlist_entry(request.actor, track_id, entry_id)
    site = entry.track.program.site
    must(request.actor, Permission.ENROL, site.pk)
    starts_on = max(entry.wanted_from, clock.today(site.time_zone))
    enrolling.seat_waiting(by=request.actor, entry=entry, starts_on=starts_on, at=clock.now())
    words = _("%(name)s has the seat from %(day)s.") % {"name": entry.client.name, "day": day_words(starts_on)}
    return form_pages.done(request, words, reverse("track", args=[track_id]))


@require_POST
def move_waiting(request: StaffRequest, track_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Give somebody another place in the order of waiting."""
    entry = scoped.waitlist_entry(request.actor, track_id, entry_id)
    must(request.actor, Permission.ENROL, entry.track.program.site_id)
    place = request.POST.get("place", "")
    actions.move_in_waitlist(
        by=request.actor, entry=entry, place=int(place) if place.isdecimal() else 1, at=clock.now()
    )
    return redirect("track", track_id)


@require_POST
def stop_waiting(request: StaffRequest, track_id: uuid.UUID, entry_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the waitlist who no longer waits."""
    entry = scoped.waitlist_entry(request.actor, track_id, entry_id)
    must(request.actor, Permission.ENROL, entry.track.program.site_id)
    actions.leave_waitlist(by=request.actor, entry=entry, at=clock.now())
    words = _("%(name)s no longer waits for this track.") % {"name": entry.client.name}
    return form_pages.done(request, words, reverse("track", args=[track_id]))
