"""The confirmation page of each verb: its title, the fields it asks for, and what it calls. One row per verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles import dates, workflow
from articles.admin import forms, safeguard_forms
from articles.models import Article, Step
from newsroom.accounts.models import User

Verb = Step.Verb
Words = str | Promise


@dataclass(frozen=True)
class VerbPage:
    verb: Step.Verb
    label: Words  # of the link on the change page
    explanation: Words  # what will happen
    button: Words  # label of the submit button
    done: Words | Callable[[Any], str]
    form: type[forms.VerbForm]
    act: Callable[[Article, User, dict[str, Any]], object]
    looks: str = ""  # "main" for the usual next step, "danger" if it cannot be undone
    shows_text: bool = False  # shows the text, and acts only on the version that was shown
    is_safeguard: bool = False  # holds a story back or releases it; listed apart from the next steps

    @property
    def url_name(self) -> str:
        return f"admin:articles_article_{self.verb}"

    def told(self, outcome: Any) -> str:
        """The success message."""
        return self.done(outcome) if callable(self.done) else str(self.done)


def _approve(article: Article, by: User, typed: dict[str, Any]) -> object:
    place = workflow.bundles.place_of(article)
    if (place.bundle_id if place else None) != typed.get("bundle"):
        raise workflow.Conflict(
            gettext("This story was put into a bundle or taken out of it just now. Load the page again.")
        )
    return workflow.approve(
        article,
        by=by,
        version=typed["version"],
        live_from=typed.get("live_from"),
        kind=typed.get("kind") or None,
        public_note=typed.get("public_note", ""),
        breaking_until=typed.get("breaking_until"),
    )


def _what_approving_did(edition: Any) -> str:
    if edition.is_cancelled:
        return gettext("Approved. It goes live with its bundle, as soon as all of its stories are approved.")
    if edition.live_from > edition.approved_at:
        return gettext("Scheduled: readers see it from %(when)s.") % {"when": dates.print_short(edition.live_from)}
    return gettext("Approved. Readers see it now.")


SAFEGUARDS = (
    VerbPage(
        Verb.EMBARGO,
        label=_("Embargo"),
        explanation=_(
            "Nothing of this story reaches the readers while the embargo holds, on any road. It is no schedule: when "
            "it ends, the story still waits for its approval."
        ),
        button=_("Put under embargo"),
        done=_("Under embargo."),
        form=safeguard_forms.EmbargoForm,
        act=lambda article, by, typed: workflow.set_embargo(article, by=by, reason=typed["note"], until=typed["until"]),
        is_safeguard=True,
    ),
    VerbPage(
        Verb.LIFT_EMBARGO,
        label=_("Lift the embargo"),
        explanation=_("The story may go out from now on. It goes live only when it is approved."),
        button=_("Lift the embargo"),
        done=_("The embargo is lifted."),
        form=safeguard_forms.LiftEmbargoForm,
        act=lambda article, by, typed: workflow.lift_embargo(article, by=by, note=typed["note"]),
        is_safeguard=True,
    ),
    VerbPage(
        Verb.CONFIRM,
        label=_("Record a confirmation"),
        explanation=_(
            "Keep whom you asked, when and how, and what came of it: also when nobody answered. It is never changed "
            "afterwards."
        ),
        button=_("Record it"),
        done=_("Recorded."),
        form=safeguard_forms.ConfirmationForm,
        act=lambda article, by, typed: workflow.record_confirmation(
            article, by=by, **{name: typed[name] for name in ("party", "asked_at", "channel", "result", "note")}
        ),
        is_safeguard=True,
    ),
    VerbPage(
        Verb.WAIVE_CONFIRMATION,
        label=_("Publish without the other side"),
        explanation=_(
            "With your written reason the next edition may go live although the other side was not asked. Only where "
            "the public must know now, the source is named and credible, and nobody can be reached. The duty to ask "
            "goes on."
        ),
        button=_("Waive it for the next edition"),
        done=_("Waived for the next edition. Go on asking."),
        form=safeguard_forms.WaiveForm,
        act=lambda article, by, typed: workflow.waive_confirmation(article, by=by, reason=typed["note"]),
        is_safeguard=True,
    ),
    VerbPage(
        Verb.ASK_LEGAL,
        label=_("Ask for a legal check"),
        explanation=_("The story cannot go live before the managing editor has cleared it."),
        button=_("Ask for the legal check"),
        done=_("Asked for. The story waits for its legal check."),
        form=safeguard_forms.AskLegalForm,
        act=lambda article, by, typed: workflow.ask_legal(article, by=by, note=typed["note"]),
        is_safeguard=True,
    ),
    VerbPage(
        Verb.CLEAR_LEGAL,
        label=_("Clear it legally"),
        explanation=_("You clear exactly the text below. Whoever changes it needs it cleared again."),
        button=_("Clear this version"),
        done=_("Cleared."),
        form=safeguard_forms.ClearLegalForm,
        act=lambda article, by, typed: workflow.clear_legal(
            article, by=by, version=typed["version"], note=typed["note"]
        ),
        shows_text=True,
        is_safeguard=True,
    ),
)

PAGES: dict[Step.Verb, VerbPage] = {
    page.verb: page
    for page in (
        VerbPage(
            Verb.SUBMIT,
            label=_("Submit"),
            explanation=_("The story goes to the editors. You can read it but not change it until they decide."),
            button=_("Submit to the editors"),
            done=_("Submitted."),
            form=forms.NoteForm,
            act=lambda article, by, typed: workflow.submit(article, by=by, note=typed["note"]),
            looks="main",
            shows_text=True,
        ),
        VerbPage(
            Verb.WITHDRAW_SUBMISSION,
            label=_("Withdraw the submission"),
            explanation=_("The story leaves the editors' queue and you can go on writing."),
            button=_("Withdraw the submission"),
            done=_("Withdrawn. You can go on writing."),
            form=forms.VerbForm,
            act=lambda article, by, _typed: workflow.withdraw_submission(article, by=by),
        ),
        VerbPage(
            Verb.APPROVE,
            label=_("Approve & publish"),
            explanation=_("You are the second pair of eyes. Exactly the text below goes live, with you as its editor."),
            button=_("Publish now"),
            done=_what_approving_did,
            form=forms.ApproveForm,
            act=_approve,
            looks="main",
            shows_text=True,
        ),
        VerbPage(
            Verb.SEND_BACK,
            label=_("Send back"),
            explanation=_("The story returns to its reporter with your note and the open remarks."),
            button=_("Send back"),
            done=_("Sent back."),
            form=forms.SendBackForm,
            act=lambda article, by, typed: workflow.send_back(article, by=by, note=typed["note"]),
        ),
        VerbPage(
            Verb.EMERGENCY,
            label=_("Publish in an emergency"),
            explanation=_(
                "The story goes live at once without a second person. Your reason goes into the log, and somebody else "
                "must read the story afterwards."
            ),
            button=_("Publish now, in an emergency"),
            done=_("Published in an emergency. It waits for a second reader."),
            form=forms.EmergencyForm,
            act=lambda article, by, typed: workflow.publish_in_emergency(
                article, by=by, version=typed["version"], reason=typed["note"], breaking_until=typed["breaking_until"]
            ),
            looks="danger",
            shows_text=True,
        ),
        VerbPage(
            Verb.SECOND_READ,
            label=_("Read as second reader"),
            explanation=_("This story went live in an emergency. You confirm that you have read it as second reader."),
            button=_("I have read it"),
            done=_("Thank you. The story has had its second reader."),
            form=forms.NoteForm,
            act=lambda article, by, typed: workflow.second_read(article, by=by, note=typed["note"]),
            looks="main",
            shows_text=True,
        ),
        VerbPage(
            Verb.REVISE,
            label=_("Begin an update"),
            explanation=_(
                "The story opens for changes. Readers keep the live edition until an editor approves the update."
            ),
            button=_("Begin the update"),
            done=_("Open for an update. Readers still see the live edition."),
            form=forms.VerbForm,
            act=lambda article, by, _typed: workflow.revise(article, by=by),
        ),
        VerbPage(
            Verb.DISCARD,
            label=_("Discard the update"),
            explanation=_(
                "The working copy becomes again what readers see now. What was changed since then stays in the history."
            ),
            button=_("Discard the update"),
            done=_("Discarded. The working copy is what readers see."),
            form=forms.VerbForm,
            act=lambda article, by, _typed: workflow.discard_update(article, by=by),
            looks="danger",
        ),
        VerbPage(
            Verb.DROP,
            label=_("Drop this story"),
            explanation=_(
                "The story leaves the lists of what is in work, and its preview links end. Nothing of it is deleted: "
                "it can be taken up again at any time."
            ),
            button=_("Drop this story"),
            done=_("Dropped. It is kept, and can be taken up again."),
            form=forms.DropForm,
            act=lambda article, by, typed: workflow.drop(article, by=by, note=typed["note"]),
        ),
        VerbPage(
            Verb.TAKE_UP,
            label=_("Take it up again"),
            explanation=_("The story is a draft again, with the text it had."),
            button=_("Take it up again"),
            done=_("A draft again. You can go on writing."),
            form=forms.VerbForm,
            act=lambda article, by, _typed: workflow.take_up(article, by=by),
            looks="main",
        ),
        VerbPage(
            Verb.RESCHEDULE,
            label=_("Another moment"),
            explanation=_("The story goes live at another moment, word for word as it was approved."),
            button=_("Schedule for this moment"),
            done=_what_approving_did,
            form=forms.RescheduleForm,
            act=lambda article, by, typed: workflow.reschedule(article, by=by, live_from=typed["live_from"]),
        ),
        VerbPage(
            Verb.UNSCHEDULE,
            label=_("Cancel the schedule"),
            explanation=_("The scheduled edition will not go live, and the story is a draft again."),
            button=_("Cancel the schedule"),
            done=_("The schedule is cancelled."),
            form=forms.VerbForm,
            act=lambda article, by, _typed: workflow.unschedule(article, by=by),
        ),
        VerbPage(
            Verb.RETRACT,
            label=_("Retract"),
            explanation=_(
                "Readers no longer see the story: its address says when and why it was withdrawn. A retracted story is "
                "not published again."
            ),
            button=_("Retract this story"),
            done=_("Retracted. Its address now gives the reason."),
            form=forms.RetractForm,
            act=lambda article, by, typed: workflow.retract(
                article, by=by, ground=typed["ground"], explanation=typed["public_note"]
            ),
            looks="danger",
        ),
        *SAFEGUARDS,
    )
}
