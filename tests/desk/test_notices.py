"""Notices: the number in the header, the list, and the history beside a story."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import notices, workflow
from articles.models import Notice, Section
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
NOTICES = "/admin/articles/notice/"


def unread(person: User) -> str:
    page = desk.browser(person).get(NOTICES).content.decode()
    found = re.search(r'class="unread">([0-9+]+)<', page)
    return found[1] if found else ""


def test_everybody_sees_her_own_notices_and_nobody_elses() -> None:
    rina, bagus, made = cast.rina(), cast.bagus(), cast.made()
    article = cast.submitted(rina, headline="Panen Raya di Demak")
    workflow.send_back(article, by=bagus, note="Siapa sumbernya?")
    hers = desk.browser(rina).get(NOTICES).content.decode()
    assert "mengembalikan “Panen Raya di Demak”" in hers
    assert "Siapa sumbernya?" in hers
    his = desk.browser(bagus).get(NOTICES).content.decode()
    assert "Rina mengajukan" in his
    assert "Siapa sumbernya?" not in his
    assert "Panen Raya" not in desk.browser(made).get(NOTICES).content.decode()
    for person in (cast.putri(), None):
        assert desk.browser(person).get(NOTICES).status_code == 302


def test_opening_a_notice_leads_to_its_story_and_marks_it_as_read() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    notice = Notice.objects.get()
    assert unread(bagus) == "1"
    reply = desk.browser(bagus).get(f"{NOTICES}{notice.pk}/open/")
    assert (reply.status_code, reply["Location"]) == (302, desk.change_url(article))
    assert unread(bagus) == ""


def test_a_notice_to_somebody_else_is_not_there() -> None:
    rina = cast.rina()
    cast.bagus()
    cast.submitted(rina)
    notice = Notice.objects.get()
    assert desk.browser(rina).get(f"{NOTICES}{notice.pk}/open/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_notices_are_marked_as_read_by_a_post_and_one_persons_only() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    for _number in range(2):
        cast.submitted(rina)
    article = cast.draft(rina)
    notices.tell_one(sari, about=article, sentence="Bagus menyebut Anda.", by=bagus)
    client = desk.browser(bagus)
    assert client.get(f"{NOTICES}read/").status_code == 405
    assert unread(bagus) == "2"
    assert client.post(f"{NOTICES}read/").status_code == 302
    assert (unread(bagus), unread(sari)) == ("", "1")


def test_the_story_shows_who_was_told_and_when_it_went_live() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.submitted(rina)
    notices.tell_one(rina, about=article, sentence="Bagus menyebut Anda.", by=bagus)
    page = desk.browser(rina).get(desk.change_url(article)).content.decode()
    assert "Diberi tahu: Bagus." in page
    assert "Bagus menyebut Anda." in page


def test_whoever_submits_reads_who_was_told() -> None:
    rina = cast.rina()
    cast.bagus()
    article = cast.draft(rina)
    reply = desk.browser(rina).post(desk.verb_url(article, "submit"), desk.seen(article), follow=True)
    assert "Diberi tahu: Bagus." in reply.content.decode()


def test_a_submission_that_nobody_hears_of_says_so_and_stands() -> None:
    rina = cast.rina()
    article = cast.draft(rina)
    reply = desk.browser(rina).post(desk.verb_url(article, "submit"), desk.seen(article), follow=True)
    assert reply.status_code == 200
    assert "Tidak ada yang dapat diberi tahu" in reply.content.decode()
    article.refresh_from_db()
    assert article.status == article.Status.SUBMITTED


def test_the_list_takes_the_same_queries_however_long_it_is() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    client, counts = desk.browser(bagus), []
    for number in (1, 6):
        for _number in range(number):
            cast.submitted(rina)
        with CaptureQueriesContext(connection) as queries:
            client.get(NOTICES)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12


def test_the_editors_of_a_section_are_chosen_from_those_who_may_approve() -> None:
    rina, bagus, sari = cast.rina(), cast.bagus(), cast.sari()
    section = cast.section()
    url = f"/admin/articles/section/{section.pk}/change/"
    client = desk.browser(sari)
    page = client.get(url).content.decode()
    assert "Bagus" in page
    assert re.findall(r'name="desk" value="(\d+)"', page) == [str(who.pk) for who in (bagus, sari)]
    typed = {
        "former_slugs-TOTAL_FORMS": 0,
        "former_slugs-INITIAL_FORMS": 0,
        "name": section.name,
        "slug": section.slug,
        "description": "",
        "position": 0,
        "time_zone": section.time_zone,
    }
    assert client.post(url, {**typed, "desk": [bagus.pk]}).status_code == 302
    assert list(Section.objects.get().desk.all()) == [bagus]
    assert client.post(url, {**typed, "desk": [rina.pk]}).status_code == 200  # the form with an error
    assert list(Section.objects.get().desk.all()) == [bagus]


def test_two_people_with_one_name_are_told_apart_where_one_was_told() -> None:
    rina, tono = cast.rina(), cast.journalist_person("Tono", "Editor")
    article = cast.submitted(rina)
    notices.tell_one(tono, about=article, sentence="Rina menyebut Anda.", by=rina)
    client = desk.browser(rina)
    assert "Diberi tahu: Tono." in client.get(desk.change_url(article)).content.decode()
    cast.person("Tono", email="tono@pembaca.test")  # a reader, who is no namesake at the desk
    assert "Diberi tahu: Tono." in client.get(desk.change_url(article)).content.decode()

    cast.person("Tono", "Reporter", email="tono.s@namamedia.test")
    page = client.get(desk.change_url(article)).content.decode()
    assert "Diberi tahu: Tono (tono@namamedia.test)." in page
    assert "<strong>Tono (tono@namamedia.test)</strong>" in page  # in the notices about mentions
