"""Search finds live editions and nothing else, in any form of a word, in the same order on both engines."""

import itertools
import random
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles import furniture, workflow
from articles.models import Edition, SearchEntry
from articles.search import engines, find, highlight, index, query, rebuild, suggest, words
from articles.search.query import Order, Query
from tests import cast
from tests.pages import press
from tests.pages.press import Desk

# (headline, deck, text, days ago). The expected results are the same on SQLite and PostgreSQL.
CORPUS = [
    ("Harga Beras Naik di Pasar Senen", "Panen mundur dua minggu.", "Pedagang menaikkan harga beras.", 1),
    ("Kenaikan Tarif Kereta Ditunda", "Menteri menunggu audit.", "Tarif kereta tidak jadi naik.", 2),
    ("Beras Bansos Tiba di Ende", "Kapal perintis membawa 40 ton.", "Harga di pasar turun.", 3),
    ("Pelari Soe Pecahkan Rekor", "Rekor 800 meter.", "Ia sarapan nasi dari beras merah.", 4),
    ("Pasar Terapung Menerima Uang Digital", "Tanpa sinyal pun bisa.", "Beras, ikan. Beras, sayur. Beras, buah.", 5),
    ("Menaikkan Layang-Layang di Sanur", "Lomba tahunan kota.", "Anak-anak Sanur berlomba.", 40),
    ("Harga Cabai Turun, Harga Beras Bertahan", "Pasar cabai tenang.", "Cabai rawit turun.", 400),
    ("Menulis Ulang Sejarah Senen", "Pasar tertua kota.", "Sejarah pasar lama di Senen.", 4000),
]


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def corpus(desk: Desk) -> Desk:
    for headline, deck, text, days in CORPUS:
        desk.publish(headline, deck=deck, body=f"<p>{text}</p>", now=press.ago(days=days), dateline="")
    return desk


def asked(typed: str, **filters: object) -> Query:
    return Query(**filters).with_typed(typed)  # type: ignore[arg-type]


def found(typed: str, *, at: datetime | None = None, **filters: object) -> list[str]:
    """The headlines of the results, in order."""
    return [edition.headline for edition in find.find(asked(typed, **filters), now=at or timezone.now()).editions]


def proposed(typed: str) -> str | None:
    better = suggest.suggest(asked(typed), now=timezone.now())
    return better.typed if better else None


BERAS, KERETA, BANSOS, PELARI, TERAPUNG, LAYANG, CABAI, SEJARAH = (story[0] for story in CORPUS)


ANSWERS: dict[str, list[str]] = {
    "beras": [BERAS, BANSOS, CABAI, TERAPUNG, PELARI],
    "harga beras": [BERAS, CABAI, BANSOS],
    "kenaikan": [KERETA, BERAS, LAYANG],
    "menaikkan harga": [BERAS],
    "NAIK": [BERAS, KERETA, LAYANG],
    '"pasar senen"': [BERAS],
    "pasar senen": [BERAS, SEJARAH],
    "“harga beras” pasar": [BERAS, CABAI],
    "anak": [LAYANG],
    "layang": [LAYANG],
    "penulis sejarah": [SEJARAH],
    "rina beras ende": [BANSOS],
    "40 ton": [BANSOS],
    "di yang dan": [],
    "beras kereta": [],
}


def test_every_engine_gives_the_same_answer(corpus: Desk) -> None:
    assert {typed: found(typed) for typed in ANSWERS} == ANSWERS


def test_a_phrase_is_stems_side_by_side_however_many_and_however_common(db: None) -> None:
    """Compares the engine with plain Python lists."""
    chance = random.Random(7)
    texts = [chance.choices(["beras", "pasar", "harga", "naik"], k=chance.randint(1, 9)) for _ in range(60)]
    month = date(2026, 11, 1)
    engines.write([engines.Entry(engines.place(timezone.now(), n), text, 1, month) for n, text in enumerate(texts)])
    for length in (1, 2, 3, 4):
        for _ in range(12):
            phrase = tuple(chance.choices(["beras", "pasar", "harga", "naik"], k=length))
            spaced = f" {' '.join(phrase)} "
            expected = [n for n, text in enumerate(texts) if spaced in f" {' '.join(text)} "]
            places = engines.newest(engines.Wanted(terms=[phrase]), 100)
            assert sorted(place & 0xFFFFFFF for place in places) == expected, phrase


def test_newest_first_is_by_day_of_publication(corpus: Desk) -> None:
    assert found("beras", order=Order.NEWEST) == [BERAS, BANSOS, PELARI, TERAPUNG, CABAI]


def test_section_and_days_narrow_the_answer(corpus: Desk) -> None:
    sport = cast.section("Olahraga")
    corpus.publish("Beras untuk Atlet", section=sport, now=press.ago(days=2))
    today = timezone.localdate()

    assert found("beras", section=sport) == ["Beras untuk Atlet"]
    assert found("beras", section=cast.section("Ekonomi")) == []
    week = {"since": today - timedelta(days=7), "until": today - timedelta(days=2)}
    assert set(found("beras", **week)) == {"Beras untuk Atlet", BANSOS, PELARI, TERAPUNG}
    assert found("beras", since=today - timedelta(days=500), until=today - timedelta(days=100)) == [CABAI]
    assert found("beras", since=today, until=today - timedelta(days=1)) == []


def test_only_what_is_live_is_found(desk: Desk) -> None:
    desk.publish("Sagu Terbit")
    replaced = desk.publish("Sagu Lama", now=press.ago(hours=2))
    desk.update(replaced, headline="Jagung Baru", body="<p>Jagung.</p>")
    desk.retract(desk.publish("Sagu Dicabut", now=press.ago(hours=1)))
    tomorrow = timezone.now() + timedelta(days=1)
    desk.schedule("Sagu Esok", live_from=tomorrow)
    cast.draft(desk.rina, headline="Sagu Draf", body="<p>Sagu rahasia.</p>")

    assert found("sagu") == ["Sagu Terbit"]
    assert found("jagung") == ["Jagung Baru"]
    assert found("rahasia") == []
    assert set(found("sagu", at=tomorrow + timedelta(minutes=1))) == {"Sagu Terbit", "Sagu Esok"}


def test_a_scheduled_update_is_found_once_it_is_live(desk: Desk) -> None:
    edition = desk.publish("Sagu Pagi", now=press.ago(hours=2))
    noon = timezone.now() + timedelta(hours=1)
    desk.update(edition, headline="Sagu Siang", live_from=noon)

    assert found("sagu") == ["Sagu Pagi"]
    assert found("sagu", at=noon + timedelta(seconds=1)) == ["Sagu Siang"]


def test_freezing_an_edition_indexes_it_in_the_same_transaction(desk: Desk) -> None:
    article = cast.submitted(desk.rina, headline="Sagu")

    with transaction.atomic():
        workflow.approve(article, by=desk.bagus, version=article.version)
        assert found("sagu") == ["Sagu"]
        transaction.set_rollback(True)
    assert found("sagu") == []
    assert not SearchEntry.objects.exists()


def test_pages_show_every_story_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "PER_PAGE", 3)
    for number in range(8):
        desk.publish(f"Sagu {number}", now=press.ago(days=number))
    now = timezone.now()
    for order in Order:
        key, seen = "", []
        while True:
            page = find.find(asked("sagu", order=order), now=now, key=key)
            seen += [edition.headline for edition in page.editions]
            key = page.more
            if not key:
                break
        assert seen == [f"Sagu {number}" for number in range(8)]
        assert (page.count, page.is_more) == ((2, False) if order == Order.NEWEST else (8, False))


def test_only_the_newest_are_ranked_and_counted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find, "RANKED", 4)
    monkeypatch.setattr(find, "PER_PAGE", 3)
    for number in range(7):
        desk.publish(f"Sagu {number}", now=press.ago(days=number))
    now = timezone.now()

    best = find.find(asked("sagu"), now=now)
    assert best.is_more
    last = find.find(asked("sagu"), now=now, key=best.more)
    assert ([edition.headline for edition in last.editions], last.more, last.is_cut) == (["Sagu 3"], "", True)
    key, seen = "", []
    while key or not seen:
        page = find.find(asked("sagu", order=Order.NEWEST), now=now, key=key)
        seen += [edition.headline for edition in page.editions]
        key = page.more
    assert seen == [f"Sagu {number}" for number in range(7)]


@pytest.mark.parametrize("key", ["x", "1", "1.2.3", "-1.2", "1.", "f" * 99 + ".1", "1.g"])
def test_a_key_that_is_none_is_refused(db: None, key: str) -> None:
    with pytest.raises(find.BadKey):
        find.find(asked("sagu"), now=timezone.now(), key=key)


def test_an_answer_costs_three_queries(corpus: Desk) -> None:
    furniture.sections()  # cached, because every page has them
    for filters in ({}, {"order": Order.NEWEST}, {"section": cast.section()}, {"since": timezone.localdate()}):
        with CaptureQueriesContext(connection) as queries:
            find.find(asked("harga beras", **filters), now=timezone.now())
        assert len(queries) <= 3


HOSTILE = ['"', '""', "'", "a AND", "NEAR(a b)", "a*", "(", "a:b", "-a", "^a", "\x00", "😀", "日本", "ﬁ", "%_\\", "a'b"]
HOSTILE += [
    "x" * 10_000,
    "beras " * 2_000,
    '"beras ' * 99,
    "harga AND OR NOT beras",
    "stems : k1",
    "@k1",
    "'; DROP TABLE",
]


def test_whatever_is_typed_is_a_query(corpus: Desk) -> None:
    for typed in HOSTILE:
        for order in Order:
            find.find(asked(typed, order=order), now=timezone.now())
        suggest.suggest(asked(typed), now=timezone.now())


@given(st.text(max_size=300))
def test_any_text_becomes_terms_of_plain_letters(typed: str) -> None:
    terms = query.parse(typed)
    assert len(terms) <= query.MOST_TERMS
    for term in terms:
        assert term.stems
        assert all(stem.isascii() and stem.isalnum() for stem in term.stems)


@given(st.text(max_size=200), st.lists(st.sampled_from(["beras", "harga", "a", "b", "mark"]), max_size=3))
def test_marking_changes_no_word_and_lets_no_markup_through(text: str, stems: list[str]) -> None:
    html = str(highlight.marked(text, frozenset(stems)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert unescape(bare) == text or "&" in text


@pytest.mark.parametrize(
    ("typed", "stem"),
    [("menaikkan", "naik"), ("kenaikan", "naik"), ("pemberitaan", "berita"), ("yang", ""), ("a", ""), ("2026", "2026")],
)
def test_a_word_is_reduced_to_its_stem(typed: str, stem: str) -> None:
    assert words.stem(typed) == stem


def test_the_stems_remembered_are_bounded() -> None:
    assert words.stem.cache_info().maxsize == words.REMEMBERED


SPELLINGS = {
    "bers": "beras",  # a letter left out
    "berras": "beras",  # one doubled
    "breas": "beras",  # two swapped
    "senin": "senen",  # one changed
    "kerete tarif": "kereta tarif",
    "layangg": "layang",
    "sejarrah": "sejarah",
    "xyzzyq": None,
    "beras": None,
    "12345": None,
}


def test_another_spelling_is_proposed(corpus: Desk) -> None:
    assert {typed: proposed(typed) for typed in SPELLINGS} == SPELLINGS


def test_no_word_is_proposed_that_readers_cannot_find(desk: Desk) -> None:
    desk.schedule("Pelantikan Wahyudi", live_from=timezone.now() + timedelta(days=1))
    desk.retract(desk.publish("Skandal Kusumo", now=press.ago(hours=1), body="<p>Kusumo.</p>"))
    cast.draft(desk.rina, headline="Bocoran Purnomo")

    assert [proposed(typed) for typed in ("wahyudy", "kusuma", "purnoma")] == [None, None, None]


def test_the_excerpt_shows_where_the_words_stand(desk: Desk) -> None:
    body = "<p>" + "Kalimat pembuka yang panjang. " * 40 + "Petani <em>sagu</em> & pemanen <b>sagu</b> di Ende.</p>"
    edition = desk.publish("Pangan", deck="Tanpa kata itu.", body=body)

    shown = str(highlight.excerpt(edition.deck, lambda: edition.body, asked("sagu ende").stems))

    assert "Petani <mark>sagu</mark> &amp; pemanen <mark>sagu</mark> di <mark>Ende</mark>" in shown
    assert shown.startswith("…")
    assert len(shown) < 320
    assert (
        str(highlight.excerpt(edition.deck, lambda: edition.body, asked("kata").stems | {"kata"}))
        == "Tanpa <mark>kata</mark> itu."
    )


def test_the_index_can_be_made_anew(corpus: Desk) -> None:
    before = found("beras")
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {engines.TABLE}")
        for statement in (*engines.create_sql(connection.vendor), *engines.index_sql(connection.vendor)):
            cursor.execute(statement)
    assert found("beras") == []

    assert rebuild.rebuild() == len(CORPUS)
    assert found("beras") == before
    corpus.publish("Beras Baru")
    assert rebuild.rebuild() == len(CORPUS) + 1
    assert "Beras Baru" in found("beras")


def test_places_sort_by_date_and_tell_editions_apart() -> None:
    moments = [datetime(year, 1, 1, tzinfo=UTC) for year in (1945, 1969, 1970, 2026, 2399)]
    places = [engines.place(moment, number) for moment in moments for number in (1, 2, 2**27)]

    assert places == sorted(set(places))
    assert places[-1] < engines.LAST
    assert [engines.moment_of(place) for place in places[::3]] == moments


def test_slices_cover_all_time_once() -> None:
    for before in (engines.LAST, engines.place(datetime(2020, 2, 15, tzinfo=UTC))):
        for since in (engines.FIRST, engines.place(datetime(2019, 6, 1, tzinfo=UTC))):
            slices = engines._slices(engines.Wanted([("a",)], since=since, before=before))
            assert slices[0][2] == before
            assert slices[-1][1] == since
            assert all(newer[1] == older[2] for newer, older in itertools.pairwise(slices))


def test_a_text_of_any_length_is_indexed_alike(desk: Desk) -> None:
    long = "<p>" + "sagu " * 9_000 + "akhir</p>"
    edition = desk.publish("Panjang", body=long)

    assert found("sagu") == ["Panjang"]
    assert found("akhir") == ["Panjang"]
    assert found('"sagu akhir"') == ["Panjang"]
    assert found('"akhir sagu"') == []
    assert Edition.objects.live().get() == edition


@pytest.mark.parametrize(("one", "other"), [("aktivitas", "aktifitas"), ("zaman", "jaman"), ("massa", "masa")])
def test_spellings_that_are_mixed_up_have_one_skeleton(one: str, other: str) -> None:
    assert index.skeleton(one) == index.skeleton(other)
