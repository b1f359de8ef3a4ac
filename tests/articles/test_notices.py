from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from articles import notices, workflow
from articles.models import Article, Edition, Notice, Step
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, last_step, mail_to, minute, refused, story


def submit_and_mail(people: People, capture: Any, **fields: Any) -> None:
    article = cast.draft(people.rina, **fields)
    people["bagus"]
    with capture(execute=True):
        workflow.submit(article, by=people.rina)


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\u2028"])
def test_a_headline_with_a_line_break_makes_no_header(
    people: People, django_capture_on_commit_callbacks: Any, separator: str
) -> None:
    submit_and_mail(people, django_capture_on_commit_callbacks, headline=f"Banjir{separator}Bcc: korban@jahat.test")
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert str(mail.outbox[0].subject).endswith("Banjir Bcc: korban@jahat.test")
    assert mail_to() == ["bagus@namamedia.test"]


def test_words_are_not_escaped_as_on_a_page(people: People, django_capture_on_commit_callbacks: Any) -> None:
    submit_and_mail(people, django_capture_on_commit_callbacks, headline="Beras & Gula <Naik>")
    assert "Beras & Gula <Naik>" in mail.outbox[0].subject
    assert "“Beras & Gula <Naik>”" in mail.outbox[0].body


def test_a_percent_sign_in_a_headline_is_only_a_percent_sign(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    submit_and_mail(people, django_capture_on_commit_callbacks, headline="Harga naik 12%(who)s %s")
    assert "“Harga naik 12%(who)s %s”" in mail.outbox[0].body


def test_the_mail_links_to_the_story_at_the_desk(
    people: People, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.SITE_URL = "https://www.namamedia.test/"
    article = story(people, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Sumbernya?")
    assert f"\nhttps://www.namamedia.test/admin/articles/article/{article.pk}/change/\n" in mail.outbox[0].body


def test_every_editor_gets_a_mail_of_her_own(people: People, django_capture_on_commit_callbacks: Any) -> None:
    people["tono"]
    submit_and_mail(people, django_capture_on_commit_callbacks)
    for message, other in zip(mail.outbox, ("bagus@", "tono@"), strict=True):
        assert len(message.recipients()) == 1
        assert other not in message.message().as_string()


def test_in_a_newsroom_without_an_editor_the_managing_editor_is_told(
    people: People, django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("sari", *OUTSIDERS):
        people[name]
    article = cast.draft(people.rina)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(article, by=people.rina)
    assert mail_to() == ["sari@namamedia.test"]


def test_nobody_is_told_what_she_did_herself(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = cast.draft(people.bagus)
    people["tono"]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(article, by=people.bagus)
    assert mail_to() == ["tono@namamedia.test"]


def test_whoever_left_the_newsroom_is_not_told(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    people.rina.is_active = False
    people.rina.save()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Sumbernya?")
    assert mail.outbox == []


def test_nothing_is_sent_when_the_act_is_undone(people: People, django_capture_on_commit_callbacks: Any) -> None:
    from django.db import transaction

    article = story(people, "submitted")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        workflow.send_back(article, by=people.bagus, note="Sumbernya?")
        transaction.set_rollback(True)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_undoes_no_decision(
    people: People, django_capture_on_commit_callbacks: Any, settings: Any, caplog: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1  # nobody answers there
    article = story(people, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Sumbernya?")
    article.refresh_from_db()
    assert article.status == article.Status.RETURNED
    assert "Error calling" in caplog.text


def test_every_verb_that_tells_somebody_has_a_sentence(people: People) -> None:
    article = story(people, "emergency")
    step = last_step(article)
    for verb in Step.Verb.values:
        step.verb, step.by = verb, people.bagus
        if notices.recipients(step):
            words = notices.sentence(step)
            assert "Bagus" in words
            assert article.headline in words


def test_mails_are_written_in_the_language_of_the_site(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "published")
    with translation.override("id"), django_capture_on_commit_callbacks(execute=True):
        workflow.retract(article, by=people.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert "mencabut" in mail.outbox[0].body


# -- Each person once, never everybody, never nobody ------------------------------------------------------------------


def told(article: Article) -> list[tuple[str, str]]:
    return sorted(Notice.objects.filter(article=article).values_list("person__display_name", "kind"))


def test_the_editors_of_the_section_are_told_and_no_others(people: People) -> None:
    people["tono"]
    cast.section("Ekonomi").desk.add(people.bagus)
    article = cast.submitted(people.rina, section=cast.section("Ekonomi"))
    assert told(article) == [("Bagus", "submitted")]


def test_without_editors_of_its_own_all_editors_of_the_paper_hear_of_a_section(people: People) -> None:
    people["bagus"], people["tono"], people["sari"]
    cast.section("Ekonomi").desk.add(people.bagus)
    assert told(cast.submitted(people.rina)) == [("Bagus", "submitted"), ("Tono", "submitted")]


def test_an_editor_who_writes_for_her_own_section_is_heard_by_the_other_editors(people: People) -> None:
    people["tono"]
    cast.section("Ekonomi").desk.add(people.bagus)
    article = cast.submitted(people.bagus, section=cast.section("Ekonomi"))
    assert told(article) == [("Tono", "submitted")]


@pytest.mark.parametrize("gone", ["inactive", "absent"])
def test_editors_who_left_leave_the_story_to_the_managing_editor(people: People, gone: str) -> None:
    if gone == "inactive":
        cast.section().desk.add(people.idle)
    people["sari"]
    assert told(cast.submitted(people.rina)) == [("Sari", "submitted")]


def test_a_superuser_hears_of_it_only_where_there_is_no_editor_at_all(people: People) -> None:
    people["root"]
    assert told(cast.submitted(people.rina)) == [("Root", "submitted")]
    people["bagus"]
    assert told(cast.submitted(people.rina)) == [("Bagus", "submitted")]


def test_in_a_newsroom_without_anybody_else_the_submitter_is_told_so(people: People) -> None:
    for name in ("made", "putri", "nobody", "idle"):
        people[name]
    article = cast.submitted(people.rina)
    assert article.status == article.Status.SUBMITTED
    assert told(article) == [("Rina", "unheard")]


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("returned", ["returned"]),
        ("published", ["approved"]),
        ("scheduled", ["scheduled"]),
        ("emergency", ["emergency"]),
        ("retracted", ["approved", "retracted"]),
    ],
)
def test_the_reporter_is_told_what_became_of_her_story(people: People, state: str, kinds: list[str]) -> None:
    people["bagus"]  # created first, because with no editor she would be told that there is none
    article = story(people, state)
    assert [kind for name, kind in told(article) if name == "Rina"] == kinds


def test_a_scheduled_story_that_goes_live_is_told_once_however_often_the_clock_asks(people: People) -> None:
    article = story(people, "scheduled")
    begins = article.editions.get().live_from
    for moment in (-1, 1, 2, 3):
        notices.tell_what_went_live(now=begins + timedelta(minutes=moment))
        assert (("Rina", "live") in told(article)) == (moment > 0)
    assert told(article).count(("Rina", "live")) == 1
    assert [message.recipients() for message in mail.outbox] == [["rina@namamedia.test"]]


def test_what_was_published_at_once_or_taken_back_is_not_told_a_second_time(people: People) -> None:
    published, cancelled = story(people, "published"), story(people, "scheduled")
    begins = cancelled.editions.get().live_from
    workflow.unschedule(cancelled, by=people.bagus)
    notices.tell_what_went_live(now=begins + timedelta(minutes=1))
    assert not Notice.objects.filter(kind="live", article__in=[published, cancelled]).exists()


def test_an_archive_that_is_imported_is_told_to_nobody(people: People) -> None:
    cast.published(people.rina, people.bagus, now=timezone.now() - timedelta(days=2))
    notices.tell_what_went_live(now=timezone.now())
    assert not Notice.objects.exists()


def test_the_desks_of_stories_that_refer_to_a_retracted_one_are_told_once(people: People) -> None:
    people["tono"]
    cast.section("Ekonomi").desk.add(people.tono)
    retracted = cast.published(people.rina, people.bagus, now=minute(1)).article
    body = f'<p>Satu.</p><aside data-read-also="{retracted.pk}"></aside>'
    for _number in range(2):
        cast.published(people.rina, people.bagus, now=minute(2), body=body, section=cast.section("Ekonomi"))
    workflow.retract(retracted, by=people.sari, ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert [pair for pair in told(retracted) if pair[1] == "reference"] == [("Tono", "reference")]
    assert ("Rina", "retracted") in told(retracted)


def test_a_mention_is_told_to_that_person_alone(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    with django_capture_on_commit_callbacks(execute=True):
        notices.tell_one(people.rina, about=article, sentence="Bagus menyebut Anda.", by=people.bagus)
        assert notices.tell_one(people.bagus, about=article, sentence="Bagus menyebut Anda.", by=people.bagus) is None
    assert [pair for pair in told(article) if pair[1] == "mention"] == [("Rina", "mention")]
    assert mail_to() == ["rina@namamedia.test"]


# -- The mail behind a notice -----------------------------------------------------------------------------------------


def test_a_mail_that_could_not_go_out_goes_out_later_and_once(
    people: People, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    working = settings.EMAIL_BACKEND
    article = story(people, "submitted")
    Notice.objects.update(mailed_at=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1  # nobody answers there
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Sumbernya?")
    unsent = Notice.objects.get(mailed_at=None)
    settings.EMAIL_BACKEND = working
    notices.mail_again(now=unsent.told_at + timedelta(seconds=30))
    assert mail.outbox == []  # the request that took the step may still be sending it
    for _tick in range(3):
        notices.mail_again(now=unsent.told_at + timedelta(minutes=5))
    assert mail_to() == ["rina@namamedia.test"]


def test_an_address_that_the_mail_server_refuses_keeps_nobody_else_waiting(
    people: People, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    people["tono"]
    article = cast.draft(people.rina)
    settings.EMAIL_BACKEND = "tests.mail_server.RefusesBagus"
    people["bagus"]
    with django_capture_on_commit_callbacks(execute=True):
        workflow.submit(article, by=people.rina)
    assert mail_to() == ["tono@namamedia.test"]
    unsent = Notice.objects.get(mailed_at=None)
    assert unsent.person == people.bagus
    with pytest.raises(OSError, match="1"):
        notices.mail_again(now=unsent.told_at + timedelta(minutes=5))
    assert Notice.objects.get(mailed_at=None) == unsent


def test_a_notice_is_read_by_the_person_it_was_for(people: People) -> None:
    people["bagus"]
    article = story(people, "returned")
    notice = Notice.objects.get(article=article, person=people.rina)
    with refused(PermissionDenied, "somebody else"):
        notices.read(notice, by=people.bagus)
    first, later = minute(50), minute(55)
    notices.read(notice, by=people.rina, now=first)
    notices.read(notice, by=people.rina, now=later)
    notice.refresh_from_db()
    assert notice.read_at == first


def test_telling_costs_the_same_however_many_are_told(people: People, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        cast.person(f"Editor {number}", "Editor", email=f"editor{number}@namamedia.test")
    article = cast.draft(people.rina)
    workflow.submit(article, by=people.rina)
    step = last_step(article)
    with django_assert_max_num_queries(5):
        assert len(notices.recipients(step)) == 20
