"""The moderation desk: order of the queues, claims, keyboard shortcuts, concurrent decisions, sanctions, case files."""

import io
import json
import re
import zipfile
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import complaints, dossier, ledger, moderation, sanctions
from comments.admin.queue import ORDER, Queue, next_in, waiting
from comments.models import Case, Comment, Complaint, Decision
from comments.refusals import Conflict
from newsroom.accounts.models import User
from tests import cast
from tests.comments import thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_by_password")]
HOUR = timedelta(hours=1)
LIST = "/admin/comments/comment/"


def reported(comment: Comment, *, hours_ago: float, weight: float = 0.25, device: str = "d") -> None:
    complaints.complain(comment, reason="hate", device=device, now=timezone.now() - hours_ago * HOUR)
    Case.objects.filter(comment=comment).update(weight=weight)


def page(comment: Comment, act: str = "") -> str:
    return f"{LIST}{comment.pk}/{act or 'change/'}"


def listed(queue: Queue) -> list[int]:
    found = waiting(Comment.objects.all(), queue, timezone.now()).order_by(*ORDER.get(queue, ["-created_at"]))
    return [comment.pk for comment in found]


def test_the_nearest_band_of_the_clock_stands_first_and_weight_decides_within_it(comments: list[Comment]) -> None:
    late, red, heavy, light, fresh, _quiet = comments
    reported(fresh, hours_ago=1, weight=9, device="1")
    reported(light, hours_ago=30, weight=0.1, device="2")
    reported(heavy, hours_ago=25, weight=5, device="3")
    reported(red, hours_ago=41, device="4")
    reported(late, hours_ago=49, device="5")
    assert listed(Queue.REPORTED) == [late.pk, red.pk, heavy.pk, light.pk, fresh.pk]
    assert listed(Queue.OVERDUE) == [late.pk, red.pk, heavy.pk, light.pk]
    now = timezone.now()
    assert [next_in(Queue.REPORTED, after=row, now=now) for row in (late, red, fresh)] == [red.pk, heavy.pk, late.pk]
    assert next_in(Queue.REPORTED, after=_quiet, now=now) == late.pk  # somebody else has decided meanwhile


def test_each_comment_is_in_the_queue_of_its_state(comments: list[Comment], desk: Client) -> None:
    made = User.objects.get(display_name="Made")
    kept, hidden = comments[:2]
    moderation.approve(kept, by=made)
    moderation.hide(hidden, by=made, reason="spam")
    assert listed(Queue.APPROVED) == [kept.pk]
    assert listed(Queue.REJECTED) == [hidden.pk]
    assert set(listed(Queue.UNREVIEWED)) == {comment.pk for comment in comments[2:]}
    html = desk.get(LIST, {"antrean": "ditolak"}).content.decode()
    assert hidden.text in html
    assert kept.text not in html


def test_every_queue_opens_and_costs_the_same_however_much_there_is(comments: list[Comment], desk: Client) -> None:
    def cost(queue: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(LIST, {"antrean": queue}).status_code == 200
        return len(queries)

    desk.get(LIST)
    for number, comment in enumerate(comments[:2]):
        reported(comment, hours_ago=30, device=f"a{number}")
    few = {queue: cost(queue) for queue in Queue.values}
    for number, comment in enumerate(thread.comments(comments[0].author, comments[0].article.editions.get(), 30)):
        reported(comment, hours_ago=30, device=f"b{number}")
    assert {queue: cost(queue) for queue in Queue.values} == few


def test_the_page_of_a_comment_costs_the_same_however_long_the_record(comments: list[Comment], desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(comments[0]))
        return len(queries)

    made = User.objects.get(display_name="Made")
    author = comments[0].author
    sanctions.impose(author, kind="warn", reason="spam", by=made)
    sanctions.remark(author, by=made, text="Sering salah kanal.")
    reported(comments[0], hours_ago=1)
    cost()
    few = cost()
    thread.comments(author, comments[0].article.editions.get(), 150)
    for number, comment in enumerate(comments[1:]):
        reported(comment, hours_ago=1, device=f"x{number}")
    for kind in ("premoderate", "ban"):
        sanctions.impose(author, kind=kind, reason="spam", by=made)
    assert cost() == few


def test_opening_a_comment_claims_it_for_five_minutes_and_the_others_see_it(
    comments: list[Comment], desk: Client
) -> None:
    comment = comments[0]
    desk.get(page(comment))
    other = thread.logged_in(cast.sari())
    assert "Made sedang membaca" in other.get(page(comment)).content.decode()
    assert "Made sedang membaca" in other.get(LIST).content.decode()
    assert "Made sedang membaca" not in desk.get(page(comment)).content.decode()
    later = timezone.now() + 6 * timedelta(minutes=1)
    assert (
        moderation.claim(comment, by=User.objects.get(display_name="Sari"), now=later).claimed_by.display_name == "Sari"
    )


def test_the_list_names_who_else_is_reading_a_comment(comments: list[Comment], desk: Client) -> None:
    desk.get(page(comments[0]))
    assert "Made sedang membaca" not in desk.get(LIST).content.decode()
    assert "Made sedang membaca" in thread.logged_in(cast.sari()).get(LIST).content.decode()


def test_only_moderators_claim(comments: list[Comment]) -> None:
    with pytest.raises(PermissionDenied):
        moderation.claim(comments[0], by=cast.person("Wati"))


def test_what_somebody_decided_meanwhile_is_not_decided_again(comments: list[Comment], desk: Client) -> None:
    comment = comments[0]
    seen = comment.fingerprint
    moderation.approve(comment, by=cast.sari())
    response = desk.post(page(comment, "sembunyikan/"), {"reason": "spam", "note": "Catatan saya.", "seen": seen})
    assert response.status_code == 409
    assert "Catatan saya.</textarea>" in response.content.decode()
    assert Decision.objects.count() == 1


def test_a_complaint_that_came_meanwhile_is_not_refused_unread(comments: list[Comment], desk: Client) -> None:
    comment = comments[0]
    reported(comment, hours_ago=1)
    (heard,) = re.findall(r'name="heard" value="(\d+)"', desk.get(page(comment)).content.decode())
    late = complaints.complain(comment, reason="child", device="lain", words="Nama anak saya ada di sini.")
    typed = {"note": "Tidak apa-apa.", "seen": comment.fingerprint, "heard": heard}
    answer = desk.post(page(comment, "setujui/"), typed)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Nama anak saya ada di sini." in html
    assert "Tidak apa-apa." in html
    late.refresh_from_db()
    assert late.is_open
    (heard,) = re.findall(r'name="heard" value="(\d+)"', html)
    assert desk.post(page(comment, "setujui/"), {**typed, "heard": heard}).status_code == 302
    late.refresh_from_db()
    assert late.outcome == "refused"


def test_a_comment_can_be_hidden_however_fast_complaints_come(comments: list[Comment], desk: Client) -> None:
    comment = comments[0]
    reported(comment, hours_ago=1)
    complaints.complain(comment, reason="hate", device="lain")
    typed = {"reason": "hate", "note": "", "seen": comment.fingerprint, "heard": "0"}
    assert desk.post(page(comment, "sembunyikan/"), typed).status_code == 302
    assert not comment.complaints.open().exists()


def test_an_edit_meanwhile_is_another_text(comments: list[Comment]) -> None:
    seen = comments[0].fingerprint
    Comment.objects.filter(pk=comments[0].pk).update(text="Lain.", edited_at=timezone.now())
    with pytest.raises(Conflict):
        moderation.approve(comments[0], by=cast.made(), seen=seen)


def test_a_decision_leads_on_to_what_waits_next(comments: list[Comment], desk: Client) -> None:
    first, second = comments[:2]
    reported(first, hours_ago=41)
    reported(second, hours_ago=30, device="2")
    response = desk.post(page(first, "setujui/"), {"note": "", "antrean": "dilaporkan", "seen": first.fingerprint})
    assert response["Location"] == f"{page(second)}?antrean=dilaporkan"
    assert Comment.objects.get(pk=first.pk).state == "approved"


def test_the_queue_goes_along_from_the_list_to_the_comment(comments: list[Comment], desk: Client) -> None:
    reported(comments[0], hours_ago=41)
    html = desk.get(LIST, {"antrean": "dilaporkan"}).content.decode()
    address = html.split(f'href="{page(comments[0])}')[1].split('"')[0]
    assert 'name="antrean" value="dilaporkan"' in desk.get(page(comments[0]) + address).content.decode()


def test_each_decision_has_a_key_of_its_own(comments: list[Comment], desk: Client) -> None:
    html = desk.get(page(comments[0])).content.decode()
    keys = [part.split('"')[0] for part in html.split('data-key="')[1:]]
    assert len(keys) == len(set(keys)) == len(Decision.Reason) + 2  # one per reason, one to approve, one for the note


def test_what_is_left_for_later_does_not_come_back_at_once(comments: list[Comment], desk: Client) -> None:
    Comment.objects.filter(pk__in=[comment.pk for comment in comments[:3]]).update(state="held", place=0)
    first, second, third = comments[:3]
    shown = desk.get(page(first), {"antrean": "ditahan"}).content.decode()
    assert f'href="{page(first, "lewati/")}?antrean=ditahan" data-key="l"' in shown
    assert desk.get(page(first, "lewati/"), {"antrean": "ditahan"})["Location"] == f"{page(second)}?antrean=ditahan"
    answer = desk.post(page(second, "setujui/"), {"antrean": "ditahan"})
    assert answer["Location"] == f"{page(third)}?antrean=ditahan"
    assert desk.get(page(third, "lewati/"), {"antrean": "ditahan"})["Location"] == f"{page(first)}?antrean=ditahan"
    assert desk.get(page(first, "lewati/"))["Location"] == page(first)
    assert 'data-key="l"' not in desk.get(page(first)).content.decode()
    assert first.decisions.count() == 0


def test_the_front_page_leads_into_the_queue(comments: list[Comment], desk: Client) -> None:
    """So that one decision leads to the next, and the list has what the front page has no room for."""
    reported(comments[0], hours_ago=1)
    Comment.objects.filter(pk=comments[1].pk).update(state="held", place=0)
    html = desk.get("/admin/").content.decode()
    for comment, queue in ((comments[0], "dilaporkan"), (comments[1], "ditahan")):
        assert f'href="{page(comment)}?antrean={queue}"' in html
        assert f'href="{LIST}?antrean={queue}"' in html


def test_after_the_last_of_a_queue_its_list_says_that_nothing_waits(comments: list[Comment], desk: Client) -> None:
    Comment.objects.filter(pk__in=[comment.pk for comment in comments[:2]]).update(state="held", place=0)
    first, last = comments[:2]
    answer = desk.post(page(first, "setujui/"), {"antrean": "ditahan"})
    assert answer["Location"] == f"{page(last)}?antrean=ditahan"
    answer = desk.post(page(last, "setujui/"), {"antrean": "ditahan"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{LIST}?antrean=ditahan"
    html = answer.content.decode()
    assert "Komentar disetujui." in html
    assert "Tidak ada yang menunggu di antrean ini." in html
    answer = desk.post(page(first, "sembunyikan/"), {"reason": "spam"})
    assert answer["Location"] == page(first)  # without a queue, back to the same page


def test_an_empty_queue_says_so(desk: Client) -> None:
    assert "Tidak ada yang menunggu di antrean ini." in desk.get(LIST, {"antrean": "ditahan"}).content.decode()


def test_a_list_of_several_pages_offers_no_decision_about_all_of_them(desk: Client) -> None:
    thread.comments(thread.commenter("Wati"), thread.story(), 60)
    assert "semua" not in desk.get(LIST).content.decode().split('class="actions"')[1].split("</div>")[0].lower()


def test_no_complaint_is_refused_from_the_list_where_nobody_reads_it(comments: list[Comment], desk: Client) -> None:
    complaint = complaints.complain(comments[0], reason="hate", device="d")
    data = {"action": "approve_selected", "_selected_action": [comment.pk for comment in comments[:2]]}
    html = desk.post(LIST, data, follow=True).content.decode()
    complaint.refresh_from_db()
    assert complaint.is_open
    assert "Baca laporan itu dulu" in html
    assert [decision.comment for decision in Decision.objects.all()] == [comments[1]]


def test_a_held_comment_is_approved_or_kept_out(comments: list[Comment]) -> None:
    made = cast.made()
    for comment in comments[:2]:
        Comment.objects.filter(pk=comment.pk).update(state="held", place=0)
    moderation.approve(comments[0], by=made)
    moderation.hide(comments[1], by=made, reason="spam")
    shown, kept_out = (Comment.objects.get(pk=comment.pk) for comment in comments[:2])
    assert shown.is_public
    assert shown.place
    assert kept_out.is_hidden
    assert not kept_out.place  # readers never see its place


def test_a_reader_is_sanctioned_and_freed_from_the_page(comments: list[Comment], desk: Client) -> None:
    author = comments[0].author
    typed = {"kind": "ban", "reason": "spam", "note": "Tiga kali.", "until": ""}
    desk.post(page(comments[0], "sanksi/"), typed)
    (ban,) = author.sanctions.all()
    assert sanctions.in_force(author, now=timezone.now()) == ban
    assert "Tiga kali." in desk.get(page(comments[0])).content.decode()
    desk.post(page(comments[0], f"sanksi/{ban.pk}/cabut/"))
    assert sanctions.in_force(author, now=timezone.now()) is None


@pytest.mark.parametrize(
    "typed", [{"kind": "", "reason": "spam"}, {"kind": "suspend", "reason": "spam", "until": "besok"}, {"kind": "ban"}]
)
def test_a_sanction_that_lacks_something_comes_back(
    comments: list[Comment], desk: Client, typed: dict[str, str]
) -> None:
    response = desk.post(page(comments[0], "sanksi/"), {"note": "Catatan saya.", "until": "", **typed})
    assert response.status_code == 400
    assert "Catatan saya." in response.content.decode()
    assert not comments[0].author.sanctions.exists()


@pytest.mark.parametrize("role", ["", "Reporter", "Editor"])
@pytest.mark.parametrize("act", ["setujui/", "sanksi/", "catatan/", "simpan-bukti/", "banding/", "berkas/"])
def test_nobody_else_acts_on_a_comment(comments: list[Comment], role: str, act: str) -> None:
    client = thread.logged_in(cast.person("Wati", *([role] if role else [])))
    assert client.post(page(comments[0], act), {"note": "", "text": "x"}).status_code in {302, 403}
    assert not Decision.objects.exists()


# -- The file of a case ---------------------------------------------------------------------------------------------


def test_the_file_of_a_case_holds_everything_with_its_proof(comments: list[Comment], desk: Client) -> None:
    comment, made = comments[0], User.objects.get(display_name="Made")
    reported(comment, hours_ago=30)
    moderation.hide(comment, by=made, reason="hate", note="Merendahkan satu suku.")
    response = desk.get(page(comment, "berkas/"))
    assert response["Content-Type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert json.loads(files["komentar.json"])["text"] == comment.text
    (consent,) = json.loads(files["persetujuan.json"])
    assert consent["text_is_the_one_agreed_to"]
    assert ledger.digest(files[f"ketentuan-v{consent['version']}.html"]) == consent["sha256"]
    (complaint,) = json.loads(files["laporan.json"])
    assert complaint["within_48_hours"]
    assert json.loads(files["keputusan.json"])[0]["note"] == "Merendahkan satu suku."
    links = json.loads(files["rantai-bukti.json"])["links"]
    assert [link["kind"] for link in links] == ["complaint", "decision", "answer"]
    assert all(link["holds"] for link in links)
    assert all(after["previous"] == before["sha256"] for before, after in pairwise(links))
    assert "Merendahkan satu suku." in files["berkas.html"]
    for line in files["SHA256SUMS"].splitlines():
        digest, name = line.split("  ")
        assert ledger.digest(files[name]) == digest


def test_hostile_words_do_no_harm_in_the_file(comments: list[Comment]) -> None:
    Comment.objects.filter(pk=comments[0].pk).update(text="<script>alert(1)</script>\ud83d"[:-1])
    archive = zipfile.ZipFile(io.BytesIO(dossier.pack(Comment.objects.get(pk=comments[0].pk), by=cast.made())))
    assert "<script>" not in archive.read("berkas.html").decode()


def test_only_moderators_take_a_file_away(comments: list[Comment]) -> None:
    with pytest.raises(PermissionDenied):
        dossier.pack(comments[0], by=comments[0].author)


def test_complaints_are_answered_by_the_decision(comments: list[Comment]) -> None:
    reported(comments[0], hours_ago=1)
    moderation.hide(comments[0], by=cast.made(), reason="hate")
    assert Complaint.objects.get().outcome == "upheld"
    assert Case.objects.get().due_at is None
