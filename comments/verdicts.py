"""How an appeal ends: the only writer of its outcome, for the verb that decides it and for those that overtake it.

A hiding that is taken back, or a sanction that is lifted, gives whoever appealed what he wanted, whoever did it and
why: the appeal ends with it, be it by the very moderator who had decided. That a decision stands says somebody else.
"""

from datetime import datetime

from comments import ledger, notices
from comments import text as texts
from comments.limits import MAX_NOTE_LENGTH
from comments.models import Appeal, Decision, Record, Sanction
from newsroom.accounts.models import User


def grant(against: Decision | Sanction | None, *, by: User, note: str, now: datetime) -> None:
    """End the open appeal against what has just been taken back, if there is one. One query, five where there is."""
    if against is None:
        return
    about = {"sanction": against} if isinstance(against, Sanction) else {"decision": against}
    for made in Appeal.objects.select_for_update().filter(**about, outcome=""):
        end(made, outcome=Appeal.Outcome.UPHELD, by=by, note=note, now=now)


def end(made: Appeal, *, outcome: Appeal.Outcome, by: User, note: str, now: datetime) -> None:
    """Store how an appeal ended and tell whoever appealed. The appeal must be locked. Four queries."""
    made.outcome, made.reply = outcome, texts.clean(note)[:MAX_NOTE_LENGTH]
    made.decided_by, made.decided_at = by, now
    made.save(update_fields=["outcome", "reply", "decided_by", "decided_at"])
    ledger.enter(Record.Kind.VERDICT, made, at=now, comment=made.against.comment_id, outcome=made.outcome)
    notices.tell_of_verdict(made)
