"""The list of clients, registering somebody, and changing who they are."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clients import actions, duplicates, policies
from clients.models import Client
from iop.access.choices import Permission
from iop.core import clock
from iop.core.basis import own_use
from iop.core.errors import require
from iop.pages.client_forms.details import EditForm, PhotoForm, RegisterForm
from iop.pages.presenters.clients.head import read_chart
from iop.pages.presenters.clients.listing import Wish, read_file, read_list, wish_of
from iop.pages.presenters.clients.options import filter_choices
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.views.saving import tried

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@require_http_methods(["GET", "POST"])
def clients(request: StaffRequest) -> HttpResponse:
    """List the clients this colleague may see. Words to search for are posted; codes stand in the address."""
    require(policies.may_list(request.actor))
    wish = _wish(request)
    context = {
        "list": read_list(request.actor, wish, clock.now()),
        "options": filter_choices(request),
        "may_register": policies.may_register(request.actor) is None,
        "may_download": policies.may_download(request.actor) is None,
    }
    return render(request, "clients/list.html", context)


@require_POST
def clients_download(request: StaffRequest) -> HttpResponse:
    """Give the list as a file. What leaves has a basis and is recorded."""
    require(policies.may_list(request.actor))
    require(policies.may_download(request.actor))
    text, rows = read_file(request.actor, _wish(request), clock.now())
    actions.open_list(
        by=request.actor, what="clients", rows=rows, basis=own_use("operations", "demographics", "placement")
    )
    # Spreadsheets read UTF-8 rightly only behind a byte order mark.
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="clients.csv"'
    return answer


@require_http_methods(["GET", "POST"])
def client_new(request: StaffRequest) -> HttpResponse:
    """Register somebody. The page asks once more where a chart may exist already."""
    require(policies.may_register(request.actor))
    form = RegisterForm(request.POST or None)
    form.offer_sites(
        [place for place in request.actor.places if request.actor.can(Permission.CLIENT_EDIT, place.id)], request.site
    )
    warning = None
    if request.method == "POST" and form.is_valid():
        warning = _unless_seen(form)
        if warning is None and tried(form, lambda: _register(request, form)) and form.made:
            return redirect("client", form.made.pk)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(request, "clients/new.html", {"form": form, "warning": warning}, status=status)


@require_http_methods(["GET", "POST"])
def client_edit(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Change a client's details, unless somebody else did meanwhile."""
    chart = read_chart(request.actor, client_id, clock.now())
    require(policies.may_edit(request.actor, chart.client))
    form = EditForm.about(chart.client, request.POST or None)
    if request.method == "POST" and tried(form, lambda: _update(request, chart.client, form)):
        messages.success(request, _("Saved."))
        return redirect("client", client_id)
    status = WRONG if request.method == "POST" else HTTPStatus.OK
    return render(
        request, "clients/edit.html", {"chart": chart, "form": form, "photo_form": PhotoForm()}, status=status
    )


@require_GET
def client_photo(request: StaffRequest, client_id: uuid.UUID) -> FileResponse:
    """Show a client's photo to those who may open the chart."""
    chart = read_chart(request.actor, client_id, clock.now())
    photo = chart.client.photo
    if photo is None:
        raise Http404
    answer = FileResponse(photo.file.open("rb"), content_type=photo.content_type)
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def client_photo_set(request: StaffRequest, client_id: uuid.UUID) -> HttpResponse:
    """Keep a photo, or show initials again."""
    at = clock.now()
    chart = read_chart(request.actor, client_id, at)
    require(policies.may_edit(request.actor, chart.client))
    if "remove" in request.POST:
        actions.set_photo(by=request.actor, client=chart.client, upload=None, at=at)
        return redirect("client_edit", client_id)
    form = PhotoForm(request.POST, request.FILES)
    if tried(
        form, lambda: actions.set_photo(by=request.actor, client=chart.client, upload=form.cleaned_data["photo"], at=at)
    ):
        messages.success(request, _("The photo is kept."))
        return redirect("client", client_id)
    context = {"chart": chart, "form": EditForm.about(chart.client), "photo_form": form}
    return render(request, "clients/edit.html", context, status=WRONG)


def _wish(request: StaffRequest) -> Wish:
    asked = request.POST if request.method == "POST" else request.GET
    return wish_of(asked, asked.get("q", "") if request.method == "POST" else "")


def _unless_seen(form: RegisterForm) -> str | None:
    names = ("legal_first_name", "legal_last_name", "date_of_birth")
    warned = duplicates.warning(**{name: form.cleaned_data[name] for name in names})
    return None if warned is None or form.cleaned_data["seen_warning"] else str(warned)


def _register(request: StaffRequest, form: RegisterForm) -> None:
    data = form.cleaned_data
    form.made = actions.register_client(
        by=request.actor, site_id=uuid.UUID(data["site"]), at=clock.now(),
        contact_points=form.contact_points, emergency_contact=form.emergency_contact,
        **{name: data[name] for name in (
            "legal_first_name", "legal_last_name", "preferred_name", "pronouns", "sex", "date_of_birth", "language",
            "referred_by",
        )},
    )  # fmt: skip
    messages.success(request, _("Registered. The next step is a level of care."))


def _update(request: StaffRequest, client: Client, form: EditForm) -> None:
    actions.update_client(
        by=request.actor,
        client=client,
        version=form.cleaned_data["version"],
        changes=form.changes,
        at=clock.now(),
    )
