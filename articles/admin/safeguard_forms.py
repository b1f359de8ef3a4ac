"""The forms for embargo, right of reply and legal check."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.forms import VerbForm, moment, note
from articles.models import Article, Confirmation


class EmbargoForm(VerbForm):
    until = moment(
        gettext_lazy("embargo until (WIB)"), gettext_lazy("Left empty, it holds until an editor lifts the embargo.")
    )
    note = note(gettext_lazy("whose embargo, and why"))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, article=article, **kwargs)
        self.fields["note"].initial = article.embargo_reason
        if article.embargo_until:
            self.fields["until"].initial = timezone.localtime(article.embargo_until)


class LiftEmbargoForm(VerbForm):
    note = note(gettext_lazy("why the embargo no longer holds"))


class ConfirmationForm(VerbForm):
    party = forms.CharField(
        label=gettext_lazy("who was asked"),
        help_text=gettext_lazy("Name and position."),
        required=False,
        max_length=120,
    )
    asked_at = moment(gettext_lazy("asked at (WIB)"))
    channel = forms.ChoiceField(
        label=gettext_lazy("how"), choices=Confirmation.Channel, required=False, widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label=gettext_lazy("result"), choices=Confirmation.Result, required=False, widget=forms.RadioSelect
    )
    note = note(gettext_lazy("what was said"), gettext_lazy("For the desk only; readers do not see it."))

    def clean_asked_at(self) -> Any:
        if self.cleaned_data["asked_at"] is None:
            raise ValidationError(_("Write when you asked."))
        return self.cleaned_data["asked_at"]


class WaiveForm(VerbForm):
    note = note(gettext_lazy("why this cannot wait for the other side"))


class AskLegalForm(VerbForm):
    note = note(gettext_lazy("what is to be checked"))


class ClearLegalForm(VerbForm):
    note = note(gettext_lazy("who checked it, and what they said"))
