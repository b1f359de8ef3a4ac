from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import names
from newsroom.accounts.models import User


class DisplayNameForm(forms.ModelForm):
    """The name under which a reader's comments appear."""

    class Meta:
        model = User
        fields = ["display_name"]
        labels = {"display_name": _("Display name")}
        widgets = {"display_name": forms.TextInput(attrs={"autocomplete": "nickname"})}

    def clean_display_name(self) -> str:
        return names.check(self.cleaned_data["display_name"], of=self.instance)


class SignupForm(forms.Form):
    """The fields that allauth does not have. It bases its own sign-up form on this one."""

    display_name = forms.CharField(
        label=_("Display name"),
        max_length=60,
        help_text=_("Shown beside your comments."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    field_order = ["display_name", "email", "password1"]

    def clean_display_name(self) -> str:
        name = names.check(self.cleaned_data["display_name"])
        obstacle = names.obstacle(None, name)
        if obstacle:
            raise ValidationError(obstacle, code="obstacle")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class AddKeyForm(AddWebAuthnForm):
    """Labels the name of a passkey, for which allauth has no label in any language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
        self.fields["passwordless"].label = _("Log in with this key alone, without a password")


class RenameKeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of this key")
