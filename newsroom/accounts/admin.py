"""People and their consents, on the desk."""

from importlib import import_module
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from newsroom.accounts import names, people, permissions, roles
from newsroom.accounts.models import Consent, User
from newsroom.accounts.permissions import who_asks
from newsroom.desk_choices import CheckedRows
from newsroom.desk_lists import BoundedList

for pages in ("allauth.account.admin", "allauth.mfa.admin", "django.contrib.auth.admin"):
    import_module(pages)  # they register themselves; once that has happened, what we do not want is taken away again
admin.site.unregister(EmailAddress)  # an address is verified by its owner, not by hand
admin.site.unregister(Authenticator)  # it would show the secrets of second factors
admin.site.unregister(Group)  # roles come from migrations, so that they mean the same everywhere


class RolesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Group) -> str:
        return roles.label(obj.name)


class PersonForm(forms.ModelForm):
    groups = RolesField(label=_("Roles"), queryset=Group.objects.all(), widget=CheckedRows, required=False)

    class Meta:
        model = User
        fields = ["email", "display_name", "groups", "is_staff", "is_active", "is_superuser"]

    def clean_display_name(self) -> str:
        return names.tidy(self.cleaned_data["display_name"])


class RoleFilter(admin.RelatedFieldListFilter):
    """The roles, with the names that the desk uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("role")

    def field_choices(self, *args: Any) -> list[Any]:
        return [(pk, roles.label(str(name))) for pk, name in super().field_choices(*args)]


@admin.register(User)
class PersonAdmin(BoundedList):
    """Passwords are neither shown nor set here: new people get a link, the others can reset theirs."""

    form = PersonForm
    list_display = ["display_name", "email", "role_names", "is_staff", "is_active", "last_login"]
    list_filter = ["is_active", "is_staff", ("groups", RoleFilter)]
    search_fields = ["display_name", "email"]
    ordering = ["display_name"]
    actions = ["send_invitation", "remove_second_factor", "switch_off"]
    RIGHTS = ["groups", "is_staff", "is_active", "is_superuser"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Roles"))
    def role_names(self, person: User) -> str:
        return ", ".join(roles.label(group.name) for group in person.groups.all())

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        fields = ["email", "display_name", *self.RIGHTS]
        if not permissions.can_make_superusers(who_asks(request)):
            fields.remove("is_superuser")
        return [*fields, "last_login", "date_joined"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        if obj is None:
            return []
        # Changing somebody's address would allow resetting their password.
        fixed = ["email", "last_login", "date_joined"]
        if not permissions.can_manage(who_asks(request), obj):
            fixed += [*self.RIGHTS, "display_name"]
        return fixed

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if not permissions.can_manage_people(who_asks(request)):
            return False
        return obj is None or permissions.can_manage(who_asks(request), obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # stories, steps and consents refer to people for ever: deactivate them instead

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            people.invite(form.instance, by=who_asks(request))

    @admin.action(description=_("Send a link to choose a password"), permissions=["change"])
    def send_invitation(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for person in queryset.filter(is_active=False):
            sentence = gettext("%(person)s is switched off and gets no link.") % {"person": person}
            self.message_user(request, sentence, messages.WARNING)
        active = queryset.filter(is_active=True)
        self._to_each(request, active, people.invite, gettext("Got a link to choose a password."))

    @admin.action(description=_("Remove the second factor (telephone lost)"), permissions=["change"])
    def remove_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._to_each(request, queryset, people.forget_second_factor, gettext("Second factor removed."))

    @admin.action(description=_("Switch off"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._to_each(request, queryset, people.switch_off, gettext("Switched off."))

    def _to_each(self, request: HttpRequest, queryset: QuerySet[User], verb: Any, told: str) -> None:
        """`told` is what the history of each person says of it."""
        done = 0
        for person in queryset:
            try:
                verb(person, by=who_asks(request))
            except PermissionDenied as refusal:
                self.message_user(request, f"{person}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, person, told)
                done += 1
        if done:
            text = ngettext("Done for %(count)d person.", "Done for %(count)d people.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)


@admin.register(Consent)
class ConsentAdmin(BoundedList):
    """Consents are proof: nobody adds, changes or deletes them by hand."""

    list_display = ["user", "policy", "version", "accepted_at"]
    list_filter = ["policy"]  # by version of the text; the list is sorted by time, newest first
    search_fields = ["user__display_name", "user__email", "sha256"]
    list_select_related = ["user", "policy"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Consent | None = None) -> bool:
        return False
