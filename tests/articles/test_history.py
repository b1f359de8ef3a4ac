"""The history of the working copy: it keeps every save, and an autosave until the same window replaces it."""

from uuid import uuid4

import pytest

from articles import contents, workflow
from articles.models import Article, Byline, Draft, Edition
from articles.workflow import Conflict
from tests import cast
from tests.articles.scenes import People, minute, story

Kind = Draft.Kind
PLAIN = {field.name for field in contents.plain_fields()}


def kept(article: Article) -> list[tuple[int, str, str]]:
    """(version, kind, headline) of each stored version, oldest first."""
    rows = article.drafts.stood().order_by("version")
    return [(row.version, row.kind, row.contents["headline"]) for row in rows]


def write(article: Article, headline: str, **how: object) -> Article:
    article.headline = headline
    how = {"by": article.reporter, "version": article.version, **how}
    return workflow.save(article, **how)  # type: ignore[arg-type]


def test_every_save_is_kept_with_all_its_fields(people: People) -> None:
    article = story(people, "draft")
    pangan, photo = cast.topic("Pangan"), cast.photo(people.rina)
    article.lead_photo, article.body = (
        photo,
        f'<p>A.</p><figure data-photo="{photo.pk}"><figcaption>B</figcaption></figure>',
    )
    names = [Byline(journalist=people.dewi.journalist), Byline(journalist=people.rina.journalist, role="contributor")]
    write(article, "Dua", bylines=names, topics=[pangan])
    assert [version for version, _kind, _headline in kept(article)] == [1, 2]
    said = article.drafts.get(version=2).contents
    assert set(said) == PLAIN | {"section", "lead_photo", "topics", "bylines", "photos"}
    assert (said["headline"], said["section"]["name"], said["topics"]) == (
        "Dua",
        "Nasional",
        [{"id": pangan.pk, "name": "Pangan"}],
    )
    assert [(line["name"], line["role"]) for line in said["bylines"]] == [("Dewi", "writer"), ("Rina", "contributor")]
    assert said["lead_photo"]["alt"] == said["photos"][str(photo.pk)]["alt"] == photo.alt


def test_what_a_version_said_can_be_put_back_whole(people: People) -> None:
    article = story(people, "draft")
    article.harms_party, article.seo_title = True, "Beras"
    write(article, "Dua", topics=[cast.topic("Pangan")])
    other = story(people, "draft")
    bylines, topics = contents.put(contents.of(article), other)
    assert contents.same(contents.of(other, bylines=bylines, topics=topics), contents.of(article))
    assert other.harms_party


def test_an_edition_and_the_version_that_was_approved_say_the_same(people: People) -> None:
    article = cast.draft(people.rina, topics=[cast.topic()], lead_photo=cast.photo(people.rina), slug="beras")
    workflow.submit(article, by=people.rina)
    edition = workflow.approve(article, by=people.bagus, version=article.version)
    of_edition, of_article = contents.of_edition(edition), contents.of(article)
    for_the_desk = {"harms_party"}  # not public; an edition must have all other fields
    assert set(of_article) - set(of_edition) <= for_the_desk
    assert {name: of_article[name] for name in of_edition} == of_edition


def test_an_autosave_of_one_window_replaces_the_one_before(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    for headline in ("Dua", "Tiga", "Empat"):
        write(article, headline, kind=Kind.AUTOSAVED, sheet=sheet)
    assert kept(article)[1:] == [(4, "autosaved", "Empat")]
    write(article, "Lima", sheet=sheet)
    assert kept(article)[1:] == [(5, "saved", "Lima")]
    write(article, "Enam", kind=Kind.AUTOSAVED, sheet=sheet)
    assert [headline for _version, _kind, headline in kept(article)[1:]] == ["Lima", "Enam"]


def test_an_autosave_never_replaces_the_text_of_another_window_or_person(people: People) -> None:
    article = story(people, "draft")
    write(article, "Rina", kind=Kind.AUTOSAVED, sheet=uuid4())
    write(article, "Rina di ponsel", kind=Kind.AUTOSAVED, sheet=uuid4())
    write(article, "Bagus", by=people.bagus, kind=Kind.AUTOSAVED, sheet=uuid4())
    assert [headline for _version, _kind, headline in kept(article)[1:]] == ["Rina", "Rina di ponsel", "Bagus"]


def test_after_ten_minutes_of_typing_an_autosave_is_kept_for_good(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    for number in range(0, 25, 3):
        write(article, f"Menit {number}", kind=Kind.AUTOSAVED, sheet=sheet, now=minute(number))
    assert [headline for _version, _kind, headline in kept(article)[1:]] == ["Menit 9", "Menit 21", "Menit 24"]


def test_an_autosave_that_an_editor_has_acted_upon_is_kept(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    write(article, "Diajukan", kind=Kind.AUTOSAVED, sheet=sheet)
    workflow.submit(article, by=people.rina)
    workflow.send_back(article, by=people.bagus, note="Siapa?")
    write(article, "Diperbaiki", kind=Kind.AUTOSAVED, sheet=sheet)
    assert [headline for _version, _kind, headline in kept(article)[1:]] == ["Diajukan", "Diperbaiki"]


def test_a_window_that_never_heard_the_answer_goes_on_from_its_own_version(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    write(article, "Dua", kind=Kind.AUTOSAVED, sheet=sheet)
    write(article, "Tiga", version=1, kind=Kind.AUTOSAVED, sheet=sheet)
    write(article, "Empat", version=1, sheet=sheet)
    assert (article.version, kept(article)[-1]) == (4, (4, "saved", "Empat"))


@pytest.mark.parametrize("who", ["rina", "bagus"])
def test_a_window_goes_on_over_nobody_elses_text(people: People, who: str) -> None:
    article, sheet, other = story(people, "draft"), uuid4(), uuid4()
    write(article, "Dua", sheet=sheet)
    write(article, "Tiga", by=people[who], sheet=other)
    for stale in (1, 2):
        with pytest.raises(Conflict, match="was changed while you had it open"):
            write(article, "Empat", version=stale, sheet=sheet)
    with pytest.raises(Conflict):
        write(article, "Empat", version=1, sheet=other)
    assert Article.objects.get(pk=article.pk).headline == "Tiga"


def test_the_window_of_another_person_is_not_ones_own(people: People) -> None:
    article, sheet = story(people, "draft"), uuid4()
    write(article, "Dua", sheet=sheet)
    with pytest.raises(Conflict):
        write(article, "Tiga", by=people.bagus, version=1, sheet=sheet)


def test_a_discarded_update_stays_in_the_history(people: People) -> None:
    article = story(people, "rewritten")
    headline, live = article.headline, Edition.objects.live().get()
    workflow.discard_update(article, by=people.rina)
    assert [row[2] for row in kept(article)] == [live.headline, headline, live.headline]


def test_a_photo_whose_words_change_later_does_not_rewrite_what_was_kept(people: People) -> None:
    photo = cast.photo(people.rina, alt="Karung beras")
    article = cast.draft(people.rina, lead_photo=photo)
    photo.alt = "Karung jagung"
    photo.save()
    assert article.drafts.get().contents["lead_photo"]["alt"] == "Karung beras"
    assert contents.of(Article.objects.get(pk=article.pk))["lead_photo"]["alt"] == "Karung jagung"


def test_who_is_kept_as_the_hand_is_who_saved(people: People) -> None:
    article = story(people, "draft")
    write(article, "Dua", by=people.bagus)
    assert [row.by for row in article.drafts.order_by("version")] == [people.rina, people.bagus]
