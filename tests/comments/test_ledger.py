"""comments.ledger: the chain of evidence detects every change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from comments import ledger, moderation
from comments.models import ChainHead, Comment, Decision, Record
from newsroom import frozen
from tests import cast
from tests.at_once import AtOnce
from tests.comments import thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return thread.comment(thread.commenter(), thread.story(), "Kata kasar.")


@pytest.fixture
def chain(comment: Comment) -> Comment:
    """Three decisions: a first, a middle and a last link."""
    made = cast.made()
    moderation.hide(comment, by=made, reason="abusive", note="Menghina.")
    moderation.restore(comment, by=made)
    moderation.hide(comment, by=made, reason="spam")
    return comment


def thaw(model: Any) -> None:
    """Remove the triggers, as somebody with access to the database could."""
    with connection.cursor() as cursor:
        for statement in frozen.thaw_sql(connection.vendor, model._meta.db_table):
            cursor.execute(statement)


def test_every_decision_is_a_link_that_carries_the_hash_of_the_one_before(chain: Comment) -> None:
    first, second, third = Record.objects.order_by("number")
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (first.previous, second.previous, third.previous) == ("0" * 64, first.sha256, second.sha256)
    assert {record.comment_id for record in (first, second, third)} == {chain.pk}
    assert list(ledger.breaks()) == []


def test_an_empty_chain_holds() -> None:
    assert list(ledger.breaks()) == []


def test_the_chain_holds_no_word_that_anybody_wrote(chain: Comment) -> None:
    content = str(list(Record.objects.values_list("content", flat=True)))
    assert "Kata kasar" not in content
    assert "Menghina" not in content
    assert chain.author.email not in content


TAMPERING: dict[str, tuple[Any, Callable[[], Any]]] = {
    "a link says something else": (Record, lambda: Record._base_manager.filter(number=2).update(content={})),
    "a link is moved in time": (
        Record,
        lambda: Record._base_manager.filter(number=2).update(at=Record.objects.get(number=1).at),
    ),
    "a link is gone": (Record, lambda: Record._base_manager.filter(number=2)._raw_delete("default")),
    "the last link is gone": (Record, lambda: Record._base_manager.filter(number=3)._raw_delete("default")),
    "a decision says something else": (Decision, lambda: Decision._base_manager.update(note="Lain.")),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_whoever_changes_the_tables_behind_the_program_is_found_out(chain: Comment, what: str) -> None:
    model, tamper = TAMPERING[what]
    thaw(model)
    tamper()
    assert list(ledger.breaks())
    with pytest.raises(CommandError):
        call_command("verify_chain")


def test_a_link_slipped_in_is_found_out(chain: Comment) -> None:
    last = Record.objects.get(number=3)
    forged = Record(number=4, kind="decision", row=999, content={}, at=last.at, previous=last.sha256)
    forged.sha256 = ledger.link(forged)
    forged.save(force_insert=True)
    assert list(ledger.breaks())


def test_the_command_says_that_the_chain_holds(chain: Comment, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_chain")
    said = capsys.readouterr().out
    assert "3" in said
    assert ChainHead.objects.get().sha256 in said


def test_nothing_is_entered_twice(chain: Comment) -> None:
    decision = Decision.objects.latest("pk")
    with pytest.raises(IntegrityError), transaction.atomic():
        ledger.enter(Record.Kind.DECISION, decision, at=decision.at)


def test_the_table_is_frozen(chain: Comment) -> None:
    record = Record.objects.latest("number")
    with pytest.raises(ValidationError):
        record.save()
    for act in (
        lambda: Record._base_manager.update(kind="sanction"),
        lambda: Record._base_manager.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_decisions_at_the_same_moment_make_one_chain(at_once: AtOnce) -> None:
    putri, edition = thread.commenter(), thread.story()
    comments = thread.comments(putri, edition, 6)
    moderators = [cast.person(f"Made{number}", "Moderator") for number in range(6)]
    done = at_once(
        *(
            lambda comment=comment, by=by: moderation.hide(comment, by=by, reason="spam")
            for comment, by in zip(comments, moderators, strict=True)
        )
    )
    assert all(isinstance(decision, Decision) for decision in done), done
    assert list(ledger.breaks()) == []
    assert Record.objects.count() == 6


def test_a_note_may_be_erased_to_nothing_and_the_chain_still_holds(chain: Comment) -> None:
    Decision._base_manager.update(note="")
    assert list(ledger.breaks()) == []
    for act in (
        lambda: Decision._base_manager.update(note="Lain."),
        lambda: Decision._base_manager.update(note="", reason="spam"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
