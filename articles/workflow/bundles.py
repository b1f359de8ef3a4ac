"""Bundles: stories that go live at the same moment, all of them or none.

Every story is checked and approved on its own (`publishing.approve`), and its edition is held back until all others
are approved too. A bundle is scheduled exactly while every story in it is approved and its moment lies ahead. Whatever
changes a bundle or one of its stories calls `settle` in the same transaction, so that no story can go out alone.

To avoid deadlocks, take your turn (articles/turns.py), lock the bundle, and then its stories in the order of their ids.
"""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import checklist, dates, editions, embargo, permissions, turns
from articles.models import Article, Bundle, BundleStory, Edition, Step
from articles.workflow.acts import begin, log, move
from articles.workflow.rules import Conflict, Status, Verb, can_be_breaking
from newsroom.accounts.models import User

MOST = 20  # stories; all of them are locked together with the bundle


@transaction.atomic
def make(*, name: str, by: User, live_from: datetime | None = None, now: datetime | None = None) -> Bundle:
    """Create an empty bundle."""
    now = now or timezone.now()
    _must_be_editor(by)
    _must_be_sound(name, live_from, now)
    who = {"made_by": by, "made_at": now, "changed_by": by, "changed_at": now}
    return Bundle.objects.create(name=name.strip(), live_from=live_from, **who)


@transaction.atomic
def plan(
    bundle: Bundle, *, by: User, version: int, name: str, live_from: datetime | None, now: datetime | None = None
) -> Bundle:
    """Change the name or the moment. Without a moment nothing goes live, but approvals stay."""
    now = turns.take(now)
    stored = _begin(bundle, by, version, now)
    _must_be_sound(name, live_from if live_from != stored.live_from else None, now)
    rows = _places(stored)
    if live_from != stored.live_from:
        if live_from is None:
            _hold(stored, rows, by=by, now=now)
        elif stored.is_released:
            _must_be_ready(rows, at=live_from)
    stored.name, stored.live_from = name.strip(), live_from
    _changed(stored, by, now)
    settle(stored, by=by, now=now)
    return stored


@transaction.atomic
def add(bundle: Bundle, article: Article, *, by: User, version: int, now: datetime | None = None) -> BundleStory:
    """Put a story into the bundle. All others wait until it is approved."""
    now = turns.take(now)
    stored = _begin(bundle, by, version, now)
    story = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    _must_be_free(story, now)
    if len(_places(stored)) >= MOST:
        raise ValidationError(_("A bundle holds at most %(most)s stories.") % {"most": MOST})
    BundleStory.objects.filter(article=story).update(is_over=True)  # of a bundle that is live already
    place = BundleStory.objects.create(bundle=stored, article=story)
    log(story, Verb.BUNDLE, by, from_status=story.status, now=now, note=stored.name)
    _changed(stored, by, now)
    settle(stored, by=by, now=now)
    return place


@transaction.atomic
def remove(bundle: Bundle, article: Article, *, by: User, version: int, now: datetime | None = None) -> None:
    """Take a story out. It becomes a draft again, because its approval was for this bundle."""
    now = turns.take(now)
    stored = _begin(bundle, by, version, now)
    _must_be_in(stored, article)
    _leave(stored, [article.pk], by=by, now=now)
    _changed(stored, by, now)
    settle(stored, by=by, now=now)


@transaction.atomic
def dissolve(bundle: Bundle, *, by: User, version: int, now: datetime | None = None) -> None:
    """Take all stories out and delete the bundle."""
    now = turns.take(now)
    stored = _begin(bundle, by, version, now)
    _leave(stored, [place.article_id for place in _places(stored)], by=by, now=now)
    stored.delete()


@transaction.atomic
def release(bundle: Bundle, *, by: User, version: int, now: datetime | None = None) -> Bundle:
    """Publish all stories now, at the same moment. Raises ValidationError with a sentence per unready story."""
    now = turns.take(now)
    stored = _begin(bundle, by, version, now)
    rows = _places(stored)
    if not rows:
        raise ValidationError(_("There is no story in this bundle yet."))
    _must_be_ready(rows, at=now)
    _release(stored, rows, at=now, by=by, now=now)
    _changed(stored, by, now)
    return stored


def reasons(places: Collection[BundleStory], *, at: datetime) -> dict[int, str]:
    """Why these stories cannot go live at a moment, in sentences, by article id. Stories that are ready are left out.

    One query, plus at most three for each approved story with photos or references in its text.
    """
    gone = Edition.objects.retracted().filter(article__in=[place.article_id for place in places])
    retracted = set(gone.order_by().values_list("article", flat=True))
    found = {place.article_id: _why_not(place, at, place.article_id in retracted) for place in places}
    return {number: why for number, why in found.items() if why}


# -- For the verbs of a single story -------------------------------------------------------------------------------


def place_of(article: Article, *, now: datetime | None = None) -> BundleStory | None:
    """The place of a story in a bundle that is not live yet. One query."""
    return BundleStory.objects.open(now).filter(article=article).select_related("bundle", "edition").first()


def lock_place(article: Article, *, now: datetime) -> BundleStory | None:
    """Like `place_of`, but locks the bundle until the end of the transaction. Call it before locking the story."""
    numbers = BundleStory.objects.open(now).filter(article=article).values_list("bundle_id", flat=True)
    locked = Bundle.objects.select_for_update().filter(pk__in=list(numbers)).first()
    return place_of(article, now=now) if locked else None


def begin_in_turn(
    article: Article, verb: Step.Verb, by: User, *, now: datetime | None
) -> tuple[Article, BundleStory | None, datetime]:
    """The beginning of every verb that changes what readers see or will see, in the order that avoids deadlocks.

    Takes its turn, locks the bundle and the story as `acts.begin` does, and returns the story, its place and the time.
    Raises Conflict if the story entered or left a bundle before it was locked.
    """
    now = turns.take(now)
    place = lock_place(article, now=now)
    stored = begin(article, verb, by)
    found = place_of(stored, now=now)
    if (found and found.bundle_id) != (place and place.bundle_id):
        raise Conflict(_("This story was put into a bundle or taken out of it just now. Load the page again."))
    return stored, place, now


def take_in(place: BundleStory, edition: Edition | None, *, by: User, now: datetime) -> None:
    """Record the edition that was approved for the bundle, or None if it no longer is, and reschedule the bundle."""
    place.edition = edition
    place.save(update_fields=["edition"])
    settle(place.bundle, by=by, now=now)


def leave(place: BundleStory, article: Article, *, by: User, now: datetime) -> None:
    """Let the story go its own way. Its bundle no longer waits for it."""
    place.delete()
    log(article, Verb.UNBUNDLE, by, from_status=article.status, now=now, note=place.bundle.name)


def settle(bundle: Bundle, *, by: User, now: datetime) -> None:
    """Schedule the bundle if everything is ready, and unschedule it if something no longer is."""
    rows = _places(bundle)
    at = bundle.live_from
    ready = bool(rows) and at is not None and at > now and not reasons(rows, at=at)
    if not ready:
        _hold(bundle, rows, by=by, now=now)
    elif at and not _is_scheduled_for(rows, at):
        _release(bundle, rows, at=at, by=by, now=now)


# -- Internals -----------------------------------------------------------------------------------------------------

_NOT_APPROVED = {
    Status.DRAFT: gettext_lazy("It is a draft: neither submitted nor approved."),
    Status.SUBMITTED: gettext_lazy("It is not approved yet. An editor who did not write it approves it."),
    Status.RETURNED: gettext_lazy("It was sent back to its reporter."),
    Status.PUBLISHED: gettext_lazy("Nothing of it was approved for this bundle."),
}


def _must_be_editor(by: User) -> None:
    if not permissions.may_edit_others(by):
        raise PermissionDenied(_("Only an editor puts stories together."))


def _must_be_sound(name: str, live_from: datetime | None, now: datetime) -> None:
    problems = {}
    longest = Bundle._meta.get_field("name").max_length or 0
    if not name.strip() or len(name.strip()) > longest:
        problems["name"] = _("Give the bundle a name of at most %(most)s characters.") % {"most": longest}
    if live_from is not None and live_from <= now:
        problems["live_from"] = _("This moment has passed. Choose a later one.")
    if problems:
        raise ValidationError(problems)


def _begin(bundle: Bundle, by: User, version: int, now: datetime) -> Bundle:
    """Lock the bundle until the end of the transaction. Raises unless this person may change this version of it."""
    _must_be_editor(by)
    stored = Bundle.objects.select_for_update(of=("self",)).select_related("changed_by").filter(pk=bundle.pk).first()
    if stored is None:
        raise Conflict(_("This bundle was dissolved."))
    if stored.is_live(now):
        raise Conflict(_("This bundle is live already. Its stories are updated one by one."))
    if stored.version != version:
        raise Conflict(
            _("%(who)s has changed this bundle meanwhile. Look at it as it is now, and then go on.")
            % {"who": stored.changed_by}
        )
    return stored


def _changed(bundle: Bundle, by: User, now: datetime) -> None:
    bundle.version, bundle.changed_by, bundle.changed_at = bundle.version + 1, by, now
    bundle.save()


def _places(bundle: Bundle) -> list[BundleStory]:
    """Lock its stories, and return each with the edition that was approved."""
    numbers = bundle.stories.filter(is_over=False).values_list("article_id", flat=True)
    stories = {
        story.pk: story
        for story in Article.objects.select_for_update(no_key=True).filter(pk__in=list(numbers)).order_by("pk")
    }
    places = list(bundle.stories.filter(is_over=False).select_related("edition"))
    for place in places:
        place.article = stories[place.article_id]
        if place.edition:
            place.edition.article = place.article
    return places


def _must_be_free(story: Article, now: datetime) -> None:
    place = place_of(story, now=now)
    if place:
        raise ValidationError(
            _("“%(headline)s” is in the bundle “%(bundle)s” already. A story goes live once.")
            % {"headline": story, "bundle": place.bundle}
        )
    if story.status != Status.PUBLISHED:
        return
    newest = editions.latest(story)
    if newest and newest.is_retraction:
        raise Conflict(_("This story was retracted. A retracted story is not published again."))
    if newest and newest.live_from > now:
        raise Conflict(_("An edition of this story is scheduled. Cancel the schedule first."))
    raise Conflict(_("Readers see this story already. Begin an update of it first."))


def _must_be_in(bundle: Bundle, article: Article) -> None:
    if not bundle.stories.filter(article=article).exists():
        raise Conflict(_("This story is not in the bundle any more."))


def _leave(bundle: Bundle, numbers: Collection[int], *, by: User, now: datetime) -> None:
    for place in _places(bundle):
        if place.article_id not in numbers:
            continue
        story, edition = place.article, place.edition
        place.delete()
        if edition and story.status == Status.PUBLISHED:
            _cancel(edition, now)
            move(story, story, Verb.UNSCHEDULE, by, to=Status.DRAFT, now=now, edition=edition, submitted_at=None)
        log(story, Verb.UNBUNDLE, by, from_status=story.status, now=now, note=bundle.name)


def _why_not(place: BundleStory, at: datetime, is_retracted: bool) -> str:
    article, edition = place.article, place.edition
    if is_retracted:
        return _("It was retracted. A retracted story is not published again.")
    if embargo.holds(article, at):
        return embargo.sentence(article)
    if edition is None:
        return str(_NOT_APPROVED[Status(article.status)])
    if edition.version != article.version or article.status != Status.PUBLISHED:
        return _("It was changed after its approval. It must be approved again.")
    if edition.breaking_until and not can_be_breaking(at, edition.breaking_until):
        words = _("It is breaking news until %(until)s, which does not fit this moment. Approve it anew.")
        return words % {"until": dates.print_short(edition.breaking_until)}
    return " ".join(checklist.untimely(article, at=at))


def _must_be_ready(places: list[BundleStory], *, at: datetime) -> None:
    """Raise ValidationError with a sentence for each story that cannot go live at a moment."""
    found = reasons(places, at=at)
    if found:
        raise ValidationError(
            [f"“{place.article}”: {found[place.article_id]}" for place in places if place.article_id in found]
        )


def _is_scheduled_for(places: list[BundleStory], at: datetime) -> bool:
    return all(
        place.edition is not None and not place.edition.is_cancelled and place.edition.live_from == at
        for place in places
    )


def _release(bundle: Bundle, places: list[BundleStory], *, at: datetime, by: User, now: datetime) -> None:
    for place in places:
        approved = place.edition
        if approved is None:
            raise ValueError("released before it was approved")
        _cancel(approved, now)
        place.edition = editions.release(approved, live_from=at)
        place.save(update_fields=["edition"])
        status = place.article.status
        log(place.article, Verb.RELEASE, by, from_status=status, now=now, note=bundle.name, edition=place.edition)
    bundle.live_from, bundle.is_released = at, True
    bundle.save()


def _hold(bundle: Bundle, places: list[BundleStory], *, by: User, now: datetime) -> None:
    """Take the bundle out of the schedule. What was approved stays approved and waits."""
    if not bundle.is_released:
        return
    for place in places:
        if place.edition and _cancel(place.edition, now):
            status = place.article.status
            log(place.article, Verb.HOLD, by, from_status=status, now=now, note=bundle.name, edition=place.edition)
    bundle.is_released = False
    bundle.save()


def _cancel(edition: Edition, now: datetime) -> bool:
    """Take an edition out of the schedule. Returns False if it was not in it."""
    if edition.is_cancelled:
        return False
    editions.cancel(edition, now=now)
    return True
