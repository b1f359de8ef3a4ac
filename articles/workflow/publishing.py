"""Verbs of publication: approve for now or later, publish in an emergency, unschedule, retract."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles import addresses, editions, embargo, four_eyes
from articles.checklist import Gate
from articles.models import Article, BundleStory, Edition, Step
from articles.workflow import bundles
from articles.workflow.acts import begin, move, must_be_version, must_pass
from articles.workflow.rules import LONGEST_BREAKING, Conflict, Status, Verb, can_be_breaking
from newsroom.accounts.models import User


@transaction.atomic
def approve(
    article: Article,
    *,
    by: User,
    version: int,
    live_from: datetime | None = None,
    kind: Edition.Kind | None = None,
    public_note: str = "",
    breaking_until: datetime | None = None,
    now: datetime | None = None,
) -> Edition:
    """Freeze the submitted version as an edition, live now or from a later moment.

    `version` is the version that the editor has read; raises Conflict if it is not the submitted one any more. The
    approver must not have written or changed it (four eyes). `kind` defaults to first publication or plain update;
    every other kind of update needs a note to the readers. `breaking_until` is the end of the breaking news flag.

    A story in a bundle goes live with it: its edition is held until the last story of the bundle is approved, and then
    all are scheduled. In that case, the scheduled edition is returned.
    """
    stored, place, now = bundles.begin_in_turn(article, Verb.APPROVE, by, now=now)
    must_be_version(stored, version)
    if not four_eyes.is_second_pair_of_eyes(by, stored):
        raise PermissionDenied(_("You wrote or changed this story yourself. Another editor must approve it."))
    edition = _publish(
        stored,
        by=by,
        live_from=live_from,
        kind=kind,
        public_note=public_note,
        breaking_until=breaking_until,
        now=now,
        place=place,
    )
    move(
        article,
        stored,
        Verb.APPROVE,
        by,
        to=Status.PUBLISHED,
        now=now,
        note=public_note,
        edition=edition,
        breaking_until=breaking_until,
    )
    if place is None:
        return edition
    bundles.take_in(place, edition, by=by, now=now)
    return BundleStory.objects.select_related("edition").get(pk=place.pk).edition or edition


@transaction.atomic
def publish_in_emergency(
    article: Article,
    *,
    by: User,
    version: int,
    reason: str,
    breaking_until: datetime | None = None,
    now: datetime | None = None,
) -> Edition:
    """Publish at once without a second person. Leaves an open task: somebody else must read it afterwards.

    `version` is the version that was read, as in `approve`. If the story was in a bundle, it leaves it.
    """
    stored, place, now = bundles.begin_in_turn(article, Verb.EMERGENCY, by, now=now)
    must_be_version(stored, version)
    if not reason.strip():
        raise ValidationError({"note": _("Write why this cannot wait for a second reader.")})
    if place:
        bundles.leave(place, stored, by=by, now=now)
    edition = _publish(stored, by=by, live_from=None, kind=None, public_note="", breaking_until=breaking_until, now=now)
    move(
        article,
        stored,
        Verb.EMERGENCY,
        by,
        to=Status.PUBLISHED,
        now=now,
        note=reason,
        edition=edition,
        breaking_until=breaking_until,
    )
    if place:
        bundles.settle(place.bundle, by=by, now=now)
    return edition


@transaction.atomic
def second_read(article: Article, *, by: User, note: str = "", now: datetime | None = None) -> Step:
    """Close the task that an emergency publication left open."""
    stored = begin(article, Verb.SECOND_READ, by)
    edition = awaiting_second_reader(stored)
    if edition is None:
        raise Conflict(_("This story is not waiting for a second reader."))
    if not four_eyes.can_read_emergency(by, edition):
        raise PermissionDenied(_("You wrote or published this story yourself. Somebody else must read it."))
    return move(article, stored, Verb.SECOND_READ, by, to=stored.status, now=now, note=note, edition=edition)


@transaction.atomic
def unschedule(article: Article, *, by: User, now: datetime | None = None) -> Step:
    """Cancel an edition that is scheduled and not live yet; the story becomes a draft again.

    It stays in its bundle, which then waits for it.
    """
    stored, place, now = bundles.begin_in_turn(article, Verb.UNSCHEDULE, by, now=now)
    pending = stored.editions.pending(now).first()
    approved = pending or (place.edition if place else None)
    if approved is None:
        raise Conflict(_("Nothing of this story is scheduled. It may have gone live just now."))
    if pending:
        editions.cancel(pending, now=now)
    step = move(article, stored, Verb.UNSCHEDULE, by, to=Status.DRAFT, now=now, edition=approved, submitted_at=None)
    if place:
        bundles.take_in(place, None, by=by, now=now)
    return step


@transaction.atomic
def retract(
    article: Article, *, by: User, ground: Edition.Ground, explanation: str, now: datetime | None = None
) -> Edition:
    """Retract a live story. Its page stays and tells readers when and why, but it leaves all lists.

    Pedoman Pemberitaan Media Siber 5 allows this only on the listed grounds, and only with a public reason. An
    unfinished or scheduled update ends too; a bundle that the story was in waits until somebody takes it out.
    """
    stored, place, now = bundles.begin_in_turn(article, Verb.RETRACT, by, now=now)
    problems = {}
    if ground not in Edition.Ground.values:
        problems["ground"] = _("Choose one of the listed grounds.")
    if not explanation.strip():
        problems["public_note"] = _("Explain to the readers why the story is withdrawn.")
    if problems:
        raise ValidationError(problems)
    live = stored.editions.live(now).standing().first()
    if live is None:
        raise Conflict(_("This story is not live, so there is nothing to retract."))
    for pending in stored.editions.pending(now):
        editions.cancel(pending, now=now)
    live.refresh_from_db(fields=["live_until"])
    edition = editions.freeze_retraction(
        stored, live, by=by, ground=Edition.Ground(ground), explanation=explanation.strip(), now=now
    )
    move(article, stored, Verb.RETRACT, by, to=Status.PUBLISHED, now=now, note=explanation, edition=edition)
    if place:
        bundles.take_in(place, None, by=by, now=now)
    return edition


def awaiting_second_reader(article: Article) -> Edition | None:
    """The edition that was published in an emergency and not read by a second person yet, or None. One query."""
    verbs = (Verb.EMERGENCY, Verb.SECOND_READ)
    last = article.steps.filter(verb__in=verbs).select_related("edition__article").order_by("-at", "-pk").first()
    return last.edition if last and last.verb == Verb.EMERGENCY else None


def _publish(
    stored: Article,
    *,
    by: User,
    live_from: datetime | None,
    kind: Edition.Kind | None,
    public_note: str,
    breaking_until: datetime | None,
    now: datetime,
    place: BundleStory | None = None,
) -> Edition:
    """Check everything that a publication needs, and freeze the edition."""
    previous = editions.latest(stored)
    if previous and previous.is_retraction:
        raise Conflict(_("This story was retracted. A retracted story is not published again."))
    kind = _kind_of(previous, kind)
    _must_explain(stored, previous, kind, public_note)
    begins = _beginning(stored, place, live_from, now)
    if breaking_until is not None:
        _must_be_breaking(stored, begins, breaking_until)
    must_pass(stored, Gate.READERS, at=begins)
    stored.breaking_until = breaking_until
    addresses.claim(stored)
    return editions.freeze(
        stored,
        kind=kind,
        by=by,
        live_from=now if place else begins,
        now=now,
        public_note=public_note.strip(),
        held=place is not None,
    )


def _kind_of(previous: Edition | None, kind: Edition.Kind | None) -> Edition.Kind:
    """The kind of the new edition. Raises ValidationError for an update of nothing, or a second first edition."""
    possible = [Edition.Kind.UPDATE, *Edition.NOTED_KINDS] if previous else [Edition.Kind.FIRST]
    if kind and kind not in possible:
        unfit = _("Choose what kind of edition this is: the story has been live before or it has not.")
        raise ValidationError({"kind": unfit})
    return Edition.Kind(kind or possible[0])


def _must_explain(stored: Article, previous: Edition | None, kind: Edition.Kind, public_note: str) -> None:
    """Raise ValidationError if the readers have to be told something and the note is empty."""
    if public_note.strip():
        return
    if kind in Edition.NOTED_KINDS:
        raise ValidationError({"public_note": _("Tell the readers what was changed and why.")})
    if previous and previous.unverified and not stored.unverified.strip():
        told = _("Readers were told that this story is not verified. Tell them what was verified since.")
        raise ValidationError({"public_note": told})


def _beginning(stored: Article, place: BundleStory | None, live_from: datetime | None, now: datetime) -> datetime:
    """When the edition goes live: now, at the chosen moment, or with its bundle. ValidationError if it may not."""
    if live_from is not None and place:
        own = _("This story goes live with its bundle “%(bundle)s”. Take it out there to give it a moment of its own.")
        raise ValidationError({"live_from": own % {"bundle": place.bundle}})
    if live_from is not None and live_from <= now:
        raise ValidationError({"live_from": _("This moment has passed. Choose a later one, or publish now.")})
    planned = place.bundle.live_from if place else live_from
    begins = planned if planned and planned > now else now
    if embargo.holds(stored, begins):
        raise ValidationError({"live_from": embargo.sentence(stored)})
    return begins


def _must_be_breaking(stored: Article, begins: datetime, until: datetime) -> None:
    """Raise ValidationError unless the story can be flagged as breaking news until this moment."""
    if stored.paid_by.strip():
        raise ValidationError(
            {"breaking_until": _("Paid content is not news: it cannot be breaking. Empty this field.")}
        )
    if not can_be_breaking(begins, until):
        hours = LONGEST_BREAKING // timedelta(hours=1)
        unfit = _("Breaking news ends after it begins, and within %(hours)d hours.") % {"hours": hours}
        raise ValidationError({"breaking_until": unfit})
