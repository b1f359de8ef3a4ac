"""/akun/data/: viewing and exporting one's data, and the erasure of an account a day after the request."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoCaptureOnCommitCallbacks

from comments import (
    appeals,
    complaints,
    dossier,
    evidence,
    ledger,
    moderation,
    own,
    personal_data,
    pipeline,
    refusals,
    retention,
    sanctions,
)
from comments.models import Comment, Complaint, Mute, Reaction, Remark, Revision, Thread, Verdict
from comments.personal_data import ERASED
from newsroom.accounts import erasure
from newsroom.accounts.models import Consent, Erasure, User
from tests import cast
from tests.comments import thread

pytestmark = pytest.mark.django_db
NOW = timezone.now()
HOUR = timedelta(hours=1)
DUE = NOW + 24 * HOUR


def comment_of(reader: User, text: str = "Alamat saya Jalan Mawar 3.") -> Comment:
    return thread.comment(reader, thread.story(), text)


def erase(reader: User) -> User:
    erasure.ask(reader, now=NOW)
    erasure.carry_out(now=DUE)
    return User.objects.get(pk=reader.pk)


def sure_of(reader: User) -> Client:
    """A client that is logged in and has just confirmed the password."""
    client = thread.logged_in(reader)
    client.post("/akun/reauthenticate/", {"password": cast.PASSWORD})
    return client


def test_an_account_is_erased_a_day_after_the_wish_and_not_a_second_before() -> None:
    joko = thread.commenter("Joko")
    comment = comment_of(joko)
    erasure.ask(joko, now=NOW)
    assert erasure.carry_out(now=DUE - timedelta(seconds=1)) == 0
    assert Comment.objects.get(pk=comment.pk).text == comment.text
    assert erasure.carry_out(now=DUE) == 1
    assert erasure.carry_out(now=DUE) == 0
    gone, left = User.objects.get(pk=joko.pk), Comment.objects.get(pk=comment.pk)
    assert (gone.is_active, gone.display_name, gone.has_usable_password()) == (False, "", False)
    assert "joko" not in gone.email
    assert (left.state, left.text) == ("deleted", ERASED)
    assert Consent.objects.filter(user=joko).exists()  # consents stay as proof


def test_the_wish_can_be_called_off_until_then() -> None:
    joko = thread.commenter("Joko")
    erasure.ask(joko, now=NOW)
    assert erasure.cancel(joko, now=NOW + HOUR)
    assert not erasure.cancel(joko, now=NOW + HOUR)
    assert erasure.carry_out(now=DUE) == 0
    assert User.objects.get(pk=joko.pk).is_active


def test_wishing_twice_does_not_start_the_day_again() -> None:
    joko = thread.commenter("Joko")
    assert erasure.ask(joko, now=NOW) == erasure.ask(joko, now=NOW + HOUR)
    assert Erasure.objects.get().due_at == DUE


@pytest.mark.parametrize("who", [cast.rina, cast.made, cast.sari])
def test_members_of_staff_are_not_erased_by_this_route(who: Any) -> None:
    with pytest.raises(PermissionDenied):
        erasure.ask(who(), now=NOW)


def test_whoever_joined_the_newsroom_meanwhile_stays() -> None:
    joko = thread.commenter("Joko")
    erasure.ask(joko, now=NOW)
    User.objects.filter(pk=joko.pk).update(is_staff=True)
    assert erasure.carry_out(now=DUE) == 0


def test_an_account_that_cannot_be_erased_keeps_no_other_waiting(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    joko, wati = thread.commenter("Joko"), thread.commenter("Wati")
    erasure.ask(joko, now=NOW)
    erasure.ask(wati, now=NOW + HOUR)
    settings.PERSONAL_DATA = {**settings.PERSONAL_DATA, "part": "tests.failing_part"}
    with pytest.raises(RuntimeError, match="1"):
        erasure.carry_out(now=DUE + HOUR)
    assert User.objects.get(pk=joko.pk).is_active
    assert not User.objects.get(pk=wati.pk).is_active
    assert "this row is locked" in caplog.text


def test_a_complaint_survives_the_end_of_both_accounts() -> None:
    joko, wati = thread.commenter("Joko"), thread.commenter("Wati")
    comment = comment_of(joko)
    complaint = complaints.complain(comment, reason="personal-data", device="d", by=wati, email="wati@contoh.test")
    erase(joko)
    erase(wati)
    complaint.refresh_from_db()
    assert (complaint.is_open, complaint.quoted, complaint.email) == (True, comment.text, "")
    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.text, kept.state) == (comment.text, "deleted")  # evidence, which only moderators can read
    retention.purge(now=DUE, most=100)
    assert Comment.objects.get(pk=comment.pk).text == comment.text
    complaints.tell_what_is_due(now=DUE + HOUR)
    retention.purge(now=DUE + HOUR, most=100)
    assert Comment.objects.get(pk=comment.pk).text == ERASED
    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.quoted) == ("gone", comment.text)  # the complaint keeps its quotation
    assert list(ledger.breaks()) == []


@pytest.mark.parametrize("waits", ["hold", "complaint", "appeal"])
def test_what_is_kept_as_evidence_is_read_by_nobody_when_its_author_is_gone(waits: str) -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    comment = comment_of(joko)
    if waits == "hold":
        evidence.keep(comment, by=made, until=DUE + timedelta(days=365))
    elif waits == "complaint":
        complaints.complain(comment, reason="spam", device="d")
    else:
        decision = moderation.hide(comment, by=made, reason="spam")
        appeal = appeals.appeal(decision, by=joko, words="Bukan iklan.")
    erase(joko)
    if waits == "appeal":
        assert appeals.decide(appeal, by=cast.sari(), upheld=True).outcome == "upheld"
    kept = Comment.objects.get(pk=comment.pk)
    assert (kept.text, kept.state) == (comment.text, "deleted")
    html = Client().get(f"/komentar/{comment.article_id}/").content.decode()
    assert comment.text not in html
    assert "Komentar ini dihapus oleh penulisnya." in html
    archive = zipfile.ZipFile(io.BytesIO(dossier.pack(kept, by=made)))
    assert json.loads(archive.read("komentar.json"))["text"] == comment.text
    assert "Akun terhapus" in archive.read("berkas.html").decode()
    assert json.loads(archive.read("persetujuan.json"))  # his consent can still be proved


def test_a_legal_hold_keeps_the_words_until_its_day() -> None:
    joko = thread.commenter("Joko")
    comment = comment_of(joko)
    evidence.keep(comment, by=cast.made(), until=DUE + 10 * HOUR, now=NOW)
    erase(joko)
    assert Thread.objects.get().shown == 0
    retention.purge(now=DUE + 9 * HOUR, most=100)
    assert Comment.objects.get(pk=comment.pk).text == comment.text
    retention.purge(now=DUE + 11 * HOUR, most=100)
    assert Comment.objects.get(pk=comment.pk).text == ERASED


def test_the_owner_is_told_at_the_beginning_and_at_the_end(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    joko = thread.commenter("Joko")
    address = joko.email
    with django_capture_on_commit_callbacks(execute=True):
        erase(joko)
    assert [letter.to for letter in mail.outbox] == [[address], [address]]


def test_the_file_holds_everything_about_one_reader_and_nothing_about_another() -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    comment = comment_of(joko)
    complaints.complain(comment, reason="spam", device="d", words="Kata pelapor.")
    moderation.hide(comment, by=made, reason="spam", note="Iklan.")
    sanctions.impose(joko, kind="ban", reason="spam", by=made)
    sanctions.remark(joko, by=made, text="Akun kedua?")
    response = sure_of(joko).get("/akun/data/unduh/")
    content = json.loads(response.content)
    assert content["account"]["email"] == joko.email
    assert content["account"]["consents"]
    assert content["comments"]["comments"][0]["text"] == comment.text
    assert content["comments"]["comments"][0]["decisions"][0]["note"] == "Iklan."
    assert content["comments"]["sanctions"][0]["kind"] == "ban"
    assert content["comments"]["remarks_of_moderators"][0]["text"] == "Akun kedua?"
    written = response.content.decode()
    assert "Kata pelapor." not in written
    assert "Made" not in written


def test_what_a_reader_agreed_with_and_muted_goes_and_the_count_stays() -> None:
    joko, wati = thread.commenter("Joko"), thread.commenter("Wati")
    comment = comment_of(wati)
    own.agree(comment, by=joko)
    own.mute(wati, by=joko)
    content = erasure.export(joko)["comments"]
    assert ([each["comment"] for each in content["agreed_with"]], [each["name"] for each in content["muted"]]) == (
        [comment.pk],
        ["Wati"],
    )
    erase(joko)
    assert not Reaction.objects.exists()
    assert not Mute.objects.exists()
    assert Comment.objects.get(pk=comment.pk).agreed == 1


def test_the_page_leads_through_the_whole_way() -> None:
    joko = thread.commenter("Joko")
    client = sure_of(joko)
    assert "Unduh data saya" in client.get("/akun/data/").content.decode()
    assert client.get("/akun/data/hapus/").status_code == 200
    assert not Erasure.objects.exists()  # opening the page requests nothing
    assert "akan dihapus" in client.post("/akun/data/hapus/", follow=True).content.decode()
    assert Erasure.objects.open().exists()
    client.post("/akun/data/batal-hapus/")
    assert not Erasure.objects.open().exists()


def test_the_page_says_how_long_as_people_say_it() -> None:
    html = thread.logged_in(thread.commenter("Joko")).get("/akun/data/").content.decode()
    assert re.findall(r"<dd>([^–<]+) –", html) == [
        *("90 hari", "6 bulan", "30 hari", "5 tahun", "6 bulan", "90 hari", "2 tahun")
    ]


def test_a_borrowed_session_takes_nothing_away() -> None:
    client = thread.logged_in(thread.commenter("Joko"))  # logged in without having typed the password
    for address in ("/akun/data/unduh/", "/akun/data/hapus/"):
        assert "reauthenticate" in client.get(address)["Location"]
    assert "reauthenticate" in client.post("/akun/data/hapus/")["Location"]
    assert not Erasure.objects.exists()


# -- Retention ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "gone"),
    [(89, set()), (91, {"devices"}), (181, {"devices", "hidden"}), (1826, {"devices", "hidden", "dossiers"})],
)
def test_each_kind_goes_when_its_time_is_over(days: int, gone: set[str]) -> None:
    comment = comment_of(thread.commenter("Joko"))
    complaints.complain(comment, reason="spam", device="d", words="Iklan.", email="warga@contoh.test", now=NOW)
    moderation.hide(comment, by=cast.made(), reason="spam", now=NOW)
    retention.purge(now=NOW + timedelta(days=days), most=100)
    complaint, left = Complaint.objects.get(), Comment.objects.get(pk=comment.pk)
    assert (complaint.device == "" and complaint.email == "") == ("devices" in gone)
    assert (left.text == ERASED) == ("hidden" in gone)
    assert (complaint.words == "" and complaint.quoted == "") == ("dossiers" in gone)
    assert left.is_hidden
    assert list(ledger.breaks()) == []  # erased texts do not break the chain


def test_purging_twice_does_nothing_more_and_once_does_no_more_than_it_may() -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    for comment in thread.comments(joko, thread.story(), 5):
        moderation.hide(comment, by=made, reason="spam", now=NOW)
    later = NOW + timedelta(days=200)
    assert [retention.purge(now=later, most=3)["hidden"] for _night in range(3)] == [3, 2, 0]


def test_notes_about_readers_do_not_last() -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    sanctions.remark(joko, by=made, text="Akun kedua?", now=NOW)
    retention.purge(now=NOW + timedelta(days=731), most=100)
    assert not Remark.objects.exists()


def test_what_a_comment_said_before_goes_half_a_year_later_and_what_was_found_in_it_sooner() -> None:
    joko, edition = thread.commenter("Joko"), thread.story()
    comment = thread.comment(joko, edition, "Nomor saya 0812-3456-7890.")
    pipeline.edit(comment, "Tanpa nomor.", by=joko)
    with pytest.raises(refusals.Advertising):
        thread.comment(joko, edition, "Slot gacor, hubungi WA 0812-3456-7890", now=timezone.now() + HOUR)
    verdicts = Verdict.objects.exclude(phases=[])
    assert verdicts.count() == 3
    retention.purge(now=timezone.now() + timedelta(days=92), most=100)
    assert not verdicts.exists()
    assert set(Verdict.objects.values_list("reason", flat=True)) == {"contact", "", "advertising"}
    assert Revision.objects.get().text == "Nomor saya 0812-3456-7890."
    retention.purge(now=timezone.now() + timedelta(days=181), most=100)
    assert Revision.objects.get().text == ""
    assert Comment.objects.get(pk=comment.pk).text == "Tanpa nomor."


def test_an_erased_account_leaves_no_earlier_text_and_nothing_that_was_found() -> None:
    joko, edition = thread.commenter("Joko"), thread.story()
    pipeline.edit(thread.comment(joko, edition, "Nomor saya 0812-3456-7890."), "Tanpa nomor.", by=joko)
    with pytest.raises(refusals.Advertising):
        thread.comment(joko, edition, "Slot gacor, hubungi WA 0812-3456-7890", now=timezone.now() + HOUR)
    erase(joko)
    assert Revision.objects.get().text == ""
    assert list(Verdict.objects.values_list("phases", flat=True)) == [[], [], []]


@pytest.mark.parametrize("waits", ["hold", "complaint", "appeal"])
def test_what_is_evidence_outlives_every_term(waits: str) -> None:
    joko, made = thread.commenter("Joko"), cast.made()
    comment = pipeline.edit(thread.comment(joko, thread.story(), "Rumah saya di Jalan Mawar."), "Tanpa.", by=joko)
    if waits == "hold":
        evidence.keep(comment, by=made, until=timezone.now() + timedelta(days=9_000))
    elif waits == "complaint":
        complaints.complain(comment, reason="spam", device="d")
    else:
        appeals.appeal(moderation.hide(comment, by=made, reason="spam"), by=joko, words="Bukan iklan.")
    retention.purge(now=timezone.now() + timedelta(days=3_000), most=100)
    assert Revision.objects.get().text == "Rumah saya di Jalan Mawar."
    assert Comment.objects.get(pk=comment.pk).text == "Tanpa."
    assert Verdict.objects.exclude(phases=[]).count() == 2


def test_a_hold_that_comes_while_the_words_are_being_taken_keeps_them() -> None:
    comment = comment_of(thread.commenter("Joko"))
    made, asked = cast.made(), []

    def hold_after_the_list(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        if len(asked) == 2:  # after the query that lists candidates, before any lock
            evidence.keep(comment, by=made, until=timezone.now() + 24 * HOUR)
        return execute(sql, *rest)

    with connection.execute_wrapper(hold_after_the_list):
        personal_data.wipe(Comment.objects.all(), now=timezone.now() + HOUR, most=10)
    assert Comment.objects.get(pk=comment.pk).text == comment.text


def test_every_term_is_printed_for_the_reader_with_its_reason() -> None:
    html = thread.logged_in(cast.putri()).get("/akun/data/").content.decode()
    for term in retention.TERMS.values():
        assert escape(str(term.what)) in html
        assert escape(str(term.source)) in html
