"""A page on another origin, in a real browser: it is allowed with PKCE, fetches its token and reads FHIR, until its origin is taken out."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from iop.access.actors import SYSTEM
from iop.api import actions as keys
from iop.api.oauth import actions
from iop.core import clock
from tests.factories.clients import make_client
from tests.factories.ground import make_site, make_staff
from tests.factories.portal import make_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCOPES = ("patient/*.rs", "launch/patient")
PAGE = """<!doctype html><title>An app</title><p id="said">Ready</p><script>
const encoded = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
const here = location.origin + "/";
async function begin(server, client_id, scope) {
  const smart = await (await fetch(server + "/fhir/R4/.well-known/smart-configuration")).json();
  const verifier = encoded(crypto.getRandomValues(new Uint8Array(48)));
  sessionStorage.setItem("verifier", verifier);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  location.href = server + new URL(smart.authorization_endpoint).pathname + "?" + new URLSearchParams({
    response_type: "code", client_id, scope, redirect_uri: here, state: "s", code_challenge_method: "S256",
    code_challenge: encoded(new Uint8Array(hash)) });
}
async function exchange(server, client_id) {
  const body = new URLSearchParams({ grant_type: "authorization_code", client_id, redirect_uri: here,
    code: new URLSearchParams(location.search).get("code"), code_verifier: sessionStorage.getItem("verifier") });
  return await (await fetch(server + "/oauth2/token/", { method: "POST", body })).json();
}
async function read(server, token, patient, more) {
  const headers = { Authorization: "Bearer " + token, Accept: "application/fhir+json" };
  try {
    const answer = await fetch(server + "/fhir/R4/Patient/" + patient, { headers, cache: "no-store", ...more });
    return { status: answer.status, etag: answer.headers.get("ETag"), id: (await answer.json()).id };
  } catch (wrong) { return { blocked: wrong.name }; }
}
</script>"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def elsewhere():
    """Where the app's page lies: another machine to a browser."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def make_app(origin):
    integration = keys.add_integration(by=SYSTEM, name="My Health Folder", at=clock.now())
    app, _none = actions.add_application(
        by=SYSTEM, integration=integration, name="My Health Folder", grant=actions.FOR_PEOPLE, scopes=SCOPES, at=clock.now(),
        redirect_uris=[f"{origin}/"], allowed_origins=[origin], keeps_secrets=False,
    )  # fmt: skip
    return app


def test_a_page_elsewhere_reads_the_record_until_its_origin_is_taken_out(live, client, elsewhere):
    one = make_client(make_site())
    app = make_app(elsewhere)
    # Every view is loaded before a browser waits for the first.
    client.get("/healthz")
    page = live.page("phone", user=make_account(client=one).user)
    page.goto(f"{elsewhere}/")
    page.evaluate("told => begin(...told)", [live.url, app.client_id, " ".join(SCOPES)])
    page.get_by_role("button", name="Allow", exact=True).click()
    page.wait_for_url(f"{elsewhere}/?**")
    token = page.evaluate("told => exchange(...told)", [live.url, app.client_id])
    assert token["patient"] == str(one.pk)

    def read(text=token["access_token"], **more):
        return page.evaluate("told => read(...told)", [live.url, text, str(one.pk), more])

    answer = read()
    assert (answer["status"], answer["id"], bool(answer["etag"])) == (200, str(one.pk), True)
    # A token that nobody knows: the app hears it, and can ask its person anew.
    assert read("nobodys")["status"] == 401
    # The browser lets no cookie come along.
    assert read(credentials="include") == {"blocked": "TypeError"}
    actions.change_application(
        by=SYSTEM, application=app, name=app.name, scopes=SCOPES, redirect_uris=[f"{elsewhere}/"], allowed_origins=[]
    )
    assert read() == {"blocked": "TypeError"}
    assert (
        live.page()
        .request.get(
            f"{live.url}/fhir/R4/Patient/{one.pk}", headers={"Authorization": f"Bearer {token['access_token']}"}
        )
        .ok
    )
    live.complaints[:] = [told for told in live.complaints if elsewhere not in told]


def test_a_page_that_no_app_names_gets_nothing(live, client, elsewhere):
    one = make_client(make_site())
    app = make_app("https://app.example.org")
    client.get("/healthz")
    page = live.page("phone", user=make_account(client=one).user)
    page.goto(f"{elsewhere}/")
    assert page.evaluate("told => read(...told)", [live.url, "nobodys", str(one.pk), {}]) == {"blocked": "TypeError"}
    refused = page.evaluate("told => exchange(...told).catch((wrong) => wrong.name)", [live.url, app.client_id])
    assert refused == "TypeError"
    live.complaints[:] = [told for told in live.complaints if elsewhere not in told]


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desktop", False)])
def test_where_pages_run_is_typed_and_an_overtaken_form_says_what_stands(live, barriers, picture, client, size, dark):
    app = make_app("https://app.example.org")
    client.get("/healthz")
    page = live.page(size, dark=dark, user=make_staff("site_admin", site=make_site()).user)
    page.goto(f"/integrations/apps/{app.pk}/change/")
    picture(page, f"{size}-as-it-is")
    actions.change_application(
        by=SYSTEM, application=app, name="Renamed meanwhile", scopes=SCOPES, redirect_uris=["https://app.example.org/back"],
        allowed_origins=["https://app.example.org", "https://two.example.org"],
    )  # fmt: skip
    named = page.get_by_label("Where its pages run")
    named.fill("https://app.example.org/start")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("In the place of what you typed stands now").wait_for()
    picture(page, f"{size}-overtaken")
    barriers(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Write https://app.example.org instead of").first.wait_for()
    picture(page, f"{size}-no-origin")
    barriers(page)
    named.fill("https://app.example.org")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/integrations/{app.integration_id}/")
    page.get_by_text("its pages run at https://app.example.org").wait_for()
    picture(page, f"{size}-integration")
    app.refresh_from_db()
    assert (app.name, app.allowed_origins, app.version) == ("My Health Folder", "https://app.example.org", 3)
