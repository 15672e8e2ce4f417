"""A relative comes to a group of families: which are open to them, places and waiting, and never who else comes."""

import io

import pytest
from django.urls import reverse

from clients.choices import Information
from clients.models import RelatedPerson, Relationship
from clients.portal import outsider
from family.actions.groups import join, leave
from family.groups import open_to
from iop.core.errors import Conflict, NotAllowed
from iop.notifications.models import Message
from sessions_app.actions import announcing, groups
from sessions_app.models import GroupMaterial, OpenGroupMember
from tests.factories import open_groups as making
from tests.factories.families import make_relative_account, make_sharing
from tests.factories.open_groups import AT
from tests.factories.portal import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return making.make_house()


@pytest.fixture
def group(house):
    return making.make_group(
        house, kind="family_education", audience="relatives", name="Family evening", neutral_name="Tuesday circle", capacity=1
    )  # fmt: skip


def relative(house, email="relative@home.example", first_name="Bo"):
    sharing = make_sharing(making.make_present(house), Information.SCHEDULE)
    RelatedPerson.objects.filter(pk=sharing.person.pk).update(first_name=first_name, phone="+16175550177")
    sharing.person.refresh_from_db()
    sharing.account = make_relative_account(sharing, email=email)
    sharing.actor = outsider(sharing.account.user, AT).actor
    return sharing


@pytest.fixture
def bo(house):
    return relative(house)


def signed_up(bo, group):
    return join(by=bo.actor, person=bo.person, group=group, at=AT)


def test_a_group_at_the_site_of_who_shares_is_open(bo, group):
    assert list(open_to(bo.person, AT)) == [group]


def test_a_group_of_another_site_is_not(bo, group):
    other = making.make_house()
    making.make_group(other, kind="family_education", audience="relatives")
    assert list(open_to(bo.person, AT)) == [group]


@pytest.mark.parametrize(
    ("kind", "audience"), [("alumni", "former"), ("support", "everybody"), ("multi_family", "clients")]
)
def test_groups_that_are_not_for_families_are_not_shown(bo, house, kind, audience):
    making.make_group(house, kind=kind, audience=audience)
    assert list(open_to(bo.person, AT)) == []


def test_when_nothing_is_shared_any_more_no_group_is_open(bo, group):
    bo.consent.stopped_at = AT
    bo.consent.save()
    with pytest.raises(Conflict):
        signed_up(bo, group)


def test_who_comes_first_has_the_place_and_the_next_waits(house, bo, group):
    assert signed_up(bo, group).status == "member"
    assert signed_up(relative(house, "second@home.example"), group).status == "waiting"


def test_a_place_given_back_goes_to_who_waits(house, bo, group):
    member = signed_up(bo, group)
    second = relative(house, "second@home.example")
    signed_up(second, group)
    leave(by=bo.actor, member=member, at=AT)
    assert OpenGroupMember.objects.get(person=second.person).status == "member"


def test_nobody_gives_anothers_place_back(house, bo, group):
    member = signed_up(bo, group)
    with pytest.raises(NotAllowed):
        leave(by=relative(house, "second@home.example").actor, member=member, at=AT)


def test_nobody_signs_somebody_else_up(house, bo, group):
    with pytest.raises(NotAllowed):
        join(by=relative(house, "second@home.example").actor, person=bo.person, group=group, at=AT)


def read(browser, bo, name, *args):
    enter(browser, bo.account)
    return browser.get(reverse(name, args=args))


def test_the_page_names_nobody_who_comes(client, at, house, bo, group):
    at(AT)
    signed_up(relative(house, "second@home.example", first_name="Thandiwe"), group)
    for name, args in (("shared_groups", ()), ("shared_group", (group.pk,))):
        assert "Thandiwe" not in read(client, bo, name, *args).content.decode()


def test_a_group_that_is_not_open_does_not_exist(client, at, bo):
    at(AT)
    other = making.make_group(making.make_house(), kind="family_education", audience="relatives")
    assert read(client, bo, "shared_group", other.pk).status_code == 404


def test_signing_up_and_leaving_on_the_pages(client, at, bo, group):
    at(AT)
    enter(client, bo.account)
    client.post(reverse("shared_group_join", args=[group.pk]))
    assert OpenGroupMember.objects.get().status == "member"
    client.post(reverse("shared_group_leave", args=[group.pk]))
    assert OpenGroupMember.objects.get().status == "left"


@pytest.fixture
def material(house, group):
    upload = io.BytesIO(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n")
    upload.name, upload.size = "boundaries.pdf", len(upload.getvalue())
    return announcing.add_material(
        by=house.by_counselor, group=group, title="Boundaries", words="Say it kindly.", upload=upload, at=AT
    )


def test_who_comes_finds_what_there_is_to_read(client, at, bo, group, material):
    at(AT)
    signed_up(bo, group)
    assert "Say it kindly." in read(client, bo, "shared_group", group.pk).content.decode()
    assert read(client, bo, "shared_material", material.pk).headers["Content-Disposition"].startswith("attachment")


def test_who_does_not_come_has_no_file_of_the_group(client, at, bo, group, material):
    at(AT)
    assert "Say it kindly." not in read(client, bo, "shared_group", group.pk).content.decode()
    assert client.get(reverse("shared_material", args=[material.pk])).status_code == 404


def test_what_was_taken_away_is_gone(client, at, house, bo, group, material):
    at(AT)
    signed_up(bo, group)
    announcing.withdraw_material(by=house.by_counselor, material=material, at=AT)
    assert read(client, bo, "shared_material", material.pk).status_code == 404
    assert GroupMaterial.objects.exists()


def test_more_groups_cost_no_more_statements(client, at, house, bo, group, django_assert_max_num_queries):
    at(AT)
    for _ in range(4):
        making.make_group(house, kind="multi_family", audience="everybody")
    enter(client, bo.account)
    client.get(reverse("shared_groups"))
    with django_assert_max_num_queries(30):
        assert client.get(reverse("shared_groups")).status_code == 200


def written_to():
    return [(row.recipient_kind, row.template, row.to) for row in Message.objects.all()]


def test_a_relative_who_agreed_is_told_in_neutral_words_when_a_meeting_is_cancelled(house, bo, group):
    from family.actions.reach import choose_channels

    choose_channels(by=bo.actor, person=bo.person, channels=["sms"], at=AT)
    signed_up(bo, group)
    meeting = making.first_meeting(group)
    groups.cancel_meeting(by=house.by_director, meeting=meeting, version=meeting.version, reason="Snow", at=AT)
    assert written_to() == [("related", "group_cancelled", "+16175550177")]
    assert "Family" not in Message.objects.get().body


def test_a_relative_who_agreed_to_nothing_is_not_written_to(house, bo, group):
    signed_up(bo, group)
    meeting = making.first_meeting(group)
    groups.cancel_meeting(by=house.by_director, meeting=meeting, version=meeting.version, reason="Snow", at=AT)
    assert written_to() == []


def test_a_relationship_is_no_release(house, group):
    person = making.make_relative(making.make_present(house))
    assert Relationship.objects.filter(person=person).exists()
    assert list(open_to(person, AT)) == []
