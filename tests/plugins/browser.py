"""Chromium for the journeys: found on the machine, run against the live server, its complaints kept as failures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.plugins.finding import chromium

# Without --no-sandbox it refuses to run as root; the rest keeps it from talking to its makers.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # No other machine has an address. (A route that refused them would do too, but it switches the browser's cache off.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
PATIENCE = 20_000
"""Milliseconds to wait for a page. Several journeys share a machine: who waits long enough fails for what is wrong alone."""
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}
PICTURES = Path("test-results")
# Until a page and its scripts are read to the end nothing on it can be clicked: a click waits instead of being lost, as
# it is on a machine that is busy with a second journey. (A sheet, not a style element: the page's own rules forbid those.)
NOT_BEFORE_LOADED = """
const held = new CSSStyleSheet();
held.replaceSync("* { pointer-events: none !important; }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, held];
const free = () => { document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== held); };
if (document.readyState === "complete") free(); else window.addEventListener("load", free);
"""
# WCAG 2.2 A and AA, and axe's own best practices left out: they are advice, not the promise.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

RULES_OF_LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.keywords:
            # Whoever waits for a page on a machine that others use too may wait in vain once: such a journey is gone a
            # second time, and pytest's closing line says so ("1 rerun"). What fails twice, or by anything else, fails.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))
    if chromium() or os.environ.get("CI") == "true":
        return
    missing = pytest.mark.skip(
        reason="No Chromium was found: install it (Debian: apt-get install chromium) to run the browser journeys."
    )
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(missing)


def launch_options() -> dict[str, Any]:
    """Say which browser to start and how. Fails the test where CI must have one and has none."""
    path = chromium()
    if path is None:
        pytest.fail("No Chromium was found, and CI must run the browser journeys: install the package chromium.")
    return {"executable_path": path, "args": list(FLAGS)}


class Live:
    """The running application and a browser to open it with. ``complaints`` must be empty at the end of a test."""

    def __init__(self, browser: Any, url: str) -> None:
        self._browser = browser
        self.url = url
        self.complaints: list[str] = []
        self._contexts: list[Any] = []

    def page(
        self, size: str = "desktop", *, dark: bool = False, user: Any = None, javascript: bool = True, **options: Any
    ) -> Any:
        """Open a fresh browser window (``phone`` or ``desktop``), signed in as ``user`` when one is given."""
        context = self._browser.new_context(
            base_url=self.url,
            viewport=SIZES[size],
            has_touch=size == "phone",
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            **options,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("request", self._asked)
        if javascript:
            context.add_init_script(NOT_BEFORE_LOADED)
        if user is not None:
            self.sign_in(context, user)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"script error on {page.url}: {error}"))
        page.on("console", lambda message: self._heard(page, message))
        return page

    def sign_in(self, context: Any, user: Any) -> None:
        """Give a browser the session of a person who has signed in, second factor included."""
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": self.url,
                }
            ]
        )

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"asked another machine: {request.url}")

    def _heard(self, page: Any, message: Any) -> None:
        if message.type in ("error", "warning") and "Content Security Policy" in message.text:
            self.complaints.append(f"{page.url}: {message.text}")


@pytest.fixture
def live(live_server: Any, browser: Any) -> Any:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE)
    window = Live(browser, live_server.url)
    yield window
    window.close()
    assert not window.complaints, "The browser complained:\n" + "\n".join(window.complaints)


@pytest.fixture
def phone(live: Live) -> Any:
    """A window of 390 × 844."""
    return live.page("phone")


@pytest.fixture
def desktop(live: Live) -> Any:
    """A window of 1280 × 900."""
    return live.page("desktop")


def settled(page: Any) -> None:
    """Wait until a page has been read to its end: in between two pages a document has no root, and nothing to look at."""
    page.locator("body").wait_for(state="attached")
    page.wait_for_load_state("load")


def unrolled(page: Any, extra: int = 80) -> None:
    """Make the window as tall as its page: what only happens to lie under a bar at the bottom just now is no barrier."""
    settled(page)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": height + extra})


@pytest.fixture
def axe() -> Any:
    """Fail with a readable list of what axe-core finds on a page."""

    def check(page: Any, *, leave_out: list[str] | None = None) -> None:
        rules = {"rules": {rule: {"enabled": False} for rule in leave_out}} if leave_out else {}
        _nothing_found(page, {"runOnly": {"type": "tag", "values": STANDARDS}, **rules})

    return check


@pytest.fixture
def axe_of_looks() -> Any:
    """Look again at a page whose words and structure were checked: what size and colours decide, and nothing else."""

    def check(page: Any) -> None:
        _nothing_found(page, {"runOnly": {"type": "rule", "values": RULES_OF_LOOKS}})

    return check


def _nothing_found(page: Any, options: dict[str, Any]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    settled(page)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(
        "options => axe.run(document, options).then((all) => all.violations)",
        {**options, "resultTypes": ["violations"]},
    )
    assert not found, f"axe-core found {len(found)} kinds of barrier on {page.url}:\n" + "\n".join(
        map(described, found)
    )


@pytest.fixture
def barriers(axe: Any) -> Any:
    """Look for barriers on the whole page at once: what a fixed bar hides at one place of a scroll is none."""

    def check(page: Any) -> None:
        size = page.viewport_size
        unrolled(page, 200)
        axe(page)
        page.set_viewport_size(size)

    return check


def described(violation: dict[str, Any]) -> str:
    """Say one of axe-core's findings and the elements it is about."""
    places = [
        f"    {' '.join(map(str, node['target']))}\n      {node['html'][:160]}" for node in violation["nodes"][:5]
    ]
    more = len(violation["nodes"]) - len(places)
    if more > 0:
        places.append(f"    … and {more} more")
    return "\n".join([f"  {violation['impact']}: {violation['id']} — {violation['help']}", *places])


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Any:
    """Save what a page shows under test-results/, named after the test; with PICTURES=1, for drawing tall pages takes long."""

    def save(page: Any, name: str = "") -> Path | None:
        if not os.environ.get("PICTURES"):
            return None
        PICTURES.mkdir(exist_ok=True)
        target = PICTURES / f"{request.node.name.replace('/', '_')}{'-' if name else ''}{name}.png"
        page.screenshot(path=str(target), full_page=True)
        return target

    return save
