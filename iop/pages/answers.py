"""How a page answers a form: do it and go on, or come back with what was typed and why not."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from iop.core.errors import NotAllowed, Refusal
from iop.core.words import Sentence


def act(request: HttpRequest, form: Form, do: Callable[..., object], *, done: Sentence, to: str) -> HttpResponse | None:
    """Call ``do`` with a valid form's values, say so, and go on to ``to``; nothing when the page is to be shown (again).

    A refusal stands in the form beside the field it is about, so nothing typed is lost; "not allowed" is no matter of
    typing and goes on to its own page.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        do(**form.cleaned_data)
    except NotAllowed:
        raise
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        return None
    messages.success(request, str(done))
    return redirect(to)


def show(request: HttpRequest, template: str, context: dict[str, Any], *, forms: tuple[Form, ...] = ()) -> HttpResponse:
    """Show a page; with 422 when one of its forms came back with errors."""
    wrong = any(form.is_bound and form.errors for form in forms)
    return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)
