"""Unfinished work at the demo's desk: a shared draft, an embargo, a bundle, an unsaved text."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from articles import contents, dates, drafts, preview_links, workflow
from articles.models import Article, Photo
from articles.workflow import bundles
from newsroom.accounts.models import User
from newsroom.demo import people

BUNDLE = "Bangunan dan Energi dari Desa"
TOGETHER = ("baterai-bekas-motor-listrik-untuk-puskesmas-sumba", "rumah-susun-bambu-laminasi-diuji")
EMBARGOED = "tarif-kapal-perintis-diusulkan-turun"
TYPED_ON = "peringatan-gelombang-tinggi-jangkau-pulau-kecil"
EXPIRED = "hitung-ulang-karbon-padang-lamun"
STORIES = (*TOGETHER, EMBARGOED, TYPED_ON, EXPIRED)


def lay_out(cast: Mapping[str, User], stories: Mapping[str, Article], now: datetime) -> None:
    """Create it all through the usual verbs. In the bundle, the first story is approved and the second one waits."""
    editor = cast[people.OTHER_EDITOR]
    tomorrow = now.astimezone(dates.WIB).replace(hour=6, minute=0, second=0, microsecond=0) + timedelta(days=1)
    bundle = bundles.make(name=BUNDLE, by=editor, live_from=tomorrow, now=now)
    first, second = (_stored(stories[slug]) for slug in TOGETHER)
    for version, article in enumerate((first, second), bundle.version):
        bundles.add(bundle, article, by=editor, version=version, now=now)
    workflow.approve(first, by=editor, version=first.version, now=now)
    preview_links.make(second, by=second.reporter, made_for="Bu Ratna, penasihat hukum", now=now - timedelta(hours=2))
    held = _stored(stories[EMBARGOED])
    reason = "Koperasi meminta angkanya ditahan sampai rapat dengan operator kapal."
    workflow.set_embargo(held, by=held.reporter, reason=reason, until=tomorrow + timedelta(hours=4), now=now)
    _let_a_licence_run_out(_stored(stories[EXPIRED]), now)
    _type_and_leave(_stored(stories[TYPED_ON]), now)


def _let_a_licence_run_out(article: Article, now: datetime) -> None:
    photo = article.lead_photo
    if photo:
        photo.licence, photo.expires_on = Photo.Licence.AGENCY, dates.today() - timedelta(days=1)
        photo.save(update_fields=["licence", "expires_on"])


def _type_and_leave(article: Article, now: datetime) -> None:
    """Leave text that the reporter has typed in another window and not saved, which the form then offers."""
    said = contents.of(article)
    said["body"] += "<p>Petugas pelabuhan di pulau terluar menerima peringatan itu lewat radio, dua jam lebih awal.</p>"
    window, later = UUID(int=article.pk), now + timedelta(seconds=20)  # later than the last save, which was now
    drafts.keep_unsaved(article, said, by=article.reporter, version=article.version, sheet=window, now=later)


def _stored(article: Article) -> Article:
    """The story as stored, because the caller's instance is older than the last verb."""
    return Article.objects.select_related("reporter", "lead_photo").get(pk=article.pk)
