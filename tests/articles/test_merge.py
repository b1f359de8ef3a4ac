"""Merging: changes of one side are taken, conflicts are left to a person, and no word of either text is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body, body_shape, compare, contents, merge
from articles.contents import Contents
from articles.merge import Side

BASE = "<p>Satu.</p><p>Dua.</p><p>Tiga.</p>"


def said(**fields: object) -> Contents:
    plain: Contents = {field.name: "" for field in contents.plain_fields()}
    rest = {"section": None, "lead_photo": None, "topics": [], "bylines": [], "photos": {}}
    return {**plain, **rest, "headline": "Judul", "body": BASE, **fields}


def proposed(base: Contents | None, theirs: Contents, mine: Contents) -> dict[str, Side | None]:
    return {question.name: question.proposed for question in merge.questions(base, theirs, mine)}


def test_what_only_one_side_changed_is_proposed_and_what_both_changed_is_asked() -> None:
    theirs = said(headline="Judul mereka", deck="Ringkasan mereka")
    mine = said(headline="Judul saya", sources="BPS")
    assert proposed(said(), theirs, mine) == {"headline": None, "deck": Side.THEIRS, "sources": Side.MINE}


def test_the_same_change_on_both_sides_is_no_question() -> None:
    assert proposed(said(), said(headline="Baru"), said(headline="Baru")) == {}


def test_without_the_version_both_began_from_everything_is_asked() -> None:
    assert proposed(None, said(headline="A", deck="x"), said(headline="B")) == {"headline": None, "deck": None}


def test_topics_and_names_are_fields_too() -> None:
    theirs = said(topics=[{"id": 1, "name": "Pangan"}])
    mine = said(bylines=[{"journalist": 1, "name": "Rina", "role": "writer"}], lead_photo={"id": 7, "alt": "x"})
    assert proposed(said(), theirs, mine) == {"topics": Side.THEIRS, "bylines": Side.MINE, "lead_photo": Side.MINE}


def test_paragraphs_changed_in_different_places_come_together() -> None:
    theirs, mine = BASE.replace("Satu.", "Satu lagi."), BASE + "<p>Empat.</p>"
    (question,) = merge.questions(said(), said(body=theirs), said(body=mine))
    assert (question.proposed, question.both) == (
        Side.BOTH,
        "<p>Satu lagi.</p><p>Dua.</p><p>Tiga.</p><p>Empat.</p>",
    )


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        ("<p>Satu.</p><p>Dua A.</p><p>Tiga.</p>", "<p>Satu.</p><p>Dua B.</p><p>Tiga.</p>"),
        (BASE + "<p>A.</p>", BASE + "<p>B.</p>"),
        ("<p>Satu.</p><p>Tiga.</p>", "<p>Satu.</p><p>Dua B.</p><p>Tiga.</p>"),
        ("", BASE + "<p>B.</p>"),
    ],
)
def test_a_place_that_both_changed_is_never_decided_for_them(theirs: str, mine: str) -> None:
    (question,) = merge.questions(said(), said(body=theirs), said(body=mine))
    assert (question.proposed, question.both) == (None, None)


def test_an_answer_is_needed_for_every_question() -> None:
    theirs, mine = said(headline="A", deck="a"), said(headline="B", deck="b")
    asked = merge.questions(None, theirs, mine)
    assert merge.answered(asked, {"headline": "mine"}, theirs, mine) is None
    assert merge.answered(asked, {"headline": "mine", "deck": "both"}, theirs, mine) is None
    merged = merge.answered(asked, {"headline": "mine", "deck": "theirs"}, theirs, mine)
    assert merged
    assert (merged["headline"], merged["deck"]) == ("B", "a")


_blocks = st.lists(
    st.sampled_from(["<p>A.</p>", "<p>B.</p>", "<h2>C</h2>", '<aside data-read-also="3"></aside>']), max_size=7
)


@settings(max_examples=150, deadline=None)
@given(_blocks, _blocks, _blocks)
def test_together_never_invents_and_one_side_alone_changes_everything_it_changed(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    old, left, right = ("".join(blocks) for blocks in (base, theirs, mine))
    assert merge.paragraphs(old, left, old) == left
    assert merge.paragraphs(old, old, right) == right
    assert merge.paragraphs(old, left, left) == left
    both = merge.paragraphs(old, left, right)
    if both is not None:
        assert set(body_shape.blocks(both)) <= {*base, *theirs, *mine}


@pytest.mark.parametrize(
    "html",
    [
        '<p>Satu <strong>dua</strong>, <a href="https://a.test/" rel="noopener">tiga</a>.</p><h2>B &amp; C</h2>',
        "<ul><li><p>Beras</p></li><li><p>Jagung</p><ul><li><p>Pipil</p></li></ul></li></ul><p>Lalu.</p>",
        '<figure data-photo="4"><figcaption>Kios <em>itu</em></figcaption></figure><p>A.</p>',
        "<blockquote><p>“A.”</p><p>B.</p></blockquote>",
    ],
)
def test_a_body_is_its_blocks(html: str) -> None:
    html = body.clean(html)
    assert body.clean("".join(body_shape.blocks(html))) == html
    assert compare.blocks(said(body=html), "body", {})
