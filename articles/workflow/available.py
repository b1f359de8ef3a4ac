"""What readers see of a story at this moment, and which verbs a person can use on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles import checklist, embargo, four_eyes, permissions
from articles.models import Article, BundleStory, Edition, Step
from articles.workflow.bundles import place_of
from articles.workflow.publishing import awaiting_second_reader
from articles.workflow.rules import RULES, Legal, Verb
from articles.workflow.safeguards import is_cleared
from newsroom.accounts.models import User


@dataclass(frozen=True)
class Standing:
    """What readers see of a story, what they will see, and the emergency edition that still needs a second reader.

    `place` is its place in a bundle that is not live yet.
    """

    live: Edition | None
    scheduled: Edition | None
    unread: Edition | None
    place: BundleStory | None = None

    @property
    def is_approved_for_later(self) -> bool:
        return self.scheduled is not None or (self.place is not None and self.place.edition is not None)


def standing_of(article: Article, *, now: datetime | None = None) -> Standing:
    """The standing of the story at this moment. Three queries.

    The newest two editions suffice: a story has at most one scheduled edition, and cannot be revised while it has one.
    """
    now = now or timezone.now()
    newest = list(article.editions.not_cancelled().defer("body", "html", "notes").order_by("-number")[:2])
    return Standing(
        live=next((edition for edition in newest if edition.is_live(now)), None),
        scheduled=next((edition for edition in newest if edition.live_from > now), None),
        unread=awaiting_second_reader(article),
        place=place_of(article, now=now),
    )


def available_verbs(
    article: Article, user: User, *, now: datetime | None = None, standing: Standing | None = None
) -> list[Step.Verb]:
    """The verbs that this person can use now, for the buttons. At most eleven queries.

    Passing the `standing` of the story, if it is already known, saves three of them.
    """
    standing = standing or standing_of(article, now=now)
    live, unread = standing.live, standing.unread
    stands = live is not None and not live.is_retraction
    readable = stands and not standing.is_approved_for_later
    possible: dict[str, Callable[[], bool]] = {
        Verb.EDIT: lambda: permissions.can_change(user, article),
        Verb.APPROVE: lambda: four_eyes.is_second_pair_of_eyes(user, article),
        Verb.SECOND_READ: lambda: unread is not None and four_eyes.can_read_emergency(user, unread),
        Verb.REVISE: lambda: readable,
        Verb.DISCARD: lambda: readable,
        Verb.DROP: lambda: live is None and not standing.is_approved_for_later and standing.place is None,
        Verb.UNSCHEDULE: lambda: standing.is_approved_for_later,
        Verb.RESCHEDULE: lambda: standing.scheduled is not None and standing.place is None,
        Verb.RETRACT: lambda: stands,
        Verb.EMBARGO: lambda: not embargo.is_set(article) or permissions.may_edit_others(user),
        Verb.LIFT_EMBARGO: lambda: embargo.is_set(article),
        Verb.CONFIRM: lambda: article.harms_party,
        Verb.WAIVE_CONFIRMATION: lambda: article.harms_party and not checklist.is_heard(article),
        Verb.ASK_LEGAL: lambda: article.legal != Legal.NEEDED,
        Verb.CLEAR_LEGAL: lambda: article.legal != Legal.NOT_REQUIRED and not is_cleared(article),
    }
    return [
        Verb(verb)
        for verb, rule in RULES.items()
        if article.status in rule.states and rule.who(user, article) and possible.get(verb, lambda: True)()
    ]
