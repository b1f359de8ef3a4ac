"""Acts that touch many rows, and others on the same rows at that moment: each waits for its turn, and none fails."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from articles.models import Edition
from comments import (
    appeals,
    complaints,
    ledger,
    limits,
    moderation,
    own,
    personal_data,
    pipeline,
    rulings,
    sanctions,
    states,
    sweeps,
)
from comments.models import Comment, Complaint, Decision, Ruling, Sanction, Thread
from comments.models.complaint import BEGINS, Urgency
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.at_once import AtOnce
from tests.comments import thread

TEXT = thread.TEXT


def replies(by: User, roots: list[Comment]) -> list[Comment]:
    """One reply to each of these, stored past the limits."""
    made = Comment.objects.bulk_create(
        Comment(
            article=root.article,
            author=by,
            parent=root,
            root=root,
            text=f"Balasan {root.pk}.",
            place=Comment.Place.REPLY,
            submission=uuid4(),
            created_at=timezone.now() - timedelta(hours=1),
        )
        for root in roots
    )
    Comment.objects.filter(pk__in=[root.pk for root in roots]).update(replies=1)
    states.touch(roots[0].article_id, len(made))
    return made


def conversation() -> tuple[Edition, User, list[Comment], list[Comment]]:
    """A story with comments of Wati, and a reply of Joko to each."""
    edition, wati, joko = thread.story(), thread.commenter("Wati"), thread.commenter("Joko")
    roots = thread.comments(wati, edition, 12)
    return edition, joko, roots, replies(joko, roots)


def sound(results: list[Any]) -> None:
    """Nothing but what the verbs themselves raise, and a chain without a break."""
    assert all(not isinstance(result, Exception) or isinstance(result, Conflict) for result in results), results
    assert list(ledger.breaks()) == []


@pytest.mark.django_db  # one test of a module has to ask for a database the ordinary way, or none is made
def test_what_is_hidden_with_a_ban_is_hidden_once() -> None:
    _edition, joko, _roots, answers = conversation()
    made = cast.made()
    moderation.hide(answers[0], by=made, reason="spam")
    sweeps.ban_and_hide(joko, days=3, by=made, reason="spam")
    assert Decision.objects.count() == len(answers)


def test_a_sweep_and_decisions_about_its_comments_at_once(at_once: AtOnce) -> None:
    _edition, joko, roots, answers = conversation()
    made, sari = cast.made(), cast.sari()
    acts: list[Callable[[], Any]] = [partial(sweeps.ban_and_hide, joko, days=3, by=made, reason="spam")]
    acts += [
        partial(moderation.hide, comment, by=sari, reason="spam") for comment in (answers[-1], answers[0], roots[5])
    ]
    sound(at_once(*acts))
    assert not Comment.objects.by(joko).filter(state__in=Comment.PUBLIC).exists()
    assert Thread.objects.get().shown == Comment.objects.filter(state__in=Comment.PUBLIC).count()


def test_a_sweep_and_readers_in_the_same_thread_at_once(at_once: AtOnce) -> None:
    edition, joko, roots, _answers = conversation()
    made, readers = cast.made(), [thread.commenter(f"Pembaca {letter}") for letter in "ABC"]

    def answer(reader: User, root: Comment) -> Comment:
        return pipeline.send(TEXT, by=reader, article=edition.article, submission=uuid4(), parent=root)

    acts: list[Callable[[], Any]] = [partial(sweeps.ban_and_hide, joko, days=3, by=made, reason="spam")]
    acts += [partial(answer, reader, root) for reader, root in zip(readers, roots[::5], strict=True)]
    acts += [partial(own.agree, roots[1], by=readers[0])]
    sound(at_once(*acts))


def test_an_erasure_and_answers_to_it_at_once(at_once: AtOnce) -> None:
    edition, _joko, roots, answers = conversation()
    wati, readers = roots[0].author, [thread.commenter(f"Pembaca {letter}") for letter in "ABC"]

    @transaction.atomic
    def erase() -> None:
        personal_data.erase(wati, now=timezone.now())

    def answer(reader: User, root: Comment) -> Comment | Exception:
        return pipeline.send(TEXT, by=reader, article=edition.article, submission=uuid4(), parent=root)

    acts: list[Callable[[], Any]] = [erase]
    acts += [partial(answer, reader, root) for reader, root in zip(readers, answers[::-5], strict=True)]
    results = at_once(*acts)
    assert not any(isinstance(result, Exception) for result in results), results


def test_a_comment_is_approved_while_its_author_edits_it(at_once: AtOnce) -> None:
    edition, made = thread.story(), cast.made()
    for number in range(4):
        wati = thread.newcomer(f"Wati {number}")
        held = thread.comment(wati, edition)
        assert held.is_held
        results = at_once(
            partial(moderation.approve, Comment.objects.get(pk=held.pk), by=made),
            partial(pipeline.edit, Comment.objects.get(pk=held.pk), "Sudah saya ubah.", by=wati),
        )
        sound(results)


def test_a_decision_and_the_call_of_the_clock_at_once(at_once: AtOnce) -> None:
    """The minute in which complaints are passed on is the one in which somebody decides about them."""
    edition, made = thread.story(), cast.made()
    long_ago = timezone.now() - BEGINS[Urgency.ESCALATED] - timedelta(minutes=1)
    comments = thread.comments(thread.commenter(), edition, 12)
    Comment.objects.update(created_at=long_ago - timedelta(hours=1))
    for comment in comments:
        complaints.complain(comment, reason="hate", device=f"d{comment.pk}", now=long_ago)
    acts: list[Callable[[], Any]] = [partial(complaints.tell_what_is_due, now=timezone.now())]
    acts += [partial(moderation.hide, comment, by=made, reason="hate") for comment in comments[:2] + comments[-2:]]
    sound(at_once(*acts))
    assert Complaint.objects.open().count() == len(comments) - 4
    assert Complaint.objects.filter(escalated_at=None).exclude(outcome="upheld").count() == 0


def test_a_complaint_is_resolved_once_and_the_other_moderator_is_told(at_once: AtOnce) -> None:
    comment, made, sari = thread.comment(thread.commenter(), thread.story()), cast.made(), cast.sari()
    complaint = complaints.complain(comment, reason="hate", device="d")
    seen = Comment.objects.get(pk=comment.pk).fingerprint
    results = at_once(
        partial(moderation.hide, comment, by=made, reason="hate", seen=seen),
        partial(moderation.approve, comment, by=sari, seen=seen, heard=complaint.pk),
    )
    assert {type(result) for result in results} == {Decision, Conflict}
    [refusal] = [result for result in results if isinstance(result, Conflict)]
    assert str(refusal).endswith(".")
    complaint.refresh_from_db()
    assert complaint.decision == Decision.objects.get()
    assert (complaint.outcome == "upheld") == Comment.objects.get(pk=comment.pk).is_hidden


def test_a_complaint_that_comes_while_somebody_approves_is_answered_or_heard(at_once: AtOnce) -> None:
    comment, made = thread.comment(thread.commenter(), thread.story()), cast.made()
    first = complaints.complain(comment, reason="hate", device="d")
    results = at_once(
        partial(complaints.complain, comment, reason="hate", device="e"),
        partial(moderation.approve, comment, by=made, heard=first.pk),
    )
    sound(results)
    later = Complaint.objects.get(device="e")
    assert later.is_open, "nobody has read it"


def test_an_appeal_is_decided_once(at_once: AtOnce) -> None:
    comment, made = thread.comment(thread.commenter(), thread.story()), cast.made()
    against = moderation.hide(comment, by=made, reason="spam")
    appeal = appeals.appeal(against, by=comment.author, words="Bukan iklan.")
    one, two = cast.person("Moda", "Moderator"), cast.person("Modi", "Moderator")
    results = at_once(
        partial(appeals.decide, appeal, by=one, upheld=True), partial(appeals.decide, appeal, by=two, upheld=False)
    )
    sound(results)
    assert sum(isinstance(result, Conflict) for result in results) == 1
    appeal.refresh_from_db()
    assert (appeal.outcome == "upheld") == Comment.objects.get(pk=comment.pk).is_public


def test_a_reader_is_sanctioned_once(at_once: AtOnce) -> None:
    joko = thread.commenter("Joko")
    moderators = [cast.person(name, "Moderator") for name in ("Moda", "Modi")]
    results = at_once(
        *(partial(sanctions.impose, joko, kind=Sanction.Kind.BAN, by=by, reason="spam") for by in moderators)
    )
    sound(results)
    assert {type(result) for result in results} == {Sanction, Conflict}


def test_two_who_set_another_end_for_comments_are_not_passed_over(at_once: AtOnce) -> None:
    edition, moderators = thread.story(), [cast.person(name, "Moderator") for name in ("Moda", "Modi")]
    now = timezone.now()
    rulings.rule(edition.article, rule=Thread.Rule.OPEN, by=moderators[0], closes_at=now + limits.DAY)
    seen = Thread.objects.get().mark
    results = at_once(
        *(
            partial(rulings.rule, edition.article, rule="open", by=by, closes_at=now + days * limits.DAY, seen=seen)
            for days, by in enumerate(moderators, start=2)
        )
    )
    assert {type(result) for result in results} == {Ruling, Conflict}, results
