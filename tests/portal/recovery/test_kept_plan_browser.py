"""A safety plan that its owner keeps on their phone: there without a connection and after signing out, until it is forgotten."""

import pytest
from django.urls import reverse

from tests.factories import own_plans as make
from tests.factories import recovery
from tests.factories.clients import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LINE = make.SAFETY["signs"][0]


def test_a_kept_plan_opens_without_a_connection_until_it_is_forgotten(live, at, barriers, picture):
    at(AT)
    desk = recovery.make_desk()
    make.keep_safety(desk)
    page = live.page("phone", user=desk.account.user)
    page.goto(reverse("my_plan_own", args=["safety"]))
    barriers(page)
    picture(page, "plan")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Keep it on this phone").click()
    page.get_by_text("It is kept on this phone.", exact=True).wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.goto(reverse("my_recovery"))
    page.get_by_text(LINE).wait_for()
    assert page.get_by_role("link", name="988 · Call").is_visible()
    barriers(page)
    picture(page, "offline")
    page.context.set_offline(False)
    page.goto(reverse("my_offline"))
    page.get_by_role("button", name="Forget on this phone").click()
    assert page.get_by_text(LINE).count() == 0
    assert page.evaluate("localStorage.getItem('kept-plan')") is None
