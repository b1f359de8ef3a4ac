"""The endpoints of the editor's dialogs: no headline of a story that this person may not see."""

import io

import pytest
from django.test import Client
from PIL import Image

from articles import photos, workflow
from articles.models import Edition, Photo
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


def titles(user: User, **query: object) -> list[str]:
    reply = desk.browser(user).get(desk.READ_ALSO, query, headers=JSON)
    assert reply.status_code == 200
    return [result["title"] for result in reply.json()["results"]]


def test_a_reporter_finds_live_stories_and_her_own_drafts(rina: User, bagus: User) -> None:
    adi = cast.journalist_person("Adi", "Reporter")
    cast.published(adi, bagus, headline="Beras Adi Sudah Tayang")
    cast.draft(adi, headline="Beras Adi Masih Rahasia")
    cast.submitted(adi, headline="Beras Adi Diajukan")
    cast.draft(rina, headline="Beras Rina Masih Draf")
    assert titles(rina, q="beras") == ["Beras Adi Sudah Tayang", "Beras Rina Masih Draf"]


def test_an_editor_finds_all_stories_live_ones_first(rina: User, bagus: User) -> None:
    cast.published(rina, bagus, headline="Beras tayang")
    cast.draft(rina, headline="Beras draf")
    assert titles(bagus, q="BERAS") == ["Beras tayang", "Beras draf"]


def test_by_number_a_draft_of_somebody_else_has_no_headline(rina: User) -> None:
    secret = cast.draft(cast.journalist_person("Adi", "Reporter"), headline="Rahasia Adi")
    reply = desk.browser(rina).get(desk.READ_ALSO, {"ids": secret.pk}, headers=JSON)
    (result,) = reply.json()["results"]
    assert "Rahasia" not in reply.content.decode()
    assert result["id"] == secret.pk
    assert result["flag"]


def test_the_working_headline_of_a_live_story_reaches_nobody_who_may_not_see_it(rina: User, bagus: User) -> None:
    adi = cast.journalist_person("Adi", "Reporter")
    article = cast.published(adi, bagus, headline="Beras lama").article
    workflow.revise(article, by=adi)
    article.headline = "Beras dengan rahasia baru"
    workflow.save(article, by=adi, version=article.version)
    assert titles(rina, q="rahasia") == []
    assert titles(rina, ids=article.pk) == ["Beras lama"]


def test_a_scheduled_story_is_not_told_to_other_reporters(rina: User, bagus: User) -> None:
    from datetime import timedelta

    from django.utils import timezone

    adi = cast.journalist_person("Adi", "Reporter")
    article = cast.submitted(adi, headline="Beras besok")
    workflow.approve(article, by=bagus, version=article.version, live_from=timezone.now() + timedelta(days=1))
    assert titles(rina, q="besok") == []
    assert titles(rina, ids=article.pk) != ["Beras besok"]
    assert titles(adi, q="besok") == ["Beras besok"]


def test_a_retracted_story_is_not_found_and_flagged_where_it_is_referred_to(rina: User, bagus: User) -> None:
    article = cast.published(rina, bagus, headline="Beras keliru").article
    workflow.retract(article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Keliru.")
    assert titles(cast.journalist_person("Adi", "Reporter"), q="keliru") == []
    (result,) = desk.browser(rina).get(desk.READ_ALSO, {"ids": article.pk}, headers=JSON).json()["results"]
    assert result["flag"]


def test_the_story_being_written_does_not_refer_to_itself(rina: User, bagus: User) -> None:
    article = cast.published(rina, bagus, headline="Beras tayang").article
    assert titles(rina, **{"q": "beras", "not": article.pk}) == []


@pytest.mark.parametrize("query", [{"ids": "1 onx,²,-5,abc"}, {"ids": "9" * 400}, {"not": "x"}, {"q": "%_\\'\x00"}, {}])
def test_odd_questions_get_an_answer(rina: User, query: dict[str, str]) -> None:
    assert desk.browser(rina).get(desk.READ_ALSO, query, headers=JSON).status_code == 200
    assert desk.browser(rina).get(desk.PICK, query, headers=JSON).status_code == 200


@pytest.mark.parametrize("url", [desk.READ_ALSO, desk.PICK])
def test_only_the_newsroom_is_answered(url: str, bagus: User) -> None:
    cast.published(cast.rina(), bagus, headline="Beras tayang")
    for person in (cast.made(), cast.putri(), None):
        reply = desk.browser(person).get(url, {"q": "beras"}, headers=JSON)
        assert reply.status_code == 403
        assert reply.json()["errors"]
        assert "tayang" not in reply.content.decode()


def test_photos_are_found_by_all_their_words(rina: User) -> None:
    wanted = desk.photo(rina, alt="Karung beras", caption="Pasar Senen")
    desk.photo(rina, alt="Jembatan", credit="Lain")
    results = desk.browser(rina).get(desk.PICK, {"q": "senen karung"}, headers=JSON).json()["results"]
    assert [result["id"] for result in results] == [wanted.pk]
    assert results[0]["thumb"].startswith("/foto/")


def upload(client: Client, file: io.IOBase | None, **words: str) -> tuple[int, dict[str, object]]:
    fields = {"alt": "Karung beras", "credit": "Namamedia.com/Rina", "caption": "", **words}
    reply = client.post(desk.UPLOAD, {**fields, **({"file": file} if file else {})}, headers=JSON)
    return reply.status_code, reply.json()


def named(content: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def test_an_uploaded_photo_comes_back_ready_for_the_text(rina: User) -> None:
    status, answer = upload(desk.browser(rina), cast.picture())
    photo = Photo.objects.get()
    assert status == 201
    assert (answer["id"], photo.uploaded_by) == (photo.pk, rina)


def bomb() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("1", (14_000, 14_000)).save(file, "PNG")
    return named(file.getvalue(), "bom.png")


def gif() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("P", (900, 600)).save(file, "GIF")
    return named(file.getvalue(), "gerak.gif")


BAD = {
    "bomb": bomb,
    "zero bytes": lambda: named(b"", "kosong.jpg"),
    "svg": lambda: named(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "gambar.svg"),
    "gif": gif,
    "text": lambda: named(b"bukan foto", "catatan.jpg"),
    "broken": lambda: named(cast.picture().getvalue()[:400], "rusak.jpg"),
    "too narrow": lambda: cast.picture(300, 200),
    "none": lambda: None,
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(name: str, rina: User) -> None:
    status, answer = upload(desk.browser(rina), BAD[name]())
    assert status == 400
    assert all(isinstance(sentence, str) and sentence for sentence in answer["errors"])  # type: ignore[attr-defined]
    assert answer["errors"]
    assert not Photo.objects.exists()


def test_a_file_that_is_too_large_is_413(rina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_BYTES", 1_000)
    status, answer = upload(desk.browser(rina), cast.picture())
    assert (status, bool(answer["errors"])) == (413, True)


def test_a_photo_without_words_is_refused_once_for_each_word(rina: User) -> None:
    status, answer = upload(desk.browser(rina), cast.picture(), alt=" ", credit="")
    assert status == 400
    assert len(answer["errors"]) == 2  # type: ignore[arg-type]


def test_nobody_else_uploads(db: None) -> None:
    for person in (cast.made(), cast.putri(), None):
        assert upload(desk.browser(person), cast.picture())[0] == 403
    assert not Photo.objects.exists()


def test_an_upload_needs_the_token_of_the_form_and_a_post(rina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(rina)
    assert upload(client, cast.picture())[0] == 403
    assert client.get(desk.UPLOAD, headers=JSON).status_code == 405
