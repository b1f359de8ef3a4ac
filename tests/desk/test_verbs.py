"""The page of each verb: the right person, the wrong person, nobody, the wrong status, by GET, twice."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles import workflow
from articles.models import Article, Edition, Step
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
Status = Article.Status


@dataclass
class Newsroom:
    rina: User
    bagus: User
    sari: User

    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()

    def draft(self) -> Article:
        return cast.draft(self.rina)

    def submitted(self) -> Article:
        return cast.submitted(self.rina)

    def published(self) -> Article:
        return cast.published(self.rina, self.bagus).article

    def scheduled(self) -> Article:
        article = self.submitted()
        workflow.approve(article, by=self.bagus, version=article.version, live_from=timezone.now() + timedelta(hours=2))
        return article

    def dropped(self) -> Article:
        article = self.draft()
        workflow.drop(article, by=self.rina)
        return article

    def emergency(self) -> Article:
        article = self.draft()
        workflow.publish_in_emergency(article, version=article.version, by=self.sari, reason="Gempa.")
        return article


@dataclass(frozen=True)
class Case:
    verb: str
    scene: Callable[[Newsroom], Article]
    wrong_state: Callable[[Newsroom], Article]
    right: str
    wrong: str
    typed: dict[str, Any]
    status: str
    step: str


RETRACTION = {"ground": Edition.Ground.WRONG.value, "public_note": "Nama yang ditulis keliru."}
LATER = {"live_from": "2099-01-01T06:00"}
CASES = [
    Case("submit", Newsroom.draft, Newsroom.submitted, "rina", "bagus", {"note": ""}, Status.SUBMITTED, "submit"),
    Case(
        "withdraw-submission",
        Newsroom.submitted,
        Newsroom.draft,
        "rina",
        "bagus",
        {},
        Status.DRAFT,
        "withdraw-submission",
    ),
    Case(
        "send-back",
        Newsroom.submitted,
        Newsroom.draft,
        "bagus",
        "rina",
        {"note": "Perbaiki."},
        Status.RETURNED,
        "send-back",
    ),
    Case("approve", Newsroom.submitted, Newsroom.draft, "bagus", "rina", {"when": "now"}, Status.PUBLISHED, "approve"),
    Case(
        "emergency",
        Newsroom.draft,
        Newsroom.published,
        "sari",
        "bagus",
        {"note": "Gempa."},
        Status.PUBLISHED,
        "emergency",
    ),
    Case(
        "second-read",
        Newsroom.emergency,
        Newsroom.published,
        "bagus",
        "rina",
        {"note": ""},
        Status.PUBLISHED,
        "second-read",
    ),
    Case("revise", Newsroom.published, Newsroom.draft, "rina", "made", {}, Status.DRAFT, "revise"),
    Case("drop", Newsroom.draft, Newsroom.submitted, "rina", "made", {"note": ""}, Status.DROPPED, "drop"),
    Case("take-up", Newsroom.dropped, Newsroom.draft, "rina", "made", {}, Status.DRAFT, "take-up"),
    Case("reschedule", Newsroom.scheduled, Newsroom.published, "bagus", "rina", LATER, Status.PUBLISHED, "reschedule"),
    Case("unschedule", Newsroom.scheduled, Newsroom.published, "bagus", "rina", {}, Status.DRAFT, "unschedule"),
    Case("retract", Newsroom.published, Newsroom.draft, "sari", "bagus", RETRACTION, Status.PUBLISHED, "retract"),
]
each_verb = pytest.mark.parametrize("case", CASES, ids=[case.verb for case in CASES])


def person(newsroom: Newsroom, name: str) -> Client:
    return desk.browser(cast.made() if name == "made" else getattr(newsroom, name))


@each_verb
def test_the_right_person_sees_the_page_and_a_get_does_nothing(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    before = (article.status, article.steps.count(), article.editions.count())
    reply = person(newsroom, case.right).get(desk.verb_url(article, case.verb))
    assert reply.status_code == 200
    article.refresh_from_db()
    assert (article.status, article.steps.count(), article.editions.count()) == before


@each_verb
def test_the_right_person_does_it_by_post(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    reply = person(newsroom, case.right).post(desk.verb_url(article, case.verb), desk.seen(article, **case.typed))
    assert reply.status_code == 302
    assert reply["Location"] == desk.change_url(article)
    article.refresh_from_db()
    assert article.status == case.status
    newest = article.steps.first()
    assert newest
    assert (newest.verb, newest.by) == (case.step, getattr(newsroom, case.right))


@each_verb
def test_the_wrong_person_is_refused_with_a_sentence(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    steps = article.steps.count()
    client = person(newsroom, case.wrong)
    for reply in (
        client.get(desk.verb_url(article, case.verb)),
        client.post(desk.verb_url(article, case.verb), desk.seen(article, **case.typed)),
    ):
        assert reply.status_code == (404 if case.wrong == "made" else 403)
        assert reply.context["sentence"]
    assert article.steps.count() == steps


@each_verb
def test_nobody_is_asked_to_log_in(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    steps = article.steps.count()
    client = desk.browser(None)
    assert client.get(desk.verb_url(article, case.verb)).status_code == 302
    assert client.post(desk.verb_url(article, case.verb), desk.seen(article, **case.typed)).status_code == 403
    assert article.steps.count() == steps


@each_verb
def test_in_the_wrong_state_nothing_happens_and_the_page_says_why(case: Case) -> None:
    newsroom = Newsroom()
    article = case.wrong_state(newsroom)
    steps = article.steps.count()
    client = person(newsroom, case.right)
    for reply in (
        client.get(desk.verb_url(article, case.verb)),
        client.post(desk.verb_url(article, case.verb), desk.seen(article, **case.typed)),
    ):
        assert reply.status_code == 409
        assert str(reply.context["refusal"])
        assert desk.change_url(article) in reply.content.decode()
    assert article.steps.count() == steps


@each_verb
def test_sent_twice_it_happens_once(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    client = person(newsroom, case.right)
    sent = desk.seen(article, **case.typed)
    assert client.post(desk.verb_url(article, case.verb), sent).status_code == 302
    steps, editions = article.steps.count(), article.editions.count()
    assert client.post(desk.verb_url(article, case.verb), sent).status_code == 409
    assert (article.steps.count(), article.editions.count()) == (steps, editions)


@each_verb
def test_a_post_without_the_token_of_the_form_does_nothing(case: Case) -> None:
    newsroom = Newsroom()
    article = case.scene(newsroom)
    steps = article.steps.count()
    client = Client(enforce_csrf_checks=True)
    client.force_login(getattr(newsroom, case.right))
    assert client.post(desk.verb_url(article, case.verb), desk.seen(article, **case.typed)).status_code == 403
    assert article.steps.count() == steps


@pytest.mark.parametrize("scene", ["draft", "submitted", "published", "scheduled", "emergency"])
def test_the_change_page_has_exactly_the_buttons_of_the_verbs_that_would_work(scene: str) -> None:
    newsroom = Newsroom()
    article = getattr(newsroom, scene)()
    for name in ("rina", "bagus", "sari"):
        user = getattr(newsroom, name)
        page = desk.browser(user).get(desk.change_url(article)).content.decode()
        verbs = set(workflow.available_verbs(article, user)) - {Step.Verb.EDIT}
        shown = {verb for verb in Step.Verb if f'href="{desk.LIST}{article.pk}/{verb}/"' in page}
        assert shown == verbs


def test_sending_back_without_a_note_is_refused_at_the_field() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    reply = desk.browser(newsroom.bagus).post(desk.verb_url(article, "send-back"), desk.seen(article, note="  "))
    assert reply.status_code == 400
    assert reply.context["form"].errors["note"] == [
        _("Write what the reporter should mend, here or as a remark on the text.")
    ]


def test_a_note_is_not_lost_when_the_story_has_moved_on() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    workflow.withdraw_submission(article, by=newsroom.rina)
    note = "Tolong hubungi lagi <BBWS>."
    reply = desk.browser(newsroom.bagus).post(desk.verb_url(article, "send-back"), desk.seen(article, note=note))
    assert reply.status_code == 409
    assert escape(note) in reply.content.decode()


def test_a_note_is_not_lost_when_the_person_may_not() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    reply = desk.browser(newsroom.rina).post(
        desk.verb_url(article, "send-back"), desk.seen(article, note="Catatan panjang.")
    )
    assert reply.status_code == 403
    assert "Catatan panjang." in reply.content.decode()


def test_the_reporter_finds_the_note_on_the_story_and_on_the_front_page() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    workflow.send_back(article, by=newsroom.bagus, note="Sebut nama warga yang dikutip.")
    client = desk.browser(newsroom.rina)
    for url in (desk.change_url(article), "/admin/"):
        assert "Sebut nama warga yang dikutip." in client.get(url).content.decode()


def test_what_is_approved_is_what_was_on_the_screen() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    old = desk.seen(article, when="now")
    desk.browser(newsroom.sari).post(desk.change_url(article), desk.typed(article, body="<p>Naskah yang baru.</p>"))
    client = desk.browser(newsroom.bagus)
    reply = client.post(desk.verb_url(article, "approve"), old)
    assert reply.status_code == 409
    assert not article.editions.exists()
    assert "Naskah yang baru." in reply.content.decode()
    shown = reply.context["form"]["version"].value()
    assert client.post(desk.verb_url(article, "approve"), {"version": shown, "when": "now"}).status_code == 302
    assert "Naskah yang baru." in article.editions.get().body


@pytest.mark.parametrize("verb", ["emergency", "submit"])
def test_whatever_puts_a_text_forward_needs_the_version_that_was_read(verb: str) -> None:
    newsroom = Newsroom()
    article = newsroom.draft()
    old = desk.seen(article, note="Gempa.")
    workflow.save(article, by=newsroom.rina, version=article.version)
    who = newsroom.sari if verb == "emergency" else newsroom.rina
    assert desk.browser(who).post(desk.verb_url(article, verb), old).status_code == 409
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_story_is_scheduled_for_the_time_of_jakarta() -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    client = desk.browser(newsroom.bagus)
    typed = desk.seen(article, when="later", live_from="2030-01-02T06:00")
    assert client.post(desk.verb_url(article, "approve"), typed).status_code == 302
    edition = article.editions.get()
    assert f"{timezone.localtime(edition.live_from):%d/%m/%Y %H.%M}" == "02/01/2030 06.00"
    assert not edition.is_live()


@pytest.mark.parametrize(
    "typed",
    [
        {"when": "later", "live_from": ""},
        {"when": "later", "live_from": "besok pagi"},
        {"when": "later", "live_from": "2020-01-02T06:00"},
        {"when": "now", "live_from": "2030-01-02T06:00"},
    ],
)
def test_a_time_that_does_not_fit_the_button_publishes_nothing(typed: dict[str, str]) -> None:
    newsroom = Newsroom()
    article = newsroom.submitted()
    reply = desk.browser(newsroom.bagus).post(desk.verb_url(article, "approve"), desk.seen(article, **typed))
    assert reply.status_code == 400
    assert reply.context["form"].errors["live_from"]
    assert not article.editions.exists()


def test_a_correction_needs_a_note_to_the_readers() -> None:
    newsroom = Newsroom()
    article = newsroom.published()
    workflow.revise(article, by=newsroom.rina)
    workflow.submit(article, by=newsroom.rina)
    client = desk.browser(newsroom.bagus)
    typed = desk.seen(article, when="now", kind=Edition.Kind.CORRECTION.value)
    reply = client.post(desk.verb_url(article, "approve"), typed)
    assert reply.status_code == 400
    assert reply.context["form"].errors["public_note"]
    typed["public_note"] = "Angka di paragraf kedua keliru."
    assert client.post(desk.verb_url(article, "approve"), typed).status_code == 302
    assert article.editions.filter(kind=Edition.Kind.CORRECTION, public_note=typed["public_note"]).exists()


def test_an_incomplete_story_shows_what_is_missing_and_is_not_submitted() -> None:
    newsroom = Newsroom()
    article = cast.draft(newsroom.rina, deck="")
    client = desk.browser(newsroom.rina)
    assert client.get(desk.verb_url(article, "submit")).context["gaps"]
    assert client.post(desk.verb_url(article, "submit"), desk.seen(article, note="")).status_code == 400
    article.refresh_from_db()
    assert article.status == Status.DRAFT


def test_a_retraction_needs_one_of_the_listed_grounds_and_an_explanation() -> None:
    newsroom = Newsroom()
    article = newsroom.published()
    client = desk.browser(newsroom.sari)
    for typed in ({"ground": "", "public_note": "x"}, {"ground": "tekanan", "public_note": "x"}, {"ground": "wrong"}):
        assert client.post(desk.verb_url(article, "retract"), desk.seen(article, **typed)).status_code == 400
    assert article.editions.count() == 1


def test_the_preview_shows_the_text_as_readers_will_see_it_and_what_they_will_not_see() -> None:
    newsroom = Newsroom()
    target = newsroom.published()
    hidden = cast.published(newsroom.rina, newsroom.bagus, headline="Dicabut Sesudah Dirujuk").article
    article = cast.submitted(
        newsroom.rina,
        body=f'{cast.BODY}<aside data-read-also="{target.pk}"></aside><aside data-read-also="{hidden.pk}"></aside>',
    )
    workflow.retract(hidden, by=newsroom.sari, ground=Edition.Ground.WRONG, explanation="Keliru.")
    reply = desk.browser(newsroom.bagus).get(desk.verb_url(article, "approve"))
    assert target.editions.get().path in reply.context["text"]
    assert "Dicabut Sesudah" not in reply.context["text"]
    assert [item.headline for item in reply.context["panel"].not_live] == ["Dicabut Sesudah Dirujuk"]


def test_a_page_that_is_refused_opens_at_the_field_that_is_wrong() -> None:
    """The form is below the whole text, where an error would not be noticed."""
    newsroom = Newsroom()
    article = newsroom.submitted()
    client, url = desk.browser(newsroom.bagus), desk.verb_url(article, "approve")
    assert "autofocus" not in client.get(url).content.decode()
    page = client.post(url, {**desk.seen(article), "when": "later"}).content.decode()
    assert "Pilih waktu tayang, atau terbitkan sekarang." in page
    assert [field for field in re.findall(r"<[^>]*autofocus[^>]*>", page) if 'name="live_from"' in field]
