"""What the pages about integrations share: who acts, and forms whose refusals stand beside their fields."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from iop.access.actors import Actor
from iop.core.errors import Refusal


def actor_of(request: HttpRequest) -> Actor:
    """Say which colleague is at the page."""
    known: Any = request
    acting: Actor = known.actor
    return acting


def attempted(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do it when the form is sound; a refusal stands beside its field, and nothing is given."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def page(request: HttpRequest, template: str, context: dict[str, Any], *bound: forms.Form) -> HttpResponse:
    """Show a page that may hold a secret: nothing keeps it. A form with faults is answered 422."""
    wrong = any(form.is_bound and form.errors for form in bound)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    answer = render(request, template, context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
