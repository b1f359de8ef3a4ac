"""The forms of the desk. The rules about what may happen to a story are in workflow."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import addresses, body, editions, workflow
from articles.admin.refusals import RefusableForm, sentences
from articles.admin.typed import initial_of
from articles.admin.widgets import Moment
from articles.models import Article, Draft, Edition, Photo

GONE = gettext_lazy("What you chose was deleted meanwhile. Choose again.")
UNREMEMBERED = {"autocomplete": "off"}  # browsers restore form values, but must not restore an old version number
_MOST = 2**31 - 1  # the largest integer that every database accepts
_LONGEST_NOTE = 2_000  # characters: an e-mail to a reporter, a box under a story


def with_version(data: Any, version: int) -> QueryDict:
    """A copy of the submitted data with another version."""
    changed: QueryDict = data.copy()
    changed["version"] = str(version)
    return changed


class ArticleForm(RefusableForm):
    """The working copy. `version` is the one that was on the screen; workflow.save compares it."""

    draft: Draft | None = None  # shown instead of the stored text

    version = forms.IntegerField(widget=forms.HiddenInput(UNREMEMBERED), required=False, max_value=_MOST)
    sheet = forms.UUIDField(widget=forms.HiddenInput(UNREMEMBERED), required=False)  # one page load of the form
    naskah = forms.IntegerField(  # the draft that it was opened with
        widget=forms.HiddenInput(UNREMEMBERED), required=False, max_value=_MOST
    )

    class Meta:
        model = Article
        fields: list[str] = []  # set by the admin

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.initial["sheet"] = uuid4()
        if self.draft and not self.is_bound:
            self.initial.update(initial_of(self.draft.contents))
            self.initial["naskah"] = self.draft.pk
            if self.draft.kind == Draft.Kind.UNSAVED:
                self.initial["version"] = self.draft.version  # that it is based on: later ones conflict
        if "lead_photo" in self.fields:
            self.fields["lead_photo"].widget.stored = self.instance.lead_photo
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages |= {"invalid_choice": GONE, "invalid_pk_value": GONE}
        if self.refusal and self.is_bound and self.instance.pk:
            # The page shows the stored text now, so saving again overwrites it knowingly.
            self.data = with_version(self.data, self.instance.version)

    def clean_deck(self) -> str:
        return " ".join(self.cleaned_data["deck"].split())  # a textarea of two lines, but a single line of text

    def clean_unverified(self) -> str:
        return " ".join(self.cleaned_data["unverified"].split())

    def clean_body(self) -> str:
        text: str = self.cleaned_data["body"]
        if len(text) > body.MAX_CHARACTERS:
            raise ValidationError(
                _("The text has %(length)s characters; a story holds at most %(most)s. Split it into two stories.")
                % {"length": f"{len(text):,}".replace(",", "."), "most": f"{body.MAX_CHARACTERS:,}".replace(",", ".")}
            )
        return text

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and Article.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            free = addresses.free_slug(slug)
            raise ValidationError(
                _("Another story has the address “%(slug)s”. “%(free)s” is free.") % {"slug": slug, "free": free}
            )
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "slug" in self.errors and "slug" in self.fields and slugify(self.data.get("slug", "")) == "":
            self.errors.pop("slug")
            self.add_error("slug", _("Write the address with letters, digits and hyphens, or leave it empty."))
        return cleaned


class PhotoUploadForm(RefusableForm):
    """Uploads a photo. `photos.take_in` validates the file."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG, WebP or AVIF, at least 640 pixels wide, at most 25 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    class Meta:
        model = Photo
        fields = ["alt", "caption", "credit", "ai_tool", "licence", "expires_on"]


class VerbForm(forms.Form):
    """The base form of all verbs: the version that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": article.version}
        super().__init__(*args, **kwargs)
        self.article = article

    def refuse(self, refusal: ValidationError) -> None:
        """Attach the messages of a refusal to the fields they are about, or to the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, sentences(refusal))
            return
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)

    def read_newest(self) -> None:
        """Set the version of the submitted form to the one that the page shows now."""
        self.data = with_version(self.data, self.article.version)


def note(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,  # the verb checks whether a note is required
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=Moment(),
        error_messages={"invalid": gettext_lazy("Write day and time, for example 24/10/2024 15:30.")},
    )


class NoteForm(VerbForm):
    note = note(gettext_lazy("note"), gettext_lazy("Goes into the log; may stay empty."))


class DropForm(VerbForm):
    note = note(gettext_lazy("why"), gettext_lazy("Goes into the log. For the story of somebody else it is required."))


class RescheduleForm(VerbForm):
    live_from = moment(gettext_lazy("live from (WIB)"))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, article=article, **kwargs)
        if pending := article.editions.pending().first():
            self.fields["live_from"].initial = timezone.localtime(pending.live_from)


class SendBackForm(VerbForm):
    note = note(
        gettext_lazy("what the reporter should mend"),
        gettext_lazy("May stay empty where an open remark says it."),
    )


class EmergencyForm(VerbForm):
    note = note(gettext_lazy("why this cannot wait for a second reader"))
    breaking_until = moment(
        gettext_lazy("breaking news until (WIB)"),
        gettext_lazy("Left empty, it is no breaking news. The mark removes itself at that moment."),
    )


class RetractForm(VerbForm):
    ground = forms.ChoiceField(
        label=gettext_lazy("ground"), choices=Edition.Ground, required=False, widget=forms.RadioSelect
    )
    public_note = note(
        gettext_lazy("explanation to the readers"),
        gettext_lazy("Stands at the story's address from now on, with date and time."),
    )


class ApproveForm(VerbForm):
    """When to publish: now, later or with the bundle. For an update also its kind and note.

    `bundle` is the bundle that the page showed, because it decides what the button does.
    """

    kind = forms.ChoiceField(label=gettext_lazy("kind of edition"), widget=forms.RadioSelect)
    public_note = note(
        gettext_lazy("note to readers"),
        gettext_lazy("What was changed and why. Needed for everything but a plain update."),
    )
    breaking_until = moment(
        gettext_lazy("breaking news until (WIB)"),
        gettext_lazy("Left empty, it is no breaking news. The mark removes itself at that moment."),
    )
    live_from = moment(gettext_lazy("live from (WIB)"))
    bundle = forms.IntegerField(widget=forms.HiddenInput(UNREMEMBERED), required=False, max_value=_MOST)

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, article=article, **kwargs)
        self.place = workflow.bundles.place_of(article)
        if self.place:
            del self.fields["live_from"]
            self.fields["bundle"].initial = self.place.bundle_id
        if editions.latest(article) is None:
            del self.fields["kind"], self.fields["public_note"]
        else:
            kinds = (Edition.Kind.UPDATE, *Edition.NOTED_KINDS)
            self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
            self.fields["kind"].initial = Edition.Kind.UPDATE
        now = timezone.now()
        if article.embargo_until and article.embargo_until > now and not self.place:
            self.fields["live_from"].initial = timezone.localtime(article.embargo_until)
        if article.breaking_until and article.breaking_until > now:
            self.fields["breaking_until"].initial = timezone.localtime(article.breaking_until)

    @property
    def goes_live(self) -> datetime | None:
        """The planned time in the form, if it is valid, for the label of the button."""
        if self.place:
            return self.place.bundle.live_from
        field = self.fields["live_from"]
        value = self["live_from"].value()
        try:
            return field.clean(value) if isinstance(value, str) else value
        except ValidationError:
            return None

    @property
    def schedules(self) -> bool:
        """Whether “schedule” was pressed rather than “publish now”."""
        return self.data.get("when") == "later"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.place:
            return cleaned
        if self.schedules and "live_from" not in self.errors and not cleaned.get("live_from"):
            self.add_error("live_from", _("Choose when the story goes live, or publish it now."))
        if not self.schedules and cleaned.get("live_from"):
            self.add_error("live_from", _("You chose a time. Press “Schedule”, or empty the time to publish now."))
        return cleaned
