"""The forms for readers. Whether a text is accepted is decided in pipeline.py and moderation.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.models import Commenter, Decision
from comments.refusals import Refused, TermsNotAccepted
from newsroom.duties.models import Policy

_INCOMPLETE = _("This form was incomplete. Press the button once more.")


class TypedText(forms.CharField):
    """A text as typed. NULs are dropped, which Django's own field refuses with an incomprehensible message."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, required=False, **options)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\x00", "")


class CommentForm(forms.Form):
    """A comment on a story. `submission` deduplicates double clicks; `terms` is the version that was shown.

    Both are set anew whenever the form is shown, also after a refusal.
    """

    text = TypedText(
        label=_("Your comment"),
        help_text=_("At most 2,000 characters. Addresses of pages become links."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    accepts = forms.BooleanField(label=_("I have read the comment terms and agree to them."), required=False)
    submission = forms.UUIDField(error_messages={"required": _INCOMPLETE, "invalid": _INCOMPLETE})
    terms = forms.ModelChoiceField(Policy.objects.filter(kind=Policy.Kind.COMMENT_TERMS), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "kirim-%s"

    def refuse(self, refusal: Refused, *, flaw: Refused | None = None) -> None:
        """Add the sentence of a refusal to the field that it is about.

        Beside a missing agreement also the flaw of the text, if it has one: nobody should be refused twice.
        """
        if not isinstance(refusal, TermsNotAccepted):
            return self.add_error("text", str(refusal))
        self.add_error("accepts", str(refusal))
        if flaw:
            self.add_error("text", str(flaw))

    @property
    def agreed_terms(self) -> Policy | None:
        """The version of the terms that this valid form agrees to."""
        return self.cleaned_data["terms"] if self.cleaned_data["accepts"] else None


class EditForm(forms.Form):
    """Edits one's own comment."""

    text = TypedText(label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 6}))


class HowSoon(forms.ChoiceField):
    """At once, once a day, not at all."""

    def __init__(self, **options: Any) -> None:
        sentence = _("Choose one of the three.")
        errors = {"invalid_choice": sentence, "required": sentence}
        super().__init__(choices=Commenter.Mail.choices, widget=forms.RadioSelect, error_messages=errors, **options)


class MailForm(forms.Form):
    """How soon somebody wants mail about replies and decisions."""

    mail = HowSoon(label=_("When somebody answers your comments, or the newsroom picks one"))
    decisions = HowSoon(label=_("When a moderator decides about one of your comments"))


class HideForm(forms.Form):
    """Why a comment is hidden."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[("", _("Choose a reason …")), *Decision.Reason.choices],
        required=False,  # the verb says that one is needed
        error_messages={"invalid_choice": _("Choose one of the listed reasons.")},
    )
    note = TypedText(
        label=_("Note"),
        help_text=_("Readers see it in the place of the comment, and its author gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RestoreForm(forms.Form):
    """A note to the author when a comment is shown again."""

    note = TypedText(
        label=_("Note"), help_text=_("The author gets it by mail."), widget=forms.Textarea(attrs={"rows": 3})
    )
