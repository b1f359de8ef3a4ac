from django.db import models

from articles.models.edition import Edition
from articles.querysets import EditionPartQuerySet


class SearchEntry(models.Model):
    """What search needs to rank an edition. The full-text index is a separate table: see articles/search/engines.py.

    `place` sorts by date and is the key in that table. `strong` has what counts more than the running text, one line
    each: the headline as written, its stems, those of deck and names, and stems that occur often.
    """

    place = models.BigIntegerField(primary_key=True)
    # CASCADE: derived from the edition, which is never deleted.
    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    strong = models.TextField()

    objects = EditionPartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.place}: {self.edition_id}"


class SearchWord(models.Model):
    """A word that has occurred in some edition, for “did you mean”. Whether it is in a live one, a search must tell."""

    word = models.CharField(max_length=30, primary_key=True)
    skeleton = models.CharField(max_length=30, db_index=True)  # see articles.search.index.skeleton

    def __str__(self) -> str:
        return self.word
