"""The article page: its parts, what it escapes, and what it never shows."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from articles import editions, workflow
from articles.models import Byline, BylineRole, Edition, Journalist
from tests import cast
from tests.pages import press
from tests.pages.press import Desk

EVIL = '</script><script>alert("x")</script>'


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_parts_of_a_story_stand_in_the_order_of_the_anatomy(client: Client, desk: Desk) -> None:
    other = desk.publish("Bulog Lepas Cadangan Beras", now=press.ago(days=1), topics=[cast.topic()])
    article = cast.draft(
        desk.rina,
        headline="Harga Beras Naik",
        deck="Panen mundur dua minggu dari biasanya.",
        dateline="Semarang",
        sources="BPS, wawancara",
        lead_photo=press.photo(desk.rina),
        topics=[cast.topic()],
        body=f"<p>Paragraf pertama.</p><h2>Sebabnya</h2><p>Kata Reuters.</p>{press.read_also(other)}<p>Akhir.</p>",
    )
    helper = Journalist.objects.create(name="Melati", slug="melati")
    Byline.objects.create(article=article, journalist=helper, role=BylineRole.PHOTOGRAPHER, position=1)
    workflow.submit(article, by=desk.rina)
    edition = workflow.approve(article, by=desk.bagus, version=article.version)

    html = page(client, edition.path)

    html = html[html.index("<main") :]
    parts = [
        'href="/nasional/">Nasional</a>',
        "<h1",
        "Harga Beras Naik",
        "Panen mundur dua minggu dari biasanya.",
        'Penulis: <a href="/penulis/rina/"',
        'Foto: <a href="/penulis/melati/"',
        'Editor: <a href="/penulis/bagus/"',
        "<time",
        "menit baca",
        "<figure",
        "Keterangan gambar,",
        "Bongkar muat di Pasar Senen.",
        "Sumber gambar,",
        '<strong class="dateline">NAMAMEDIA.COM, SEMARANG - </strong>Paragraf pertama.',
        "<h2>Sebabnya</h2>",
        f'Baca juga: <a href="{other.path}">Bulog Lepas Cadangan Beras</a>',
        "Akhir.",
        "Sumber: BPS, wawancara",
        "(Namamedia.com/Rina)",
        '<a href="/topik/pangan/"',
        "WhatsApp",
        "Berita terkait",
        "Kirim Komentar",
        "Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.",
    ]
    places = []
    for part in parts:
        start = places[-1] if places else 0
        assert part in html[start:], f"{part!r} is missing or stands too early"
        places.append(html.index(part, start))
    assert html.count("<h1") == 1


def test_the_date_is_printed_in_jakarta_and_readable_by_machines(client: Client, desk: Desk) -> None:
    moment = datetime(2024, 10, 24, 8, 30, tzinfo=UTC)
    edition = desk.publish("Berita Lama", now=moment)

    html = page(client, edition.path)

    assert '<time datetime="2024-10-24T15:30:00+07:00">Kamis, 24 Oktober 2024 15.30 WIB</time>' in html
    assert "Diperbarui" not in html


def test_a_desk_in_the_east_prints_its_own_time(client: Client, desk: Desk) -> None:
    section = cast.section("Papua")
    section.time_zone = "Asia/Jayapura"
    section.save()
    edition = desk.publish("Berita Timur", now=datetime(2024, 10, 24, 16, 30, tzinfo=UTC), section=section)

    html = page(client, edition.path)

    assert edition.path.startswith("/papua/2024/10/24/")  # the date in Jakarta, not in the section's zone
    assert '<time datetime="2024-10-25T01:30:00+09:00">Jumat, 25 Oktober 2024 01.30 WIT</time>' in html
    assert "25 Okt 2024, 01.30 WIT" in page(client, "/papua/")


def test_the_dateline_of_a_story_stays_as_it_was_approved(client: Client, desk: Desk, settings: Any) -> None:
    edition = desk.publish("Berita", dateline="Semarang")
    settings.DATELINE_FORM = "Kota -"

    assert "NAMAMEDIA.COM, SEMARANG - " in page(client, edition.path)


def test_readers_are_told_that_a_story_is_developing(client: Client, desk: Desk) -> None:
    assert "Berita berkembang." in page(client, desk.publish("Berita", is_developing=True).path)
    assert "Berita berkembang." not in page(client, desk.publish("Berita Lain").path)


def test_readers_are_told_what_is_not_verified_yet_at_the_head_and_in_brackets_at_the_end(
    client: Client, desk: Desk
) -> None:
    reason = "Polisi belum dapat dihubungi <b>sejak</b> pagi."
    edition = desk.publish(
        "Kabar Pagi", unverified=reason, sources="Camat Cisolok", deck="Warga lereng mengungsi sejak pagi."
    )
    shown = "Polisi belum dapat dihubungi &lt;b&gt;sejak&lt;/b&gt; pagi."
    tail = f"(Berita ini belum terverifikasi. {shown} Kami terus memverifikasinya"

    for address in (edition.path, f"{edition.path}lite/"):
        html = page(client, address)
        assert f"<strong>Belum terverifikasi.</strong> {shown}" in html
        assert f"<p><em>{tail}" in html
    assert '"creativeWorkStatus":"Belum terverifikasi"' in page(client, edition.path)
    assert "<strong>Belum terverifikasi</strong>" in page(client, "/nasional/")
    feed = json.loads(client.get("/feed.json").content)["items"][0]
    assert feed["summary"] == "Belum terverifikasi. Warga lereng mengungsi sejak pagi."
    assert f"<p><em>{tail}" in feed["content_html"]

    desk.update(edition, note="Polisi membenarkannya.", unverified="")
    html = page(client, edition.path)
    assert "elum terverifikasi" not in html
    assert "Sudah diverifikasi" in html
    assert "Polisi membenarkannya." in html
    assert "elum terverifikasi" not in client.get("/feed.json").content.decode()


def test_a_story_is_shared_by_plain_links_and_its_address_can_be_copied_without_script(
    client: Client, desk: Desk
) -> None:
    edition = desk.publish("Berita & Kabar")

    html = page(client, edition.path)

    for network in ("https://wa.me/?", "https://t.me/share/url?", "https://x.com/intent/post?", "facebook.com/sharer"):
        assert network in html
    assert f'<input id="alamat" value="http://testserver{edition.path}" readonly>' in html
    assert re.search(r"<button[^>]* data-copy=\"alamat\"[^>]* hidden>", html)


def test_whoever_finds_an_error_is_led_to_the_right_of_reply(client: Client, desk: Desk) -> None:
    edition = desk.publish("Harga Beras")
    html = client.get(edition.path).content.decode()
    assert 'href="/hak-jawab/"' in html[html.index('<footer class="story__foot') : html.index("</article>")]
    assert 'href="/hak-jawab/"' in client.get(f"{edition.path}lite/").content.decode()


def test_an_update_says_so_and_keeps_the_first_date(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", now=press.ago(hours=3))
    desk.update(edition, headline="Berita Diperbaiki")

    html = page(client, edition.path)

    assert "Diperbarui <time" in html
    assert "Berita Diperbaiki" in html
    assert edition.published_at.astimezone(timezone.get_default_timezone()).strftime("%H.%M WIB") in html


def test_the_lead_photo_comes_first_and_takes_its_place_before_it_has_arrived(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", lead_photo=press.photo(desk.rina, size=(1300, 800)))

    lead = re.search(r"<img[^>]*fetchpriority[^>]*>", page(client, edition.path))

    assert lead
    for needed in ('width="1200"', 'height="675"', "srcset=", "sizes=", 'alt="Karung beras di atas truk"'):
        assert needed in lead[0]
    assert "lazy" not in lead[0]


def test_a_photo_in_the_text_is_lazy_and_has_caption_and_credit(client: Client, desk: Desk) -> None:
    photo = press.photo(desk.rina)
    body = (
        f'<p>Satu.</p><figure data-photo="{photo.pk}"><figcaption>Truk <em>ketiga</em></figcaption></figure><p>Dua.</p>'
    )
    edition = desk.publish("Berita", body=body)

    figure = re.search(r"<figure.*?</figure>", page(client, edition.path), re.DOTALL)

    assert figure
    for needed in ('loading="lazy"', "srcset=", "Truk <em>ketiga</em>", "Namamedia.com/Melati", "/foto/"):
        assert needed in figure[0]


def test_whatever_is_typed_is_printed_and_never_run(client: Client, desk: Desk) -> None:
    edition = desk.publish(
        EVIL, deck=EVIL, dateline=EVIL[:60], sources=EVIL, body=f"<p>Teks</p>{EVIL}", slug="jahat", seo_title=EVIL
    )

    html = page(client, edition.path)

    assert "<script>alert" not in html
    assert (
        html.count("</script>") == html.count("<script") == 2 + html.count('<script type="module"')
    )  # two data blocks
    assert "&lt;/script&gt;" in html


def test_machines_read_the_same_story(client: Client, desk: Desk) -> None:
    edition = desk.publish(f"Harga {EVIL}", slug="harga", lead_photo=press.photo(desk.rina), topics=[cast.topic()])

    html = page(client, edition.path)

    things = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    story, trail = things
    assert story["@type"] == "NewsArticle"
    assert story["headline"] == edition.headline
    assert story["datePublished"].endswith("+07:00")
    assert story["author"] == [{"@type": "Person", "name": "Rina", "url": "http://testserver/penulis/rina/"}]
    assert len(story["image"]) == 3
    assert [item["name"] for item in trail["itemListElement"]][1:] == ["Nasional", edition.headline]
    assert f'<link rel="canonical" href="http://testserver{edition.path}">' in html
    assert 'content="max-image-preview:large"' in html
    assert '<meta property="og:image" content="http://testserver/foto/' in html


def test_read_also_shows_the_headline_of_today_and_leaves_out_what_is_not_live(client: Client, desk: Desk) -> None:
    target = desk.publish("Judul Lama", now=press.ago(hours=2))
    retracted = desk.publish("Berita Keliru", now=press.ago(hours=2))
    draft = cast.draft(desk.rina, headline="Rahasia Draf")
    tomorrow = desk.schedule("Rahasia Esok", live_from=timezone.now() + timedelta(days=1))
    body = "<p>Teks.</p>" + "".join(press.read_also(story) for story in (target, retracted, draft, tomorrow))
    article = cast.draft(desk.rina, headline="Berita", body=body, section=cast.section("Ekonomi"), slug="berita")
    now = timezone.now()  # without the checklist, which would refuse the reference; its target may be retracted later
    edition = editions.freeze(article, kind=Edition.Kind.FIRST, by=desk.bagus, live_from=now, now=now)
    desk.update(target, headline="Judul Baru")
    desk.retract(retracted)

    html = page(client, edition.path)

    assert html.count("Baca juga:") == 1
    assert "Judul Baru" in html
    assert not any(secret in html for secret in ("Judul Lama", "Berita Keliru", "Rahasia"))


def test_related_stories_share_topics_first_then_the_section(client: Client, desk: Desk) -> None:
    desk.publish("Sekanal", now=press.ago(hours=1))
    desk.publish("Setopik", now=press.ago(hours=5), topics=[cast.topic()], section=cast.section("Ekonomi"))
    desk.publish("Tak Terkait", now=press.ago(hours=1), section=cast.section("Olahraga"))
    edition = desk.publish("Berita Ini", topics=[cast.topic()])

    html = page(client, edition.path)
    related = html[html.index('class="related"') : html.index('class="story-page__comments"')]

    assert related.index("Setopik") < related.index("Sekanal")
    assert "Berita Ini" not in related
    assert "Tak Terkait" not in related


def test_a_correction_is_printed_before_the_text_and_stays_through_later_updates(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", now=press.ago(hours=1))
    corrected = desk.update(edition, kind=Edition.Kind.CORRECTION, note="Angka di alinea pertama keliru.")
    desk.update(corrected, headline="Berita Terbaru")

    html = page(client, edition.path)

    html = html[html.index("<main") :]
    assert html.index("Ralat</p>") < html.index("Angka di alinea pertama keliru.") < html.index('class="dateline"')


def test_an_old_address_leads_to_the_new_one_in_one_step(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita", now=press.ago(hours=1), slug="alamat-lama")
    second = desk.update(edition, slug="alamat-tengah")
    third = desk.update(second, slug="alamat-baru", section=cast.section("Ekonomi"))

    for old in (edition.path, second.path, edition.path.rstrip("/")):
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, third.path)
    assert client.get(third.path).status_code == 200


def test_a_retracted_story_keeps_its_address_and_says_why(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita Keliru", now=press.ago(hours=1), lead_photo=press.photo(desk.rina))
    desk.retract(edition, "Dokumen yang kami kutip ternyata palsu.")

    response = client.get(edition.path)
    html = response.content.decode()

    assert response.status_code == 200
    for needed in ("Berita Keliru", "Berita ini dicabut", "Dokumen yang kami kutip ternyata palsu.", "WIB"):
        assert needed in html
    assert "isi berita keliru secara mendasar" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "Pasar Senen" not in html[html.index("<main") :]
    assert "<img" not in html
    assert "Kirim Komentar" not in html


def test_nothing_but_what_is_live_has_an_address(client: Client, desk: Desk) -> None:
    live = desk.publish("Berita", slug="berita")
    tomorrow = desk.schedule("Esok", slug="esok", live_from=timezone.now() + timedelta(days=1))
    cancelled = desk.schedule("Batal", slug="batal", live_from=timezone.now() + timedelta(days=1))
    workflow.unschedule(cancelled.article, by=desk.bagus)
    draft = cast.draft(desk.rina, slug="draf")
    day = timezone.localtime().strftime("%Y/%m/%d")
    moved_later = desk.update(live, slug="alamat-esok", live_from=timezone.now() + timedelta(days=1))

    addresses = [
        tomorrow.path,
        cancelled.path,
        moved_later.path,
        f"/nasional/{day}/draf/",
        f"/nasional/{day}/tidak-ada/",
        "/nasional/2020/01/01/berita/",
        f"/ekonomi/{day}/berita/",
        f"/nasional/{day}/{draft.pk}/",
        f"/{live.article_id}/",
        live.path.upper(),
    ]

    bodies = set()
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 404, address
        bodies.add(response.content)
    assert len(bodies) == 1  # error pages reveal nothing about unpublished stories
    assert client.get(live.path).status_code == 200


def test_a_page_answers_head_refuses_post_and_adds_the_slash(client: Client, desk: Desk) -> None:
    edition = desk.publish("Berita")

    assert client.head(edition.path).status_code == 200
    assert client.post(edition.path).status_code == 405
    response = client.get(edition.path.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, edition.path)
    assert client.get(edition.path, {"utm_source": "wa", "page": "all"}).content == client.get(edition.path).content
