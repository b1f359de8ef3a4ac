"""Whether a story takes comments: the only verb that changes it. Each change is logged."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from comments import limits, permissions, states
from comments import text as texts
from comments.models import Ruling, Thread
from comments.refusals import Conflict
from newsroom.accounts.models import User

Rule = Thread.Rule
ENDLESS = (Rule.CLOSED, Rule.NEVER)  # rules with nothing left to close


@transaction.atomic
def rule(
    article: Article,
    *,
    rule: str,
    by: User,
    closes_at: datetime | None = None,
    note: str = "",
    seen: str | None = None,
    now: datetime | None = None,
) -> Ruling:
    """Decide whether a story takes comments, before or after its publication. Seven queries.

    `closes_at` must be in the future; None leaves the end to the rule. `seen` is the mark of the thread that was on the
    form: raises Conflict if somebody has changed the rule or its end since, or if nothing would change.
    """
    now = now or timezone.now()
    if not permissions.can_rule(by):
        raise PermissionDenied(_("Only a moderator or an editor may do that."))
    if rule not in Rule.values:
        raise ValidationError({"rule": _("Choose one of the listed rules.")})
    if closes_at and rule not in ENDLESS and closes_at <= now:
        raise ValidationError({"closes_at": _("Choose a moment still to come, or none.")})
    closes_at = None if rule in ENDLESS else closes_at
    note = texts.clean(note)
    if len(note) > limits.MAX_NOTE_LENGTH:
        sentence = _("Shorten the note to at most %(most)s characters.") % {"most": limits.MAX_NOTE_LENGTH}
        raise ValidationError({"note": sentence})
    Thread.objects.get_or_create(article=article)
    thread = Thread.objects.select_for_update().get(article=article)
    if seen is not None and seen != thread.mark:
        raise Conflict(_("Somebody has changed this rule since you opened it. Look again."))
    if (thread.rule, thread.closes_at) == (rule, closes_at):
        raise Conflict(_("This rule is in force already."))
    thread.rule, thread.closes_at = rule, closes_at
    thread.save(update_fields=["rule", "closes_at"])
    states.touch(article.pk)
    return Ruling.objects.create(article=article, rule=rule, closes_at=closes_at, note=note, by=by, at=now)
