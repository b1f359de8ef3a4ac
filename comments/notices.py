"""Mails people what was decided about their comment, complaint or account, after the transaction commits."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Edition
from comments import law, tidings
from comments.models import Appeal, Complaint, Decision, Sanction
from newsroom.accounts.models import User


def tell(decision: Decision) -> None:
    """Mail reason and note to the author. If the mail server is down, the decision stands. Four queries.

    Permenkominfo 5/2020 article 10(4): authors must be told what became of their text. How soon is their choice.
    """
    author = decision.comment.author
    if not tidings.tells_at_once_of(decision):
        return
    live = Edition.objects.live(decision.at).titled().filter(article=decision.comment.article_id)
    context = {
        "decision": decision,
        "comment": decision.comment,
        "appeal_url": f"{settings.SITE_URL}{reverse('appeal', args=[decision.pk])}",
        "headline": live.values_list("title", flat=True).first()
        or "",  # never the working copy's, which is not approved
    }
    send("decision", context, to=[author.email], headers=tidings.way_out(author, tidings.DECISIONS))


def tell_of_sanction(sanction: Sanction, *, swept: int = 0) -> None:
    """Mail a reader about a sanction or its end: reason, duration, and how many comments were hidden with it."""
    if sanction.user.is_active:
        appeal_url = f"{settings.SITE_URL}{reverse('appeal_sanction', args=[sanction.pk])}"
        context = {"sanction": sanction, "ends": sanction.ends, "swept": swept, "appeal_url": appeal_url}
        send("sanction", context, to=[sanction.user.email])


def tell_of_verdict(appeal: Appeal) -> None:
    """Mail the appellant that the decision stands. If it is granted, the mail about its reversal says so."""
    against = appeal.against
    person = against.user if isinstance(against, Sanction) else against.comment.author
    if appeal.outcome == Appeal.Outcome.REFUSED and person.is_active:
        context = {"appeal": appeal, "person": person, "comment": against.comment, "sanction": appeal.sanction}
        send("appeal_refused", context, to=[person.email])


def tell_of_receipt(complaint: Complaint) -> None:
    """Mail number and deadline to the complainant. Never the comment itself: the address may be anybody's."""
    if complaint.email:
        send("complaint_received", {"complaint": complaint}, to=[complaint.email])


def tell_of_answer(complaint: Complaint) -> None:
    """Mail the decision and its reason to complainants who have left an address, also if nothing was done.

    Permenkominfo 5/2020 article 10(4): complainants must be answered, whatever the answer.
    """
    by = complaint.by
    address = complaint.email or (by.email if by and by.is_active else "")
    if address:
        rule = law.RULES[complaint.reason]
        send("complaint_answered", {"complaint": complaint, "rule": rule}, to=[address])


def tell_managing_editors(letter: str, complaints: list[Complaint]) -> None:
    """One mail about several complaints to those responsible for the medium. One query; none without complaints."""
    if complaints:
        editors = User.objects.filter(is_active=True, groups__name="Managing editor").values_list("email", flat=True)
        send(letter, {"complaints": complaints}, to=list(editors))


def send(letter: str, context: dict[str, Any], *, to: list[str], headers: dict[str, str] | None = None) -> None:
    """Mail comments/mail/<letter>.txt after the transaction commits. A failing mail server undoes nothing."""
    context = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, **context}
    subject = " ".join(render_to_string(f"comments/mail/{letter}_subject.txt", context).split())
    message = render_to_string(f"comments/mail/{letter}.txt", context)
    if to:
        mail = EmailMessage(subject, message, None, to, headers=headers)
        # Robust: a mail that cannot be built must not stop the following ones.
        transaction.on_commit(lambda: mail.send(fail_silently=True), robust=True)
