"""The text of editions as readers get it, with current references, for pages and feeds."""

from collections.abc import Iterable

from articles import body
from articles.models import Edition


def texts(editions: Iterable[Edition]) -> dict[int, str]:
    """The text of each edition, by id, with references resolved. One query if there are any."""
    editions = list(editions)
    wanted = {pk for edition in editions for pk in body.read_also_ids(edition.html)}
    targets = {}
    if wanted:
        found = Edition.objects.live().standing().filter(article__in=wanted)
        targets = {pk: (headline, path) for pk, headline, path in found.values_list("article", "headline", "path")}
    return {edition.pk: _resolved(edition, targets) for edition in editions}


def _resolved(edition: Edition, targets: dict[int, tuple[str, str]]) -> str:
    """Leaves out references of a story to itself."""
    return body.resolve(edition.html, {pk: target for pk, target in targets.items() if pk != edition.article_id})
