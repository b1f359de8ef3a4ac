import pytest

from articles import permissions
from articles.models import Article
from tests import cast
from tests.articles.scenes import OUTSIDERS, People, story

DESK = ["rina", "dewi", "bagus", "sari", "root"]


def test_whoever_writes_or_edits_is_on_the_desk(people: People) -> None:
    assert all(permissions.is_on_the_desk(people[who]) for who in DESK)
    assert not any(permissions.is_on_the_desk(people[who]) for who in OUTSIDERS)


def test_editors_see_every_story_and_reporters_their_own(people: People) -> None:
    mine, theirs = cast.draft(people.rina), cast.draft(people.dewi)
    assert list(Article.objects.visible_to(people.rina)) == [mine]
    assert list(Article.objects.visible_to(people.dewi)) == [theirs]
    for who in ("bagus", "sari", "root"):
        assert set(Article.objects.visible_to(people[who])) == {mine, theirs}
    for who in OUTSIDERS:
        assert not Article.objects.visible_to(people[who]).exists()


def test_the_list_and_the_question_agree(people: People) -> None:
    article = cast.draft(people.rina)
    for who in [*DESK, *OUTSIDERS]:
        seen = Article.objects.visible_to(people[who]).filter(pk=article.pk).exists()
        assert seen == permissions.can_see(people[who], article), who


@pytest.mark.parametrize(
    ("state", "reporter", "editor"),
    [
        ("draft", True, True),
        ("returned", True, True),
        ("submitted", False, True),
        ("published", False, False),
        ("rewritten", True, True),
        ("retracted", False, False),
    ],
)
def test_who_may_change_the_text(people: People, state: str, reporter: bool, editor: bool) -> None:
    article = story(people, state)
    assert permissions.can_change(people.rina, article) == reporter
    assert permissions.can_change(people.bagus, article) == editor
    assert not permissions.can_change(people.dewi, article)
    assert not permissions.can_change(people.putri, article)
