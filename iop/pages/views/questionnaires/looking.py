"""Questionnaires looked at: the list, one tried out, and one taken along as a file."""

from __future__ import annotations

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from iop.core.errors import require
from iop.pages.presenters.questionnaires.listing import read_list
from iop.pages.presenters.questionnaires.trying import read_page
from iop.pages.presenters.schedule.asking import StaffRequest
from therapy.policies.questionnaires import may_look_at_questionnaires
from therapy.questionnaires import find
from therapy.questionnaires.exporting import as_fhir


@require_GET
def questionnaires(request: StaffRequest) -> HttpResponse:
    """List every questionnaire with what each language of it needs."""
    require(may_look_at_questionnaires(request.actor))
    return render(request, "questionnaires/list.html", {"page": read_list(request.actor)})


@require_http_methods(["GET", "POST"])
def questionnaire(request: StaffRequest, questionnaire_key: str, questionnaire_language: str) -> HttpResponse:
    """Show one as it is asked, and try it out: nothing that is answered here is kept."""
    require(may_look_at_questionnaires(request.actor))
    sent = request.POST if request.method == "POST" else None
    page = read_page(request.actor, questionnaire_key, questionnaire_language, request.GET.get("version", ""), sent)
    return render(request, "questionnaires/show.html", {"page": page})


@require_GET
def questionnaire_file(request: StaffRequest, questionnaire_key: str, questionnaire_language: str) -> HttpResponse:
    """Give one as FHIR JSON, for another clinic to take in: questions alone, no answers."""
    require(may_look_at_questionnaires(request.actor))
    definition = find(questionnaire_key, language=questionnaire_language)
    answer = HttpResponse(
        json.dumps(as_fhir(definition), ensure_ascii=False, indent=2), content_type="application/fhir+json"
    )
    answer["Content-Disposition"] = f'attachment; filename="{definition.key}-{definition.language}.json"'
    return answer
