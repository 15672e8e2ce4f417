import pytest

from tests.plugins.browser import described


def test_a_finding_is_said_with_its_place():
    said = described(
        {
            "id": "image-alt",
            "impact": "critical",
            "help": "Images must have alternative text",
            "nodes": [{"target": ["main > img"], "html": "<img src='x.png'>"}] * 7,
        }
    )
    assert "critical: image-alt" in said
    assert "main > img" in said
    assert "… and 2 more" in said


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_a_planted_barrier(live, axe):
    page = live.page()
    page.set_content("<html lang=en><title>t</title><main><h1>Hello</h1><img src='data:,'></main></html>")
    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_script_that_asks_another_machine_is_noticed(live):
    page = live.page("phone")
    page.goto("/healthz")
    page.evaluate("fetch('https://example.org/').catch(() => null)")
    assert "Content Security Policy" in live.complaints[0]
    live.complaints.clear()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_of_another_machine_is_not_opened(live):
    page = live.page()
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org/")
    assert live.complaints == ["asked another machine: http://example.org/"]
    live.complaints.clear()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_of_a_bare_address_is_not_opened_either(live):
    page = live.page()
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://93.184.215.14/")
    assert live.complaints == ["asked another machine: http://93.184.215.14/"]
    live.complaints.clear()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_windows_have_their_sizes(phone, desktop):
    assert phone.evaluate("window.innerWidth") == 390
    assert desktop.evaluate("window.innerWidth") == 1280
