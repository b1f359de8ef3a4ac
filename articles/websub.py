"""Tells a WebSub hub which feeds have changed, so that its subscribers get news at once. Called by `tick`.

Nothing waits for it: if the hub is slow or down, the next minute tries again, and feed readers that poll never notice.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction

from articles import turns
from articles.models import Edition, EditionByline, EditionTopic, HubCall

log = logging.getLogger(__name__)

TIMEOUT = 5  # seconds; tick has other duties
LOOK_BACK = timedelta(hours=1)  # after a longer gap, feeds have been polled anyway
MOST = 200  # editions per call; an imported archive is not news
FEEDS = ("rss/", "atom/", "feed.json")


def tell_hub(*, now: datetime) -> None:
    """One call for all editions that went live since the last successful one. At most six queries."""
    if not settings.WEBSUB_HUB:
        return
    since = HubCall.objects.filter(pk=HubCall.ONLY).values_list("told_until", flat=True).first()
    with transaction.atomic():
        turns.take()  # what began before `now` is committed then, and what begins later is told by the next call
        feeds = changed_feeds(max(since or now - LOOK_BACK, now - LOOK_BACK), now)
    if feeds:
        try:
            _publish(feeds)
        except OSError as failure:  # no connection, a timeout, or an error response
            log.warning("websub: %s was not told: %s", settings.WEBSUB_HUB, failure)
            return
    HubCall.objects.update_or_create(pk=HubCall.ONLY, defaults={"told_until": now})


def changed_feeds(since: datetime, until: datetime) -> list[str]:
    """The URLs of all feeds in which an edition of this time span appears or disappears. Three queries."""
    begun = Edition.objects.begun(until).filter(live_from__gt=since, kind__in=Edition.Kind.values)  # uses the index
    editions = dict(begun.values_list("pk", "section__slug")[:MOST])
    if not editions:
        return []
    topics = EditionTopic.objects.filter(edition__in=editions).values_list("topic__slug", flat=True)
    people = EditionByline.objects.filter(edition__in=editions).values_list("journalist__slug", flat=True)
    return _addresses(
        [
            "/",
            *(f"/{slug}/" for slug in editions.values()),
            *(f"/topik/{slug}/" for slug in topics),
            *(f"/penulis/{slug}/" for slug in people),
        ]
    )


def _addresses(pages: Iterable[str]) -> list[str]:
    return [settings.SITE_URL.rstrip("/") + page + feed for page in dict.fromkeys(pages) for feed in FEEDS]


def _publish(feeds: list[str]) -> None:
    said = urlencode([("hub.mode", "publish"), *(("hub.url", address) for address in feeds)])
    with urlopen(Request(settings.WEBSUB_HUB, said.encode()), timeout=TIMEOUT):  # noqa: S310  (checked in settings)
        pass
