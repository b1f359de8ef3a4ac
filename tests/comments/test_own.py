"""comments.own and comments.highlights with their pages: agree, delete, mute, pick, pin."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Edition
from comments import complaints, highlights, moderation, own, pipeline, refusals, rulings, sanctions, states
from comments.models import Comment, Highlight, Mute, Reaction, Sanction, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.at_once import AtOnce
from tests.clock import at
from tests.comments import thread

pytestmark = pytest.mark.django_db
State = Comment.State


@pytest.fixture
def edition() -> Edition:
    return thread.story()


@pytest.fixture
def comment(edition: Edition) -> Comment:
    return thread.comment(thread.commenter(), edition)


@pytest.fixture
def wati() -> User:
    return thread.commenter("Wati")


def agreed(comment: Comment) -> int:
    return Comment.objects.values_list("agreed", flat=True).get(pk=comment.pk)


def address(verb: str, comment: Comment) -> str:
    return reverse("comment_act", args=[verb, comment.pk])


class TestAgree:
    def test_a_reader_agrees_once_and_may_take_it_back(self, comment: Comment, wati: User) -> None:
        assert own.agree(comment, by=wati)
        assert not own.agree(comment, by=wati)
        assert agreed(comment) == Reaction.objects.count() == 1
        assert own.disagree(comment, by=wati)
        assert not own.disagree(comment, by=wati)
        assert agreed(comment) == Reaction.objects.count() == 0

    def test_agreeing_warms_a_comment_and_moves_the_version(self, comment: Comment, wati: User) -> None:
        before, version = Comment.objects.get().heat, Thread.objects.get().version
        own.agree(comment, by=wati)
        assert Comment.objects.get().heat > before
        assert Thread.objects.get().version == version + 1

    def test_nobody_agrees_with_himself(self, comment: Comment) -> None:
        with pytest.raises(Conflict):
            own.agree(comment, by=comment.author)

    def test_nobody_agrees_with_what_is_gone(self, comment: Comment, wati: User) -> None:
        moderation.hide(comment, by=cast.made(), reason="spam")
        with pytest.raises(Conflict):
            own.agree(comment, by=wati)

    def test_nobody_agrees_with_what_the_clock_has_taken_out_of_sight(self, comment: Comment, wati: User) -> None:
        now = timezone.now()
        complaints.complain(comment, reason="hate", device="d", now=now)
        with at(now + timedelta(hours=47)), pytest.raises(Conflict):
            own.agree(comment, by=wati)

    @pytest.mark.parametrize("kind", [Sanction.Kind.BAN, Sanction.Kind.WARN])
    def test_whoever_is_barred_does_not_vote(self, comment: Comment, wati: User, kind: str) -> None:
        sanctions.impose(wati, kind=kind, by=cast.made(), reason="abusive")
        with pytest.raises(refusals.Refused):
            own.agree(comment, by=wati)

    @pytest.mark.parametrize("is_closed", [False, True])
    @pytest.mark.parametrize("kind", [Sanction.Kind.BAN, Sanction.Kind.WARN, Sanction.Kind.PREMODERATE])
    def test_no_button_offers_what_is_refused(
        self, comment: Comment, wati: User, edition: Edition, kind: str, is_closed: bool
    ) -> None:
        other = thread.comment(thread.commenter("Agus"), edition, "Di tempat saya belum.")
        own.agree(comment, by=wati)
        made = cast.made()
        sanctions.impose(wati, kind=kind, by=made, reason="abusive")
        if is_closed:
            rulings.rule(edition.article, rule="closed", by=made)
        for path in (edition.path, reverse("comment_thread", args=[edition.article_id])):
            html = thread.logged_in(wati).get(path).content.decode()
            assert address("batal-setuju", comment) in html  # a reader can always undo a reaction
            assert (address("setuju", other) in html) == (kind == Sanction.Kind.PREMODERATE)

    def test_a_button_does_it_and_leads_back(self, comment: Comment, wati: User, edition: Edition) -> None:
        client = thread.logged_in(wati)
        response = client.post(address("setuju", comment), {"kembali": edition.path})
        assert response["Location"] == f"{edition.path}#{comment.anchor}"
        html = client.get(edition.path).content.decode()
        assert re.search(r'batal-setuju/\d+/" aria-pressed="true">Setuju \(1\)', html)

    @pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)", ""])
    def test_no_button_leads_to_another_site(self, comment: Comment, wati: User, elsewhere: str) -> None:
        response = thread.logged_in(wati).post(address("setuju", comment), {"kembali": elsewhere})
        assert response["Location"] == comment.get_absolute_url()

    def test_a_refusal_is_a_page_with_a_sentence(self, comment: Comment) -> None:
        response = thread.logged_in(comment.author).post(address("setuju", comment))
        assert response.status_code == 409
        assert "Komentar ini milik Anda" in response.content.decode()

    def test_a_stranger_is_asked_to_log_in(self, comment: Comment, client: Client) -> None:
        response = client.post(address("setuju", comment))
        assert response["Location"].startswith(reverse("account_login"))
        assert not Reaction.objects.exists()

    def test_looking_changes_nothing(self, comment: Comment, wati: User) -> None:
        assert thread.logged_in(wati).get(address("setuju", comment)).status_code == 405


def test_two_tabs_at_once_agree_once(at_once: AtOnce) -> None:
    made = thread.comment(thread.commenter(), thread.story())
    wati = thread.commenter("Wati")
    assert sorted(at_once(*[lambda: own.agree(made, by=wati)] * 4)) == [False, False, False, True]
    assert agreed(made) == Reaction.objects.count() == 1


class TestDelete:
    def test_the_author_takes_it_back_and_the_place_says_so(self, comment: Comment, edition: Edition) -> None:
        client = thread.logged_in(comment.author)
        path = reverse("comment_delete", args=[comment.pk])
        assert comment.text in client.get(path).content.decode()
        assert Comment.objects.get().state == State.VISIBLE
        response = client.post(path)
        assert response["Location"] == comment.get_absolute_url()
        html = Client().get(edition.path).content.decode()
        assert comment.text not in html
        assert "dihapus oleh penulisnya" in html
        assert Thread.objects.get().shown == 0

    def test_twice_is_once(self, comment: Comment) -> None:
        own.delete(comment, by=comment.author)
        own.delete(comment, by=comment.author)
        assert Thread.objects.get().shown == 0

    def test_nobody_deletes_for_somebody_else(self, comment: Comment, wati: User) -> None:
        for other in (wati, cast.made()):
            with pytest.raises(PermissionDenied):
                own.delete(comment, by=other)
            assert thread.logged_in(other).post(reverse("comment_delete", args=[comment.pk])).status_code == 404

    def test_a_hidden_comment_stays_as_it_is(self, comment: Comment) -> None:
        moderation.hide(comment, by=cast.made(), reason="spam")
        with pytest.raises(Conflict):
            own.delete(comment, by=comment.author)

    def test_what_waits_can_be_taken_back(self, edition: Edition) -> None:
        waiting = thread.comment(thread.newcomer(), edition)
        own.delete(waiting, by=waiting.author)
        assert Comment.objects.get().place == Comment.Place.NOWHERE

    def test_whoever_is_banned_may_still_delete(self, comment: Comment) -> None:
        sanctions.impose(comment.author, kind=Sanction.Kind.BAN, by=cast.made(), reason="abusive")
        own.delete(comment, by=comment.author)
        assert Comment.objects.get().is_deleted


class TestWhatWaits:
    """A held comment is not in the thread. Its author sees it below the story, and every link leads there."""

    def test_its_author_may_change_it_and_take_it_back(self, edition: Edition) -> None:
        waiting = thread.comment(thread.newcomer(), edition)
        client = thread.logged_in(waiting.author)
        html = client.get(edition.path).content.decode()
        for name in ("comment_edit", "comment_delete"):
            address = reverse(name, args=[waiting.pk])
            assert f'href="{address}"' in html
            page = client.get(address).content.decode()
            assert waiting.get_absolute_url() not in page
            assert f'<a href="{edition.path}">' in page
        assert client.post(reverse("comment_edit", args=[waiting.pk]), {"text": "Lebih tepat."}).status_code == 302
        assert Comment.objects.get().text == "Lebih tepat."
        assert client.post(reverse("comment_delete", args=[waiting.pk]))["Location"] == f"{edition.path}#kirim"
        assert Comment.objects.get().is_deleted
        assert thread.TEXT not in client.get(edition.path).content.decode()

    def test_it_is_changed_as_long_as_any_other(self, edition: Edition) -> None:
        waiting = thread.comment(thread.newcomer(), edition, now=timezone.now() - timedelta(minutes=6))
        html = thread.logged_in(waiting.author).get(edition.path).content.decode()
        assert reverse("comment_edit", args=[waiting.pk]) not in html
        assert reverse("comment_delete", args=[waiting.pk]) in html


class TestEditPage:
    def test_the_author_changes_a_comment_on_a_page(self, comment: Comment) -> None:
        client, path = thread.logged_in(comment.author), reverse("comment_edit", args=[comment.pk])
        assert comment.text in client.get(path).content.decode()
        response = client.post(path, {"text": "Lebih tepat begini."})
        assert response["Location"] == comment.get_absolute_url()
        html = Client().get(comment.get_absolute_url()).content.decode()
        assert "Lebih tepat begini." in html
        assert "disunting" in html
        assert thread.TEXT not in html

    @pytest.mark.parametrize(("text", "status"), [("", 400), ("a" * 2_001, 413), ("slot gacor wa.me/62812", 400)])
    def test_what_cannot_be_taken_comes_back(self, comment: Comment, text: str, status: int) -> None:
        response = thread.logged_in(comment.author).post(reverse("comment_edit", args=[comment.pk]), {"text": text})
        assert response.status_code == status
        assert text in response.content.decode()
        assert Comment.objects.get().text == thread.TEXT

    def test_too_late_is_told_with_the_text_kept(self, comment: Comment) -> None:
        Comment.objects.update(created_at=timezone.now() - timedelta(hours=1))
        client, path = thread.logged_in(comment.author), reverse("comment_edit", args=[comment.pk])
        shown = client.get(path).content.decode()
        assert comment.text in shown
        assert "<textarea" not in shown
        response = client.post(path, {"text": "Terlambat."})
        assert response.status_code == 409
        assert "Terlambat." in response.content.decode()

    def test_it_is_nobody_elses_page(self, comment: Comment, wati: User) -> None:
        for other in (wati, cast.made()):
            assert thread.logged_in(other).get(reverse("comment_edit", args=[comment.pk])).status_code == 404


class TestMute:
    def test_a_muted_reader_is_folded_up_for_one_reader_alone(
        self, comment: Comment, wati: User, edition: Edition
    ) -> None:
        client = thread.logged_in(wati)
        client.post(address("bisukan", comment), {"kembali": edition.path})
        assert "<details" in client.get(edition.path).content.decode()
        for other in (Client(), thread.logged_in(comment.author)):
            html = other.get(edition.path).content.decode()
            assert '<details class="comment__muted"' not in html
        client.post(address("batal-bisukan", comment))
        assert not Mute.objects.exists()

    def test_twice_is_once_and_nobody_mutes_himself(self, comment: Comment, wati: User) -> None:
        own.mute(comment.author, by=wati)
        own.mute(comment.author, by=wati)
        assert Mute.objects.count() == 1
        with pytest.raises(Conflict):
            own.mute(wati, by=wati)


class TestHighlights:
    def test_a_pick_stands_above_the_thread(self, comment: Comment, edition: Edition) -> None:
        made = cast.made()
        response = thread.logged_in(made).post(address("pilih", comment), {"kembali": edition.path})
        assert response.status_code == 302
        strip = re.search(
            r'<section class="comments__picks".*?</section>', Client().get(edition.path).content.decode(), re.DOTALL
        )
        assert comment.text in strip[0]
        assert [(row.act, row.by) for row in Highlight.objects.all()] == [("pick", made)]
        highlights.unpick(comment, by=made)
        assert "comments__picks" not in Client().get(edition.path).content.decode()

    @pytest.mark.parametrize("name", ["Putri", "Rina"])
    def test_readers_and_reporters_pick_nothing(self, comment: Comment, edition: Edition, name: str) -> None:
        person = User.objects.get(display_name=name)
        with pytest.raises(PermissionDenied):
            highlights.pick(comment, by=person)
        assert thread.logged_in(person).post(address("pilih", comment)).status_code == 403

    def test_an_editor_picks(self, comment: Comment) -> None:
        highlights.pick(comment, by=User.objects.get(display_name="Bagus"))
        assert Comment.objects.get().picked_at
        with pytest.raises(Conflict):
            highlights.pick(comment, by=cast.made())

    def test_what_is_hidden_is_neither_picked_nor_shown_as_picked(self, comment: Comment, edition: Edition) -> None:
        made = cast.made()
        highlights.pick(comment, by=made)
        moderation.hide(comment, by=made, reason="spam")
        assert "comments__picks" not in Client().get(edition.path).content.decode()
        with pytest.raises(Conflict):
            highlights.unpick(comment, by=made)

    def test_an_answer_out_of_sight_is_not_shown_first(self, comment: Comment, edition: Edition) -> None:
        bagus = User.objects.get(display_name="Bagus")
        thread.consent.accept(thread.verified(bagus), thread.terms(), now=timezone.now())
        answer = pipeline.send("Benar.", by=bagus, article=edition.article, submission=uuid4(), parent=comment)
        now = timezone.now()
        complaints.complain(answer, reason="hate", device="d", now=now)
        with at(now + timedelta(hours=47)), pytest.raises(Conflict):
            highlights.pin(answer, by=bagus)

    def test_an_answer_of_the_newsroom_is_shown_first(self, comment: Comment, edition: Edition, wati: User) -> None:
        bagus = User.objects.get(display_name="Bagus")
        thread.consent.accept(thread.verified(bagus), thread.terms(), now=timezone.now())

        def reply(by: User, text: str) -> Comment:
            return pipeline.send(text, by=by, article=edition.article, submission=uuid4(), parent=comment)

        others = [reply(thread.commenter(f"Pembaca {number}"), "Saya juga.") for number in range(4)]
        answer = reply(bagus, "Sudah kami perbaiki.")
        highlights.pin(answer, by=bagus)
        html = Client().get(edition.path).content.decode()
        shown = [int(pk) for pk in re.findall(r'id="komentar-(\d+)"', html)]
        assert shown == [comment.pk, answer.pk, others[0].pk, others[1].pk]
        assert "Jawaban redaksi" in html
        with pytest.raises(PermissionDenied):
            highlights.pin(others[0], by=cast.made())
        highlights.unpin(answer, by=bagus)
        with pytest.raises(Conflict):
            highlights.unpin(answer, by=bagus)

    def test_an_edit_takes_a_pick_away(self, comment: Comment) -> None:
        highlights.pick(comment, by=cast.made())
        pipeline.edit(comment, "Lain.", by=comment.author)
        assert Comment.objects.get().picked_at is None


def reply_to(comment: Comment, by: User) -> Any:
    return pipeline.send("Baik.", by=by, article=comment.article, submission=uuid4(), parent=comment)


def test_an_answer_that_is_gone_leaves_its_place_to_the_next(comment: Comment, edition: Edition) -> None:
    bagus = User.objects.get(display_name="Bagus")
    thread.consent.accept(thread.verified(bagus), thread.terms(), now=timezone.now())
    answer = reply_to(comment, bagus)
    highlights.pin(answer, by=bagus)
    states.move(Comment.objects.get(pk=answer.pk), to=State.DELETED)
    assert "Jawaban redaksi" not in Client().get(edition.path).content.decode()
