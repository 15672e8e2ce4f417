"""What the page's scripts promise, in a real browser: nothing typed is lost, nothing is overwritten, refusals are seen."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path

from iop.pages.access import public

PAGE = """
{% extends layout %}
{% block title %}Note{% endblock %}
{% block content %}
<h1>Note</h1>
<form id="note" method="post" action="/kept/" data-autosave="/keep/" data-autosave-after="50">
  {% csrf_token %}
  <input type="hidden" name="version" value="1">
  <label for="body">Text</label><textarea id="body" name="body"></textarea>
</form>
<span class="saved" data-saved-for="note"></span>
<div data-error-target="#said"><button type="button" id="ask" hx-post="/refused/" hx-target="#answer">Ask</button></div>
<div id="said"></div><div id="answer"></div>
<div id="part">
  <button type="button" id="again" hx-get="/page/" hx-target="#part" hx-select="#part" hx-swap="outerHTML">Again</button>
</div>
{% endblock %}
"""
kept = {}


@public
def show(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


@public
def keep(request):
    """Play a server on which somebody else has saved version 2 whenever ``kept["theirs"]`` says so."""
    theirs = kept.get("theirs")
    if theirs and request.POST["version"] == "1":
        return JsonResponse(
            {"sentence": "Dana changed it.", "version": 2, "theirs": {"body": theirs}},
            status=409,
        )
    if request.POST["body"] == "wrong":
        return JsonResponse({"sentence": "It names another client.", "errors": {"body": ["Ben is named."]}}, status=422)
    kept["body"] = request.POST["body"]
    return JsonResponse({"saved_at": "10:42", "version": 3})


@public
def refused(request):
    from iop.core.errors import Conflict

    raise Conflict("Ben is busy from 9:00 to 9:50.")


urlpatterns = [
    path("page/", show),
    path("keep/", keep),
    path("refused/", refused),
    path("", include("iop.urls")),
]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture
def page(desktop):
    kept.clear()
    desktop.goto("/page/")
    return desktop


def status(page, text):
    page.locator(".saved", has_text=text).wait_for()


def test_saves_by_itself_and_says_when(page):
    page.fill("#body", "We talked about sleep.")
    status(page, "Saved 10:42")
    assert kept["body"] == "We talked about sleep."


def test_takes_over_the_new_version(page):
    page.fill("#body", "One")
    status(page, "Saved 10:42")
    assert page.locator("[name=version]").input_value() == "3"


def test_says_what_is_wrong_beside_the_field(page):
    page.fill("#body", "wrong")
    status(page, "It names another client.")
    assert page.get_by_text("Ben is named.").is_visible()
    assert page.locator("#body").get_attribute("aria-invalid") == "true"


def test_without_a_network_keeps_what_was_typed_and_sends_it_when_it_is_back(page):
    page.context.set_offline(True)
    page.fill("#body", "Written in the lift")
    status(page, "Not saved yet")
    page.context.set_offline(False)
    status(page, "Saved 10:42")
    assert kept["body"] == "Written in the lift"


def test_keeps_nothing_in_the_browsers_storage(page):
    page.context.set_offline(True)
    page.fill("#body", "A secret")
    status(page, "Not saved yet")
    assert "A secret" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_shows_both_texts_when_somebody_else_saved_and_overwrites_nothing(page):
    kept["theirs"] = "What Dana wrote"
    page.fill("#body", "What I wrote")
    dialog = page.get_by_role("dialog", name="Somebody else changed this")
    dialog.wait_for()
    assert dialog.get_by_text("What Dana wrote").is_visible()
    assert dialog.get_by_text("What I wrote").is_visible()
    assert "body" not in kept


def test_keeping_mine_saves_mine_over_the_version_that_was_shown(page):
    kept["theirs"] = "What Dana wrote"
    page.fill("#body", "What I wrote")
    page.get_by_role("button", name="Keep mine").click()
    status(page, "Saved 10:42")
    assert kept["body"] == "What I wrote"


def test_taking_theirs_shows_theirs(page):
    kept["theirs"] = "What Dana wrote"
    page.fill("#body", "What I wrote")
    page.get_by_role("button", name="Take theirs").click()
    assert page.locator("#body").input_value() == "What Dana wrote"


def test_a_refusal_is_shown_where_the_person_is_looking(page):
    page.click("#ask")
    page.locator("#said").get_by_text("Ben is busy from 9:00 to 9:50.").wait_for()
    assert page.locator("#answer").inner_text() == ""


def test_the_focus_stays_on_the_same_control_after_a_swap(page):
    page.evaluate("document.getElementById('part').dataset.old = ''")
    page.locator("#again").press("Enter")
    page.locator("#part:not([data-old])").wait_for()
    page.wait_for_function("document.activeElement.id === 'again'")
