"""Fills an empty database with the demo newsroom, through the same verbs that people use.

Every story is started, submitted and approved by the people who would do it, at the moment its file names. So the
demo cannot show anything that the rules forbid.
"""

import io
import re
import zlib
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from articles import dates, notices, photos, picks, reads, workflow
from articles.models import Article, Byline, BylineRole, Edition, Journalist, Photo, Section, Topic
from comments import limits
from comments.models import Commenter
from newsroom.accounts.models import User
from newsroom.demo import desk_work, margin, people, pictures
from newsroom.demo import moderation as desk
from newsroom.demo.conversation import Conversation
from newsroom.demo.stories import Story, read_all, read_comments
from newsroom.duties.models import Masthead

_REFERENCE = re.compile(r'<aside data-read-also="([a-z0-9-]+)"></aside>')
PICTURE_SIZE = (1280, 853)  # px; wide enough for search engines (1200), and quick to draw


def is_empty() -> bool:
    """Whether there are no stories, sections or users yet. The demo is loaded into no other database."""
    return not (Article.objects.exists() or Section.objects.exists() or User.objects.exists())


def is_loaded() -> bool:
    return User.objects.filter(email=people.STAFF[0].email).exists()


@transaction.atomic
def load(*, password: str, with_stories: bool = True) -> None:
    """Load the whole demo in one transaction. About a minute on two cores, mostly for drawing the photos."""
    now = timezone.now()
    cast = {person.name: _person(person, password, now) for person in (*people.STAFF, *people.READERS)}
    for position, (slug, name, description) in enumerate(people.SECTIONS):
        Section.objects.create(slug=slug, name=name, description=description, position=position)
    Masthead.objects.create(pk=1, **people.MASTHEAD)
    if with_stories:
        _give_sections_their_editors(cast)
        _portray(cast)
        _Desk(cast, now).publish(read_all())
        for person in people.STAFF:
            notices.read_all(by=cast[person.name], now=now - people.LOOKED_IN)
        _comment(cast, now)
        desk.tend(cast, now)
        _read(now)


def set_password(password: str) -> None:
    """Set this password for the demo accounts that have another one."""
    for person in (*people.STAFF, *people.READERS):
        user = User.objects.filter(email=person.email).first() if person.logs_in else None
        if user and not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])


def _person(person: people.Person, password: str, now: datetime) -> User:
    user = User.objects.create_user(
        person.email,
        password if person.logs_in else None,
        display_name=person.name,
        is_staff=bool(person.role),
        date_joined=now - timedelta(days=90),
    )
    if person.role:
        user.groups.add(Group.objects.get(name=person.role))
    if person.is_journalist:
        Journalist.objects.create(
            name=person.name,
            slug=slugify(person.name),
            position=person.position,
            biography=person.biography,
            user=user,
        )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def _give_sections_their_editors(cast: dict[str, User]) -> None:
    for section in Section.objects.all():
        section.desk.add(cast[people.EDITOR_OF_SECTION.get(section.slug, people.OTHER_EDITOR)])


def _portray(cast: dict[str, User]) -> None:
    """Draw a portrait for each journalist's page."""
    for number, (name, look) in enumerate(people.PORTRAITS.items()):
        jpeg = io.BytesIO()
        pictures.portrait(look, seed=number).save(jpeg, "JPEG", quality=92)
        jpeg.seek(0)
        drawn = photos.take_in(
            jpeg, by=cast[name], alt=f"Potret {name}, digambar", credit="Ilustrasi: Meja Grafis Namamedia"
        )
        Journalist.objects.filter(name=name).update(portrait=drawn)


class _Desk:
    """Writes and publishes the stories. Keeps the people and the ids of the stories while loading."""

    def __init__(self, cast: dict[str, User], now: datetime) -> None:
        self.cast, self.now = cast, now
        self.journalists = {journalist.name: journalist for journalist in Journalist.objects.all()}
        self.sections = {section.slug: section for section in Section.objects.all()}
        self.articles: dict[str, Article] = {}
        self.topics: dict[str, Topic] = {}

    def publish(self, stories: list[Story]) -> None:
        for story in stories:
            self.articles[story.slug] = self._start(story)
        shown = [(story, picture) for story in stories for picture in (story.photo, story.figure) if picture]
        taken = iter(self._photographs(shown))
        for story in stories:
            self._write(story, next(taken), next(taken) if story.figure else None)
            self._finish(story)
        for story in stories:
            self._afterwards(story)
        self._arrange_the_front()
        desk_work.lay_out(self.cast, self.articles, self.now)

    def _arrange_the_front(self) -> None:
        """Publish the editor's picks for the front page, and leave one more in the draft."""
        editor = self.cast[people.FRONT_EDITOR]
        chosen = [self.articles[slug].pk for slug in people.FRONT]
        picks.rearrange(chosen[:-1], by=editor, version=0, now=self.now)
        picks.publish(by=editor, version=1, now=self.now)
        picks.rearrange(chosen, by=editor, version=1, now=self.now)

    def _start(self, story: Story) -> Article:
        """Start a story without its text: texts refer to other stories by id, so all must exist first."""
        article = Article(headline=story.headline, slug=story.slug, section=self.sections[story.section])
        return workflow.start(article, by=self.cast[story.writers[0]], now=self._begun(story))

    def _photographs(self, shown: list[tuple[Story, dict[str, Any]]]) -> Iterable[Photo]:
        """Yield the photos of these stories. A second process draws the next one meanwhile."""
        drawn = [(picture["scene"], picture["seed"]) for _story, picture in shown]
        with ProcessPoolExecutor(max_workers=2) as pool:
            for (story, picture), jpeg in zip(shown, pool.map(_draw, drawn), strict=True):
                yield photos.take_in(
                    io.BytesIO(jpeg),
                    by=self.cast[(story.photographers or story.writers)[0]],
                    alt=picture["alt"],
                    caption=picture["caption"],
                    credit=picture["credit"],
                    focal_point=pictures.focal_point(picture["scene"]),
                )

    def _write(self, story: Story, photo: Photo, figure: Photo | None) -> None:
        article = self.articles[story.slug]
        article.deck, article.dateline, article.sources = story.deck, story.city, ", ".join(story.sources)
        article.paid_by = story.paid_by
        article.body = _REFERENCE.sub(lambda match: _reference(self.articles[match[1]]), story.body)
        if figure:
            heading = f"<h2>{story.figure['before']}</h2>"
            article.body = article.body.replace(heading, f'<figure data-photo="{figure.pk}"></figure>{heading}')
        article.lead_photo = photo
        credited = [] if story.paid_by else [(name, BylineRole.WRITER) for name in story.writers]
        credited += [(name, BylineRole.PHOTOGRAPHER) for name in story.photographers]
        workflow.save(
            article,
            by=article.reporter,
            version=article.version,
            bylines=[Byline(journalist=self.journalists[name], role=role) for name, role in credited],
            topics=[self._topic(name) for name in story.topics],
            now=self._begun(story),
        )

    def _finish(self, story: Story) -> None:
        """Take the story through the workflow to the status in its file."""
        article, moment = self.articles[story.slug], story.published_at(self.now)
        if story.state == "draft":
            return
        handed_in = min(moment, self.now) - timedelta(minutes=50)
        workflow.submit(article, by=article.reporter, now=handed_in)
        if story.state == "returned":
            self._send_back(story, article, now=handed_in + timedelta(minutes=20))
        elif story.state == "scheduled":
            workflow.approve(article, by=self._editor(story), version=article.version, live_from=moment, now=self.now)
        elif story.state == "published":
            ends = moment + timedelta(hours=story.breaking_for) if story.breaking_for else None
            workflow.approve(article, by=self._editor(story), version=article.version, breaking_until=ends, now=moment)

    def _send_back(self, story: Story, article: Article, *, now: datetime) -> None:
        """Send the story back with a note and remarks, of which the reporter has resolved one."""
        editor = self._editor(story)
        written = margin.write(article, story.remarks, by=editor, now=now - timedelta(minutes=5))
        workflow.send_back(article, by=editor, note=story.note, now=now)
        margin.see_to(written, story.remarks, by=article.reporter, now=now + timedelta(hours=1))

    def _afterwards(self, story: Story) -> None:
        """Updates, corrections and retractions of a live story."""
        article, published_at = self.articles[story.slug], story.published_at(self.now)
        if story.correction:
            text = article.body.replace(story.correction["old"], story.correction["new"])
            self._republish(
                story, text, published_at, story.correction, Edition.Kind.CORRECTION, story.correction["note"]
            )
        if story.update:
            self._republish(story, article.body + story.update["append"], published_at, story.update)
        if story.retraction:
            workflow.retract(
                article,
                by=self.cast[people.MANAGING_EDITOR],
                ground=Edition.Ground.WRONG,
                explanation=story.retraction["explanation"],
                now=published_at + timedelta(hours=story.retraction["hours_after"]),
            )
        if story.rewriting:
            self._rewrite(article, article.body + story.rewriting["append"], now=self.now)

    def _rewrite(self, article: Article, text: str, *, now: datetime) -> None:
        workflow.revise(article, by=article.reporter, now=now)
        article.body = text
        workflow.save(article, by=article.reporter, version=article.version, now=now)

    def _republish(
        self,
        story: Story,
        text: str,
        published_at: datetime,
        change: dict[str, float],
        kind: Edition.Kind = Edition.Kind.UPDATE,
        note: str = "",
    ) -> None:
        article, moment = self.articles[story.slug], published_at + timedelta(hours=change["hours_after"])
        self._rewrite(article, text, now=moment - timedelta(minutes=30))
        workflow.submit(article, by=article.reporter, now=moment - timedelta(minutes=15))
        workflow.approve(
            article, by=self._editor(story), version=article.version, kind=kind, public_note=note, now=moment
        )

    def _begun(self, story: Story) -> datetime:
        return min(story.published_at(self.now), self.now) - timedelta(hours=3)

    def _editor(self, story: Story) -> User:
        return self.cast[people.EDITOR_OF_SECTION.get(story.section, people.OTHER_EDITOR)]

    def _topic(self, name: str) -> Topic:
        if name not in self.topics:
            self.topics[name] = Topic.objects.create(name=name, slug=slugify(name))
        return self.topics[name]


def _reference(target: Article) -> str:
    """The reference to another story, which must be older, because the checklist wants it to be live."""
    return f'<aside data-read-also="{target.pk}"></aside>'


def _draw(scene_and_seed: tuple[str, int]) -> bytes:
    scene, seed = scene_and_seed
    jpeg = io.BytesIO()
    pictures.draw(scene, seed=seed, size=PICTURE_SIZE).save(jpeg, "JPEG", quality=92)
    return jpeg.getvalue()


def _comment(cast: dict[str, User], now: datetime) -> None:
    """Load the comments. Most of the demo's readers have old accounts."""
    known = [cast[reader.name] for reader in people.READERS if not reader.is_new]
    Commenter.objects.bulk_create(Commenter(user=reader, passed=limits.TRUSTED) for reader in known)
    Conversation(cast, now).hold(read_comments())


def _read(now: datetime) -> None:
    """Store a week of reads: most for the newest stories, and steady ones for a few."""
    today = now.astimezone(dates.WIB).date()
    counts = {}
    for edition in Edition.objects.live(now).standing().only("article", "published_at", "path"):
        appeal = 40 + zlib.crc32(edition.path.encode()) % 900
        first = edition.published_at.astimezone(dates.WIB).date()
        for age in range(min((today - first).days, reads.LONGEST) + 1):
            day = max(first, today - timedelta(days=reads.LONGEST)) + timedelta(days=age)
            if day <= today:
                counts[edition.article_id, day] = appeal // (1 + (day - first).days) + 1
    reads.add(counts)
