"""What groups teach: kinds of parts, topics with handouts, and exercises with the words to lead them."""

from __future__ import annotations

import uuid
from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from iop.access.choices import Permission
from iop.core import clock
from iop.documents.actions import store_file
from iop.pages.presenters.schedule import nearby, scoped, teaching
from iop.pages.presenters.schedule.asking import StaffRequest, may, must
from iop.pages.schedule_forms.teaching import ExerciseForm, HandoutForm, KindForm, TopicForm
from iop.pages.views import form_pages
from scheduling import actions
from scheduling.choices import ComponentCategory
from scheduling.models import ComponentKind, CurriculumTopic, Exercise


@require_GET
def show_all(request: StaffRequest) -> HttpResponse:
    """List the topics of the curriculum, by category."""
    must(request.actor, Permission.SESSION_VIEW)
    category = request.GET.get("category", "")
    context = {
        "groups": teaching.by_category(scoped.topics(category)),
        "categories": ComponentCategory.choices,
        "category": category,
        "tabs": nearby.tabs(request.actor, "curriculum"),
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT),
    }
    return render(request, "schedule/curriculum/list.html", context)


@require_GET
def show_topic(request: StaffRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Show a topic with its handouts."""
    must(request.actor, Permission.SESSION_VIEW)
    topic = scoped.or_404(scoped.topics(), topic_id)
    context = {
        "topic": topic,
        "handouts": teaching.handouts(scoped.handouts(topic)),
        "back": [{"url": reverse("curriculum"), "label": _("Curriculum")}],
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT),
    }
    return render(request, "schedule/curriculum/topic.html", context)


@require_http_methods(["GET", "POST"])
def add_topic(request: StaffRequest) -> HttpResponse:
    """Add a topic."""
    return _edit_topic(request, None)


@require_http_methods(["GET", "POST"])
def edit_topic(request: StaffRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Change a topic."""
    return _edit_topic(request, scoped.or_404(scoped.topics(), topic_id))


def _edit_topic(request: StaffRequest, topic: CurriculumTopic | None) -> HttpResponse:
    must(request.actor, Permission.TEMPLATE_EDIT)
    form = TopicForm(request.POST or None, initial=form_pages.values(topic, TopicForm) if topic else {})
    if request.method == "POST" and form.attempt(partial(_save_topic, request, form, topic)):
        url = reverse("topic", args=[topic.pk]) if topic else reverse("curriculum")
        return form_pages.done(request, _("The topic is saved."), url)
    title = topic.title if topic else _("Add a topic")
    return form_pages.ask(
        request, form, title=title, crumbs=[(reverse("curriculum"), _("Curriculum"))], do=_("Save the topic")
    )


def _save_topic(request: StaffRequest, form: TopicForm, topic: CurriculumTopic | None) -> None:
    actions.save_topic(by=request.actor, topic=topic, at=clock.now(), **form.cleaned_data)


@require_http_methods(["GET", "POST"])
def add_handout(request: StaffRequest, topic_id: uuid.UUID) -> HttpResponse:
    """Give a topic a handout: a text written here or a file."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    topic = scoped.or_404(scoped.topics(), topic_id)
    form = HandoutForm(request.POST or None, request.FILES or None)
    url = reverse("topic", args=[topic.pk])
    if request.method == "POST" and form.attempt(partial(_add_handout, request, form, topic)):
        return form_pages.done(request, _("The handout is added."), url)
    return form_pages.ask(request, form, title=_("Add a handout"), crumbs=[(url, topic.title)], do=_("Add the handout"))


def _add_handout(request: StaffRequest, form: HandoutForm, topic: CurriculumTopic) -> None:
    data = dict(form.cleaned_data)
    upload = data.pop("file")
    teaching.add_handout(by=request.actor, topic=topic, upload=upload, store=store_file, at=clock.now(), **data)


@require_POST
def remove_handout(request: StaffRequest, topic_id: uuid.UUID, handout_id: uuid.UUID) -> HttpResponse:
    """Take a handout away from its topic."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    topic = scoped.or_404(scoped.topics(), topic_id)
    actions.remove_handout(by=request.actor, handout=scoped.or_404(scoped.handouts(topic), handout_id), at=clock.now())
    return form_pages.done(request, _("The handout is removed."), reverse("topic", args=[topic.pk]))


@require_GET
def handout_file(request: StaffRequest, topic_id: uuid.UUID, handout_id: uuid.UUID) -> HttpResponseBase:
    """Give a handout's file, to be saved: it never opens inside this site."""
    must(request.actor, Permission.SESSION_VIEW)
    handout = scoped.or_404(scoped.handouts(scoped.or_404(scoped.topics(), topic_id)), handout_id)
    if handout.file is None:
        raise Http404
    stored = handout.file
    return FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )


@require_GET
def show_kinds(request: StaffRequest) -> HttpResponse:
    """List the kinds of parts with their ranges and limits."""
    must(request.actor, Permission.TEMPLATE_EDIT)
    context = {"kinds": scoped.kinds(), "tabs": nearby.tabs(request.actor, "kinds")}
    return render(request, "schedule/curriculum/kinds.html", context)


@require_http_methods(["GET", "POST"])
def add_kind(request: StaffRequest) -> HttpResponse:
    """Add a kind of part."""
    return _edit_kind(request, None)


@require_http_methods(["GET", "POST"])
def edit_kind(request: StaffRequest, kind_id: uuid.UUID) -> HttpResponse:
    """Change a kind of part."""
    return _edit_kind(request, scoped.or_404(scoped.kinds(), kind_id))


def _edit_kind(request: StaffRequest, kind: ComponentKind | None) -> HttpResponse:
    must(request.actor, Permission.TEMPLATE_EDIT)
    initial = form_pages.values(kind, KindForm) if kind else {}
    form = KindForm(request.POST or None, initial=initial, is_new=kind is None)
    if request.method == "POST" and form.attempt(partial(_save_kind, request, form, kind)):
        return form_pages.done(request, _("The kind of part is saved."), reverse("kinds"))
    title = kind.name if kind else _("Add a kind of part")
    intro = _("A new range holds for weeks published from now on; planned days keep their minutes.")
    crumbs = [(reverse("kinds"), _("Kinds of parts"))]
    return form_pages.ask(request, form, title=title, crumbs=crumbs, do=_("Save the kind of part"), intro=intro)


def _save_kind(request: StaffRequest, form: KindForm, kind: ComponentKind | None) -> None:
    data = {"key": kind.key if kind else "", **form.cleaned_data}
    actions.save_kind(by=request.actor, kind=kind, at=clock.now(), **data)


@require_GET
def show_exercises(request: StaffRequest) -> HttpResponse:
    """List the library of exercises."""
    must(request.actor, Permission.SESSION_VIEW)
    context = {
        "exercises": scoped.exercises(),
        "tabs": nearby.tabs(request.actor, "exercises"),
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT),
    }
    return render(request, "schedule/curriculum/exercises.html", context)


@require_GET
def lead_exercise(request: StaffRequest, exercise_id: uuid.UUID) -> HttpResponse:
    """Show an exercise to be read out: large, calm, one step after the other."""
    must(request.actor, Permission.SESSION_VIEW)
    exercise = scoped.or_404(scoped.exercises(), exercise_id)
    context = {
        "exercise": exercise,
        "steps": teaching.steps(exercise.script),
        "back": [{"url": reverse("exercises"), "label": _("Exercises")}],
        "may_edit": may(request.actor, Permission.TEMPLATE_EDIT),
    }
    return render(request, "schedule/curriculum/lead.html", context)


@require_http_methods(["GET", "POST"])
def add_exercise(request: StaffRequest) -> HttpResponse:
    """Add an exercise."""
    return _edit_exercise(request, None)


@require_http_methods(["GET", "POST"])
def edit_exercise(request: StaffRequest, exercise_id: uuid.UUID) -> HttpResponse:
    """Change an exercise."""
    return _edit_exercise(request, scoped.or_404(scoped.exercises(), exercise_id))


def _edit_exercise(request: StaffRequest, exercise: Exercise | None) -> HttpResponse:
    must(request.actor, Permission.TEMPLATE_EDIT)
    form = ExerciseForm(request.POST or None, initial=form_pages.values(exercise, ExerciseForm) if exercise else {})
    if request.method == "POST" and form.attempt(partial(_save_exercise, request, form, exercise)):
        return redirect("exercise", exercise.pk) if exercise else redirect("exercises")
    title = exercise.title if exercise else _("Add an exercise")
    return form_pages.ask(
        request, form, title=title, crumbs=[(reverse("exercises"), _("Exercises"))], do=_("Save the exercise")
    )


def _save_exercise(request: StaffRequest, form: ExerciseForm, exercise: Exercise | None) -> None:
    actions.save_exercise(by=request.actor, exercise=exercise, at=clock.now(), **form.cleaned_data)
