"""comments.pipeline.send: who may comment, where, what and how often."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Edition
from comments import limits, moderation, pipeline, refusals
from comments.models import Comment, Thread
from newsroom.duties.models import Policy
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db


def shown(edition: Edition) -> int:
    return Thread.objects.get(pk=edition.article_id).shown


def test_a_verified_reader_who_has_agreed_comments() -> None:
    putri, edition = thread.commenter(), thread.story()
    comment = thread.comment(putri, edition, "  Setuju.\r\n")
    assert (comment.text, comment.author, comment.article, comment.state) == (
        "Setuju.",
        putri,
        edition.article,
        Comment.State.VISIBLE,
    )
    assert shown(edition) == 1


def test_a_stranger_is_asked_to_log_in() -> None:
    with pytest.raises(refusals.NotLoggedIn):
        thread.comment(AnonymousUser(), thread.story())  # type: ignore[arg-type]


def test_nobody_comments_before_the_address_is_verified() -> None:
    thread.terms()
    with pytest.raises(refusals.Unverified):
        thread.comment(cast.putri(), thread.story())


def test_nobody_comments_without_having_agreed_to_the_terms() -> None:
    thread.terms()
    with pytest.raises(refusals.TermsNotAccepted):
        thread.comment(thread.verified(cast.putri()), thread.story())


def test_new_terms_ask_everybody_again() -> None:
    putri, edition = thread.commenter(), thread.story()
    Policy.objects.create(kind=Policy.Kind.COMMENT_TERMS, version=99, body="<p>Baru.</p>")
    with pytest.raises(refusals.TermsNotAccepted):
        thread.comment(putri, edition)


def test_nobody_comments_where_there_are_no_terms() -> None:
    first = Policy.objects.filter(kind=Policy.Kind.COMMENT_TERMS).earliest("in_force_from")
    before = first.in_force_from - timedelta(days=1)
    edition = cast.published(cast.rina(), cast.bagus(), now=before - timedelta(hours=1))
    with pytest.raises(refusals.NoTerms):
        thread.comment(thread.verified(cast.putri()), edition, now=before)


def test_a_switched_off_account_cannot_comment_even_in_an_old_session() -> None:
    joko, edition = thread.commenter("Joko"), thread.story()
    type(joko).objects.filter(pk=joko.pk).update(is_active=False)  # the caller still holds the active one
    with pytest.raises(refusals.Inactive):
        thread.comment(joko, edition)


def test_staff_need_to_agree_as_well() -> None:
    thread.terms()
    edition = thread.story()
    with pytest.raises(refusals.TermsNotAccepted):
        thread.comment(thread.verified(edition.approved_by), edition)


@pytest.mark.parametrize("stage", ["draft", "submitted", "scheduled"])
def test_a_story_that_is_not_live_has_no_thread(stage: str) -> None:
    putri, rina, bagus = thread.commenter(), cast.rina(), cast.bagus()
    article = cast.draft(rina) if stage == "draft" else cast.submitted(rina)
    if stage == "scheduled":
        later = timezone.now() + timedelta(hours=1)
        workflow.approve(article, by=bagus, version=article.version, live_from=later)
    with pytest.raises(refusals.NotPublic):
        pipeline.send(thread.TEXT, by=putri, article=article, submission=uuid4())


def test_a_retracted_story_is_closed() -> None:
    putri, edition = thread.commenter(), thread.story()
    workflow.retract(edition.article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Keliru.")
    with pytest.raises(refusals.Retracted):
        thread.comment(putri, edition)


@pytest.mark.parametrize("text", ["", "  \n\t ", "\u200b\u202e\x00", "\u3164"])
def test_nothing_is_not_a_comment(text: str) -> None:
    with pytest.raises(refusals.Empty):
        thread.comment(thread.commenter(), thread.story(), text)


def test_a_comment_holds_two_thousand_characters_and_not_one_more() -> None:
    putri, edition = thread.commenter(), thread.story()
    assert len(thread.comment(putri, edition, "a" * 2_000).text) == limits.MAX_LENGTH
    with pytest.raises(refusals.TooLong, match=r"2\.001"):
        thread.comment(putri, edition, "b" * 2_001)


def test_the_next_comment_waits_three_seconds() -> None:
    putri, edition, now = thread.commenter(), thread.story(), timezone.now()
    thread.comment(putri, edition, "Satu.", now=now)
    with pytest.raises(refusals.TooFast) as refused:
        thread.comment(putri, edition, "Dua.", now=now + timedelta(seconds=1))
    assert refused.value.retry_after == 2
    assert thread.comment(putri, edition, "Dua.", now=now + timedelta(seconds=3))


def test_somebody_else_need_not_wait() -> None:
    edition, now = thread.story(), timezone.now()
    thread.comment(thread.commenter("Putri"), edition, now=now)
    assert thread.comment(thread.commenter("Wati"), edition, now=now)


def test_thirty_comments_an_hour_are_enough() -> None:
    putri, edition, now = thread.commenter(), thread.story(), timezone.now()
    for number in range(30):
        thread.comment(putri, edition, f"Nomor {number}.", now=now + timedelta(minutes=number))
    with pytest.raises(refusals.TooMany) as refused:
        thread.comment(putri, edition, "Nomor 31.", now=now + timedelta(minutes=50))
    assert refused.value.retry_after == 600
    assert thread.comment(putri, edition, "Nomor 31.", now=now + timedelta(minutes=60))


def test_the_same_words_again_wait_six_minutes_under_any_story() -> None:
    putri, edition, now = thread.commenter(), thread.story(), timezone.now()
    other = cast.published(edition.article.reporter, edition.approved_by)
    thread.comment(putri, edition, "Sama.", now=now)
    with pytest.raises(refusals.Repeated):
        thread.comment(putri, other, " Sama.\n", now=now + timedelta(minutes=5, seconds=59))
    assert thread.comment(putri, other, "Sama.", now=now + timedelta(minutes=6))


def test_a_double_click_is_one_comment() -> None:
    putri, edition, submission = thread.commenter(), thread.story(), uuid4()
    first = pipeline.send("Halo.", by=putri, article=edition.article, submission=submission)
    again = pipeline.send("Halo.", by=putri, article=edition.article, submission=submission)
    assert first == again
    assert shown(edition) == Comment.objects.count() == 1


def test_a_retry_finds_its_comment_even_after_it_was_hidden() -> None:
    putri, edition, submission = thread.commenter(), thread.story(), uuid4()
    first = pipeline.send("Halo.", by=putri, article=edition.article, submission=submission)
    moderation.hide(first, by=cast.made(), reason="spam")
    assert pipeline.send("Halo.", by=putri, article=edition.article, submission=submission) == first


def test_another_text_in_a_used_form_is_not_swallowed() -> None:
    putri, edition, submission = thread.commenter(), thread.story(), uuid4()
    pipeline.send("Halo.", by=putri, article=edition.article, submission=submission)
    with pytest.raises(refusals.SentAlready):
        pipeline.send("Halo lagi.", by=putri, article=edition.article, submission=submission)


def test_two_readers_may_hold_the_same_submission() -> None:
    edition, submission = thread.story(), uuid4()
    for name in ("Putri", "Wati"):
        pipeline.send("Halo.", by=thread.commenter(name), article=edition.article, submission=submission)
    assert shown(edition) == 2


def test_a_refused_text_leaves_nothing() -> None:
    putri, edition = thread.commenter(), thread.story()
    with pytest.raises(refusals.Empty):
        thread.comment(putri, edition, "")
    assert not Comment.objects.exists()
    assert not Thread.objects.exists()


def test_the_cost_does_not_grow_with_the_thread(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    putri, edition = thread.commenter(), thread.story()
    thread.comments(thread.commenter("Wati"), edition, 60)
    with django_assert_num_queries(8 + 2):  # to begin and to end the transaction
        thread.comment(putri, edition)


def test_an_answer_costs_the_counts_of_what_it_answers(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    putri, edition = thread.commenter(), thread.story()
    root = thread.comments(thread.commenter("Wati"), edition, 1)[0]
    with django_assert_num_queries(8 + 2 + 2 + 2):  # counts of the root; is it shown; does Wati want to know
        pipeline.send("Betul.", by=putri, article=edition.article, submission=uuid4(), parent=root)


def test_the_form_asks_the_same_questions_as_the_verb() -> None:
    edition = thread.story()
    thread.terms()
    cases = {
        AnonymousUser(): refusals.NotLoggedIn,
        cast.person("Baru"): refusals.Unverified,
        thread.verified(cast.person("Wati")): refusals.TermsNotAccepted,
        thread.commenter("Joko", is_active=False): refusals.Inactive,
    }
    for person, refusal in cases.items():
        assert type(pipeline.obstacle(person, edition)) is refusal
    assert pipeline.obstacle(thread.commenter("Putri"), edition) is None
