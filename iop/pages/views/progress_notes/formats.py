"""The clinic's own formats of progress notes: listed, made, changed by a new version, taken out of use."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.core.errors import require
from iop.core.words import say
from iop.pages.presenters.assessments.asking import number_in
from iop.pages.presenters.days.asking import StaffRequest
from iop.pages.presenters.progress_notes import formats as pages
from iop.pages.progress_note_forms import FormatForm, sections_in
from iop.pages.views.saving import tried
from therapy.actions.progress_notes import save_format, set_format_in_use
from therapy.note_formats import SHIPPED
from therapy.policies.progress_notes import may_change_formats

WHY_NOT = say("Your role does not include changing note formats.")


@require_GET
def note_formats(request: StaffRequest) -> HttpResponse:
    """List the formats of progress notes."""
    may = request.actor.can(Permission.NOTE_WRITE) or request.actor.can(Permission.NOTE_TEMPLATES)
    require(None if may else WHY_NOT)
    return render(request, "progress_notes/formats.html", pages.formats_page(request.actor))


@require_http_methods(["GET", "POST"])
def note_format_new(request: StaffRequest) -> HttpResponse:
    """Make a format, beginning with one that comes along (``?from=dap``) or with nothing."""
    require(may_change_formats(request.actor))
    layout = SHIPPED.get(request.GET.get("from", ""))
    return _edited(request, begin=pages.copied_from(layout) if layout else [])


@require_http_methods(["GET", "POST"])
def note_format(request: StaffRequest, format_key: str) -> HttpResponse:
    """Change a format of the clinic's own: a new version is made, notes written so far keep theirs."""
    require(may_change_formats(request.actor))
    row = pages.format_of(format_key)
    given = {"name": row.name, "kinds": row.kinds, "site": str(row.site_id) if row.site_id else ""}
    return _edited(request, begin=row.sections, key=row.key, number=row.number, given=given)


@require_POST
def note_format_use(request: StaffRequest, format_key: str) -> HttpResponse:
    """Take a format out of use, or bring it back."""
    require(may_change_formats(request.actor))
    in_use = request.POST.get("do") == "use"
    set_format_in_use(by=request.actor, key=format_key, in_use=in_use, at=clock.now())
    messages.success(request, _("In use again.") if in_use else _("Out of use. Notes written in it stay as they are."))
    return redirect("note_formats")


def _edited(
    request: StaffRequest, *, begin: list[dict[str, Any]], key: str = "", number: int = 0, given: Any = None
) -> HttpResponse:
    form = FormatForm(request.POST or None, initial=given or {})
    site: Any = form.fields["site"]
    site.offer(pages.sites_of(request.actor))
    sections = sections_in(request.POST) if request.method == "POST" else begin
    if request.method == "POST" and tried(form, lambda: _save(request, form, sections, key)):
        messages.success(request, _("Saved. New notes can be written in it; old ones stay as they are."))
        return redirect("note_formats")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    context = {"form": form, "lines": pages.editor_lines(sections), "key": key, "number": number}
    return render(request, "progress_notes/format.html", context, status=status)


def _save(request: StaffRequest, form: FormatForm, sections: list[dict[str, Any]], key: str) -> None:
    asked, site = form.cleaned_data, form.cleaned_data["site"]
    save_format(
        by=request.actor, name=asked["name"], kinds=asked["kinds"], site_id=site.pk if site else None, sections=sections,
        key=key, number=number_in(request.POST, "number") if key else 0, at=clock.now(),
    )  # fmt: skip
