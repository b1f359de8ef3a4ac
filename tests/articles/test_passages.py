from hypothesis import assume, given
from hypothesis import strategies as st

from articles import body, passages
from articles.passages import Block, Passage, Place

TEXT = [
    Block("p", "Harga beras naik di Pasar Senen."),
    Block("h2", "Sebab"),
    Block("p", "Panen mundur di Pasar Senen."),
]
words = st.text(alphabet="abc de,.“”", min_size=1, max_size=60).map(passages.tidy).map(str.strip).filter(bool)
texts = st.lists(words.map(lambda text: Block("p", text)), min_size=1, max_size=6)


def test_blocks_are_what_holds_words_in_their_order() -> None:
    html = body.clean(
        "<p>Satu <strong>dua</strong>.</p><h2>Judul &amp; sub</h2><ul><li>butir</li><li><p>lagi</p></li></ul>"
        '<blockquote><p>Kutipan.</p></blockquote><aside data-read-also="3"></aside>'
        '<figure data-photo="1"><figcaption>Keterangan.</figcaption></figure><p>Akhir.</p>'
    )
    assert passages.blocks(html) == [
        Block("p", "Satu dua."),
        Block("h2", "Judul & sub"),
        Block("li", "butir"),
        Block("p", "lagi"),
        Block("p", "Kutipan."),
        Block("figcaption", "Keterangan."),
        Block("p", "Akhir."),
    ]
    assert passages.blocks("") == []


def test_of_two_places_with_the_same_words_the_right_one_is_found() -> None:
    second = passages.passage(TEXT, 2, 13, 27)
    assert second.quote == "di Pasar Senen"
    assert passages.find(TEXT, second) == Place(2, 13)
    moved = [Block("p", "Tambahan."), *TEXT]
    assert passages.find(moved, second) == Place(3, 13)


def test_it_is_found_after_the_words_around_it_were_changed_and_not_after_it_was_itself() -> None:
    place = passages.passage(TEXT, 0, 6, 16)
    assert place.quote == "beras naik"
    assert passages.find([Block("p", "Menurut dia, harga beras naik lagi di Senen.")], place) == Place(0, 19)
    assert passages.find([Block("p", "Harga beras turun di Pasar Senen.")], place) is None


def test_a_short_quote_is_not_found_in_a_place_where_nothing_is_as_it_was() -> None:
    assert passages.find([Block("p", "xx di yy")], Passage("di", "pergi ", " kota")) is None
    assert passages.find([Block("p", "xx Kepala Pasar Senen itu yy")], Passage("Kepala Pasar Senen itu", "a", "b"))


def test_nothing_is_found_for_nothing() -> None:
    assert passages.find(TEXT, Passage("  ")) is None
    assert passages.find([], Passage("beras")) is None


@given(texts, st.data())
def test_every_passage_is_found_where_it_was_taken(found: list[Block], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(found) - 1))
    text = found[number].text
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    taken = passages.passage(found, number, start, end)
    assume(taken.quote == taken.quote.strip())
    place = passages.find(found, taken)
    assert place is not None
    assert found[place.block].text[place.start :].startswith(taken.quote)
    assert taken.prefix.endswith(found[place.block].text[: place.start][-len(taken.prefix) :]) or place.start == 0


@given(texts, words, st.integers(0, 5))
def test_a_paragraph_put_in_elsewhere_does_not_lose_it(found: list[Block], added: str, where: int) -> None:
    taken = passages.passage(found, 0, 0, len(found[0].text))
    changed = [*found[:where], Block("p", added), *found[where:]]
    place = passages.find(changed, taken)
    assert place is not None
    assert changed[place.block].text[place.start :].startswith(taken.quote)
