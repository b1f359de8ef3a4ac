"""Several people press a button at the same moment, on a real server with several workers."""

import re
from collections.abc import Callable

import pytest

from tests.browser.client import Client, Fields, Response, at_once, changed
from tests.browser.site import Site

ROUNDS = 20  # races, each of which either side can win
CHANGED = "<p>Naskah yang belum dibaca editor.</p>"


@pytest.fixture(scope="module")
def editors(site: Site) -> tuple[Client, Client]:
    return site.client("editor@demo.test"), site.client("managing@demo.test")


def test_two_editors_at_once_make_one_edition(site: Site, editors: tuple[Client, Client]) -> None:
    stories = site.ask("submitted", headlines=[f"Berita yang disetujui dua kali ({n})" for n in range(ROUNDS)])
    for story in stories:
        path = f"/admin/articles/article/{story}/approve/"
        forms = [changed(editor.get(path).form(holding="version"), when="now") for editor in editors]
        answers = at_once(*(_sending(editor, path, form) for editor, form in zip(editors, forms, strict=True)))
        assert sorted(answer.status for answer in answers) == [302, 409]
        refused = next(answer for answer in answers if answer.status == 409)
        assert "tindakan itu tidak dapat dilakukan" in _text(refused)
    assert [len(editions) for editions in site.ask("editions", of=stories).values()] == [1] * ROUNDS


def test_an_approval_never_publishes_a_text_its_editor_has_not_seen(site: Site, editors: tuple[Client, Client]) -> None:
    stories = site.ask("submitted", headlines=[f"Berita yang disunting saat disetujui ({n})" for n in range(ROUNDS)])
    approver, writer = editors
    for story in stories:
        address = f"/admin/articles/article/{story}"
        approval = changed(approver.get(f"{address}/approve/").form(holding="version"), when="now")
        change = changed(writer.get(f"{address}/change/").form(holding="headline"), body=CHANGED, _continue="1")
        approved, saved = at_once(
            _sending(approver, f"{address}/approve/", approval), _sending(writer, f"{address}/change/", change)
        )
        assert {approved.status, saved.status} in ({302, 409}, {302, 403}), (approved.html, saved.html)
        if saved.status != 302:
            assert "belum dibaca editor" in saved.html  # what was typed comes back
    for editions in site.ask("editions", of=stories).values():
        assert [edition["version"] for edition in editions] in ([1], [])
        assert all(CHANGED not in edition["body"] for edition in editions)


def test_ten_identical_comments_at_once_make_one(site: Site) -> None:
    story = _story(site, "Berita dengan satu komentar")
    reader = site.client(site.ask("readers", names=["Pengetuk Cepat"])[0])
    form = _comment(reader, story, "Satu komentar, sepuluh kali diketuk.")
    answers = at_once(*[_sending(reader, f"/komentar/{story}/kirim/", form)] * 10)
    assert {answer.status for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert site.ask("comments", on=story) == ["Satu komentar, sepuluh kali diketuk."]


def test_ten_readers_at_once_lose_nothing(site: Site) -> None:
    story = _story(site, "Berita dengan sepuluh komentar")
    readers = [site.client(email) for email in site.ask("readers", names=[f"Pembaca {n}" for n in range(10)])]
    texts = [f"Komentar pembaca nomor {number} dari sepuluh." for number in range(10)]
    forms = [_comment(reader, story, text) for reader, text in zip(readers, texts, strict=True)]
    answers = at_once(
        *(_sending(reader, f"/komentar/{story}/kirim/", form) for reader, form in zip(readers, forms, strict=True))
    )
    assert [answer.status for answer in answers] == [302] * 10
    assert sorted(site.ask("comments", on=story)) == sorted(texts)
    assert "Komentar (10)" in _text(readers[0].get(f"/komentar/{story}/"))


def _story(site: Site, headline: str) -> int:
    story: int = site.ask("published", headlines=[headline])[headline]["id"]
    return story


def _comment(reader: Client, story: int, text: str) -> Fields:
    return changed(reader.get(f"/komentar/{story}/").form(holding="submission"), text=text, accepts="on")


def _sending(client: Client, path: str, form: Fields) -> Callable[[], Response]:
    return lambda: client.post(path, form)


def _text(answer: Response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.html).split())
