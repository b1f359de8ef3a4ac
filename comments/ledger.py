"""The hash chain of evidence: the only writer of Record rows, and the check that the chain is intact.

A link is the SHA-256 of what happened and of the previous link. Changing one unnoticed would mean changing all that
follow, in a table that the database refuses to change, although the newest hash may be stored in a safe elsewhere.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from comments.models import ChainHead, Complaint, Decision, Record, Sanction

_BATCH = 500  # rows of a kind compared with their links in one query
Kind = Record.Kind
Content = dict[str, Any]


@transaction.atomic
def enter(kind: Record.Kind, row: models.Model, *, at: datetime, comment: int | None = None, **more: Any) -> Record:
    """Append a link for a row. The verb has taken its turn before (`take_turn`).

    Three queries. Recording the same row twice raises IntegrityError.
    """
    head = ChainHead.objects.select_for_update().get(pk=ChainHead.ONLY)
    describe = SUBJECTS.get(kind)
    content = {**(describe[1](row) if describe else {}), **more}
    record = Record(
        number=head.number + 1, kind=kind, row=row.pk, comment_id=comment, content=content, at=at, previous=head.sha256
    )
    record.sha256 = link(record)
    record.save(force_insert=True)
    ChainHead.objects.filter(pk=head.pk).update(number=record.number, sha256=record.sha256)
    return record


def take_turn(now: datetime | None = None) -> datetime:
    """Wait until no other verb writes to the chain, keep the turn to the end of the transaction, and return the time.

    The time is taken after waiting: what another has decided meanwhile does not lie in its future. `now` is returned as
    it is.

    Every verb that writes to the chain begins with this, before it locks anything else: otherwise one that has written
    already and goes on to another comment would wait for one that holds this comment and wants to write. One query; on
    SQLite none, where every transaction has its turn when it begins.
    """
    if connection.vendor == "postgresql":
        ChainHead.objects.select_for_update().get(pk=ChainHead.ONLY)
    return now or timezone.now()


def link(record: Record) -> str:
    """The correct hash of this row: over all of its fields and the hash of the previous row."""
    fields = [
        record.number,
        record.kind,
        record.row,
        record.comment_id,
        record.content,
        moment(record.at),
        record.previous,
    ]
    return digest(json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False))


def digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def breaks() -> Iterator[str]:
    """Yield a sentence for everything that is wrong with the chain. Reads every link once, in order.

    Detects changed, removed and inserted links, and decisions, sanctions and complaints that do not match their link.
    """
    previous, number = "0" * 64, 0
    while links := list(Record.objects.filter(number__gt=number).order_by("number")[:_BATCH]):
        for record in links:
            number += 1
            if record.number != number:
                yield f"{number}: a link is missing; the next one is {record.number}"
                number = record.number
            if record.previous != previous:
                yield f"{record.number}: does not follow the link before"
            if record.sha256 != link(record):
                yield f"{record.number}: was changed"
            previous = record.sha256
        yield from _changed_rows(links)
    head = ChainHead.objects.filter(pk=ChainHead.ONLY).first() or ChainHead()
    if (head.number, head.sha256) != (number, previous):
        yield f"{number}: the chain ends here, but {head.number} links were made"


def _changed_rows(links: list[Record]) -> Iterator[str]:
    for kind, (model, describe) in SUBJECTS.items():
        entered = {record.row: record for record in links if record.kind == kind}
        rows = model._base_manager.in_bulk(list(entered)) if entered else {}
        for key, record in entered.items():
            if key not in rows:
                yield f"{record.number}: its {kind} {key} is gone"
            elif not _says_still(describe(rows[key]), record.content):
                yield f"{record.number}: its {kind} {key} says something else now"


def _says_still(now: Content, then: Content) -> bool:
    """Whether a row still matches what was recorded. Fields emptied by retention do not count as changed."""
    return all(then.get(key) == value or (key in ERASABLE and value == NOTHING) for key, value in now.items())


NOTHING = digest("")
ERASABLE = {"note", "words", "quoted"}  # what the purge empties after its retention period


def _decision(row: Decision) -> Content:
    said = {"act": row.act, "reason": row.reason, "note": digest(row.note), "by": row.by_id, "at": moment(row.at)}
    return {**said, "sanction": row.sanction_id} if row.sanction_id else said


def _sanction(row: Sanction) -> Content:
    return {
        "user": row.user_id,
        "kind": row.kind,
        "until": moment(row.until) if row.until else None,
        "reason": row.reason,
        "note": digest(row.note),
        "ends": row.ends_id,
        "by": row.by_id,
        "at": moment(row.at),
    }


def _complaint(row: Complaint) -> Content:
    return {
        "number": digest(row.number),  # so that readers of the chain cannot open the status page
        "reason": row.reason,
        "speaker": row.speaker,
        "words": digest(row.words),
        "quoted": digest(row.quoted),
        "received": moment(row.received_at),
    }


def _answer(row: Complaint) -> Content:
    return {
        "outcome": row.outcome,
        "decision": row.decision_id,
        "decided": moment(row.decided_at) if row.decided_at else None,
    }


SUBJECTS: dict[str, tuple[type[models.Model], Callable[[Any], Content]]] = {
    Kind.DECISION: (Decision, _decision),
    Kind.SANCTION: (Sanction, _sanction),
    Kind.COMPLAINT: (Complaint, _complaint),
    Kind.ANSWER: (Complaint, _answer),
}
