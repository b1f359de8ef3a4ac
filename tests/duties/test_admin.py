from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime
from pytest_django.fixtures import Settings

from newsroom.duties.models import Masthead, Policy
from tests import cast
from tests.at_once import AtOnce
from tests.duties.test_pages import MASTHEAD

pytestmark = pytest.mark.django_db
POLICIES = "/admin/duties/policy/"
MASTHEADS = "/admin/duties/masthead/"


@pytest.fixture(autouse=True)
def _by_password(settings: Settings) -> None:
    settings.STAFF_NEEDS_TWO_FACTOR = False


@pytest.fixture
def sari(client: Client) -> Client:
    client.force_login(cast.sari())
    return client


def test_the_managing_editor_adds_a_version_that_holds_at_once(sari: Client) -> None:
    before = timezone.now()
    new = {"kind": "privacy", "body": "<p onclick=x>Baru.</p>", "in_force_from_0": "", "in_force_from_1": ""}
    assert sari.post(f"{POLICIES}add/", new)["Location"] == POLICIES
    text = Policy.objects.current(Policy.Kind.PRIVACY)
    assert (text.version, text.body) == (2, "<p>Baru.</p>")
    assert before <= text.in_force_from <= timezone.now()


def test_a_version_may_wait_for_its_day(sari: Client) -> None:
    day = localtime(timezone.now() + timedelta(days=3))
    new = {"kind": "privacy", "body": "<p>Baru.</p>", "in_force_from_0": day.date(), "in_force_from_1": "06:00"}
    sari.post(f"{POLICIES}add/", new)
    assert Policy.objects.current(Policy.Kind.PRIVACY).version == 1
    assert Policy.objects.current(Policy.Kind.PRIVACY, at=day + timedelta(days=1)).version == 2


def test_a_version_is_never_dated_back(sari: Client) -> None:
    new = {"kind": "privacy", "body": "<p>Baru.</p>", "in_force_from_0": "2026-02-01", "in_force_from_1": "06:00"}
    response = sari.post(f"{POLICIES}add/", new)
    assert "sebelum ditulis" in response.content.decode()
    assert "&lt;p&gt;Baru.&lt;/p&gt;" in response.content.decode(), "what was typed is still there"
    assert Policy.objects.filter(kind="privacy").count() == 1


def opened(client: Client, **typed: str) -> dict[str, str]:
    """What a browser sends that has opened the form now."""
    form = client.get(f"{POLICIES}add/?kind=privacy").context["adminform"].form
    times = {"in_force_from_0": "", "in_force_from_1": ""}
    return {"kind": "privacy", **times, "newest": form.initial["newest"], **typed}


def test_a_version_that_came_meanwhile_is_not_passed_over(sari: Client) -> None:
    first, second = opened(sari, body="<p>Satu.</p>"), opened(sari, body="<p>Dua.</p>")
    sari.post(f"{POLICIES}add/", first)
    response = sari.post(f"{POLICIES}add/", second)
    html = response.content.decode()
    assert "v2” diterbitkan selagi Anda menulis" in html
    assert ">\n&lt;p&gt;Dua.&lt;/p&gt;</textarea>" in html, "what was typed is still there"
    assert Policy.objects.filter(kind="privacy").count() == 2
    again = {**second, "newest": response.context["adminform"].form["newest"].value()}
    assert sari.post(f"{POLICIES}add/", again)["Location"] == POLICIES
    assert Policy.objects.current(Policy.Kind.PRIVACY).body == "<p>Dua.</p>"


def test_two_versions_saved_at_the_same_moment_are_one_and_a_sentence(at_once: AtOnce) -> None:
    clients = [Client(), Client()]
    for client, name in zip(clients, ("Sari", "Tono"), strict=True):
        client.force_login(cast.person(name, "Managing editor"))
    forms = [opened(client, body=f"<p>{number}.</p>") for number, client in enumerate(clients)]
    acts = [partial(client.post, f"{POLICIES}add/", form) for client, form in zip(clients, forms, strict=True)]
    responses = at_once(*acts)
    assert sorted(response.status_code for response in responses) == [200, 302], responses
    [refused] = [response for response in responses if response.status_code == 200]
    assert "selagi Anda menulis" in refused.content.decode()
    assert Policy.objects.filter(kind="privacy").count() == 2


def test_a_new_version_begins_where_the_old_one_stands(sari: Client) -> None:
    page = sari.get(f"{POLICIES}add/?kind=privacy")
    assert page.context["adminform"].form.initial["body"] == Policy.objects.current(Policy.Kind.PRIVACY).body


def test_published_texts_are_neither_changed_nor_deleted(sari: Client) -> None:
    text = Policy.objects.current(Policy.Kind.PRIVACY)
    assert sari.get(f"{POLICIES}{text.pk}/change/").status_code == 200
    assert sari.post(f"{POLICIES}{text.pk}/change/", {"kind": "privacy", "body": "x"}).status_code == 403
    assert sari.post(f"{POLICIES}{text.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Policy.objects.count() == 4


def test_the_one_masthead_is_made_then_changed(sari: Client) -> None:
    assert sari.get(MASTHEADS)["Location"] == f"{MASTHEADS}add/"
    sari.post(f"{MASTHEADS}add/", MASTHEAD)
    assert Masthead.objects.get().pk == 1
    assert sari.get(MASTHEADS)["Location"] == f"{MASTHEADS}1/change/"
    assert sari.post(f"{MASTHEADS}add/", {**MASTHEAD, "phone": "1"})["Location"] == f"{MASTHEADS}1/change/"
    assert Masthead.objects.get().phone == MASTHEAD["phone"]
    sari.post(f"{MASTHEADS}1/change/", {**MASTHEAD, "editor_in_chief": "Rina"})
    assert Masthead.objects.get().editor_in_chief == "Rina"
    assert sari.post(f"{MASTHEADS}1/delete/", {"post": "yes"}).status_code == 403


def test_two_who_change_the_masthead_do_not_undo_each_other(sari: Client) -> None:
    sari.post(f"{MASTHEADS}add/", MASTHEAD)
    page = f"{MASTHEADS}1/change/"
    seen = sari.get(page).context["adminform"].form.initial["seen"]
    assert sari.post(page, {**MASTHEAD, "phone": "+62 21 1", "seen": seen}).status_code == 302
    refused = sari.post(page, {**MASTHEAD, "editor_in_chief": "Rina", "seen": seen})
    assert "selagi Anda menulis" in refused.content.decode()
    assert 'value="Rina"' in refused.content.decode(), "what was typed is still there"
    assert Masthead.objects.get().phone == "+62 21 1"
    again = refused.context["adminform"].form["seen"].value()
    assert sari.post(page, {**MASTHEAD, "editor_in_chief": "Rina", "seen": again}).status_code == 302
    assert Masthead.objects.get().editor_in_chief == "Rina"


def test_a_position_without_a_name_is_refused_with_a_sentence(sari: Client) -> None:
    response = sari.post(f"{MASTHEADS}add/", {**MASTHEAD, "positions": "Reporter Rina"})
    assert "Jabatan: Nama" in response.content.decode()
    assert not Masthead.objects.exists()


@pytest.mark.parametrize("who", [cast.rina, cast.bagus, cast.made])
def test_the_duties_are_the_managing_editors(client: Client, who: object) -> None:
    client.force_login(who())  # type: ignore[operator]
    for path in (POLICIES, f"{POLICIES}add/", MASTHEADS, f"{MASTHEADS}add/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{MASTHEADS}add/", MASTHEAD).status_code == 403
    assert not Masthead.objects.exists()
