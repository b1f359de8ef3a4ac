"""The public complaint form. Whether a complaint is accepted is decided in complaints.py."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments import complaints, law
from comments.forms import TypedText
from comments.models import Complaint
from newsroom.accounts import mailboxes


class ComplaintForm(forms.Form):
    """One page, without login. `website` is a honeypot: people do not see it, but bots fill it in."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[(reason.value, reason.label) for reason in law.COMPLAINTS],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is wrong with the comment."),
            "invalid_choice": _("Choose one of the listed reasons."),
        },
    )
    words = TypedText(
        label=_("What should we know?"),
        help_text=_("At most 1,000 characters. Needed for copyright and for what breaks the law."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    speaker = forms.ChoiceField(
        label=_("Whom is it about?"),
        choices=Complaint.Speaker.choices,
        initial=Complaint.Speaker.OTHER,
        error_messages={
            "required": _("Choose whom it is about."),
            "invalid_choice": _("Choose whom it is about."),
        },
    )
    email = forms.EmailField(
        label=_("E-mail (if you want an answer by mail)"),
        required=False,
        max_length=254,
        validators=[mailboxes.must_be_writable],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address. Correct it or leave it empty.")},
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.auto_id = "lapor-%s"
        self.label_suffix = ""

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("website"):
            raise forms.ValidationError(_("Something filled in a hidden field. It is empty again: press the button."))
        reason, speaker = self.cleaned_data.get("reason"), self.cleaned_data.get("speaker")
        if reason and speaker:  # checked now, so that its sentences stand beside those of the other fields
            complaints.check(reason, self.cleaned_data["words"], speaker)
