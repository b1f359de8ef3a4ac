"""The photo library in the admin."""

import hashlib
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from articles import photo_rights, workflow
from articles.models import Edition, Journalist, Photo
from newsroom.accounts.models import User
from tests import cast
from tests.desk import desk

pytestmark = pytest.mark.django_db
ADD, LIST = "/admin/articles/photo/add/", "/admin/articles/photo/"
WORDS = {
    "alt": "Karung beras",
    "caption": "Pasar Senen, Kamis.",
    "credit": "Namamedia.com/Rina",
    "licence": "own",
}


def test_a_photo_is_taken_in_with_its_words_and_its_renditions() -> None:
    rina = cast.rina()
    reply = desk.browser(rina).post(ADD, {**WORDS, "file": cast.picture()})
    assert reply.status_code == 302
    photo = Photo.objects.get()
    assert (photo.alt, photo.caption, photo.credit, photo.licence, photo.uploaded_by) == (*WORDS.values(), rina)
    assert photo.renditions["wide"]


@pytest.mark.parametrize("content", [None, b"", b"bukan foto", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_a_bad_file_is_refused_and_the_typed_words_stay(content: bytes | None) -> None:
    file = io.BytesIO(content or b"")
    file.name = "foto.jpg"
    reply = desk.browser(cast.rina()).post(ADD, {**WORDS, **({} if content is None else {"file": file})})
    assert reply.status_code == 400
    assert reply.context["errors"]
    page = reply.content.decode()
    assert all(word in page for word in WORDS.values())
    assert not Photo.objects.exists()


def test_the_words_of_a_photo_are_changed_without_drawing_it_again() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    drawn = photo.renditions
    typed = {**WORDS, "alt": "Dua karung beras", "focal_x": "0.5", "focal_y": "0.5"}
    assert desk.browser(rina).post(f"{LIST}{photo.pk}/change/", typed).status_code == 302
    photo.refresh_from_db()
    assert (photo.alt, photo.renditions) == ("Dua karung beras", _as_stored(drawn))


def generated() -> io.BytesIO:
    """A picture as generators write it: its metadata say how it was made."""
    packet = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" e:AISystemUsed="Garuda 2" '
        'e:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"/></rdf:RDF>'
    )
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "olive").save(file, "JPEG", xmp=packet.encode())
    file.seek(0)
    file.name = "gambar.jpg"
    return file


@pytest.mark.parametrize(("typed", "stored"), [("", "Garuda 2"), ("Midjourney", "Midjourney")])
def test_a_picture_that_says_it_was_made_with_ai_is_labelled_unless_somebody_knows_better(
    typed: str, stored: str
) -> None:
    desk.browser(cast.rina()).post(ADD, {**WORDS, "ai_tool": typed, "file": generated()})
    assert Photo.objects.get().ai_tool == stored


def test_it_is_labelled_when_it_comes_through_a_dialog_too() -> None:
    reply = desk.browser(cast.rina()).post(
        desk.UPLOAD, {**WORDS, "file": generated()}, headers={"Accept": "application/json"}
    )
    assert reply.status_code == 201
    assert "dibuat dengan kecerdasan buatan (Garuda 2)" in reply.json()["detail"]


def test_the_label_is_changed_like_the_other_words() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    typed = {**WORDS, "ai_tool": "Midjourney", "focal_x": "0.5", "focal_y": "0.5"}
    desk.browser(rina).post(f"{LIST}{photo.pk}/change/", typed)
    photo.refresh_from_db()
    assert photo.ai_tool == "Midjourney"


def test_another_focal_point_draws_the_crops_anew() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    typed = {**WORDS, "focal_x": "0.1", "focal_y": "0.9"}
    assert desk.browser(rina).post(f"{LIST}{photo.pk}/change/", typed).status_code == 302
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.1, 0.9)


def test_a_focal_point_outside_the_picture_is_refused() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    typed = {**WORDS, "focal_x": "1.5", "focal_y": "0.5"}
    assert desk.browser(rina).post(f"{LIST}{photo.pk}/change/", typed).status_code == 400


def test_a_photo_always_keeps_its_alternative_text_and_credit() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    typed = {**WORDS, "alt": "", "credit": " ", "focal_x": "0.5", "focal_y": "0.5"}
    reply = desk.browser(rina).post(f"{LIST}{photo.pk}/change/", typed)
    assert reply.status_code == 400
    assert set(reply.context["adminform"].form.errors) == {"alt", "credit"}


def test_only_the_newsroom_sees_the_library() -> None:
    photo = desk.photo(cast.rina())
    for person in (cast.made(), cast.putri(), None):
        for url in (LIST, ADD, f"{LIST}{photo.pk}/change/"):
            assert desk.browser(person).get(url).status_code in (302, 403)


def test_the_library_takes_the_same_queries_however_large_it_is() -> None:
    rina = cast.rina()
    client = desk.browser(rina)
    desk.photo(rina)
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _number in range(3):
        desk.photo(rina)
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)


def _as_stored(renditions: dict[str, list[tuple[int, int, str]]]) -> dict[str, list[list[object]]]:
    return {crop: [list(size) for size in sizes] for crop, sizes in renditions.items()}


# -- Several at once, their words, their rights -----------------------------------------------------------------------

DESCRIBE = "/admin/articles/photo/describe/"


def test_the_words_of_a_file_are_proposed_and_nothing_is_stored() -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = "Pasar Senen pagi hari", "Melati Sihombing"
    Image.new("RGB", (700, 500), "peru").save(file, "JPEG", exif=exif)
    head = io.BytesIO(file.getvalue()[:4096])
    head.name = "head"
    reply = desk.browser(cast.rina()).post(DESCRIBE, {"head": head, "sha256": ""})
    said = reply.json()
    assert (said["caption"], said["credit"], said["same"]) == ("Pasar Senen pagi hari", "Melati Sihombing", None)
    assert not Photo.objects.exists()


def test_a_photo_that_is_there_already_is_recognised_before_it_is_sent_and_refused_when_it_is() -> None:
    rina = cast.rina()
    client, sent = desk.browser(rina), cast.picture().getvalue()
    assert client.post(desk.UPLOAD, {**WORDS, "file": cast.picture()}).status_code == 201
    photo = Photo.objects.get()
    known = client.post(DESCRIBE, {"sha256": hashlib.sha256(sent).hexdigest()}).json()["same"]
    assert (known["id"], known["url"]) == (photo.pk, f"{LIST}{photo.pk}/change/")
    for url in (desk.UPLOAD, ADD):
        reply = client.post(url, {**WORDS, "file": cast.picture()})
        assert reply.status_code == 400
        said = " ".join(reply.json()["errors"]) if url == desk.UPLOAD else reply.content.decode()
        assert f"nomor {photo.pk}" in said
    assert Photo.objects.count() == 1


def test_only_the_newsroom_asks_what_a_file_says() -> None:
    for person, status in ((cast.made(), 403), (cast.putri(), 403), (None, 403)):
        assert desk.browser(person).post(DESCRIBE, {}, headers={"Accept": "application/json"}).status_code == status
    assert desk.browser(cast.rina()).get(DESCRIBE).status_code == 405


def test_a_photo_says_by_what_right_and_until_when_it_is_used() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    typed = {**WORDS, "focal_x": "0.5", "focal_y": "0.5", "licence": "agency", "expires_on": "2020-01-31"}
    client = desk.browser(rina)
    assert client.post(f"{LIST}{photo.pk}/change/", typed).status_code == 302
    photo.refresh_from_db()
    assert (photo.licence, str(photo.expires_on)) == ("agency", "2020-01-31")
    page = client.get(f"{LIST}{photo.pk}/change/").content.decode()
    assert "berakhir pada Jumat, 31 Januari 2020" in page
    assert "lisensi habis" in client.get(f"{LIST}?lisensi=habis").content.decode()
    assert "lisensi habis" in str(client.get(f"{desk.PICK}?ids={photo.pk}").json())
    assert "Karung beras" not in client.get(f"{LIST}?lisensi=segera").content.decode()


def test_a_photo_shows_where_it_is_used() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    article = cast.draft(rina, lead_photo=photo, headline="Memakai Foto Ini")
    page = desk.browser(rina).get(f"{LIST}{photo.pk}/change/").content.decode()
    assert f'<a href="{desk.change_url(article)}">Memakai Foto Ini</a>' in page


def test_a_portrait_is_in_use_too() -> None:
    rina = cast.rina()
    photo = desk.photo(rina)
    Journalist.objects.filter(user=rina).update(portrait=photo)
    client = desk.browser(cast.bagus())
    for url in (LIST, f"{LIST}{photo.pk}/change/"):
        assert "Potret Rina" in client.get(url).content.decode()


# -- The library as pictures -------------------------------------------------------------------------------------------


def cards(page: str) -> list[str]:
    """What stands on each card of the list, without its marks."""
    found = re.findall(r'<li class="library__card">(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", card).split()) for card in found]


def test_the_library_shows_pictures_with_their_words_and_where_readers_see_them() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    unused = desk.photo(rina, alt="Gudang", caption="Gudang Bulog di Klender.")
    leading = desk.photo(rina, alt="Truk", caption="Truk pengangkut.")
    cast.draft(rina, lead_photo=leading, headline="Truk Mogok di Brebes")
    live = desk.photo(rina, alt="Sawah", caption="Sawah di Demak.")
    for number in (1, 2, 3):
        cast.published(rina, bagus, lead_photo=live, headline=f"Panen Raya {number} di Demak")
    page = desk.browser(rina).get(LIST).content.decode()
    assert [re.search(r'alt="([^"]+)"', card)[1] for card in page.split("library__card")[1:]] == [  # type: ignore[index]
        "Sawah",
        "Truk",
        "Gudang",
    ]
    shown = cards(page)
    assert "Tayang di “Panen Raya 3 di Demak” dan artikel lain" in shown[0]
    assert "Sedang dikerjakan: “Truk Mogok di Brebes”" in shown[1]
    assert "Belum pernah tayang" in shown[2]
    assert all(words in shown[2] for words in (unused.caption, unused.credit, "foto sendiri", "Rina"))


def test_where_a_photo_is_used_is_read_from_an_index(db: None) -> None:
    """However many stories show it: with a million, sorting those of each picture took two seconds."""
    plan = photo_rights.with_uses(Photo.objects.filter(pk__in=[1, 2]), by=cast.sari()).explain()
    if connection.vendor == "sqlite":  # PostgreSQL reads a table as small as this without any
        assert plan.count("INDEX edition_with_photo") >= 2
        assert "INDEX article_led_by" in plan
        assert plan.count("TEMP B-TREE") <= 2  # of the stories in work, and of the page


def test_a_photo_that_only_earlier_editions_show_says_so() -> None:
    rina, bagus = cast.rina(), cast.bagus()
    article = cast.published(rina, bagus, lead_photo=desk.photo(rina)).article
    workflow.retract(article, by=cast.sari(), ground=Edition.Ground.WRONG, explanation="Angkanya salah.")
    assert "Hanya di edisi lama" in cards(desk.browser(rina).get(LIST).content.decode())[0]


def test_an_alternative_text_that_only_repeats_the_caption_is_flagged() -> None:
    rina = cast.rina()
    desk.photo(rina, alt="Gudang", caption="Gudang")
    desk.photo(rina, alt="Gudang beratap biru", caption="Gudang")
    flagged = ["teks alternatif mengulang keterangan" in card for card in cards(page_of(rina))]
    assert flagged == [False, True]


def page_of(person: User, query: str = "") -> str:
    return str(desk.browser(person).get(f"{LIST}{query}").content.decode())


def test_the_library_turns_its_order_round_and_leads_back_to_the_list_as_it_was() -> None:
    rina = cast.rina()
    for name in ("Pertama", "Kedua"):
        desk.photo(rina, caption=name, licence="agency")
    page = page_of(rina, "?licence__exact=agency")
    assert re.search(r'href="\?[^"]*o=1[^"]*">\s*Terlama dulu', page)
    assert "_changelist_filters=licence__exact%3Dagency" in page
    turned = page_of(rina, "?licence__exact=agency&o=1")
    assert [card.split()[0] for card in cards(turned)] == ["Pertama", "Kedua"]
    assert re.search(r'href="\?[^"]*o=-1[^"]*">\s*Terbaru dulu', turned)
