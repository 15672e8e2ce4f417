"""Colleagues: their details, licences and roles, and how they leave."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from iop.access.choices import Permission
from iop.clinic import actions, forms, presenters
from iop.clinic.actions.staff import KIND_FIELDS
from iop.clinic.models import CredentialKind, SiteRole, StaffCredential, StaffMember
from iop.clinic.policies import may_edit_clinic, may_edit_staff
from iop.core import clock
from iop.core.errors import require
from iop.core.words import day_words
from iop.pages.answers import act, show
from iop.pages.views.ground import actor, sites_with, today
from iop.workflows import credentials, departure


def staff(request: HttpRequest) -> HttpResponse:
    """List colleagues; ``?departed=1`` those who left."""
    require(may_edit_staff(actor(request)))
    departed = request.GET.get("departed") == "1"
    context = {"rows": presenters.staff_list(today(request), departed=departed), "departed": departed}
    return show(request, "clinic/staff_list.html", context)


def staff_add(request: HttpRequest) -> HttpResponse:
    """Register a colleague."""
    require(may_edit_staff(actor(request)))
    form = forms.NewStaffForm(request.POST or None, colleagues=presenters.colleagues(today(request)))
    add = partial(actions.add_staff, by=actor(request))
    words = _("Added. Give them a role next; they set their password by “I forgot my password”.")
    done = act(request, form, add, done=words, to=reverse("staff"))
    context = {"form": form, "title": _("Add a colleague"), "button": _("Add"), "crumbs": _crumbs()}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def staff_member(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Show a colleague with licences and roles, and change the details."""
    row = _staff(request, staff_id)
    on = today(request)
    initial = {
        name: getattr(row, name) for name in ("first_name", "last_name", "title", "phone", "supervisor", "version")
    }
    others = presenters.colleagues(on).exclude(pk=row.pk)
    form = forms.ChangeStaffForm(request.POST or None, colleagues=others, initial=initial)
    change = partial(actions.change_staff, by=actor(request), staff_id=row.pk)
    done = act(request, form, change, done=_("Saved."), to=reverse("staff_member", args=[row.pk]))
    context = {
        "row": row, "form": form, "crumbs": _crumbs(), "email": row.user.email,
        "credentials": presenters.credentials(row, on), "roles": presenters.site_roles(row, on),
    }  # fmt: skip
    return done or show(request, "clinic/staff_member.html", context, forms=(form,))


def credential_add(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Put a licence on a colleague's file."""
    row = _staff(request, staff_id)
    form = forms.CredentialForm(request.POST or None)
    add = partial(credentials.add_credential, by=actor(request), staff_id=row.pk, at=clock.now())
    done = act(request, form, add, done=_("The credential is on file."), to=reverse("staff_member", args=[row.pk]))
    context = {"form": form, "title": _("Add a credential"), "button": _("Add"), "crumbs": _crumbs(row)}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def credential_change(request: HttpRequest, credential_id: uuid.UUID) -> HttpResponse:
    """Correct or renew a licence."""
    require(may_edit_staff(actor(request)))
    held = get_object_or_404(StaffCredential.objects.select_related("staff", "kind"), pk=credential_id)
    names = ("kind", "number", "state", "issued_on", "expires_on", "is_primary")
    form = forms.CredentialForm(request.POST or None, initial={name: getattr(held, name) for name in names})
    change = partial(credentials.change_credential, by=actor(request), credential_id=held.pk, at=clock.now())
    done = act(request, form, change, done=_("Saved."), to=reverse("staff_member", args=[held.staff_id]))
    context = {"form": form, "title": held.kind.name, "button": _("Save"), "crumbs": _crumbs(held.staff)}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def role_give(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Give a colleague a role at a site."""
    row = _staff(request, staff_id)
    sites = sites_with(request, Permission.STAFF_EDIT)
    form = forms.GiveRoleForm(request.POST or None, sites=sites, initial={"starts_on": today(request)})
    done = act(request, form, partial(_give, request, row), done=_("Given."), to=reverse("staff_member", args=[row.pk]))
    context = {
        "form": form,
        "title": _("Give %(name)s a role") % {"name": row.name},
        "button": _("Give"),
        "crumbs": _crumbs(row),
    }
    return done or show(request, "clinic/form.html", context, forms=(form,))


def role_end(request: HttpRequest, site_role_id: uuid.UUID) -> HttpResponse:
    """Let a role end."""
    require(may_edit_staff(actor(request)))
    mine = sites_with(request, Permission.STAFF_EDIT)
    held = get_object_or_404(SiteRole.objects.select_related("staff", "role", "site"), pk=site_role_id, site__in=mine)
    form = forms.EndForm(request.POST or None, initial={"ends_on": held.ends_on or today(request)})
    end = partial(actions.end_role, by=actor(request), site_role_id=held.pk)
    done = act(request, form, end, done=_("Saved."), to=reverse("staff_member", args=[held.staff_id]))
    title = _("End “%(role)s” at %(site)s") % {"role": held.role.name, "site": held.site.name}
    context = {"form": form, "title": title, "button": _("End the role"), "crumbs": _crumbs(held.staff)}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def staff_leave(request: HttpRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Show what leaving on a day would do (``look``), and let a colleague leave."""
    row = _staff(request, staff_id)
    looks = "look" in request.POST
    others = presenters.colleagues(today(request)).exclude(pk=row.pk)
    form = forms.DepartureForm(request.POST or None, colleagues=others, initial={"left_on": today(request)})
    leave = partial(_leave, request, row)
    done = None if looks else act(request, form, leave, done=_("Noted. We wish them well."), to=reverse("staff"))
    left_on = (form.cleaned_data.get("left_on") if form.is_bound and form.is_valid() else None) or today(request)
    what = departure.preview(row, left_on=left_on, at=clock.now())
    context = {"form": form, "row": row, "preview": what, "day": day_words(left_on), "crumbs": _crumbs(row)}
    return done or show(request, "clinic/departure.html", context, forms=(form,))


def credential_kinds(request: HttpRequest) -> HttpResponse:
    """List the kinds of credentials."""
    require(may_edit_clinic(actor(request)))
    return show(request, "clinic/kinds.html", {"rows": presenters.kinds(), "crumbs": _crumbs()})


def credential_kind_add(request: HttpRequest) -> HttpResponse:
    """Add a kind of credential."""
    require(may_edit_clinic(actor(request)))
    return _kind(request, forms.KindForm(request.POST or None), _("Add a credential kind"))


def credential_kind(request: HttpRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Change what a kind of credential allows."""
    require(may_edit_clinic(actor(request)))
    row = get_object_or_404(CredentialKind, pk=kind_id)
    initial = {name: getattr(row, name) for name in ("code", *KIND_FIELDS)}
    form = forms.KindForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    return _kind(request, form, row.name)


def _kind(request: HttpRequest, form: forms.KindForm, title: str) -> HttpResponse:
    save = partial(actions.save_credential_kind, by=actor(request))
    done = act(request, form, save, done=_("Saved."), to=reverse("credential_kinds"))
    crumbs = [*_crumbs(), {"url": reverse("credential_kinds"), "label": _("Credentials")}]
    context = {"form": form, "title": title, "button": _("Save"), "crumbs": crumbs}
    return done or show(request, "clinic/form.html", context, forms=(form,))


def _staff(request: HttpRequest, staff_id: uuid.UUID) -> StaffMember:
    require(may_edit_staff(actor(request)))
    return get_object_or_404(StaffMember.objects.select_related("user", "supervisor"), pk=staff_id)


def _give(request: HttpRequest, row: StaffMember, **data: Any) -> None:
    actions.give_role(
        by=actor(request), staff_id=row.pk, site_id=data["site"].pk, role_id=data["role"].pk,
        starts_on=data["starts_on"], ends_on=data["ends_on"],
    )  # fmt: skip


def _leave(request: HttpRequest, row: StaffMember, **data: Any) -> None:
    work_to = data["work_to"].pk if data["work_to"] else None
    departure.leave(
        by=actor(request), staff_id=row.pk, left_on=data["left_on"], on=today(request), work_to=work_to, at=clock.now()
    )  # fmt: skip


def _crumbs(row: StaffMember | None = None) -> list[dict[str, str]]:
    crumbs = [{"url": reverse("staff"), "label": _("Staff")}]
    return [*crumbs, {"url": reverse("staff_member", args=[row.pk]), "label": row.name}] if row else crumbs
