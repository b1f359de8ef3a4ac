"""Measures search in an archive of any size, in the database of DATABASE_URL.

    DATABASE_URL=sqlite:////tmp/search.sqlite3 DEMO=1 python -m bench.search 1000000

The database itself generates the archive from a few thousand texts with the word frequencies of the demo's stories: one
to three minutes for a million. An existing archive of the right size is reused. Each number is the median time of a
complete answer in this process: index, visibility, ranking, texts and highlighting.
"""

import os
import random
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

if __name__ == "__main__":
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from articles import body, workflow
from articles.models import Article, Byline, Edition, Journalist, SearchEntry, Section
from articles.search import engines, find, index, words
from articles.search.query import Order, Query
from newsroom.accounts.models import User
from newsroom.demo import stories as demo_stories

TEXTS, WORDS = 2_000, 320  # distinct texts, words per text
YEARS = 20
ROUNDS = 40
PLACE = "(g.n * {step} + {begin}) * 268435456 + g.n + {first}"  # engines.place, in SQL


def main(size: int) -> None:
    call_command("migrate", verbosity=0)
    if SearchEntry.objects.count() < size:
        begun = perf_counter()
        fill(size)
        print(f"{size:,} stories made in {perf_counter() - begun:.0f} s")
    measure(size)


def fill(size: int) -> None:
    """Create the archive: copies of one published story with other words, paths and dates."""
    texts = _texts(random.Random(1))
    with transaction.atomic():
        _copies(size, _pattern(), texts)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if engines.is_postgresql() else "ANALYZE")


def _copies(size: int, pattern: Edition, texts: list[tuple[int, str, str, str, str]]) -> None:
    """Copy the pattern's rows `size` times, a constant number of seconds apart, up to now."""
    step = int(timedelta(days=365.25 * YEARS).total_seconds()) // size
    begin = engines.place(timezone.now() - timedelta(seconds=step * (size + 1))) >> 28
    place = PLACE.format(step=step, begin=begin, first=pattern.pk)
    moment = _moment(step, begin)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE texts (n integer PRIMARY KEY, words text, body text, stems text, strong text)"
        )
        cursor.executemany("INSERT INTO texts VALUES (%s, %s, %s, %s, %s)", texts)
        article_id, edition_id = f"g.n + {pattern.article_id}", f"g.n + {pattern.pk}"
        changed = {"id": article_id, "slug": "'s-' || g.n", "headline": "t.words"}
        cursor.execute(_copy(Article, changed, pattern.article_id, size))
        changed = {
            "id": edition_id,
            "article_id": article_id,
            "path": "'/nasional/s-' || g.n || '/'",
            "headline": "t.words || ' n' || g.n",
            "body": "t.body",
            "published_at": moment,
            "live_from": moment,
        }
        cursor.execute(_copy(Edition, changed, pattern.pk, size))
        source = f"{_numbers(size)} JOIN texts t ON t.n = g.n % {TEXTS}"
        cursor.execute(
            "INSERT INTO articles_searchentry (place, edition_id, strong) "
            f"SELECT {place}, {edition_id}, replace(t.strong, 'HERE', 'n' || g.n) FROM {source}"
        )
        for statement in _index_statements(pattern.section_id, place, _month(moment), source):
            cursor.execute(statement)


def _index_statements(section: int, place: str, month: str, source: str) -> list[str]:
    """SQL that fills the engine's table. PostgreSQL's index is built afterwards, which is much faster."""
    if engines.is_postgresql():
        return [
            f"DROP INDEX {engines.TABLE}_stems",
            f"INSERT INTO {engines.TABLE} SELECT {place}, (t.stems || ' ''n' || g.n || ''':1 ''@m' || {month} || "
            f"''' ''@y' || left({month}, 4) || ''' ''@k{section}''')::tsvector FROM {source}",
            "SET maintenance_work_mem = '1GB'",
            engines.index_sql("postgresql")[1],
        ]
    return [
        f"INSERT INTO {engines.TABLE} (rowid, stems, marks) SELECT {place}, t.stems || ' n' || g.n, "
        f"'k{section} m' || {month} || ' y' || substr({month}, 1, 4) FROM {source}",
        f"INSERT INTO {engines.TABLE} ({engines.TABLE}) VALUES ('optimize')",
    ]


def _pattern() -> Edition:
    people = [User.objects.create_user(f"{name}@bench.test", display_name=name, is_superuser=True) for name in "ab"]
    section = Section.objects.create(slug="nasional", name="Nasional")
    article = workflow.start(
        Article(
            headline="Pola", deck="Satu pola untuk semua salinan di arsip ini.", section=section, body="<p>Pola.</p>"
        ),
        by=people[0],
    )
    Byline.objects.create(article=article, journalist=Journalist.objects.create(name="Rina", slug="rina"))
    moment = timezone.now() - timedelta(days=366 * YEARS)
    workflow.submit(article, by=people[0], now=moment)
    return workflow.approve(article, by=people[1], version=article.version, now=moment + timedelta(minutes=1))


def _texts(chance: random.Random) -> list[tuple[int, str, str, str, str]]:
    """(number, headline, body, the engine's stems, SearchEntry.strong) of each text."""
    told = " ".join(body.text(story.body) for story in demo_stories.read_all())
    common = Counter(re.findall(r"[a-z]{3,}", told.lower()))
    vocabulary, weights = list(common), list(common.values())
    made = []
    for number in range(TEXTS):
        text = " ".join(chance.choices(vocabulary, weights, k=WORDS))
        headline = " ".join(chance.choices(vocabulary, weights, k=7))
        edition = Edition(
            pk=1, headline=headline, deck=text[:120], body=f"<p>{text}</p>", bylines=[], topics=[], section_id=1,
            published_at=datetime(2020, 1, 1, tzinfo=UTC),
        )  # fmt: skip
        entry, indexed, _words = index._read(edition)
        stems = engines._vector(indexed).partition(" '@")[0] if engines.is_postgresql() else " ".join(indexed.stems)
        strong = entry.strong.replace(" \n", " HERE \n", 2)
        made.append((number, headline[:120], edition.body, stems, strong))
    return made


def _copy(model: type[Article] | type[Edition], changed: dict[str, str], pattern: int, size: int) -> str:
    """SQL that copies the row with the id `pattern`, with other values in some columns."""
    columns = [field.column for field in model._meta.local_concrete_fields if field.column]
    taken = ", ".join(changed.get(column, f"p.{column}") for column in columns)
    table = model._meta.db_table
    names = ", ".join(columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {taken} FROM {_numbers(size)} "
        f"JOIN texts t ON t.n = g.n % {TEXTS} JOIN {table} p ON p.id = {pattern}"
    )


def _numbers(size: int) -> str:
    if engines.is_postgresql():
        return f"generate_series(1::bigint, {size}::bigint) AS g(n)"
    return f"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {size}) SELECT n FROM s) AS g"


def _moment(step: int, begin: int) -> str:
    since = int((datetime(1945, 1, 1, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    seconds = f"(g.n * {step} + {begin} + {since})"
    return f"to_timestamp{seconds}" if engines.is_postgresql() else f"datetime{seconds[:-1]}, 'unixepoch')"


def _month(moment: str) -> str:
    return f"to_char({moment}, 'YYYYMM')" if engines.is_postgresql() else f"strftime('%Y%m', {moment})"


def measure(size: int) -> None:
    now = timezone.now()
    newest = Edition.objects.order_by("-pk")[:20_000:400]
    counted = Counter(stem for edition in newest for stem in set(words.stems(body.text(edition.body))))
    by_share = sorted(counted, key=lambda stem: (counted[stem], stem))
    common, middling = by_share[-1], by_share[-len(by_share) // 2]
    asked = {
        "rare (1 story)": f"n{size - 7}",
        "nobody's": "qqqqqx",
        "rare, old": f"n{size // 9}",
        "uncommon": by_share[0],
        "middling": middling,
        "common": by_share[-60],
        "very common": common,
        "two common": f"{common} {by_share[-2]}",
        "phrase": f'"{common} {by_share[-2]}"',
    }
    print(f"{connection.vendor}, {size:,} stories; milliseconds: median, and the least")
    print(f"{'words':16}{'share':>8}{'hits':>7}{'best first':>15}{'newest first':>15}{'whole page':>15}")
    for name, typed in asked.items():
        acts = _acts(typed, now)
        share = len(engines.newest(Query().with_typed(typed).wanted(now), size))
        hits = find.find(Query().with_typed(typed), now=now).count
        times = "".join(f"{median:9.1f}{least:6.1f}" for median, least in map(_times, acts))
        print(f"{name:16}{share / size:8.2%}{hits:7,}{times}", flush=True)


def _acts(typed: str, now: datetime) -> list[Callable[[], object]]:
    best, newest = Query().with_typed(typed), Query(order=Order.NEWEST).with_typed(typed)
    client = Client()
    return [
        lambda: find.find(best, now=now),
        lambda: find.find(newest, now=now),
        lambda: client.get("/cari/", {"q": typed}, headers={"host": "localhost"}),
    ]


def _times(act: Callable[[], object]) -> tuple[float, float]:
    """Median and minimum in milliseconds. The minimum is close to the time on an idle machine."""
    taken = []
    for _round in range(ROUNDS):
        begun = perf_counter()
        act()
        taken.append((perf_counter() - begun) * 1_000)
    return statistics.median(taken), min(taken)


if __name__ == "__main__":
    main(int(sys.argv[1]))
