"""How long a story's intermediate versions are kept. Enforced every night by `manage.py purge`.

A version goes only when it is beyond a number *and* older than an age, so that a burst of saves cannot push others out.
What was approved, what an editor has read or acted upon, the current text and unsaved texts are never deleted.
"""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from articles.models import Draft, Edition, Reading, Step
from articles.querysets import DraftQuerySet

KEPT = 50  # newest drafts of a story; a story worked on for a month has about fifty
LEAST_AGE = timedelta(days=90)  # complaints come weeks later, and then earlier versions matter

_WRITING = (Step.Verb.CREATE, Step.Verb.EDIT, Step.Verb.TAKE_OVER)


def purge(*, now: datetime, most: int) -> dict[str, int]:
    """Delete drafts that are both beyond KEPT and older than LEAST_AGE. Returns how many."""
    drafts = Draft.objects.exclude(kind=Draft.Kind.UNSAVED)
    long_histories = drafts.order_by().values("article").annotate(number=Count("pk")).filter(number__gt=KEPT)
    newest_first = [F("at").desc(), F("pk").desc()]
    places = drafts.filter(article__in=long_histories.values("article")).order_by()
    places = places.annotate(place=Window(RowNumber(), partition_by=F("article"), order_by=newest_first))
    old = Draft.objects.filter(pk__in=places.filter(place__gt=KEPT).values("pk"), at__lt=now - LEAST_AGE)
    gone = list(_without_what_counts(old).order_by("at", "pk").values_list("pk", flat=True)[:most])
    Draft.objects.filter(pk__in=gone).delete()
    return {"drafts": len(gone)}


def _without_what_counts(drafts: DraftQuerySet) -> DraftQuerySet:
    this = {"article": OuterRef("article"), "version": OuterRef("version")}
    approved = Edition.objects.filter(**this)
    read = Reading.objects.filter(
        Q(version=OuterRef("version")) | Q(before=OuterRef("version")), article=this["article"]
    )
    acted_upon = Step.objects.filter(**this).exclude(verb__in=_WRITING)
    kept = Exists(approved) | Exists(read) | Exists(acted_upon)
    return drafts.exclude(kept).exclude(version=F("article__version"))
