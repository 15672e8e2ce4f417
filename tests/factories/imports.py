"""Files of clients from another system."""

import csv
import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile

from iop.access.actors import SYSTEM
from iop.workflows.importing.receiving import receive

HEADINGS = ("Client ID", "First Name", "Last Name", "DOB", "Gender", "Phone", "Email", "Shoe size")


def table(*people, headings=HEADINGS):
    """Write a CSV of people under the usual headings."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows(people)
    return out.getvalue().encode()


def people(number, start=1):
    """Make so many people whom nobody confuses."""
    return [
        (f"X-{n}", f"Given{n:05d}"[::-1], f"Fam{n * 7919 % 99991:05d}ily", f"{1950 + n % 50}-{n % 12 + 1:02d}-{n % 28 + 1:02d}", "F", f"617-555-{n % 10000:04d}", f"p{n}@example.org", "42")
        for n in range(start, start + number)
    ]  # fmt: skip


def received(site, content, at, by=SYSTEM, source="OldChart", **more):
    """Hand a file in."""
    return receive(by=by, file=SimpleUploadedFile("clients", content), site=site, source=source, at=at, **more)


def bundle(*resources, **fields):
    """Write a bundle of resources, each under an address of its own."""
    entries = [
        {"fullUrl": f"urn:uuid:{each['resourceType']}-{each.get('id', number)}", "resource": each}
        for number, each in enumerate(resources)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries, **fields}).encode()


def patient(number="p1", **fields):
    """Write one Patient."""
    return {
        "resourceType": "Patient", "id": number,
        "name": [{"use": "official", "given": ["Ana", "Lucia"], "family": "Reyes"}, {"use": "nickname", "given": ["Lu"]}],
        "birthDate": "1990-05-17", "gender": "female",
        "telecom": [{"system": "phone", "value": "(617) 555-0142"}, {"system": "email", "value": "lu@example.org"}],
        "address": [{"line": ["12 Elm St"], "city": "Boston", "state": "MA", "postalCode": "02118"}],
        "communication": [{"language": {"coding": [{"code": "es"}]}, "preferred": True}],
        **fields,
    }  # fmt: skip
