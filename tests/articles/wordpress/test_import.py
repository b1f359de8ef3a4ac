"""An archive of WordPress becomes stories like all others, at their old dates; their old addresses lead on."""

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, FormerAddress, Journalist, Notice, Photo, Section, Step
from newsroom.accounts.models import User
from tests import cast
from tests.articles.wordpress.conftest import EXPORT


def imported(reporter: User, editor: User, *files: Path, **options: Any) -> str:
    """What the command prints."""
    said = StringIO()
    people = {"reporter": reporter.email, "editor": editor.email}
    given = {"credit": "Arsip Kabar Pesisir", **people, **options}
    call_command("import_wordpress", *(files or [EXPORT]), stdout=said, no_color=True, **given)
    return said.getvalue()


@pytest.fixture
def report(arsip: User, penanggung: User, uploads: Path) -> str:
    return imported(arsip, penanggung, uploads=uploads)


def fishermen() -> Edition:
    return Edition.objects.get(headline__startswith="Nelayan Juwana")


def test_a_post_is_a_published_story_of_its_day(report: str) -> None:
    edition = fishermen()
    assert edition.headline == "Nelayan Juwana Kembali Melaut & Menjaring Kembung"
    assert edition.deck == "Badai sepekan berlalu dan perahu kembali ke laut."
    assert edition.published_at == edition.live_from == datetime(2019, 3, 12, 1, 30, tzinfo=UTC)
    assert edition.path == "/daerah/2019/03/12/nelayan-juwana-kembali-melaut/"
    assert edition.dateline == "Pati"
    assert [(line["name"], line["role"]) for line in edition.bylines] == [
        ("Wulan Pratiwi", "writer"),
        ("Penanggung", "editor"),
    ]
    assert {topic["name"] for topic in edition.topics} == {"Nelayan", "Pati"}
    assert "PATI, Kabar" not in edition.body
    assert "alert" not in edition.html


def test_several_writers_keep_their_order(report: str) -> None:
    salt = Edition.objects.get(headline__startswith="Harga Garam")
    assert [line["name"] for line in salt.bylines] == ["Joko Susilo", "Wulan Pratiwi", "Penanggung"]
    assert Journalist.objects.count() == 2
    assert salt.deck.startswith("Harga garam di Rembang turun.")


def test_nobody_skips_the_desk(report: str, arsip: User, penanggung: User) -> None:
    steps = Step.objects.filter(article=fishermen().article).order_by("pk")
    assert [(step.verb, step.by) for step in steps] == [("create", arsip), ("submit", arsip), ("approve", penanggung)]
    assert not Notice.objects.exists()


def test_photos_come_from_the_folder_with_words_and_credit(report: str) -> None:
    photo = Photo.objects.get()
    assert (photo.alt, photo.caption, photo.credit) == (
        "Perahu kayu bersandar di dermaga",
        "Perahu di Juwana.",
        "Wulan Pratiwi",
    )
    edition = fishermen()
    assert edition.lead_photo is not None
    assert edition.lead_photo["id"] == photo.pk
    assert f'<figure data-photo="{photo.pk}"><figcaption>Perahu di Juwana.</figcaption></figure>' in edition.body
    assert "Photo 2020/08/hilang.jpg: No such file or directory" in report


def test_without_the_folder_there_are_no_photos(arsip: User, penanggung: User) -> None:
    imported(arsip, penanggung)
    assert not Photo.objects.exists()
    assert "figure" not in fishermen().body


def test_nothing_outside_of_the_folder_is_read(arsip: User, penanggung: User, uploads: Path, tmp_path: Path) -> None:
    (tmp_path / "rahasia.jpg").write_bytes(cast.picture(900, 600).read())
    export = tmp_path / "export.xml"
    export.write_text(EXPORT.read_text().replace("[2019/03/perahu.jpg]", "[../rahasia.jpg]"))
    assert "../rahasia.jpg: It is not below the folder" in imported(arsip, penanggung, export, uploads=uploads)
    assert not Photo.objects.exists()


def test_read_also_refers_to_the_imported_story(report: str) -> None:
    salt = Edition.objects.get(headline__startswith="Harga Garam")
    assert [reference.target for reference in salt.read_also.all()] == [fishermen().article]
    assert "https://lain.test/berita/" in salt.body


@pytest.mark.parametrize("headline", ["Konsep Liputan Mangrove", "Untuk Pelanggan Saja"])
def test_what_was_not_public_becomes_a_draft(report: str, headline: str) -> None:
    article = Article.objects.get(headline=headline)
    assert (article.status, article.editions.count()) == ("draft", 0)


def test_the_report_says_what_became_of_each_post(report: str) -> None:
    assert "5 posts" in report
    assert {"2 published", "2 draft", "1 left out"} <= set(report.splitlines())
    assert "104 “Untuk Pelanggan Saja”: It was behind a password" in report
    assert not Article.objects.filter(headline__in=["Catatan Pribadi", "Tentang Kami"]).exists()


def test_what_the_checklist_refuses_stays_a_draft_and_is_told(arsip: User, penanggung: User, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    text = EXPORT.read_text().replace("Badai sepekan berlalu dan perahu kembali ke laut.", "Ikan.")
    export.write_text(text.replace("Harga Garam Rembang", "Garam " * 30))
    report = imported(arsip, penanggung, export)
    assert not Edition.objects.exists()
    assert "101 “Nelayan Juwana Kembali Melaut" in report
    assert "Its headline is longer than 140" in report


def test_a_second_import_adds_only_what_is_new(report: str, arsip: User, penanggung: User, uploads: Path) -> None:
    before = Article.objects.count(), Photo.objects.count(), FormerAddress.objects.count()
    assert "4 stored before" in imported(arsip, penanggung, uploads=uploads)
    assert (Article.objects.count(), Photo.objects.count(), FormerAddress.objects.count()) == before


def test_what_fails_leaves_nothing_and_stops_nothing(
    arsip: User, penanggung: User, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first post fails after its section, topics, journalist and photo are stored; the second needs them too."""
    start, failures = workflow.start, iter([DatabaseError("the disk is full")])

    def start_but_once(*args: Any, **kwargs: Any) -> Article:
        for failure in failures:
            raise failure
        return start(*args, **kwargs)

    monkeypatch.setattr(workflow, "start", start_but_once)
    report = imported(arsip, penanggung, uploads=uploads)
    assert "the disk is full" in report
    assert {"1 failed", "1 published"} <= set(report.splitlines())
    salt = Edition.objects.get()
    assert (salt.section.slug, next(line["name"] for line in salt.bylines)) == ("daerah", "Joko Susilo")
    monkeypatch.undo()
    assert "1 published" in imported(arsip, penanggung, uploads=uploads)


def test_a_post_without_a_date_of_greenwich_has_that_of_its_place(
    arsip: User, penanggung: User, tmp_path: Path
) -> None:
    export = tmp_path / "export.xml"
    export.write_text(EXPORT.read_text().replace("2019-03-12 01:30:00", "0000-00-00 00:00:00"))
    imported(arsip, penanggung, export)
    assert fishermen().published_at == datetime(2019, 3, 12, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("number", ["²", "1" * 5_000, ""])
def test_odd_numbers_stop_no_import_and_name_no_picture(
    arsip: User, penanggung: User, uploads: Path, tmp_path: Path, number: str
) -> None:
    export = tmp_path / "export.xml"
    text = EXPORT.read_text().replace("Kami lega.", f'Kami lega.<img src="{number}">')
    export.write_text(text.replace("<![CDATA[11]]>", f"<![CDATA[{number}]]>"))
    imported(arsip, penanggung, export, uploads=uploads)
    assert fishermen().lead_photo is None


@pytest.mark.parametrize("number", ["", "satu", "²"])
def test_an_entry_without_a_number_is_refused_with_a_sentence(
    arsip: User, penanggung: User, tmp_path: Path, number: str
) -> None:
    export = tmp_path / "export.xml"
    export.write_text(EXPORT.read_text().replace("<wp:post_id>101<", f"<wp:post_id>{number}<"))
    with pytest.raises(CommandError, match="An entry has no number: “Nelayan Juwana"):
        imported(arsip, penanggung, export)


def test_a_scheduled_post_is_a_draft_of_today(arsip: User, penanggung: User, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    text = EXPORT.read_text().replace("2019-03-12 01:30:00", "2099-01-01 00:00:00")
    export.write_text(text.replace("<wp:status><![CDATA[publish]]>", "<wp:status><![CDATA[future]]>", 1))
    imported(arsip, penanggung, export)
    article = Article.objects.get(headline__startswith="Nelayan")
    assert (article.status, article.editions.count()) == ("draft", 0)
    assert article.changed_at <= timezone.now()


def test_sections_are_the_tops_of_the_branches_and_never_take_an_address_of_the_site(report: str) -> None:
    assert {(section.slug, section.name) for section in Section.objects.all()} == {
        ("daerah", "Daerah"),
        ("kanal-foto", "Foto"),
    }


def test_sections_that_are_there_are_used(arsip: User, penanggung: User) -> None:
    mine = cast.section("Daerah")
    imported(arsip, penanggung)
    assert fishermen().section == mine


def test_old_addresses_lead_on_in_one_step(client: Client, report: str) -> None:
    story = "/daerah/2019/03/12/nelayan-juwana-kembali-melaut/"
    for old, new in (
        ("/2019/03/nelayan-juwana-kembali-melaut/", story),
        ("/2019/03/nelayan-juwana-kembali-melaut", story),
        ("/2019/03/Nelayan-Juwana-kembali-melaut/amp/", story),
        ("/2019/03/nelayan-juwana-kembali-melaut/?utm_source=wa", story),
        ("/category/daerah/", "/daerah/"),
        ("/category/daerah/pati/", "/topik/pati/"),
        ("/category/daerah/page/3/", "/daerah/"),
        ("/tag/nelayan/feed/", "/topik/nelayan/"),
        ("/author/wulan/", "/penulis/wulan/"),
        ("/feed/", "/rss/"),
    ):
        response = client.get(old)
        assert (old, response.status_code, response["Location"]) == (old, 301, new)
        assert client.get(new).status_code == 200
        assert "s-maxage" in response["Cache-Control"]


def test_other_addresses_are_still_not_found(client: Client, report: str) -> None:
    for address in ("/2021/01/pelanggan/", "/category/x/", "/tag/x/", "/author/x/", "/2019/03/", "/%00/", "/a%00b/amp"):
        assert (address, client.get(address).status_code) == (address, 404)


def test_an_address_that_is_found_costs_nothing_more(
    client: Client, report: str, django_assert_num_queries: Any
) -> None:
    client.get("/luring/")
    with django_assert_num_queries(0):
        client.get("/luring/")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("bukan XML", "cannot be read as XML"),
        ("<rss><channel><item>", "cannot be read as XML"),
        ("<html></html>", "is not an export of WordPress"),
    ],
)
def test_another_file_is_refused_with_a_sentence(
    arsip: User, penanggung: User, tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "x.xml").write_text(content)
    with pytest.raises(CommandError, match=sentence):
        imported(arsip, penanggung, tmp_path / "x.xml")


def test_characters_that_xml_forbids_are_passed_over(arsip: User, penanggung: User, tmp_path: Path) -> None:
    export = tmp_path / "export.xml"
    export.write_text(EXPORT.read_text().replace("Kami lega.", "Kami\x0b lega\x03."))
    imported(arsip, penanggung, export)
    assert "Kami lega." in fishermen().body


def test_two_people_with_the_rights_are_needed(arsip: User, penanggung: User) -> None:
    for reporter, editor, sentence in (
        (arsip, arsip, "Two accounts are needed"),
        (cast.putri(), penanggung, "may not write stories"),
        (penanggung, arsip, "may not approve stories"),
    ):
        with pytest.raises(CommandError, match=sentence):
            imported(reporter, editor)
    with pytest.raises(CommandError, match="no active account"):
        call_command("import_wordpress", EXPORT, reporter="x@y.test", editor=arsip.email, credit="X")
    assert not Article.objects.exists()
