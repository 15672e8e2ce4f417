"""A client's own archive: their whole record as FHIR in it, from the portal and from a command."""

import io
import json
import stat
import zipfile

import pytest
from django.core.management import CommandError, call_command

from clients.models import Client, Disclosure
from iop.fhir.registry import specs
from iop.workflows import record_export
from iop.workflows.record_copy import PARTS
from tests.factories.clients import AT
from tests.factories.own_papers import make_own
from tests.factories.world import NOW, build_world
from tests.fhir.checking import faults
from tests.fhir.test_resources import references
from therapy.models import MeasureResponse, ProgressNote

pytestmark = pytest.mark.django_db


def bundle_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {"record.pdf", "record.json", "schema.json"} <= set(archive.namelist())
        return json.loads(archive.read("fhir/bundle.json"))


def kinds_in(bundle):
    return {entry["resource"]["resourceType"] for entry in bundle["entry"]}


def test_the_whole_record_of_somebody_is_one_bundle_that_leads_nowhere_else(at, tmp_path, capsys):
    at(NOW)
    build_world()
    noted = ProgressNote.objects.in_chart().values("episode__client")
    client = Client.objects.filter(pk__in=noted, merged_into__isnull=True).order_by("pk").first()
    file = tmp_path / "record.zip"
    call_command("export_client", client.record_number, str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    bundle = bundle_in(file.read_bytes())
    resources = [entry["resource"] for entry in bundle["entry"]]
    assert [fault for each in resources for fault in faults(each)] == []
    known = {f"{each['resourceType']}/{each['id']}" for each in resources}
    assert {text for each in resources for text in references(each)} - known == set()
    others = {str(pk) for pk in Client.objects.exclude(pk=client.pk).values_list("pk", flat=True)}
    assert {each["id"] for each in resources if each["resourceType"] == "Patient"} == {str(client.pk)}
    assert not [pk for pk in others if pk in json.dumps(bundle)]
    answered = MeasureResponse.objects.valid().filter(episode__client=client).exclude(status="draft").count()
    assert sum(each["resourceType"] == "QuestionnaireResponse" for each in resources) == answered
    left = Disclosure.objects.filter(client=client).latest("created_at")
    assert (left.ground, left.sent_as) == ("own_access", "export")
    assert "counseling_notes" not in left.information
    with pytest.raises(CommandError, match="there already"):
        call_command("export_client", str(client.pk), str(file))
    with pytest.raises(CommandError, match="no such client"):
        call_command("export_client", "0", str(tmp_path / "other.zip"))


def test_the_archive_of_the_portal_holds_it_within_the_parts_that_were_chosen(at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    at(AT)
    own = make_own()

    def taken(parts):
        export = record_export.ask(by=own.by, client=own.client, form="data", parts=parts, language="en", at=AT)
        return bundle_in(record_export.take(by=own.by, export=export, at=AT))

    whole, some = taken(tuple(PARTS)), taken(("person",))
    assert {"Patient", "EpisodeOfCare"} <= kinds_in(whole) <= set(specs())
    assert "Patient" in kinds_in(some)
    assert "EpisodeOfCare" not in kinds_in(some)
    assert {label["code"] for label in whole["meta"]["security"]} == {"R", "42CFRPart2", "SUD", "NORDSCLCD"}
