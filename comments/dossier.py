"""The file of a case: everything that shows what the medium did about a comment, as a ZIP archive.

For a lawyer, the press council or a court: under Pedoman Pemberitaan Media Siber 3(g), a medium is not liable if it can
show its terms, the consent, the complaint, and that it acted in time. SHA256SUMS has the checksums of all files.
"""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Edition
from comments import law, ledger, permissions
from comments.models import ChainHead, Comment, Record
from newsroom.accounts.models import Consent, User
from newsroom.duties.models import Policy

_MOST_LINKS = 20_000  # of the chain per archive: years of decisions, about 10 MB
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date in ZIP: constant, so that the same case gives the same bytes


def pack(comment: Comment, *, by: User, now: datetime | None = None) -> bytes:
    """The archive, for moderators; otherwise PermissionDenied. About fifteen queries, more for a long chain."""
    if not permissions.can_moderate(by):
        raise PermissionDenied(_("Only a moderator may do that."))
    now = now or timezone.now()
    case = _case(comment, now)
    files = {
        "berkas.html": render_to_string("comments/dossier.html", {**case, "by": by, "now": now, **_names()}),
        "komentar.json": _json(case["said"]),
        "persetujuan.json": _json([consent["row"] for consent in case["consents"]]),
        "laporan.json": _json([_complaint(complaint) for complaint in case["complaints"]]),
        "keputusan.json": _json([_decision(decision) for decision in case["decisions"]]),
        "rantai-bukti.json": _json(_chain(comment)),
    }
    for consent in case["consents"]:
        files[f"ketentuan-v{consent['row']['version']}.html"] = consent["text"]
    files["SHA256SUMS"] = "".join(f"{ledger.digest(text)}  {name}\n" for name, text in sorted(files.items()))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, text in files.items():
            zipped.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def _case(comment: Comment, now: datetime) -> dict[str, Any]:
    edition = Edition.objects.live(now).filter(article=comment.article_id).only("headline", "path").first()
    revisions = list(comment.revisions.all())
    consents = Consent.objects.filter(user=comment.author_id, policy__kind=Policy.Kind.COMMENT_TERMS)
    said = {
        "id": comment.pk,
        "address": f"{settings.SITE_URL}{comment.get_absolute_url()}",
        "author": comment.author_id,
        "state": comment.state,
        "sent_at": ledger.moment(comment.created_at),
        "text": comment.text,
        "sha256": ledger.digest(comment.text),
        "earlier": [{"text": each.text, "until": ledger.moment(each.until)} for each in revisions],
        "pipeline": [
            {"at": ledger.moment(each.at), "outcome": each.outcome, "phases": each.phases}
            for each in comment.verdicts.order_by("at")
        ],
    }
    return {
        "comment": comment,
        "edition": edition,
        "said": said,
        "revisions": revisions,
        "complaints": list(comment.complaints.order_by("received_at")),
        "decisions": list(comment.decisions.select_related("by", "appeal").order_by("at", "pk")),
        "consents": [_consent(consent) for consent in consents.select_related("policy").order_by("accepted_at")],
        "links": list(Record.objects.filter(comment=comment).order_by("number")),
        "head": ChainHead.objects.first(),
        "rules": law.RULES,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    row = {
        "user": consent.user_id,
        "version": consent.version,
        "sha256": consent.sha256,
        "text_is_the_one_agreed_to": consent.policy.sha256 == consent.sha256,
        "accepted_at": ledger.moment(consent.accepted_at),
    }
    return {"row": row, "text": consent.policy.body, "accepted_at": consent.accepted_at, "policy": consent.policy}


def _complaint(complaint: Any) -> dict[str, Any]:
    return {
        "number": complaint.number,
        "reason": complaint.reason,
        "rule": law.RULES[complaint.reason],
        "about": complaint.speaker,
        "words": complaint.words,
        "quoted": complaint.quoted,
        "received_at": ledger.moment(complaint.received_at),
        "due_at": ledger.moment(complaint.due_at),
        "escalated_at": ledger.moment(complaint.escalated_at) if complaint.escalated_at else None,
        "decided_at": ledger.moment(complaint.decided_at) if complaint.decided_at else None,
        "within_48_hours": complaint.is_in_time if complaint.decided_at else None,
        "outcome": complaint.outcome,
        "reply": complaint.reply,
    }


def _decision(decision: Any) -> dict[str, Any]:
    appeal = getattr(decision, "appeal", None)
    return {
        "id": decision.pk,
        "act": decision.act,
        "reason": decision.reason,
        "rule": law.RULES.get(decision.reason, ""),
        "note": decision.note,
        "by": decision.by.display_name,
        "at": ledger.moment(decision.at),
        "appeal": appeal
        and {"words": appeal.words, "at": ledger.moment(appeal.at), "outcome": appeal.outcome, "reply": appeal.reply},
    }


def _chain(comment: Comment) -> dict[str, Any]:
    """All links from the first about this comment to the newest, so that the hashes can be recomputed."""
    first = Record.objects.filter(comment=comment).order_by("number").values_list("number", flat=True).first()
    links = Record.objects.filter(number__gte=first).order_by("number")[:_MOST_LINKS] if first else []
    return {
        "how": "sha256 of JSON [number, kind, row, comment, content, at, previous]: keys sorted, no spaces, UTF-8",
        "links": [
            {
                "number": link.number,
                "kind": link.kind,
                "row": link.row,
                "comment": link.comment_id,
                "content": link.content,
                "at": ledger.moment(link.at),
                "previous": link.previous,
                "sha256": link.sha256,
                "holds": link.sha256 == ledger.link(link),
            }
            for link in links
        ],
    }


def _names() -> dict[str, str]:
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
