"""Stories and photos for the tests of public pages."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles import workflow
from articles.models import Article, Edition, Journalist, Photo
from newsroom.accounts.models import User
from tests import cast

HOUR = timedelta(hours=1)


class Desk:
    """Rina writes, Bagus approves, Sari retracts."""

    def __init__(self) -> None:
        self.rina, self.bagus, self.sari = cast.rina(), cast.bagus(), cast.sari()

    def publish(self, headline: str, *, now: datetime | None = None, **fields: Any) -> Edition:
        return cast.published(self.rina, self.bagus, now=now, headline=headline, **fields)

    def schedule(self, headline: str, *, live_from: datetime, **fields: Any) -> Edition:
        article = cast.submitted(self.rina, headline=headline, **fields)
        return workflow.approve(article, by=self.bagus, version=article.version, live_from=live_from)

    def update(
        self,
        edition: Edition,
        *,
        kind: Edition.Kind | None = None,
        note: str = "",
        live_from: datetime | None = None,
        **changes: Any,
    ) -> Edition:
        """Change the story and approve the update."""
        article = Article.objects.get(pk=edition.article_id)
        workflow.revise(article, by=self.rina)
        for name, value in changes.items():
            setattr(article, name, value)
        workflow.save(article, by=self.rina, version=article.version)
        workflow.submit(article, by=self.rina)
        return workflow.approve(
            article, by=self.bagus, version=article.version, kind=kind, public_note=note, live_from=live_from
        )

    def retract(self, edition: Edition, explanation: str = "Sumber utama menarik keterangannya.") -> Edition:
        article = Article.objects.get(pk=edition.article_id)
        return workflow.retract(article, by=self.sari, ground=Edition.Ground.WRONG, explanation=explanation)


def ago(**past: float) -> datetime:
    return timezone.now() - timedelta(**past)


def photo(
    by: User, *, colour: str = "navy", alt: str = "Karung beras di atas truk", size: tuple[int, int] = (640, 400)
) -> Photo:
    return cast.photo(by, colour=colour, size=size, alt=alt, caption="Bongkar muat di Pasar Senen.")


def file_of(photo: Photo, crop: str = "wide") -> str:
    """The public URL of a rendition."""
    return f"/foto/{photo.renditions[crop][0][2]}"


def read_also(target: Edition | Article) -> str:
    pk = target.article_id if isinstance(target, Edition) else target.pk
    return f'<aside data-read-also="{pk}"></aside>'


def profile(name: str) -> Journalist:
    return Journalist.objects.get(name=name)
