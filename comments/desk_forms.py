"""The forms of the moderation desk. The rules are in moderation.py, sanctions.py and appeals.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments import limits, terms
from comments.forms import TypedText
from comments.models import Decision, Sanction, Term, Thread
from comments.sanctions import BY_HAND


class Moment(forms.DateTimeField):
    """An optional date and time in Jakarta."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"required": False, "widget": widget, **options})


class SanctionForm(forms.Form):
    """A sanction: its kind and the reason."""

    kind = forms.ChoiceField(
        label=_("Sanction"),
        choices=[("", _("Choose a sanction …")), *((kind.value, kind.label) for kind in BY_HAND)],
        required=False,  # the verb says that one is needed
        error_messages={"invalid_choice": _("Choose one of the listed sanctions.")},
    )
    until = Moment(
        label=_("Until (for a suspension)"), error_messages={"invalid": _("Say until when: a time still to come.")}
    )
    days = forms.IntegerField(
        label=_("Hide everything of the last days (for a ban)"),
        help_text=_("Empty: only the ban. From 1 to 30 days; lifting the ban can show it all again."),
        required=False,
        min_value=1,
        max_value=limits.SWEEP_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason …")), *Decision.Reason.choices],
        required=False,
        error_messages={"invalid_choice": _("Choose one of the listed reasons.")},
    )
    note = TypedText(
        label=_("Note"), help_text=_("The reader gets it by mail."), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "sanksi-%s"

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("days") and typed.get("kind") != Sanction.Kind.BAN:
            self.add_error("days", _("Only a ban takes along what was written before."))
        return typed


class RemarkForm(forms.Form):
    text = TypedText(
        label=_("Note about this reader, for the other moderators"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "catatan-%s"


class ReleaseForm(forms.Form):
    """Why a comment is not needed as evidence any more."""

    why = TypedText(label=_("Why it need not be kept any longer"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "lepas-%s"


class AppealForm(forms.Form):
    """An author's appeal against a decision."""

    words = TypedText(
        label=_("Why was the decision wrong?"),
        help_text=_("At most 1,000 characters. Another moderator reads it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class VerdictForm(forms.Form):
    """The decision about an appeal."""

    note = TypedText(
        label=_("Answer to the author"),
        help_text=_("The author gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "banding-%s"


class TermForm(forms.Form):
    """A word or phrase, and what happens to comments that contain it. The phrase cannot be changed later."""

    phrase = forms.CharField(
        label=_("Word or phrase"),
        help_text=_("Found in every disguise: with digits for letters, letters set apart, look-alikes."),
        required=False,  # the verb says that one is needed
    )
    action = forms.ChoiceField(
        label=_("What happens to the comment"), choices=Term.Action.choices, initial=Term.Action.HOLD, required=False
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("For the other moderators."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": terms.LONGEST_NOTE}),
    )
    expires_at = Moment(
        label=_("Until"),
        help_text=_("Empty: until somebody takes it off."),
        error_messages={"invalid": _("Choose a moment still to come, or none.")},
    )

    def __init__(self, *args: Any, term: Term | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "kata-%s"
        if term:
            del self.fields["phrase"]


class RuleForm(forms.Form):
    """Whether a story takes comments from now on."""

    rule = forms.ChoiceField(label=_("Rule"), choices=Thread.Rule.choices, widget=forms.RadioSelect, required=False)
    closes_at = Moment(
        label=_("Closes at"),
        help_text=_("Empty: when the rule says so. Wins over the two weeks."),
        error_messages={"invalid": _("Choose a moment still to come, or none.")},
    )
    note = TypedText(
        label=_("Why"), help_text=_("For the log; readers do not see it."), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "aturan-%s"


class WatchForm(forms.Form):
    why = TypedText(label=_("What should the others look for?"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "pantau-%s"
