"""Comparing two versions: every field, word by word in texts, in bounded time."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import compare, contents, word_diff
from articles.contents import Contents
from articles.models import Article, Edition
from articles.word_diff import Block, Row, words
from tests.articles.test_merge import said

OTHER = {
    "section": {"id": 2, "name": "Daerah"},
    "lead_photo": {"id": 3, "alt": "Kios", "caption": "Kios buka", "credit": "Melati"},
    "topics": [{"id": 1, "name": "Pangan"}],
    "bylines": [{"journalist": 1, "name": "Rina", "role": "writer"}],
    "body": "<p>Lain.</p>",
    "embargo_until": "2030-01-02T06:00:00+07:00",
}


def labels(before: Contents, after: Contents) -> list[str]:
    return [change.name for change in compare.changes(before, after)]


def read(rows: list[Row], without: str) -> list[str]:
    """The old blocks (without "added"), or the new ones (without "removed")."""
    return ["".join(part.text for part in row.parts if part.change != without) for row in rows if row.change != without]


@pytest.mark.parametrize("name", compare.names())
def test_a_change_of_any_field_is_seen(name: str) -> None:
    field = next((field for field in contents.plain_fields() if field.name == name), None)
    boolean = field is not None and field.get_internal_type() == "BooleanField"
    before = said(**{name: False}) if boolean else said()
    after = said(**{name: True if boolean else OTHER.get(name, "Lain")})
    assert labels(before, after) == [name]
    assert compare.differ(before, after) == [name]


def test_no_field_that_people_write_is_left_out() -> None:
    """A field that is added to Article or Edition later must be stored, compared and restored too."""
    written = {field.name for field in Article._meta.get_fields() if getattr(field, "editable", False)}
    written -= {field.name for field in Article._meta.get_fields() if field.auto_created or not field.concrete}
    assert written - {"journalists", "id"} <= set(compare.names())
    shared = {field.name for field in Edition._meta.get_fields()} & {field.name for field in contents.plain_fields()}
    assert shared <= set(compare.names())


def test_the_words_of_a_photo_are_seen_one_by_one() -> None:
    photo = OTHER["lead_photo"]
    assert isinstance(photo, dict)
    for name in ("alt", "caption", "credit"):
        (change,) = compare.changes(said(lead_photo=photo), said(lead_photo={**photo, name: "Lain sekali"}))
        assert [row.change for row in change.rows].count("same") == 3
    in_text = '<figure data-photo="3"><figcaption></figcaption></figure>'
    for name in ("alt", "caption", "credit"):
        before = said(body=in_text, photos={"3": photo})
        assert labels(before, said(body=in_text, photos={"3": {**photo, name: "Lain sekali"}})) == ["body"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p>Satu <a href="https://a.test/">dua</a>.</p>', '<p>Satu <a href="https://b.test/">dua</a>.</p>'),
        ("<p>Satu dua.</p>", "<p>Satu <strong>dua</strong>.</p>"),
        ("<p>Satu.</p>", "<h2>Satu.</h2>"),
        ("<p>Satu.</p>", "<blockquote><p>Satu.</p></blockquote>"),
        ('<aside data-read-also="1"></aside>', '<aside data-read-also="2"></aside>'),
        ('<figure data-photo="3"><figcaption>A</figcaption></figure>', '<figure data-photo="3"></figure>'),
        (
            '<figure data-photo="3"><figcaption>A</figcaption></figure>',
            '<figure data-photo="4"><figcaption>A</figcaption></figure>',
        ),
    ],
)
def test_what_is_no_word_is_seen_too(before: str, after: str) -> None:
    assert labels(said(body=before), said(body=after)) == ["body"]


def test_a_reference_is_told_by_the_headline_of_its_target() -> None:
    after = said(body='<aside data-read-also="7"></aside>')
    (change,) = compare.changes(said(body=""), after, {7: "Panen Raya di Demak"})
    assert "Panen Raya di Demak" in change.rows[0].parts[0].text


def test_prose_is_compared_word_by_word() -> None:
    before = [Block("", words("Harga beras naik 12 persen, kata pedagang."))]
    after = [Block("", words("Harga beras naik 15 persen, kata pedagang dan Bulog."))]
    (row,) = word_diff.rows(before, after)
    assert [(part.change, part.text) for part in row.parts if part.change != "same"] == [
        ("removed", "12"),
        ("added", "15"),
        ("added", " dan Bulog"),
    ]


def test_a_paragraph_put_in_between_leaves_its_neighbours_alone() -> None:
    texts = ["Harga beras naik lagi.", "Panen mundur dua minggu.", "Bulog menambah pasokan."]
    before = [Block("", words(text)) for text in texts]
    after = [before[0], Block("", words("Sama sekali baru.")), Block("", words("Panen mundur tiga minggu.")), before[2]]
    assert [row.change for row in word_diff.rows(before, after)] == ["same", "added", "changed", "same"]


def test_long_runs_without_a_change_are_left_out() -> None:
    before = [Block("", words(f"Paragraf nomor {number}.")) for number in range(20)]
    rows = word_diff.shortened(word_diff.rows(before, [*before[:10], Block("", words("Baru.")), *before[10:]]))
    assert [row.unchanged for row in rows] == [9, 0, 0, 0, 9]


_texts = st.lists(st.text(alphabet="ab ,.", max_size=12), max_size=6)


@settings(max_examples=200, deadline=None)
@given(_texts, _texts)
def test_both_texts_can_be_read_out_of_the_comparison(before: list[str], after: list[str]) -> None:
    one, other = ([Block("", words(text)) for text in texts] for texts in (before, after))
    rows = word_diff.rows(one, other)
    assert read(rows, without="added") == before
    assert read(rows, without="removed") == after


@pytest.mark.parametrize("shape", ["one long paragraph", "a thousand alike", "two words", "a real rewrite"])
def test_no_text_takes_long(shape: str) -> None:
    """About 14,000 words each. The limit of 5 s is ten times the usual time, so that a busy machine fails no test."""
    chance = random.Random(7)
    vocabulary = [f"kata{number}" for number in range(3000)]

    def paragraph(length: int, of: list[str]) -> Block:
        return Block("", words(" ".join(chance.choice(of) for _word in range(length))))

    if shape == "one long paragraph":
        sides = [[paragraph(14_000, vocabulary[:100])] for _side in range(2)]
    elif shape == "a thousand alike":
        sides = [[paragraph(1, ["a", "b"]) for _block in range(10_000)] for _side in range(2)]
    elif shape == "two words":
        sides = [[paragraph(14_000, ["a", "b"])] for _side in range(2)]
    else:
        before = [paragraph(50, vocabulary) for _block in range(280)]
        after = [
            Block("", tuple(word if chance.random() > 0.1 else (chance.choice(vocabulary), "") for word in block.words))
            for block in before
        ]
        sides = [before, after]
    began = time.perf_counter()
    word_diff.rows(*sides)
    assert time.perf_counter() - began < 5
