from django.db import models

from articles.models.edition import Edition
from articles.querysets import EditionPartQuerySet


class SearchEntry(models.Model):
    """An edition as search ranks it. The index itself is a table of each engine's own: see articles/search/engines.py.

    `place` says where it stands by date, newest first, and is its key in that table. `strong` holds what counts more
    than the running text, one line each: headline as written, headline, deck and names, words that come up often.
    """

    place = models.BigIntegerField(primary_key=True)
    # CASCADE: made from the edition, which is never deleted.
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    strong = models.TextField()

    objects = EditionPartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.place}: {self.edition_id}"


class SearchWord(models.Model):
    """A word that some edition has printed, for “did you mean”. Whether it is printed now, a search must tell."""

    word = models.CharField(max_length=30, primary_key=True)
    skeleton = models.CharField(max_length=30, db_index=True)  # without vowels and doubles: what typing errors leave

    def __str__(self) -> str:
        return self.word
