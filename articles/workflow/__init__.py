"""The only verbs that change a story's status or make editions. Everything that reaches the public goes through here.

Each verb is one transaction: it locks the row, checks the person and the status, acts, writes a Step and notifies the
people concerned. It raises PermissionDenied (wrong person), Conflict (wrong status, or somebody was faster) or
ValidationError (something is missing), each with a sentence for the person, and then changes nothing.

`now` is the time of the act; only imports of an archive pass it.
"""

from articles.workflow import bundles
from articles.workflow.acts import must_be_version
from articles.workflow.available import Standing, available_verbs, standing_of
from articles.workflow.dropping import drop, take_up
from articles.workflow.publishing import (
    approve,
    awaiting_second_reader,
    publish_in_emergency,
    retract,
    second_read,
    unschedule,
)
from articles.workflow.rescheduling import reschedule
from articles.workflow.review import send_back, submit, withdraw_submission
from articles.workflow.rules import RULES, Conflict, Rule
from articles.workflow.safeguards import (
    ask_legal,
    clear_legal,
    lift_embargo,
    record_confirmation,
    set_embargo,
    waive_confirmation,
)
from articles.workflow.updates import discard_update, revise
from articles.workflow.writing import save, start

__all__ = [
    "RULES",
    "Conflict",
    "Rule",
    "Standing",
    "approve",
    "ask_legal",
    "available_verbs",
    "awaiting_second_reader",
    "bundles",
    "clear_legal",
    "discard_update",
    "drop",
    "lift_embargo",
    "must_be_version",
    "publish_in_emergency",
    "record_confirmation",
    "reschedule",
    "retract",
    "revise",
    "save",
    "second_read",
    "send_back",
    "set_embargo",
    "standing_of",
    "start",
    "submit",
    "take_up",
    "unschedule",
    "waive_confirmation",
    "withdraw_submission",
]
