import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from newsroom.duties import texts
from newsroom.duties.models import Policy


@pytest.mark.django_db
def test_the_first_texts_are_clean_as_they_stand() -> None:
    first = Policy.objects.filter(version=1)
    assert len(first) == 4
    for text in first:
        assert texts.clean(text.body) == text.body


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p onclick=x()>A</p>", "<p>A</p>"),
        ("<script>alert(1)</script><p>A</p>", "<p>A</p>"),
        ('<a href="javascript:x()">A</a>', "<a>A</a>"),
        ('<p style="color:red">A</p>', "<p>A</p>"),
        ("<h1>A</h1>", "A"),
        ('<a href="/hak-jawab/">A</a>', '<a href="/hak-jawab/">A</a>'),
        ('<img src=x onerror="x()">', ""),
        ("<p>A", "<p>A</p>"),
    ],
)
def test_only_the_tags_of_a_text_are_kept(written: str, kept: str) -> None:
    assert texts.clean(written) == kept


@given(st.text(alphabet="<>/=\"ahpscriptonel &;'", max_size=80))
def test_cleaning_again_changes_nothing(html: str) -> None:
    once = texts.clean(html)
    assert texts.clean(once) == once
    assert "<script" not in once


@pytest.mark.django_db
def test_a_new_text_is_cleaned_and_gets_the_next_number() -> None:
    text = Policy(kind="privacy", body="<p>Baru</p><script>x</script>")
    text.clean()
    assert (text.version, text.body) == (2, "<p>Baru</p>")


@pytest.mark.django_db
def test_a_text_without_words_is_refused() -> None:
    with pytest.raises(ValidationError):
        Policy(kind="privacy", body="<script>x</script>").clean()


@pytest.mark.django_db
def test_versions_come_into_force_in_their_order() -> None:
    first = Policy.objects.current(Policy.Kind.PRIVACY)
    with pytest.raises(ValidationError):
        Policy(kind="privacy", body="<p>A</p>", in_force_from=first.in_force_from - timezone.timedelta(days=1)).clean()


@pytest.mark.django_db
def test_a_published_text_is_not_changed() -> None:
    text = Policy.objects.current(Policy.Kind.PRIVACY)
    text.body = "<p>Lain</p>"
    with pytest.raises(ValidationError):
        text.save()
