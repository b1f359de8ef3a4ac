"""The JSON endpoints of the editor's dialogs: stories to refer to, photos to insert. Errors are sentences."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import dates, photo_rights, photo_words, photos
from articles.admin import rights, targets
from articles.admin.thumbnails import thumbnail
from articles.models import Photo
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import may_be_id

_MOST_IDS = 100


def read_also(request: HttpRequest) -> JsonResponse:
    """Stories by headline (`q`) or by id (`ids`, comma-separated). `not` excludes one story."""
    if not rights.works_here(request):
        return _not_on_the_desk()
    user = who_asks(request)
    if "ids" in request.GET:
        found = list(targets.lookup(_numbers(request.GET["ids"]), user).values())
    else:
        without = next(iter(_numbers(request.GET.get("not", ""))), None)
        found = targets.search(_question(request), user, without=without)
    return JsonResponse({"results": [target.as_json() for target in found]})


def pick_photo(request: HttpRequest) -> JsonResponse:
    """Photos whose texts contain `q`, newest first, or by id (`ids`). One query."""
    if not rights.works_here(request):
        return _not_on_the_desk()
    found = Photo.objects.all()
    if "ids" in request.GET:
        found = found.filter(pk__in=_numbers(request.GET["ids"]))
    for word in _question(request).split():
        found = found.filter(Q(alt__icontains=word) | Q(caption__icontains=word) | Q(credit__icontains=word))
    return JsonResponse({"results": [photo_as_json(photo) for photo in found[: targets.MOST_FOUND]]})


def upload_photo(request: HttpRequest) -> JsonResponse:
    """Upload a photo. 201 with the photo; 400 or 413 with a sentence for each problem."""
    if request.method != "POST":
        return JsonResponse({"errors": [_("Choose a photo first.")]}, status=405, headers={"Allow": "POST"})
    if not rights.works_here(request):
        return _not_on_the_desk()
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"errors": [_("Choose a photo first.")]}, status=400)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("alt", "caption", "credit")}
    try:
        photos.refuse_twin(file)
        said = said_by(file)
        typed |= {"taken_at": said.taken_at, "ai_tool": said.ai_tool}
        photo = photos.take_in(file, by=who_asks(request), **typed)
    except ValidationError as refusal:
        return JsonResponse({"errors": refusal.messages}, status=413 if (file.size or 0) > photos.MAX_BYTES else 400)
    return JsonResponse(photo_as_json(photo), status=201)


def describe_photo(request: HttpRequest) -> JsonResponse:
    """The metadata in the beginning of a file (`head`), and the photo in the library with its `sha256`, if any.

    Nothing is stored. At most one query.
    """
    if request.method != "POST":
        return JsonResponse({"errors": [_("Choose a photo first.")]}, status=405, headers={"Allow": "POST"})
    if not rights.works_here(request):
        return _not_on_the_desk()
    head = request.FILES.get("head")
    said = photo_words.read(head.read(photo_words.HEAD)) if head else photo_words.Words()
    digest = request.POST.get("sha256", "")
    same = photos.known(digest) if len(digest) == 64 and digest.isalnum() else None
    answer = {"alt": said.alt, "caption": said.caption, "credit": said.credit}
    return JsonResponse({**answer, "same": photo_as_json(same) if same else None})


def said_by(file: Any) -> photo_words.Words:
    """The metadata in a file. Rewinds it."""
    said = photo_words.read(file.read(photo_words.HEAD))
    file.seek(0)
    return said


def photo_as_json(photo: Photo) -> dict[str, object]:
    return {
        "id": photo.pk,
        "title": str(photo),
        "alt": photo.alt,
        "caption": photo.caption,
        "detail": f"{photo.credit_line} · {dates.print_short(photo.uploaded_at)}",
        "thumb": thumbnail(photo, "wide"),
        "flag": expired(photo),
        "url": reverse("admin:articles_photo_change", args=[photo.pk]),
    }


def expired(photo: Photo) -> str:
    """A flag for a photo whose licence has ended."""
    return _("licence ended") if photo_rights.has_ended(photo) else ""


def _question(request: HttpRequest) -> str:
    """The search text without NUL, which PostgreSQL rejects."""
    return request.GET.get("q", "")[:100].replace("\x00", "")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",")[:_MOST_IDS]]
    return [int(part) for part in parts if may_be_id(part)]


def _not_on_the_desk() -> JsonResponse:
    return JsonResponse({"errors": [_("Only members of the newsroom may do that.")]}, status=403)
