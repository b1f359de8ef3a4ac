"""Tells people what happened to a story: by a notice at the desk, and by mail after the transaction commits.

Every notice is a row, so that a story can show who was told of what. Nobody is told the same thing twice.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import dates, paid
from articles.models import Article, Edition, Notice, ReadAlso, Remark, Section, Step
from newsroom.accounts.models import User

Verb, Kind = Step.Verb, Notice.Kind

NEWS = timedelta(days=1)  # older events, as in an imported archive, are not notified
MAIL_AGAIN = timedelta(minutes=2)  # by then the mails have been sent by the request itself, or the mail server was down
MAIL_UNTIL = timedelta(days=1)  # a mail about yesterday's submission only confuses, and the desk shows it anyway
MOST_REFERENCES = 50  # stories referring to a retracted one whose desks are notified, at most

_TO_EDITORS = {Verb.SUBMIT, Verb.EMERGENCY}
_TO_REPORTER = {Verb.SEND_BACK, Verb.APPROVE, Verb.EMERGENCY, Verb.UNSCHEDULE, Verb.RETRACT}
_TO_REPORTER |= {Verb.RELEASE, Verb.HOLD, Verb.DROP, Verb.RESCHEDULE}
_KINDS = {
    Verb.SUBMIT: Kind.SUBMITTED,
    Verb.SEND_BACK: Kind.RETURNED,
    Verb.APPROVE: Kind.APPROVED,
    Verb.EMERGENCY: Kind.EMERGENCY,
    Verb.UNSCHEDULE: Kind.UNSCHEDULED,
    Verb.RETRACT: Kind.RETRACTED,
    Verb.RELEASE: Kind.LIVE,
    Verb.HOLD: Kind.UNSCHEDULED,
    Verb.RESCHEDULE: Kind.SCHEDULED,
    Verb.DROP: Kind.DROPPED,
}
_SENTENCES = {
    Verb.SUBMIT: gettext_lazy("%(who)s submitted “%(headline)s”. It is waiting for an editor."),
    Verb.SEND_BACK: gettext_lazy("%(who)s sent “%(headline)s” back. Mend what it says and submit it again."),
    Verb.APPROVE: gettext_lazy("%(who)s approved “%(headline)s”. Readers see it now."),
    Verb.EMERGENCY: gettext_lazy(
        "%(who)s published “%(headline)s” in an emergency. Somebody who did not write or publish it must read it."
    ),
    Verb.UNSCHEDULE: gettext_lazy("%(who)s took “%(headline)s” out of the schedule. It is a draft again."),
    Verb.RETRACT: gettext_lazy("%(who)s retracted “%(headline)s”. Readers see only the explanation."),
    Verb.DROP: gettext_lazy("%(who)s dropped “%(headline)s”. It is kept, and can be taken up again."),
    Verb.RELEASE: gettext_lazy("%(who)s published “%(headline)s” together with its bundle. Readers see it now."),
    Verb.HOLD: gettext_lazy(
        "%(who)s took the bundle of “%(headline)s” out of the schedule. The story stays approved, and waits."
    ),
}


def recipients(step: Step) -> list[User]:
    """The people whom a step concerns, except the one who took it. At most five queries."""
    people = []
    if step.verb in _TO_EDITORS:
        people += editors_for(step.article.section, without=step.by)
    if step.verb in _TO_REPORTER:
        people.append(step.article.reporter)
    return [person for person in dict.fromkeys(people) if person.is_active and person.pk != step.by_id]


def editors_for(section: Section | None, *, without: User) -> list[User]:
    """The editors of a section or, if there are none, all editors, then managing editors, then superusers.

    Without `by`, because nobody waits for themselves. Empty if nobody else could approve. At most four queries.
    """
    active = User.objects.filter(is_active=True).exclude(pk=without.pk).order_by("pk")
    circles: list[QuerySet[User]] = [active.filter(sections=section)] if section else []
    circles += [active.filter(groups__name=role) for role in ("Editor", "Managing editor")]
    for circle in (*circles, active.filter(is_superuser=True)):
        people = list(circle)
        if people:
            return people
    return []


def tell(step: Step) -> None:
    """Notify everybody whom a step concerns. If there is nobody to submit to, the submitter is told.

    If the mail server is down, that is logged, and the step stands.
    """
    if step.at < timezone.now() - NEWS:
        return
    rows = [_notice(person, step, _kind(step), sentence(step)) for person in recipients(step)]
    if step.verb == Verb.SUBMIT and not rows:
        words = _("You submitted “%(headline)s”, but there is no editor who could be told. Ask the managing editor.")
        rows = [_notice(step.by, step, Kind.UNHEARD, words % {"headline": _headline(step)})]
    if step.verb == Verb.RETRACT:
        rows += _references(step, told={row.person_id for row in rows})
    _send_later(Notice.objects.bulk_create(rows))


def tell_one(
    person: User,
    *,
    about: Article,
    sentence: str,
    by: User,
    kind: Notice.Kind = Kind.MENTION,
    now: datetime | None = None,
) -> Notice | None:
    """Notify one person of something that is not a step, such as a mention in a remark. None for oneself.

    The caller makes sure that the person may read the story, and is notified only once.
    """
    if person.pk == by.pk or not person.is_active:
        return None
    now = now or timezone.now()
    notice = Notice.objects.create(person=person, article=about, kind=kind, sentence=sentence, told_at=now)
    _send_later([notice])
    return notice


def tell_what_went_live(*, now: datetime) -> None:
    """Notify reporters, once, that their scheduled editions have gone live. For `manage.py tick`."""
    begun = Edition.objects.begun(now).beginning(now - NEWS, now)
    scheduled = begun.filter(live_from__gt=F("approved_at")).order_by().values("pk")
    steps = Step.objects.filter(verb__in=(Verb.APPROVE, Verb.RELEASE, Verb.RESCHEDULE), edition__in=scheduled)
    steps = steps.select_related("article__reporter", "edition")
    words = _("“%(headline)s” is live now, as scheduled.")
    rows = [
        _notice(step.article.reporter, step, Kind.LIVE, words % {"headline": _headline(step)}, told_at=now)
        for step in steps.exclude(notices__kind=Kind.LIVE)
        if step.article.reporter.is_active
    ]
    # If two ticks run at once, the constraint admits each row once, and only one of them claims each mail.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    told = Notice.objects.filter(kind=Kind.LIVE, step__in=[row.step_id for row in rows])
    send(told.values_list("pk", flat=True))


def mail_again(*, now: datetime) -> None:
    """Send mails again that failed because the mail server was down. For `manage.py tick`."""
    due = Notice.objects.unmailed().filter(told_at__gt=now - MAIL_UNTIL, told_at__lt=now - MAIL_AGAIN)
    send(due.values_list("pk", flat=True))


def send(ids: Iterable[int]) -> None:
    """Mail these notices. Each is claimed first, so that it is sent only once, and released if sending fails.

    If the server refuses a mailbox, the other mails are still sent, and an OSError at the end gets it into the log.
    """
    unsent = Notice.objects.unmailed().filter(pk__in=list(ids)).order_by("pk")
    rows = list(unsent.select_related("person", "article", "step"))
    if not rows:
        return
    refused = []
    with get_connection() as connection:
        for notice in rows:
            claim = Notice.objects.filter(pk=notice.pk)
            if not claim.unmailed().update(mailed_at=timezone.now()):
                continue
            try:
                connection.send_messages([_mail(notice)])  # one each: editors must not see each other's addresses
            except SMTPRecipientsRefused as refusal:
                claim.update(mailed_at=None)
                refused.append(str(refusal))
            except Exception:
                claim.update(mailed_at=None)
                raise
    if refused:
        raise OSError(f"The mail server refused {len(refused)} of {len(rows)} mails: {'; '.join(refused)}")


def read(notice: Notice, *, by: User, now: datetime | None = None) -> None:
    """Mark a notice as read by its recipient."""
    if notice.person_id != by.pk:
        raise PermissionDenied(_("This notice is for somebody else."))
    Notice.objects.unread().filter(pk=notice.pk).update(read_at=now or timezone.now())


def read_all(*, by: User, now: datetime | None = None) -> int:
    """Mark all notices of this person as read. Returns how many there were."""
    now = now or timezone.now()
    return Notice.objects.to(by).unread().filter(told_at__lte=now).update(read_at=now)


def sentence(step: Step) -> str:
    """What happened, by whom and to which story, in one line."""
    words = {"who": str(step.by), "headline": _headline(step)}
    if _kind(step) == Kind.SCHEDULED and step.edition:
        words["when"] = dates.print_wib(step.edition.live_from)
        if step.verb == Verb.RELEASE:
            words["bundle"] = step.note
            return (
                _("“%(headline)s” goes live together with its bundle “%(bundle)s”: %(when)s. Scheduled by %(who)s.")
                % words
            )
        if step.verb == Verb.RESCHEDULE:
            return _("%(who)s gave “%(headline)s” another moment. Readers will see it from %(when)s.") % words
        return _("%(who)s approved “%(headline)s”. Readers will see it from %(when)s.") % words
    if _kind(step) == Kind.BUNDLED:
        return _("%(who)s approved “%(headline)s”. It goes live together with its bundle.") % words
    said = _SENTENCES[Verb(step.verb)] % words
    count = remarks_with(step).count() if step.verb == Verb.SEND_BACK else 0
    if not count:
        return said
    with_remarks = ngettext("%(count)d remark is on your list.", "%(count)d remarks are on your list.", count)
    return f"{said} {with_remarks % {'count': count}}"


def remarks_with(step: Step) -> "QuerySet[Remark]":
    """The remarks that a story was sent back with: those that were open then and still are."""
    return step.article.remarks.open().filter(at__lte=step.at)


def _kind(step: Step) -> Notice.Kind:
    if step.verb in (Verb.APPROVE, Verb.RELEASE) and step.edition:
        if step.edition.is_cancelled:
            return Kind.BUNDLED
        if step.edition.live_from > step.at:
            return Kind.SCHEDULED
    return _KINDS[Verb(step.verb)]


def _notice(person: User, step: Step, kind: Notice.Kind, words: str, *, told_at: datetime | None = None) -> Notice:
    return Notice(person=person, article=step.article, step=step, kind=kind, sentence=words, told_at=told_at or step.at)


def _references(step: Step, *, told: set[int]) -> list[Notice]:
    """Notices to the desks of live stories that refer to a story that was just retracted."""
    parts = ReadAlso.objects.live(step.at).standing().filter(target=step.article).select_related("edition__section")
    referring = [part.edition for part in parts.defer("edition__body", "edition__html")[:MOST_REFERENCES]]
    desks = {section: editors_for(section, without=step.by) for section in {edition.section for edition in referring}}
    rows: dict[int, Notice] = {}
    for edition in referring:
        for person in desks[edition.section]:
            if person.pk in told or person.pk in rows:
                continue
            words = _("“%(headline)s” was retracted, and “%(referring)s” refers to it. Take the reference out.") % {
                "headline": _headline(step),
                "referring": edition.headline,
            }
            rows[person.pk] = _notice(person, step, Kind.REFERENCE, words)
    return list(rows.values())


def _headline(step: Step) -> str:
    return " ".join(paid.titled(str(step.article), step.article.paid_by).split())


def _send_later(notices: list[Notice]) -> None:
    ids = [notice.pk for notice in notices]
    if ids:
        transaction.on_commit(lambda: send(ids), robust=True)


def _mail(notice: Notice) -> EmailMessage:
    context = {
        "notice": notice,
        "remarks": list(remarks_with(notice.step)) if notice.step and notice.kind == Kind.RETURNED else [],
        "link": settings.SITE_URL.rstrip("/") + reverse("admin:articles_article_change", args=[notice.article_id]),
        "site_name": settings.SITE_NAME,
    }
    # A headline may contain a line break, which would start another header.
    subject = " ".join(render_to_string("articles/mail/notice_subject.txt", context).split())
    return EmailMessage(subject, render_to_string("articles/mail/notice.txt", context), to=[notice.person.email])
