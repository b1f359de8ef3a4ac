"""The four-eyes rule: nobody approves what they wrote or changed themselves, not even a superuser."""

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from articles.models import Article, BylineRole, Edition, EditionByline, Step
from articles.permissions import may_edit_others
from newsroom.accounts.models import User

_APPROVALS = (Step.Verb.APPROVE, Step.Verb.SECOND_READ, Step.Verb.RELEASE, Step.Verb.RESCHEDULE)


def is_second_pair_of_eyes(user: User, article: Article) -> bool:
    """Whether this person may approve: not in the byline, and has not changed the text since the last approved edition.

    Two queries.
    """
    if article.reporter_id == user.pk:
        return False
    if article.bylines.filter(journalist__user=user).exists():
        return False
    return user.pk not in changed_since_last_edition(article)


def changed_since_last_edition(article: Article) -> set[int]:
    """The ids of everybody who started or changed what nobody else has approved yet. One query.

    Cancelled editions do not count; one published in an emergency counts once its second reader has confirmed it.
    """
    return set(_hands(article, _approvals(article)).values_list("by_id", flat=True))


def can_read_emergency(user: User, edition: Edition) -> bool:
    """Whether this person may be the second reader of an emergency edition: not who published, wrote or changed it.

    At most four queries.
    """
    if not may_edit_others(user) or user.pk in (edition.approved_by_id, edition.article.reporter_id):
        return False
    names = EditionByline.objects.filter(edition=edition, journalist__user=user).exclude(role=BylineRole.EDITOR)
    if names.exists():
        return False
    before = _approvals(edition.article).filter(edition__number__lt=edition.number)
    return not _hands(edition.article, before).filter(by=user, version__lte=edition.version).exists()


def _approvals(article: Article) -> QuerySet[Step]:
    """The steps by which a second person approved an edition that was not cancelled.

    Releases of bundles and other moments count too: only what was approved before goes live, word for word.
    """
    stands = Q(edition__live_until=None) | Q(edition__live_until__gt=F("edition__live_from"))
    return article.steps.filter(stands, verb__in=_APPROVALS)


def _hands(article: Article, approvals: QuerySet[Step]) -> QuerySet[Step]:
    """Each person's first change after the newest approved version."""
    newest = approvals.order_by("-edition__version").values("edition__version")[:1]
    changes = article.steps.filter(verb__in=(Step.Verb.CREATE, Step.Verb.EDIT))
    return changes.filter(version__gt=Coalesce(Subquery(newest), 0)).order_by()
