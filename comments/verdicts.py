"""How an appeal ends. The only writer of its outcome, both for the verb that decides it and for those that overtake it.

If a comment is shown again or a sanction is lifted, for whatever reason and by whomever, even by the moderator who had
imposed it, the appellant has what they wanted, and the appeal ends as granted. Only another moderator can reject one.
"""

from datetime import datetime

from comments import ledger, notices
from comments import text as texts
from comments.limits import MAX_NOTE_LENGTH
from comments.models import Appeal, Decision, Record, Sanction
from newsroom.accounts.models import User


def grant(against: Decision | Sanction | None, *, by: User, note: str, now: datetime) -> None:
    """Grant the open appeal, if any, against a decision that was just undone. One query, five if there is one."""
    if against is None:
        return
    about = {"sanction": against} if isinstance(against, Sanction) else {"decision": against}
    for made in Appeal.objects.select_for_update().filter(**about, outcome=""):
        end(made, outcome=Appeal.Outcome.UPHELD, by=by, note=note, now=now)


def end(made: Appeal, *, outcome: Appeal.Outcome, by: User, note: str, now: datetime) -> None:
    """Store the outcome of an appeal and tell the appellant. The appeal must be locked. Four queries."""
    made.outcome, made.reply = outcome, texts.clean(note)[:MAX_NOTE_LENGTH]
    made.decided_by, made.decided_at = by, now
    made.save(update_fields=["outcome", "reply", "decided_by", "decided_at"])
    ledger.enter(Record.Kind.VERDICT, made, at=now, comment=made.against.comment_id, outcome=made.outcome)
    notices.tell_of_verdict(made)
