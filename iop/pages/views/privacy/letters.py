"""The words of letters: read, and changed by new versions."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clients import letter_rules, policies_privacy
from clients.actions.letters import ensure_letter_templates, new_letter_version
from clients.models import LetterTemplate
from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.privacy import sending
from iop.pages.presenters.privacy.words import information_words, purpose_words
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.privacy_forms import LetterWordsForm
from iop.pages.views.form_pages import done
from iop.pages.views.saving import tried


@require_http_methods(["GET", "POST"])
def letter_templates(request: StaffRequest) -> HttpResponse:
    """List the letters with their version of now; bring those of the starting set that are not there yet."""
    require(policies_privacy.may_write_letters(request.actor))
    if request.method == "POST":
        ensure_letter_templates(at=clock.now())
        return done(request, _("The letters are here. Change their words as you need."), reverse("letter_templates"))
    rows = [
        {
            "url": reverse("letter_template", args=[row.pk]), "title": row.title, "number": row.number,
            "language": sending.LANGUAGE_NAMES.get(row.language, row.language), "purpose": ", ".join(purpose_words([row.purpose])),
            "information": ", ".join(information_words(row.information)), "since": row.valid_from.isoformat(),
        }
        for row in sending.live_templates()
    ]  # fmt: skip
    return render(request, "privacy/letter_templates.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def letter_template(request: StaffRequest, template_id: uuid.UUID) -> HttpResponse:
    """Give a letter new words; what left keeps the words it left with."""
    require(policies_privacy.may_write_letters(request.actor))
    row = LetterTemplate.objects.filter(pk=template_id).first()
    if row is None:
        raise Http404
    form = LetterWordsForm(request.POST or None, initial={"title": row.title, "words": "\n\n".join(row.paragraphs)})
    if request.method == "POST" and tried(form, lambda: _save(request, row, form)):
        return done(request, _("A new version holds from now on."), reverse("letter_templates"))
    open_places = [
        f"{{{name}}}" for name, needs in letter_rules.PLACES.items() if not needs or needs & set(row.information)
    ]
    context = {
        "row": row, "form": form, "places": open_places, "information": information_words(row.information),
        "language": sending.LANGUAGE_NAMES.get(row.language, row.language),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/letter_template.html", context, status=status)


def _save(request: StaffRequest, row: LetterTemplate, form: LetterWordsForm) -> None:
    new_letter_version(
        by=request.actor, template=row, title=form.cleaned_data["title"], paragraphs=form.paragraphs(), at=clock.now()
    )
