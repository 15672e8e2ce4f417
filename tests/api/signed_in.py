"""A colleague who calls the API from where they are signed in, and what the tests of clinical areas ask of every verb."""

from rest_framework.test import APIClient

from tests.factories.ground import sign_in

API = "/api/v1/"


def calling_as(staff):
    """An API client with a colleague's session."""
    caller = APIClient()
    sign_in(caller, staff)
    return caller


def rows(caller, address, **asked):
    """Read the first page of a list below ``/api/v1/``."""
    answer = caller.get(API + address, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def post(caller, address, body=None, expect=(200, 201, 204), **headers):
    """Send a body and give the answer's data; anything but ``expect`` fails with what was said."""
    answer = caller.post(address, body or {}, format="json", headers=headers)
    assert answer.status_code in ((expect,) if isinstance(expect, int) else expect), answer.content
    return answer.json() if answer.content else None


def patch(caller, address, body, expect=200):
    """Change a row and give the answer's data."""
    answer = caller.patch(address, body, format="json")
    assert answer.status_code == expect, answer.content
    return answer.json()


def refused(caller, address, body=None, method="post"):
    """Say how a call was refused: its status and the sentence. Only a problem counts."""
    answer = getattr(caller, method)(address, body or {}, format="json")
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["detail"]
