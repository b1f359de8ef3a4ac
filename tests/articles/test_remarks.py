"""Remarks: who can write, answer, resolve and reopen them; a passage is found with certainty or not at all."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from articles import checklist, drafts, passages, remarks, workflow
from articles.models import Article, Notice, Remark, RemarkAct
from articles.passages import Block, Passage
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, mail_to, minute, refused, story

TWICE = (
    "<p>Harga beras naik 12 persen di Pasar Senen.</p><p>Pedagang menunggu.</p>"
    "<p>Stok beras turun di Pasar Minggu pekan lalu.</p>"
)


def on_passage(article: Article, quote: str = "naik 12 persen", **given: Any) -> Remark:
    values: dict[str, Any] = {"text": "Sumbernya?", "place": Remark.Place.BODY, "passage": Passage(quote), **given}
    return remarks.write(article, **values).remark


def place_now(remark: Remark, html: str) -> str | None:
    """The text from the remark's passage on; None if the passage is not found."""
    assert remark.passage
    text = passages.blocks(html)
    place = passages.find(text, remark.passage)
    return text[place.block].text[place.start :] if place else None


# -- Who and in which state --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["rina", "bagus", "tono", "sari", "root"])
def test_whoever_may_see_the_story_writes_in_its_margin(people: People, who: str) -> None:
    article = story(people, "submitted")
    remark = on_passage(article, by=people[who], text="  Sumbernya?\r\n")
    assert (remark.by, remark.text, remark.quote, remark.version) == (people[who], "Sumbernya?", "naik 12 persen", 1)
    assert remark.paragraph == "Harga beras di Pasar Senen naik 12 persen pada pekan ini."
    assert remark.is_open


@pytest.mark.parametrize("who", [*OUTSIDERS, "dewi"])
def test_nobody_else_does_nor_answers_nor_resolves_nor_reopens(people: People, who: str) -> None:
    article, person = story(people, "returned"), people[who]
    remark = on_passage(article, by=people.bagus)
    done = remarks.resolve(on_passage(article, by=people.bagus, text="Lagi?"), by=people.rina).remark
    for act in (
        lambda: remarks.write(article, by=person, text="Halo"),
        lambda: remarks.answer(remark, by=person, text="Halo"),
        lambda: remarks.resolve(remark, by=person),
        lambda: remarks.reopen(done, by=person),
    ):
        with refused(PermissionDenied, "Only the reporter of this story or an editor"):
            act()


def test_the_reporter_answers_and_resolves_what_came_back_to_her(people: People) -> None:
    article = story(people, "submitted")
    remark = on_passage(article, by=people.bagus)
    workflow.send_back(article, by=people.bagus)
    remarks.answer(remark, by=people.rina, text="Dari BPS.", now=minute(5))
    remarks.resolve(remark, by=people.rina, text="Sudah ditulis.", now=minute(6))
    remark.refresh_from_db()
    assert (remark.resolved_by, remark.resolved_at) == (people.rina, minute_of(remark, "resolve"))
    assert [(act.verb, act.text, act.by) for act in remark.acts.all()] == [
        ("answer", "Dari BPS.", people.rina),
        ("resolve", "Sudah ditulis.", people.rina),
    ]


def minute_of(remark: Remark, verb: str) -> Any:
    return remark.acts.get(verb=verb).at


def test_what_the_editors_are_reading_the_reporter_answers_but_does_not_tick_off(people: People) -> None:
    article = story(people, "submitted")
    remark = on_passage(article, by=people.bagus)
    remarks.answer(remark, by=people.rina, text="Dari BPS.")
    with refused(Conflict, "not in your hands"):
        remarks.resolve(remark, by=people.rina)
    remarks.resolve(remark, by=people.tono)


def test_an_editor_reopens_and_so_does_whoever_resolved_it_by_mistake(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, by=people.bagus)
    remarks.resolve(remark, by=people.rina)
    remarks.reopen(remark, by=people.rina)
    remarks.resolve(remark, by=people.rina)
    remarks.reopen(remark, by=people.bagus, text="Belum cukup.")
    remark.refresh_from_db()
    assert remark.is_open
    assert remark.resolved_by is None
    remarks.resolve(remark, by=people.bagus)
    with refused(PermissionDenied, "Only an editor, or whoever resolved it"):
        remarks.reopen(remark, by=people.rina)


def test_nothing_is_done_twice(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, by=people.bagus)
    with refused(Conflict, "already"):
        on_passage(article, by=people.bagus)
    remarks.answer(remark, by=people.rina, text="Sebentar.")
    with refused(Conflict, "sent this answer already"):
        remarks.answer(remark, by=people.rina, text="Sebentar. ")
    with refused(Conflict, "open already"):
        remarks.reopen(remark, by=people.bagus)
    remarks.resolve(remark, by=people.rina)
    with refused(Conflict, "resolved already"):
        remarks.resolve(remark, by=people.bagus)
    with refused(Conflict, "Reopen it"):
        remarks.answer(remark, by=people.bagus, text="Masih?")


def test_a_remark_says_something_and_is_no_essay(people: People) -> None:
    article, bagus = story(people, "submitted"), people.bagus
    remark = on_passage(article, by=bagus)
    for text in ("", " \n", "\x00\x01"):
        with refused(ValidationError, "Write what you want to remark."):
            remarks.write(article, by=bagus, text=text)
        with refused(ValidationError, "Write your answer."):
            remarks.answer(remark, by=bagus, text=text)
    with refused(ValidationError, "at most 2000"):
        remarks.write(article, by=bagus, text="x" * 2_001)
    with refused(ValidationError, "what the remark is about"):
        remarks.write(article, by=bagus, text="x", place="slug")


def test_what_was_written_stays_as_it_is(people: People) -> None:
    """That the database refuses it too is tested in tests/test_frozen.py."""
    remark = on_passage(story(people, "submitted"), by=people.bagus)
    act = remarks.answer(remark, by=people.rina, text="Dari BPS.").remark.acts.get()
    for row in (remark, act):
        row.text = "Lain"
        with pytest.raises(ValidationError, match="never changed"):
            row.save()
        with pytest.raises(ValidationError, match="never deleted"):
            row.delete()
    assert Remark.objects.get().text == "Sumbernya?"
    assert RemarkAct.objects.get().text == "Dari BPS."


# -- About what --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["story", "headline", "deck", "sources", "lead_photo"])
def test_a_remark_is_about_a_field_or_all_of_it_too(people: People, place: str) -> None:
    article = cast.draft(people.rina, sources="Antara", lead_photo=cast.photo(people.rina))
    said = {"story": "", "headline": article.headline, "deck": article.deck, "sources": "Antara"}
    remark = remarks.write(article, by=people.bagus, text="Terlalu panjang.", place=place).remark
    assert (remark.place, remark.quote) == (place, said.get(place, "Karung beras di atas truk"))
    assert remark.passage is None


def test_a_passage_must_stand_in_the_stored_text_and_be_the_one_that_is_meant(people: People) -> None:
    article, bagus = cast.draft(people.rina, body=TWICE), people.bagus
    with refused(ValidationError, "do not stand in the stored story"):
        on_passage(article, "naik 13 persen", by=bagus)
    with refused(ValidationError, "Copy the words"):
        on_passage(article, "  ", by=bagus)
    with refused(ValidationError, "in several places"):
        on_passage(article, "beras", by=bagus)
    second = Passage("beras", prefix="Stok ", suffix=" turun di Pasar", block=2)
    remark = remarks.write(article, by=bagus, text="Stok siapa?", place="body", passage=second).remark
    assert (remark.block, remark.rivals) == (2, 1)
    assert place_now(remark, TWICE) == "beras turun di Pasar Minggu pekan lalu."


def test_it_is_in_the_margin_and_never_in_the_text(people: People) -> None:
    article = story(people, "submitted")
    before, version = article.body, article.version
    remark = on_passage(article, by=people.tono, text="RAHASIA REDAKSI")
    remarks.answer(remark, by=people.rina, text="RAHASIA REDAKSI")
    edition = workflow.approve(article, by=people.bagus, version=version)
    article.refresh_from_db()
    assert (article.body, article.version) == (before, version)
    assert "RAHASIA" not in f"{edition.html}{edition.body}{edition.notes}"


# -- Found again, or not at all ----------------------------------------------------------------------------------------


def test_the_passage_is_found_after_the_text_around_it_was_changed(people: People) -> None:
    remark = on_passage(cast.draft(people.rina, body=TWICE), by=people.bagus)
    mended = TWICE.replace("Harga beras", "Baru.</p><p>Menurut BPS, harga beras").replace("di Pasar Senen", "di sana")
    assert place_now(remark, mended) == "naik 12 persen di sana."


def test_when_its_words_are_gone_it_points_nowhere_also_where_the_same_words_stand_elsewhere(people: People) -> None:
    article = cast.draft(people.rina, body=TWICE)
    gone = on_passage(article, by=people.bagus)
    assert place_now(gone, TWICE.replace("naik 12 persen", "naik 9 persen")) is None
    first = Passage("beras", prefix="Harga ", suffix=" naik 12 persen", block=0)
    remark = remarks.write(article, by=people.bagus, text="?", place="body", passage=first).remark
    assert place_now(remark, TWICE) == "beras naik 12 persen di Pasar Senen."
    assert place_now(remark, TWICE.replace("Harga beras", "Harga gabah")) is None


def test_of_two_paragraphs_that_say_the_same_the_neighbours_decide(people: People) -> None:
    same = "<p>Dia tidak menjawab pesan kami.</p>"
    text = f"<p>Bupati Ende membantah.</p>{same}<p>Camat Wolowaru diam.</p>{same}<p>Sekian.</p>"
    second = Passage("Dia tidak menjawab pesan kami.", prefix="Camat Wolowaru diam.\n", suffix="\nSekian.", block=3)
    article = cast.draft(people.rina, body=text)
    remark = remarks.write(article, by=people.bagus, text="?", place="body", passage=second).remark
    assert remark.passage
    changed = passages.blocks(f"<p>Satu.</p><p>Dua.</p>{text}")
    found = passages.find(changed, remark.passage)
    assert found
    assert found.block == 5
    only_the_other = passages.blocks(f"<p>Bupati Ende membantah.</p>{same}<p>Yang lain.</p>")
    assert passages.find(only_the_other, remark.passage) is None


WORDS = ["beras", "naik", "di", "Pasar", "Senen", "12", "persen", "menurut", "dia,", "stok", "pekan"]
# No deadline, because the machine may be busy; and few examples happen to repeat a passage.
slowly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
paragraphs = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
texts = st.lists(paragraphs.map(lambda text: Block("p", text)), min_size=1, max_size=6)


@slowly
@given(texts, texts, st.data())
def test_whatever_becomes_of_the_text_it_never_points_to_other_words(
    before: list[Block], after: list[Block], data: st.DataObject
) -> None:
    kept = _some_passage(before, data)
    place = passages.find(after, kept)
    if place is not None:
        assert after[place.block].text[place.start :].startswith(kept.quote)


@slowly
@given(texts, st.data())
def test_in_the_text_it_was_written_on_it_points_to_its_own_place_or_one_just_like_it(
    before: list[Block], data: st.DataObject
) -> None:
    kept = _some_passage(before, data)
    place = passages.find(before, kept)
    assert place is not None
    again = passages.passage(before, place.block, place.start, place.start + len(kept.quote))
    assert (again.quote, again.prefix, again.suffix) == (kept.quote, kept.prefix, kept.suffix)


@slowly
@given(texts, st.data(), st.text(alphabet="qwz ", min_size=1, max_size=30).filter(str.strip))
def test_a_quote_that_was_rewritten_is_not_looked_for_at_its_rivals_where_nothing_is_as_it_was(
    before: list[Block], data: st.DataObject, other: str
) -> None:
    """Replaces the paragraph with the quote, and everything around its other occurrences."""
    kept = _some_passage(before, data)
    assume(kept.rivals)
    strange = [Block("p", f"{other} {kept.quote} {other}"), Block("p", other)]
    assert passages.find(strange, kept) is None


def _some_passage(text: list[Block], data: st.DataObject) -> Passage:
    number = data.draw(st.integers(0, len(text) - 1))
    words = text[number].text.split(" ")
    begin = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(begin + 1, len(words)))
    quote = " ".join(words[begin:end])
    start = len(" ".join([*words[:begin], ""]))
    return passages.passage_to_keep(text, passages.Place(number, start), len(quote))


def test_it_survives_take_over_restore_and_the_other_persons_save(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, by=people.bagus)
    drafts.take_over(article, by=people.rina)
    article.refresh_from_db()
    article.body = "<p>Semua lain.</p>"
    workflow.save(article, by=people.rina, version=article.version)
    assert place_now(remark, article.body) is None
    first = article.drafts.order_by("version")[0]
    drafts.restore(article, first.contents, by=people.rina, version=article.version)
    article.refresh_from_db()
    assert place_now(remark, article.body) == "naik 12 persen pada pekan ini."
    assert article.remarks.open().get() == remark


# -- Sending back ------------------------------------------------------------------------------------------------------


def test_open_remarks_send_a_story_back_without_a_note(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    on_passage(article, by=people.bagus)
    remarks.write(article, by=people.tono, text="Judulnya?", place="headline")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus)
    assert mail_to() == ["rina@namamedia.test"]
    assert "2 remarks are on your list." in Notice.objects.get(kind=Notice.Kind.RETURNED).sentence
    for words in ("“naik 12 persen”: Sumbernya?", "Judulnya?"):
        assert words in mail.outbox[0].body


def test_resolved_ones_alone_do_not_and_are_not_listed(people: People, django_capture_on_commit_callbacks: Any) -> None:
    article = story(people, "submitted")
    remark = on_passage(article, by=people.bagus)
    remarks.resolve(remark, by=people.bagus)
    with refused(ValidationError, "here or as a remark on the text"):
        workflow.send_back(article, by=people.bagus, note=" ")
    with django_capture_on_commit_callbacks(execute=True):
        workflow.send_back(article, by=people.bagus, note="Ringkas lagi.")
    assert "Sumbernya?" not in mail.outbox[0].body
    assert "on your list" not in mail.outbox[0].body


def test_open_remarks_are_advice_and_block_no_submission(people: People) -> None:
    article = story(people, "returned")
    remark = on_passage(article, by=people.bagus)
    (finding,) = [found for found in checklist.findings(article) if found.remark]
    assert (finding.remark, finding.blocks) == (remark.pk, False)
    assert "Sumbernya?" in finding.sentence
    more = [on_passage(article, by=people.bagus, text=f"Lagi {number}") for number in range(3)]
    (finding,) = [found for found in checklist.findings(Article.objects.get(pk=article.pk)) if found.remark]
    assert (finding.remark, finding.sentence) == (remark.pk, "4 remarks are still open.")
    workflow.submit(article, by=people.rina)
    for one in [remark, *more]:
        remarks.resolve(one, by=people.bagus)
    assert not [found for found in checklist.findings(Article.objects.get(pk=article.pk)) if found.remark]
