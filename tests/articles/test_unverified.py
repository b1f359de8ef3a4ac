"""Stories that are published before they could be verified (Pedoman Pemberitaan Media Siber 2c, d)."""

from django.core.exceptions import ValidationError

from articles import compare, contents, workflow
from articles.models import Article, Edition
from tests import cast
from tests.articles.scenes import People, minute, refused

REASON = "Bupati belum dapat dihubungi sejak pagi, sementara warga harus segera mengungsi."
SOURCE = "Camat Cisolok, Dedi Rahmat"


def unverified(people: People) -> Edition:
    article = cast.draft(people.rina, unverified=REASON, sources=SOURCE)
    workflow.submit(article, by=people.rina, now=minute(1))
    return workflow.approve(article, by=people.bagus, version=article.version, now=minute(2))


def update(people: People, edition: Edition, **changes: str) -> Article:
    article = Article.objects.get(pk=edition.article_id)
    workflow.revise(article, by=people.rina, now=minute(3))
    for name, value in changes.items():
        setattr(article, name, value)
    workflow.save(article, by=people.rina, version=article.version, now=minute(4))
    workflow.submit(article, by=people.rina, now=minute(5))
    return article


def test_the_edition_keeps_what_was_not_verified_and_the_desk_finds_it(people: People) -> None:
    edition = unverified(people)
    assert edition.unverified == REASON
    assert Edition.objects.unverified().get() == edition
    cast.published(people.rina, people.bagus)
    assert Edition.objects.unverified().get() == edition


def test_the_reason_is_a_sentence_for_the_readers(people: People) -> None:
    article, rina = cast.draft(people.rina, unverified="belum", sources=SOURCE), people.rina
    with refused(ValidationError, "what is not verified yet"):
        workflow.submit(article, by=rina)


def test_readers_learn_whose_word_it_is(people: People) -> None:
    article, rina = cast.draft(people.rina, unverified=REASON), people.rina
    with refused(ValidationError, "whose word it is"):
        workflow.submit(article, by=rina)


def test_the_mark_lets_nothing_else_pass(people: People) -> None:
    """Marking a story as unverified replaces neither the right of reply nor the second pair of eyes."""
    article, rina = cast.draft(people.rina, unverified=REASON, sources=SOURCE, harms_party=True), people.rina
    with refused(ValidationError, "may harm somebody"):
        workflow.submit(article, by=rina)


def test_a_plain_update_leaves_the_mark(people: People) -> None:
    article = update(people, unverified(people), headline="Warga Cisolok Mengungsi ke Balai Desa")
    edition = workflow.approve(article, by=people.bagus, version=article.version, now=minute(6))
    assert edition.unverified == REASON


def test_the_update_that_verifies_tells_the_readers_what_was_verified(people: People) -> None:
    article, bagus = update(people, unverified(people), unverified=""), people.bagus
    with refused(ValidationError, "what was verified since"):
        workflow.approve(article, by=bagus, version=article.version)
    edition = workflow.approve(
        article, by=bagus, version=article.version, public_note="Bupati membenarkan.", now=minute(6)
    )
    assert edition.unverified == ""
    assert [(note["kind"], note["note"]) for note in edition.notes] == [("verified", "Bupati membenarkan.")]
    assert not Edition.objects.unverified().exists()


def test_an_emergency_is_no_way_around_telling_them(people: People) -> None:
    article, sari = update(people, unverified(people), unverified=""), people.sari
    with refused(ValidationError, "what was verified since"):
        workflow.publish_in_emergency(article, by=sari, version=article.version, reason="Warga bertanya.")


def test_what_proved_wrong_is_a_correction_and_not_a_verification(people: People) -> None:
    article = update(people, unverified(people), unverified="")
    edition = workflow.approve(
        article,
        by=people.bagus,
        version=article.version,
        kind=Edition.Kind.CORRECTION,
        public_note="Tidak ada perintah mengungsi.",
        now=minute(6),
    )
    assert edition.notes[-1]["kind"] == "correction"


def test_a_retraction_says_nothing_of_it_any_more(people: People) -> None:
    edition = unverified(people)
    article = Article.objects.get(pk=edition.article_id)
    workflow.retract(article, by=people.sari, ground=Edition.Ground.WRONG, explanation="Kabar itu palsu.")
    assert not Edition.objects.unverified().exists()


def test_it_is_compared_and_restored_like_every_field(people: People) -> None:
    edition = unverified(people)
    article = update(people, edition, unverified="")
    found = compare.changes(contents.of_edition(edition), contents.of(article))
    assert [change.name for change in found] == ["unverified"]
    workflow.withdraw_submission(article, by=people.rina)
    workflow.discard_update(article, by=people.rina)
    assert article.unverified == REASON
