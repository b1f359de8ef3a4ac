"""The requirements that block a story, whichever way it is submitted: button, direct POST, list action or shell."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from articles import body, photo_rights
from articles.checklist.finding import Finding, Gate
from articles.models import Article, BundleStory, BylineRole, Edition, Photo, Step

SHORTEST_DECK = (3, 20)  # words, characters; with fewer of both, it is not a sentence


def of(article: Article, *, gate: Gate, at: datetime | None) -> Iterator[Finding]:
    """What is missing. At most eight queries."""
    yield from _words(article)
    if not article.paid_by.strip() and not any(line.role == BylineRole.WRITER for line in article.bylines.all()):
        yield Finding(_("Name at least one writer in the byline."), "bylines", blocks=True)
    yield from of_moment(article, at)
    if article.harms_party and not is_heard(article):
        words = _("This story may harm somebody. Record whom you asked and what came of it, before it goes on.")
        yield Finding(words, "harms_party", blocks=True)
    yield from _unverified(article)
    yield from _paid(article)
    yield from _legal(article, gate=gate)


def of_moment(article: Article, at: datetime | None) -> Iterator[Finding]:
    """What an approval does not settle for good: licences expire, and referenced stories may be retracted."""
    yield from _photos(article, at)
    yield from _references(article, at=at)


def is_heard(article: Article) -> bool:
    """Whether whoever a story may harm was asked, or the managing editor waived that in writing for this edition.

    Pedoman Pemberitaan Media Siber 2. A waiver covers one edition only, the duty remains. At most two queries.
    """
    if article.confirmations.exists():
        return True
    last = (
        article.steps.filter(verb__in=(Step.Verb.WAIVE_CONFIRMATION, Step.Verb.APPROVE, Step.Verb.EMERGENCY))
        .order_by("-at", "-pk")
        .values_list("verb", flat=True)
        .first()
    )
    return last == Step.Verb.WAIVE_CONFIRMATION


def _words(article: Article) -> Iterator[Finding]:
    deck = article.deck.strip()
    if not article.headline.strip():
        yield Finding(_("Write a headline."), "headline", blocks=True)
    if not deck and not article.is_developing:
        yield Finding(_("Write a deck: one sentence under the headline."), "deck", blocks=True)
    elif _is_no_sentence(deck) and not article.is_developing:
        yield Finding(_("The deck is too short: write a whole sentence."), "deck", blocks=True)
    if article.section_id is None:
        yield Finding(_("Choose a section."), "section", blocks=True)
    if not body.text(article.body):
        yield Finding(_("Write the text."), blocks=True)
    if len(article.body) > body.MAX_CHARACTERS:
        yield Finding(_("The text is too long. Split it into two stories."), blocks=True)


def _unverified(article: Article) -> Iterator[Finding]:
    """The conditions of Pedoman Pemberitaan Media Siber 2(c) for publishing before verification. No query."""
    reason = article.unverified.strip()
    if not reason:
        return
    if _is_no_sentence(reason):
        words = _("Tell the readers in a whole sentence what is not verified yet, and why it cannot wait.")
        yield Finding(words, "unverified", blocks=True)
    if not article.sources.strip():
        words = _("Name under “Sources” who said it first: an unverified story must show whose word it is.")
        yield Finding(words, "sources", blocks=True)


def _paid(article: Article) -> Iterator[Finding]:
    """What somebody paid for is no news, so readers are not told to wait for its verification. No query."""
    if article.paid_by.strip() and article.unverified.strip():
        words = _(
            "Paid content is not news: it cannot be published before it is verified. Empty one of the two fields."
        )
        yield Finding(words, "paid_by", blocks=True)


def _is_no_sentence(deck: str) -> bool:
    words, characters = SHORTEST_DECK
    return len(deck.split()) < words and len(deck) < characters


def _photos(article: Article, at: datetime | None) -> Iterator[Finding]:
    """The lead photo and those in the text. At most two queries."""
    lead = article.lead_photo
    ids = body.photo_ids(article.body)
    inside = list(Photo.objects.filter(pk__in=ids)) if ids else []
    if lead and not _is_described(lead):
        words = _("Give the lead photo an alternative text and a credit.")
        yield Finding(words, "lead_photo", blocks=True)
    if not all(_is_described(photo) for photo in inside):
        yield Finding(_("Give each photo in the text an alternative text and a credit."), blocks=True)
    for photo in dict.fromkeys(filter(None, (lead, *inside))):
        if photo_rights.has_ended(photo, at):
            yield Finding(photo_rights.ended(photo), "lead_photo" if photo == lead else "body", blocks=True)


def _is_described(photo: Photo) -> bool:
    return bool(photo.alt.strip() and photo.credit.strip())


def _references(article: Article, *, at: datetime | None) -> Iterator[Finding]:
    """References to stories that readers will not be able to see, and from news to advertorials. At most two queries.

    A story in the same bundle goes live at the same moment, so it is fine.
    """
    wanted = [pk for pk in body.read_also_ids(article.body) if pk != article.pk]
    if not wanted:
        return
    public = Edition.objects.live(at) if at else Edition.objects.filter(live_until=None)
    payers = dict(public.standing().filter(article_id__in=wanted).values_list("article_id", "paid_by"))
    seen = set(payers)
    if not seen.issuperset(wanted):
        seen |= set(BundleStory.objects.beside(article).values_list("article_id", flat=True))
    for pk in wanted:
        if pk not in seen:
            words = _("“Baca juga” refers to story number %(id)d, which readers will not see. Take it out.")
            yield Finding(words % {"id": pk}, read_also=pk, blocks=True)
        elif payers.get(pk) and not article.paid_by.strip():
            words = _(
                "“Baca juga” refers to story number %(id)d, an advertorial. News does not refer to it: take it out."
            )
            yield Finding(words % {"id": pk}, read_also=pk, blocks=True)


def _legal(article: Article, *, gate: Gate) -> Iterator[Finding]:
    """A story may go to the editors without clearance, where it is read, but not to the readers."""
    blocks = gate == Gate.READERS
    if article.legal == Article.Legal.NEEDED:
        yield Finding(_("The legal check is not done yet. The managing editor clears it."), "legal", blocks=blocks)
    elif article.legal == Article.Legal.CLEARED and article.legal_cleared_version != article.version:
        words = _("The legal check cleared version %(cleared)s; the story has changed since. It must be cleared again.")
        yield Finding(words % {"cleared": article.legal_cleared_version}, "legal", blocks=blocks)
