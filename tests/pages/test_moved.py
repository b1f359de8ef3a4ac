"""Old URLs of renamed sections, their feeds and archives, and of stories redirect in one step."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from articles import sections
from articles.models import Edition, FormerSlug, Section
from tests import cast
from tests.pages import press
from tests.pages.press import Desk


def rename(section: Section, slug: str, desk: Desk) -> None:
    section.slug = slug
    sections.save(section, by=desk.sari)


@pytest.fixture
def renamed(desk: Desk) -> Section:
    """Bangsa was Negeri first, then Nusantara."""
    section = cast.section("Negeri")
    desk.publish("Berita Lama", section=section, slug="berita-lama", now=press.ago(days=1))
    rename(section, "nusantara", desk)
    rename(section, "bangsa", desk)
    desk.publish("Berita Baru", section=section, slug="berita-baru")
    return section


@pytest.mark.parametrize("slug", ["negeri", "nusantara"])
@pytest.mark.parametrize(
    ("below", "now"),
    [
        ("/", "/"),
        ("", "/"),
        ("/?sebelum=1.1", "/?sebelum=1.1"),
        ("/rss/", "/rss/"),
        ("/rss", "/rss/"),
        ("/atom/", "/atom/"),
        ("/feed.json", "/feed.json"),
    ],
)
def test_every_page_of_a_renamed_section_leads_on_in_one_step(
    client: Client, renamed: Section, slug: str, below: str, now: str
) -> None:
    response = client.get(f"/{slug}{below}")
    assert (response.status_code, response["Location"]) == (301, f"/bangsa{now}")
    assert "s-maxage" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/indeks/?kanal=negeri", "/indeks?kanal=negeri"])
def test_the_index_knows_the_old_name(client: Client, renamed: Section, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/indeks/?kanal=bangsa")


def test_a_search_in_the_old_section_is_one_in_the_new(client: Client, renamed: Section) -> None:
    assert '<option value="bangsa" selected>' in client.get("/cari/?q=berita&kanal=negeri").content.decode()


def test_a_story_stays_where_it_was_printed_and_is_found_under_every_name(client: Client, renamed: Section) -> None:
    day = f"{press.ago(days=1).astimezone():%Y/%m/%d}"
    old = f"/negeri/{day}/berita-lama/"
    assert client.get(old).status_code == 200
    for slug in ("nusantara", "bangsa"):
        for end in ("/", ""):
            response = client.get(f"/{slug}/{day}/berita-lama{end}")
            assert (response.status_code, response["Location"]) == (301, old)
    response = client.get(f"/bangsa/{day}/berita-lama/lite/")
    assert (response.status_code, response["Location"]) == (301, f"{old}lite/")


def test_its_next_edition_stands_under_the_new_name_one_step_from_each_old_one(
    client: Client, renamed: Section, desk: Desk
) -> None:
    edition = desk.update(Edition.objects.live().get(headline="Berita Lama"))
    assert edition.path.startswith("/bangsa/")
    for slug in ("negeri", "nusantara"):
        response = client.get(edition.path.replace("bangsa", slug))
        assert (response.status_code, response["Location"]) == (301, edition.path)


def test_a_name_that_comes_back_is_no_former_one(client: Client, renamed: Section, desk: Desk) -> None:
    rename(renamed, "negeri", desk)
    assert client.get("/negeri/").status_code == 200
    assert client.get("/bangsa/")["Location"] == "/negeri/"
    assert client.get("/nusantara/")["Location"] == "/negeri/"


def test_another_section_may_take_an_old_name(client: Client, renamed: Section, desk: Desk) -> None:
    sections.save(Section(name="Negeri Jiran", slug="negeri"), by=desk.sari)
    assert "Negeri Jiran" in client.get("/negeri/").content.decode()
    assert not FormerSlug.objects.filter(slug="negeri").exists()


@pytest.mark.parametrize("address", ["/entah/", "/entah", "/entah/rss/", "/indeks/?kanal=entah", "/negeri/entah/"])
def test_what_never_was_is_not_found(client: Client, renamed: Section, address: str) -> None:
    response = client.get(address, follow=True)
    assert response.status_code == 404


def test_nothing_is_led_on_but_reading(client: Client, renamed: Section) -> None:
    assert client.post("/negeri/").status_code == 405
    assert client.head("/negeri/").status_code == 301


def test_who_may_not_arrange_the_sections_renames_none(desk: Desk) -> None:
    with pytest.raises(PermissionDenied):
        sections.save(cast.section(), by=desk.bagus)
