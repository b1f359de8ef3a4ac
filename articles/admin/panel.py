"""The panel beside the story form: status, who has it, what can be done next, and what has happened."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import body, checklist, dates, permissions, workflow
from articles.admin import report, targets
from articles.admin.margin import Margin, margin_of
from articles.admin.verb_pages import PAGES, VerbPage
from articles.checklist import Finding, Gate
from articles.models import Article, BundleStory, Confirmation, Edition, Notice, Step
from newsroom.accounts.models import User
from newsroom.desk_story import Note, notes_for

_STEPS_SHOWN = 30
_GATES: dict[str, Gate] = {  # the next gate of a story, by status
    Article.Status.DRAFT: Gate.EDITORS,
    Article.Status.RETURNED: Gate.EDITORS,
    Article.Status.SUBMITTED: Gate.READERS,
}


@dataclass(frozen=True)
class Panel:
    article: Article
    holder: str
    place: BundleStory | None
    buttons: list[VerbPage]
    safeguards: list[VerbPage]
    confirmations: list[Confirmation]
    gaps: list[Finding]
    advice: list[Finding]
    returned: Step | None
    steps: list[Step]
    mentions: list[Notice]
    margin: Margin
    live: Edition | None
    scheduled: Edition | None
    awaits_second_reader: bool
    not_live: list[targets.Target]
    referring: list[Edition]
    approves_now: bool
    notes: list[Note]


def panel_of(article: Article, user: User, *, now: datetime | None = None) -> Panel:
    """Everything beside the form. At most twenty queries, plus one for each public note."""
    now = now or timezone.now()
    standing = workflow.standing_of(article, now=now)
    verbs = workflow.available_verbs(article, user, now=now, standing=standing)
    margin = margin_of(article, user)
    steps, mentions = report.newest_steps(article, _STEPS_SHOWN)
    references = targets.lookup(body.read_also_ids(article.body), user, now=now)
    not_live = [target for target in references.values() if target.flag]
    if not_live and standing.place:
        together = set(BundleStory.objects.beside(article).values_list("article_id", flat=True))
        not_live = [target for target in not_live if target.id not in together]
    possible = [page for verb, page in PAGES.items() if verb in verbs]
    gaps, advice = checks_of(article)
    sent_back = next((step for step in steps if step.verb == Step.Verb.SEND_BACK), None)
    return Panel(
        article=article,
        holder=holder_of(article, standing),
        place=standing.place,
        buttons=[page for page in possible if not page.is_safeguard],
        safeguards=[page for page in possible if page.is_safeguard],
        confirmations=list(article.confirmations.select_related("by")) if article.harms_party else [],
        gaps=gaps,
        advice=advice,
        returned=sent_back if article.status == Article.Status.RETURNED else None,
        steps=steps,
        mentions=mentions,
        margin=margin,
        live=standing.live,
        scheduled=standing.scheduled,
        awaits_second_reader=standing.unread is not None,
        referring=targets.referring_to(article, now=now),
        not_live=not_live,
        approves_now=Step.Verb.APPROVE in verbs and permissions.can_change(user, article),
        notes=notes_for(user, article.pk, now=now),
    )


def checks_of(article: Article) -> tuple[list[checklist.Finding], list[checklist.Finding]]:
    """What blocks the story at its next gate, and what the checklist recommends."""
    found = checklist.findings(article, gate=_GATES[article.status]) if article.status in _GATES else []
    return [finding for finding in found if finding.blocks], [finding for finding in found if not finding.blocks]


def holder_of(article: Article, standing: workflow.Standing) -> str:
    """Whose turn it is, in words."""
    if article.status == Article.Status.SUBMITTED and article.submitted_at:
        return _("With the editors since %(when)s.") % {"when": dates.print_short(article.submitted_at)}
    if standing.live and standing.live.is_retraction:
        return _("Retracted. A retracted story is not published again.")
    if article.status == Article.Status.PUBLISHED and standing.is_approved_for_later:
        return _("Approved for later. Cancel the schedule to change it.")
    if article.status == Article.Status.PUBLISHED:
        return _("Live. Open it for an update to change it.")
    if article.status == Article.Status.DROPPED:
        return _("Dropped. Take it up again to change it.")
    return _("With %(reporter)s.") % {"reporter": article.reporter}


def who_saved(article: Article, user: User) -> str:
    """Who saved the newest version, and when, in a sentence. At most two queries."""
    kept = article.drafts.stood().filter(version=article.version).select_related("by").defer("contents").first()
    by, at = (kept.by, kept.at) if kept else (article.reporter, article.changed_at)
    when = dates.print_short(at)
    if by == user:
        return _("You saved this story yourself in another window, %(when)s.") % {"when": when}
    return _("%(who)s saved this story meanwhile, %(when)s.") % {"who": by, "when": when}
