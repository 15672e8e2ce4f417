"""A page with one form on it: what most of setting up a schedule is."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from iop.core.words import Sentence
from iop.pages.schedule_forms.base import RefusableForm

Crumbs = Sequence[tuple[str, Sentence]]


def ask(
    request: HttpRequest,
    form: RefusableForm,
    *,
    title: Sentence,
    crumbs: Crumbs,
    do: Sentence,
    intro: Sentence = "",
    **more: Any,
) -> HttpResponse:
    """Show the form, or show it again with what is wrong next to the fields and everything typed kept."""
    context = {
        "form": form,
        "title": title,
        "back": [{"url": url, "label": label} for url, label in crumbs],
        "back_url": crumbs[-1][0],
        "do": do,
        "intro": intro,
        "has_file": form.is_multipart(),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "schedule/form_page.html", context, status=status)


def done(request: HttpRequest, sentence: Sentence, url: str) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, str(sentence))
    return redirect(url)


def values(row: models.Model, form: type[RefusableForm]) -> dict[str, Any]:
    """Give a row's values under the names of a form's fields; rows pointed to become their ids."""
    found = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name)}
    return {name: str(value.pk) if isinstance(value, models.Model) else value for name, value in found.items()}
