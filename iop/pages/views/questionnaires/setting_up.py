"""Setting questionnaires up: terms, wording, own versions, import, on and off."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from iop.core import clock
from iop.core.errors import require
from iop.pages.presenters.questionnaires.setup import Wording, read_settings, read_wording
from iop.pages.presenters.schedule.asking import StaffRequest
from iop.pages.questionnaire_forms import ImportForm, SettingsForm, WordingForm
from iop.pages.views import form_pages
from therapy.actions import questionnaires as actions
from therapy.models import Questionnaire
from therapy.policies.questionnaires import may_set_up_questionnaires
from therapy.questionnaires.changing import bands_from
from therapy.questionnaires.importing import Scoring, parsed


@require_POST
def questionnaire_accept(request: StaffRequest, questionnaire_key: str) -> HttpResponse:
    """Accept the terms of wording that comes along."""
    rows = actions.accept_terms(by=request.actor, key=questionnaire_key, at=clock.now())
    messages.success(request, _("The terms are accepted; it can be given now."))
    return redirect("questionnaire", questionnaire_key, rows[0].language)


@require_POST
def questionnaire_switch(request: StaffRequest, questionnaire_key: str, questionnaire_language: str) -> HttpResponse:
    """Stop giving a questionnaire, or begin again."""
    on = request.POST.get("do") == "on"
    actions.switch_questionnaire(
        by=request.actor, key=questionnaire_key, language=questionnaire_language, on=on, at=clock.now()
    )
    messages.success(
        request, _("It can be given again.") if on else _("It is no longer given. What was answered stays.")
    )
    return redirect("questionnaire", questionnaire_key, questionnaire_language)


@require_http_methods(["GET", "POST"])
def questionnaire_wording(request: StaffRequest, questionnaire_key: str, questionnaire_language: str) -> HttpResponse:
    """Load an instrument's own words, after ticking its terms."""
    require(may_set_up_questionnaires(request.actor))
    wording = read_wording(questionnaire_key, questionnaire_language)
    form = WordingForm(request.POST or None, data_of=wording.data, labels=wording.labels, initial=wording.initial)
    if request.method == "POST" and form.attempt(partial(_load, request, wording, form)):
        return form_pages.done(request, _("The wording is loaded; it can be given now."), wording.url)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "questionnaires/wording.html", {"form": form, "wording": wording}, status=status)


@require_http_methods(["GET", "POST"])
def questionnaire_settings(request: StaffRequest, questionnaire_key: str) -> HttpResponse:
    """Make a version with the clinic's own bands and cut-offs."""
    require(may_set_up_questionnaires(request.actor))
    settings = read_settings(questionnaire_key)
    if settings is None:
        raise Http404
    form = SettingsForm(request.POST or None, definition=settings.definition, thresholds=settings.thresholds)
    if request.method == "POST" and form.attempt(partial(_change, request, questionnaire_key, form)):
        return form_pages.done(request, _("The new version holds from now on."), settings.url)
    return form_pages.ask(
        request, form, title=_("New version"), crumbs=[*_crumbs(), (settings.url, settings.definition.title)],
        do=_("Make this version"),
        intro=_("What was answered by an earlier version keeps its score. The published values are the ones shipped."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def questionnaire_import(request: StaffRequest) -> HttpResponse:
    """Take in a questionnaire of the clinic's own."""
    require(may_set_up_questionnaires(request.actor))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.attempt(partial(_take_in, request, form)):
        url = reverse("questionnaire", args=[form.cleaned_data["key"], form.cleaned_data["language"]])
        return form_pages.done(request, _("The questionnaire is taken in. Try it out before it is given."), url)
    return form_pages.ask(
        request, form, title=_("Import a questionnaire"), crumbs=_crumbs(), do=_("Take it in"),
        intro=_("Questions with one answer, numbers and words can be taken. What cannot is named, and nothing is kept then."),
    )  # fmt: skip


def _load(request: StaffRequest, wording: Wording, form: WordingForm) -> Questionnaire:
    said = form.cleaned_data
    return actions.load_wording(
        by=request.actor, key=wording.key, language=wording.language, title=said["title"], stem=said["stem"],
        items=form.lines, options=form.options, accepts=said["accepts"], at=clock.now(),
    )  # fmt: skip


def _change(request: StaffRequest, key: str, form: SettingsForm) -> list[Questionnaire]:
    return actions.change_settings(by=request.actor, key=key, at=clock.now(), **form.chosen())


def _take_in(request: StaffRequest, form: ImportForm) -> Questionnaire:
    said = form.cleaned_data
    bands, words = bands_from(said["bands"])
    scoring = Scoring(
        kind=said["scoring"], direction=said["direction"], mode=said["mode"], bands=tuple(bands), band_words=words
    )
    return actions.import_questionnaire(
        by=request.actor, resource=parsed(form.source()), key=said["key"], title=said["title"],
        language=said["language"], scoring=scoring, at=clock.now(),
    )  # fmt: skip


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("questionnaires"), _("Questionnaires"))]
