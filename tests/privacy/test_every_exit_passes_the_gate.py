"""Nothing about a client leaves without a ground: every way out that the code has is found, or named here with why it needs none."""

import pytest

from tests.privacy.exits import Exit, exits, read, read_tree

NO_CLIENT_IN_IT = {
    "iop.api.oauth.metadata:server_metadata": "how this server speaks OAuth2, about nobody",
    "iop.api.oauth.views:_oauth_error": "why an app got no token, in a code",
    "iop.api.oauth.views:post": "what a token is good for, to the app it was given to",
    "iop.api.views.docs:_get_schema_response": "the shape of the API, the same whoever asks",
    "iop.api.views.docs:SchemaView._get_schema_response": "the same",
    "iop.core.health:alive": "says that the process is alive",
    "iop.core.health:ready": "says which parts of the installation answer",
    "iop.pages.views.sign_in:ping": "seconds until sign-out",
    "iop.pages.views.sign_in:session_left": "seconds until sign-out",
    "iop.pages.middleware:_to_the_door": "seconds until sign-out, for a caller who is signed out",
    "iop.api.views.webhooks:WebhookResource.replay": "how many messages go out again; each asks the gate anew as it leaves",
    "iop.pages.views.curriculum:handout_file": "a handout of the curriculum, the same for everybody",
    "iop.portal.views.recovery.hub:my_handout": "a handout of the curriculum, the same for everybody who was in that group",
    "iop.portal.views.recovery.device:manifest": "the name and picture under which the pages are installed",
    "iop.pages.views.questionnaires.looking:questionnaire_file": "a questionnaire's questions, without anybody's answers",
    "iop.api.views.questionnaires:QuestionnaireResource.list": "questionnaires' questions, without anybody's answers",
    "iop.api.views.questionnaires:QuestionnaireResource.retrieve": "the same",
    "iop.pages.views.audit:audit_csv": "codes and ids alone, to those who answer for the record; itself an event",
    "iop.pages.views.messages.callbacks:sms_incoming": "the neutral answer to a text, the same whoever wrote it",
    "iop.pages.views.family_words:group_material_file": "what a group gives to read, the same for everybody",
    "iop.portal.views.family_groups:shared_material": "the same",
    "iop.portal.views.passkeys:door_passkey": "what a browser needs for a passkey, the same whoever asks",
    "iop.portal.views.passkeys:my_passkey_add": "what a browser needs to make a passkey, to whoever is signed in",
    "iop.portal.views.passkeys:_sentence": "why a passkey did not do, in one sentence",
    "iop.api.views.billing_rules:BillingRuleResource.decide": "what a made-up day would come to, about nobody",
    "iop.api.views.schedule:TrackResource.seats": "numbers of seats by day, about nobody",
    "iop.api.views.charges:BillingDayResource.anew": "how many days came out differently, about nobody",
    "iop.api.views.charges:BillingDayResource.what_would_change": "days that have just left as rows do; what was left out there is left out here",
    "iop.api.views.charges:BillingDayResource.reprice": "numbers of charges, about nobody",
    "iop.api.views.charges:ChargeResource.superbill": "the paper that its workflow has just let through the gate; refused to programs",
    "iop.api.views.claims:ClaimResource.preview": "counts and sums by payer, about nobody",
    "iop.api.views.claims:ClaimResource.make": "ids of claims, which are read as rows",
    "iop.api.views.claims:ClaimResource.check": "counts, about nobody",
    "iop.api.views.claims:BatchResource.of_site": "ids of batches, which are read as rows",
    "iop.api.views.claims:BatchResource.file": "the file that its action has just let through the gate; whoever called is written down for each claim",
    "iop.api.views.client_money:PaymentResource.forgive": "a sum that a person has just decided; refused to programs",
    "iop.api.views.client_money:EstimateResource.ask": "a day until when something is due",
    "iop.api.views.coverage:CoverageResource.reorder": "ids of covers, which are read as rows",
    "iop.api.views.coverage:CoverageResource.number": "beside the cover itself, which leaves as a row; that somebody looked is an event",
    "iop.api.views.coverage:EligibilityFileResource.ask": "the file that its action has just let through the gate, beside its row, which leaves as rows do",
    "iop.api.views.remittances:DenialLetterResource.create": "the paper that its workflow has just let through the gate; refused to programs",
    "iop.api.views.remittances:DenialLetterResource.begin": "beside the denial itself, which leaves as a row",
    "iop.api.views.remittances:DenialLetterResource.paper": "own use, to a colleague, and an event; refused to programs",
    "iop.api.views.work:ScheduledTaskResource.run": "nothing at all",
    "iop.api.views.reports:ReportResource.retrieve": "counts about nobody; whoever stands outside gets no small ones; itself an event",
    "iop.api.views.clinic:SettingResource.holding": "what a setting says on a day, about nobody",
    "iop.api.views.days:SessionResource.make_ahead": "how many days were made, about nobody",
    "iop.api.views.docs:nothing_here": "that an address leads nowhere",
    "iop.api.views.staff:SiteRoleResource.end": "a colleague's role at a site",
    "iop.api.views.times:ColleagueResource.free_times": "when a colleague is free, and not why not",
    "iop.api.views.weeks:WeeklyTemplateResource.preview": "how many days would change, about nobody",
}
ON_A_COLLEAGUES_SCREEN = {
    "iop.api.views.staff:StaffResource.leaving": "what a colleague's leaving would end, to colleagues alone",
    "iop.pages.middleware:process_exception": "a refusal as one sentence, to the colleague who asked",
    "iop.pages.views.session.answering:saves": "what was saved, to the colleague who typed it",
    "iop.pages.views.progress_notes.writing:_autosaved": "what was saved, to the colleague who typed it",
    "iop.pages.views.consents.filling:_saved_by_itself": "what was saved, to the colleague who typed it",
    "iop.pages.views.clients:client_photo": "the photo beside the name, within the chart",
    "iop.pages.views.documents:client_document": "a paper of the chart, opened by whoever may read it; itself an event",
    "iop.pages.views.files:file": "a file of what the colleague may open; itself an event",
    "iop.api.views.care:EpisodeResource.admission_checklist": "what an admission lacks, to a colleague; refused to programs",
    "iop.api.views.guarded:ChartMergeResource.preview": "numbers of rows, to a colleague; refused to programs",
    "iop.api.views.disclosures:LetterResource.draft": "a letter before it leaves, to a colleague; refused to programs",
    "iop.api.views.disclosures:DisclosureResource.send_summary": "the paper that its workflow has just let through the gate",
    "iop.api.views.disclosures:DisclosureResource.tell_place": "the same",
    "iop.api.views.rewards:RewardDrawResource.owed": "names its ground and is written down by the same way out as rows",
    "iop.api.views.transitions:TransitionResource.preview": "names its ground and is written down as rows are",
}
"""Own use by staff who need to know (42 CFR 2.12(c)(3)): it stays inside the program."""
CARRIERS = {
    "iop.api.views.changes:ChangeResource.list": "ids of clients: asked of the gate and written down by its own way out, line by line",
    "iop.api.views.days:SessionResource.gaps": "lines of a roster that went through the gate just before, and no others",
    "iop.api.views.days:SessionResource._roster_of": "the same",
    "iop.api.views.missed:MissedLineResource.offers": "free seats by day; the line itself went through the gate just before",
    "iop.api.idempotency:_again": "a kept answer, to the same caller who got it: it passed the gate and was written down then",
    "iop.api.webhooks.lines": "the wire: what goes over it was asked of the gate and written down by iop.api.webhooks.delivering",
    "iop.fhir.bulk.views:get": "a file of an export: ``bulk.fetching`` has just asked the gate anew about everybody in it",
    "iop.fhir.bulk.views:finalize_response": "the same file, as it is",
    "iop.fhir.everything:get": "a paper's file, whose DocumentReference has just left through ``Reading.leave``",
    "iop.pages.views.threads.files:served": "a file of a thread, to its own client or to who answers there; its callers ask and write it down",
    "iop.portal.views.feeds:feed": "the client's own times by their own secret address, in words they chose (42 CFR 2.23)",
    "iop.pages.pdf:answer": "only wraps the bytes that each caller, found on its own, gives it",
    "iop.notifications.channels.email": "the provider's end of the outbox: delivery asked and wrote it down before",
    "iop.notifications.channels.email:send": "the same",
    "iop.notifications.channels.twilio": "the same",
}
NEED_NONE = {**NO_CLIENT_IN_IT, **ON_A_COLLEAGUES_SCREEN, **CARRIERS}

BAD = """
from django.core.mail import send_mail
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render
import requests
from iop.notifications.actions import Draft
from iop.core.basis import own_use, to_the_client
from iop.pages import pdf

def download(request):
    return HttpResponse(rows(), content_type="text/csv")

def attached(request):
    answer = HttpResponse(rows())
    answer["Content-Disposition"] = "attachment"
    return answer

def scan(request):
    return FileResponse(open("x"))

def data(request):
    return JsonResponse(rows())

def letter(request):
    return pdf.answer(made(), "letter")

def laid_out(request):
    return render(request, "clients/chart/note_print.html", {})

def mail(client):
    send_mail("Hello", client.name, "a@b.c", ["d@e.f"])

def tell_nobody_knows_why(client):
    return Draft(channel="sms", to="1", recipient=("client", client.pk))

def tell_sister_as_if_staff(client):
    return Draft(channel="sms", to="1", recipient=("related", client.pk), basis=own_use("x"))

def tell_sister_as_if_client(client):
    return Draft(channel="sms", to="1", recipient=("related", client.pk), basis=to_the_client("x"))

def push(client):
    requests.post("https://example.org", json=client)
"""
BAD_API = """
class NewResource(Resource):
    client_path = "client_id"

    def summary(self, request):
        return Response(self.serializer_class(self.rows(), many=True).data)
"""
GOOD = """
from django.http import HttpResponse
from iop.core.basis import own_use
from iop.notifications.actions import Draft
from iop.core.basis import to_the_client

def page(request):
    return HttpResponse("<p>", content_type="text/html; charset=utf-8")

def download(request):
    log(basis=own_use("operations"))
    return HttpResponse(rows(), content_type="text/csv")

def tell(client):
    return Draft(channel="sms", to="1", recipient=("client", client.pk), basis=to_the_client("x"))
"""
GOOD_API = """
class GoodResource(Resource):
    client_path = "client_id"
    information = ("attendance",)

    def summary(self, request):
        return Response(self.exit(self.rows()))
"""


@pytest.fixture(scope="module")
def ways_out() -> list[Exit]:
    return exits(read_tree())


def test_every_way_out_names_its_ground_or_is_known_to_need_none(ways_out):
    assert [f"{way.what} at {way.where}" for way in ways_out if not way.passes and way.where not in NEED_NONE] == []


def test_nothing_is_excused_that_needs_no_excuse(ways_out):
    assert sorted(set(NEED_NONE) - {way.where for way in ways_out if not way.passes}) == []


def test_each_excuse_says_why():
    assert all(len(why) > 5 or why == "the same" for why in NEED_NONE.values())


@pytest.mark.parametrize(
    "where",
    [
        "iop.pages.views.clients:clients_download",
        "iop.pages.views.privacy.left:client_disclosures_pdf",
        "iop.pages.views.privacy.sending:client_record_copy",
        "iop.pages.views.consents.page:consent_pdf",
        "iop.pages.views.chart.parts:client_note",
        "scheduling.notices:draft",
        "sessions_app.actions.telling:_draft",
    ],
)
def test_the_ways_out_that_we_know_are_seen(ways_out, where):
    assert where in {way.where for way in ways_out if way.passes}


def failing(text: str, name: str = "iop.pages.views.bad") -> set[str]:
    return {way.where.partition(":")[2] or way.what for way in exits({name: read(name, text)}) if not way.passes}


def test_each_way_out_without_a_ground_is_caught():
    assert failing(BAD) == {
        "another host", "download", "attached", "scan", "data", "letter", "laid_out", "mail", "tell_nobody_knows_why",
        "tell_sister_as_if_staff", "tell_sister_as_if_client",
    }  # fmt: skip


def test_a_resource_that_answers_beside_the_gate_is_caught():
    assert failing(BAD_API, "iop.api.views.bad") == {"NewResource", "NewResource.summary"}


def test_what_names_its_ground_is_let_pass():
    assert failing(GOOD) == set()
    assert failing(GOOD_API, "iop.api.views.good") == set()
