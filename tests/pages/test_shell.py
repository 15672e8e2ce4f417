"""The frame of every page: who is offered what, and which frame an answer gets."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from iop.access.actors import Actor
from iop.access.choices import Permission
from iop.audit.choices import ActorKind
from iop.core.ids import uuid7
from iop.pages.context import Shell, layout, shell


def nowhere(request):
    return HttpResponse()


urlpatterns = [
    path("today/", nowhere, name="today"),
    path("census/", nowhere, name="census"),
    path("audit/", nowhere, name="audit"),
    path("accounts/login/", nowhere, name="account_login"),
]
pytestmark = pytest.mark.urls(__name__)


def a_person(*permissions, name="Dana Whitfield"):
    return Actor(kind=ActorKind.STAFF, display_name=name, grants={uuid7(): frozenset(permissions)})


def frame(rf, *permissions, at="/", cookies=None, **more):
    request = rf.get(at)
    request.actor = a_person(*permissions, **more)
    request.COOKIES.update(cookies or {})
    return Shell(request)


def offered(frame):
    return [str(item.label) for section in frame.sections for item in section.items]


def test_offers_what_the_person_may_open(rf):
    assert offered(frame(rf, Permission.SESSION_VIEW)) == ["Today"]


def test_leaves_out_groups_with_nothing_to_offer(rf):
    assert [section.title for section in frame(rf, Permission.SESSION_VIEW).sections] == [""]


def test_leaves_out_pages_that_do_not_exist_here(rf):
    assert "Clients" not in offered(frame(rf, Permission.CLIENT_VIEW))


def test_marks_the_page_that_is_open(rf):
    item = frame(rf, Permission.CENSUS_VIEW, at="/census/").sections[0].items[0]
    assert (item.active, item.current) == (True, "page")


def test_marks_the_section_of_a_page_below(rf):
    item = frame(rf, Permission.CENSUS_VIEW, at="/census/print/").sections[0].items[0]
    assert (item.active, item.current) == (True, "true")


def test_nobody_signed_in_is_offered_nothing(rf):
    request = rf.get("/")
    request.actor = None
    assert not Shell(request).signed_in
    assert Shell(request).sections == []


def test_takes_only_a_theme_it_knows_from_the_cookie(rf):
    assert frame(rf, cookies={"theme": "dark"}).theme == "dark"
    assert frame(rf, cookies={"theme": '"><script>'}).theme == ""


@pytest.mark.parametrize(
    ("name", "initials"), [("Dana Whitfield", "DW"), ("Cher", "C"), ("Ana María de la Cruz", "AC"), ("", "")]
)
def test_draws_at_most_two_letters(rf, name, initials):
    assert frame(rf, name=name).initials == initials


class Htmx:
    def __init__(self, *, boosted=False, history_restore_request=False):
        self.boosted = boosted
        self.history_restore_request = history_restore_request


@pytest.mark.parametrize(
    ("htmx", "expected"),
    [
        (None, "base.html"),
        (Htmx(), "layouts/fragment.html"),
        (Htmx(boosted=True), "base.html"),
        (Htmx(history_restore_request=True), "base.html"),
    ],
)
def test_an_htmx_request_gets_the_inside_of_the_page_alone(rf, htmx, expected):
    request = rf.get("/")
    request.htmx = htmx
    assert layout(request) == expected


def test_shows_the_demos_sign_ins_in_the_demo_alone(rf, settings):
    settings.DEMO = False
    assert "demo_password" not in shell(rf.get("/"))
    settings.DEMO = True
    assert "demo_password" in shell(rf.get("/"))


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "409.html", "429.html"])
def test_an_error_page_says_its_sentence_even_without_a_request(template):
    page = engines["django"].get_template(template).render({"sentence": "Ben is busy from 9:00 to 9:50."})
    assert 'id="refusal"' in page
    assert "Ben is busy" in page


def test_the_page_for_our_own_failure_needs_nothing_else():
    page = engines["django"].get_template("500.html").render()
    assert "Something went wrong on our side" in page


def test_a_refusal_gives_back_what_was_typed(rf):
    page = engines["django"].get_template("errors/refusal.html")
    shown = page.render({"sentence": "No.", "typed": [{"label": "Note", "value": "<b>Slept badly</b>"}]})
    assert "&lt;b&gt;Slept badly&lt;/b&gt;" in shown
