"""Creates an archive of any size for benchmarks: realistic stories over twenty years, Zipf-distributed topics.

    DATABASE_URL=sqlite:////tmp/archive.sqlite3 python -m bench.archive 1000000

Rows bypass the ORM (COPY or executemany), at 3,000 to 10,000 stories per second; database constraints still apply. The
texts are shuffled paragraphs of the demo's stories.
"""

import itertools
import json
import math
import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import body, photos, printed
from articles.models import (
    Article,
    Byline,
    Edition,
    EditionByline,
    EditionPhoto,
    EditionTopic,
    Journalist,
    Photo,
    ReadAlso,
    Section,
    Step,
    Topic,
)
from newsroom.accounts.models import User
from newsroom.demo import stories as demo_stories

YEARS = 20
CHUNK = 5_000  # stories in one transaction
SECTIONS = ("Nasional", "Ekonomi", "Daerah", "Olahraga", "Sains", "Internasional", "Hiburan", "Opini")
SECTION_WEIGHTS = (30, 16, 18, 14, 4, 8, 8, 2)
TOPICS, JOURNALISTS, REPORTERS, PHOTOS, TEXTS = 2_000, 300, 40, 200, 500
CITIES = ("Jakarta", "Semarang", "Surabaya", "Medan", "Makassar", "Kupang", "Ambon", "Padang", "")
PARAGRAPHS = 9, 0.45  # per story, log-normal: median and sigma; the median story has about 380 words
UPDATED, CORRECTED = 0.04, 0.01  # shares of stories with a second edition
WITH_PHOTO, WITH_REFERENCE = 0.7, 0.4


class Rows:
    """Rows of one table that are written together. Columns without a value get the model's defaults."""

    def __init__(self, model: type[models.Model], **defaults: Any) -> None:
        fields = model._meta.local_concrete_fields
        instance = model(**defaults)
        self.table = model._meta.db_table
        self.columns = [field.column for field in fields]
        self.places = {field.attname: place for place, field in enumerate(fields)}
        self.defaults = [self._stored(field, getattr(instance, field.attname)) for field in fields]
        self.rows: list[list[Any]] = []
        self.last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0

    @staticmethod
    def _stored(field: "models.Field[Any, Any]", value: Any) -> Any:
        if isinstance(field, models.JSONField):
            return json.dumps(value) if value is not None else None
        return field.get_db_prep_save(value, connection)

    def add(self, **values: Any) -> int:
        """Add a row with these values, given as the database stores them, and return its id."""
        self.last += 1
        row = self.defaults.copy()
        row[self.places["id"]] = self.last
        for name, value in values.items():
            row[self.places[name]] = value
        self.rows.append(row)
        return self.last

    def write(self) -> None:
        names = ", ".join(f'"{column}"' for column in self.columns)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self.table} ({names}) FROM STDIN") as copy:
                    for row in self.rows:
                        copy.write_row(row)
            elif self.rows:
                values = ", ".join(["%s"] * len(self.columns))
                cursor.executemany(f"INSERT INTO {self.table} ({names}) VALUES ({values})", self.rows)
        self.rows.clear()


def fill(stories: int, *, seed: int = 1, now: datetime | None = None, told: Callable[[str], object] = str) -> None:
    """Add this many published stories to a migrated database, oldest first; the newest is a minute old."""
    newsroom = Newsroom(random.Random(seed), now=now or timezone.now())
    begun = monotonic()
    for first in range(0, stories, CHUNK):
        last = min(first + CHUNK, stories)
        with transaction.atomic():
            for number in range(first, last):
                newsroom.publish(number, of=stories)
            newsroom.write()
        told(f"\r{last:,} of {stories:,} stories, {last / (monotonic() - begun):,.0f} a second ")
    printed.rebuild()
    _settle()
    told(f"in {monotonic() - begun:.0f} s\n")


def _settle() -> None:
    """Reset the id sequences, and update the planner's statistics."""
    with connection.cursor() as cursor:
        tables: list[type[models.Model]] = [*_TABLES, Article.topics.through]
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


_TABLES = (Article, Byline, Step, Edition, EditionTopic, EditionByline, EditionPhoto, ReadAlso)


class Newsroom:
    """Draws stories from random people, topics and texts, and collects their rows."""

    def __init__(self, chance: random.Random, *, now: datetime) -> None:
        self.chance, self.now = chance, now
        self.begin = now - timedelta(days=365.25 * YEARS)
        self.sections = [Section.objects.get_or_create(slug=slugify(n), defaults={"name": n})[0] for n in SECTIONS]
        self.reporters = [_person(f"reporter{n}", "Reporter") for n in range(REPORTERS)]
        self.editor = _person("editor0", "Editor")
        self.journalists = _stored(Journalist, [_journalist(n) for n in range(JOURNALISTS)])
        self.topics = _stored(Topic, [Topic(name=f"Topik {n}", slug=f"topik-{n}") for n in range(TOPICS)])
        self.photos = _stored(Photo, [_photo(n, self.reporters[0]) for n in range(PHOTOS)])
        self.snapshots = [json.dumps(photos.snapshot(photo)) for photo in self.photos]
        self.topic_weights = list(itertools.accumulate(1 / rank for rank in range(1, TOPICS + 1)))
        self.writer_weights = list(itertools.accumulate(1 / math.sqrt(rank) for rank in range(1, JOURNALISTS + 1)))
        told = demo_stories.read_all()
        self.headlines = [
            (story.headline[:110], story.deck[:250] or story.headline, slugify(story.headline)[:90]) for story in told
        ]
        paragraphs = list(dict.fromkeys(p for story in told for p in re.findall(r"<p>.*?</p>", story.body, re.DOTALL)))
        self.texts = [self._text(paragraphs) for _ in range(TEXTS)]
        self.rendered: dict[tuple[int, str], tuple[str, str, int]] = {}
        self.rows = {model: Rows(model, **defaults) for model, defaults in self._defaults().items()}
        self.article_topics = Rows(Article.topics.through)
        self.lately: list[int] = []

    def _defaults(self) -> dict[type[models.Model], dict[str, Any]]:
        some = {"approved_by_id": self.editor.pk, "kind": Edition.Kind.FIRST, "version": 1}
        by = {"by_id": self.editor.pk, "version": 1}
        return {
            Article: {"status": Article.Status.PUBLISHED},
            Byline: {},
            Edition: {**some, "bylines": [], "topics": []},
            **{model: {} for model in (EditionTopic, EditionByline, EditionPhoto, ReadAlso)},
            Step: {**by, "verb": Step.Verb.APPROVE, "from_status": "submitted", "to_status": "published"},
        }

    def _text(self, paragraphs: list[str]) -> list[str]:
        median, spread = PARAGRAPHS
        length = max(3, round(self.chance.lognormvariate(math.log(median), spread)))
        return self.chance.choices(paragraphs, k=length)

    def publish(self, number: int, *, of: int) -> None:
        """Add a story with its editions. The date grows with the square root of the number: every year has more."""
        chance, rows = self.chance, self.rows
        span = (self.now - self.begin).total_seconds() - 60
        at = self.begin + timedelta(seconds=span * math.sqrt((number + 1) / of))
        headline, deck, name = chance.choice(self.headlines)
        section = chance.choices(self.sections, SECTION_WEIGHTS)[0]
        reporter = chance.choice(self.reporters)
        writers = self._some(self.journalists, self.writer_weights, chance.choice((1, 1, 1, 2)))
        topics = self._some(self.topics, self.topic_weights, chance.randint(1, 5))
        photo = chance.randrange(PHOTOS) if chance.random() < WITH_PHOTO else None
        referred = chance.choice(self.lately) if self.lately and chance.random() < WITH_REFERENCE else None
        city = chance.choice(CITIES)
        html, shown, words = self._body(chance.randrange(TEXTS), city, referred)
        moment = _moment(at)
        slug = f"{name}-{number + 1}"
        story = {"section_id": section.pk, "headline": f"{headline} ({number + 1})", "deck": deck, "dateline": city}
        article = rows[Article].add(
            **story, slug=slug, body=html, lead_photo_id=self.photos[photo].pk if photo is not None else None,
            reporter_id=reporter.pk, submitted_at=moment, created_at=moment, changed_at=moment,
        )  # fmt: skip
        printed = [{"journalist": w.pk, "name": w.name, "slug": w.slug, "role": "writer"} for w in writers]
        printed.append({"journalist": None, "name": self.editor.display_name, "slug": "", "role": "editor"})
        frozen = {
            **story, "article_id": article, "body": html, "html": shown, "words": words, "published_at": moment,
            "path": f"/{section.slug}/{timezone.localtime(at):%Y/%m/%d}/{slug}/",
            "lead_photo": self.snapshots[photo] if photo is not None else None, "bylines": json.dumps(printed),
            "topics": json.dumps([{"name": topic.name, "slug": topic.slug} for topic in topics]),
        }  # fmt: skip
        for edition, live_from in self._editions(frozen, at):
            rows[Step].add(article_id=article, edition_id=edition, at=live_from)
            for topic in topics:
                rows[EditionTopic].add(edition_id=edition, topic_id=topic.pk, published_at=moment)
            for writer in writers:
                rows[EditionByline].add(edition_id=edition, journalist_id=writer.pk, role="writer", published_at=moment)
            if photo is not None:
                rows[EditionPhoto].add(edition_id=edition, photo_id=self.photos[photo].pk)
            if referred:
                rows[ReadAlso].add(edition_id=edition, target_id=referred, position=0)
        for topic in topics:
            self.article_topics.add(article_id=article, topic_id=topic.pk)
        for position, writer in enumerate(writers):
            rows[Byline].add(article_id=article, journalist_id=writer.pk, position=position)
        self.lately = [*self.lately[-200:], article]

    def _some(self, things: list[Any], weights: list[float], most: int) -> list[Any]:
        """Up to `most` of these, without duplicates."""
        return list(dict.fromkeys(self.chance.choices(things, cum_weights=weights, k=most)))

    def _body(self, number: int, city: str, referred: int | None) -> tuple[str, str, int]:
        """The clean HTML, the rendered HTML, and the number of words."""
        known = self.rendered.get((number, city))
        if known is None:
            html = "".join(self.texts[number])
            known = html, body.render(html, city=city, figure=lambda *_: ""), body.count_words(html)
            self.rendered[number, city] = known
        html, shown, words = known
        if referred:
            aside = f'<aside data-read-also="{referred}"></aside>'
            html, shown = (f"{text[: (at := text.index('</p>') + 4)]}{aside}{text[at:]}" for text in (html, shown))
        return html, shown, words

    def _editions(self, frozen: dict[str, Any], at: datetime) -> Iterator[tuple[int, Any]]:
        """Add one or two editions; yield the id of each, and when it went live."""
        rows, drawn = self.rows[Edition], self.chance.random()
        moment, later = _moment(at), min(at + timedelta(hours=2), self.now - timedelta(seconds=30))
        first = {**frozen, "number": 1, "approved_at": moment, "live_from": moment}
        if drawn > UPDATED + CORRECTED or later <= at:
            yield rows.add(**first), moment
            return
        again = _moment(later)
        yield rows.add(**first, live_until=again), moment
        second = {**frozen, "number": 2, "approved_at": again, "live_from": again, "kind": Edition.Kind.UPDATE.value}
        if drawn < CORRECTED:
            note = "Versi awal berita ini memuat angka yang keliru. Redaksi meminta maaf."
            told = json.dumps([{"kind": "correction", "note": note, "at": later.isoformat()}])
            second |= {"kind": Edition.Kind.CORRECTION.value, "public_note": note, "notes": told}
        yield rows.add(**second), again

    def write(self) -> None:
        for rows in self.rows.values():
            rows.write()
        self.article_topics.write()


def _moment(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _person(name: str, role: str) -> User:
    from django.contrib.auth.models import Group

    user, _new = User.objects.get_or_create(
        email=f"{name}@bench.test", defaults={"display_name": name.capitalize(), "is_staff": True}
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def _journalist(number: int) -> Journalist:
    return Journalist(name=f"Jurnalis {number}", slug=f"jurnalis-{number}")


def _photo(number: int, by: User) -> Photo:
    """A photo without files, because only pages are measured."""
    folder = f"{number:06x}"
    renditions = {
        crop: [[width, round(width / shape), f"{folder}/{crop}-{width}.webp"] for width in (1280, 960, 640, 320)]
        for crop, shape in (("full", 1.5), ("wide", 16 / 9), ("standard", 4 / 3), ("square", 1))
    }
    return Photo(
        alt="Karung beras di atas truk", caption="Bongkar muat di pasar.", credit="Namamedia.com/Melati",
        original=f"{folder}/asli.webp", sha256=f"{number:064x}", width=1280, height=853, renditions=renditions,
        uploaded_by=by,
    )  # fmt: skip


def _stored(model: type[Any], rows: list[Any]) -> list[Any]:
    return list(model._base_manager.bulk_create(rows, batch_size=200))


def fast() -> None:
    """Make SQLite write without waiting for the disk: a broken archive can be created again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-400000")


def main(stories: int) -> None:
    call_command("migrate", verbosity=0)
    fast()
    fill(stories, told=lambda text: print(text, end="", flush=True))


if __name__ == "__main__":
    main(int(sys.argv[1]))
