"""Stores the posts of an export as stories, through the verbs of the workflow.

Each post is a transaction of its own, and one that is stored already is skipped: an import that was interrupted is
started again. What the desk's checklist refuses stays a draft, and the report says why.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles import body, moved, photos, workflow
from articles.models import Article, Byline, FormerAddress, Journalist, Photo, Section, Topic
from articles.wordpress import texts
from articles.wordpress.export import Attachment, Export, Post, Term
from newsroom.accounts.models import User
from newsroom.pointers import may_be_id, parts_of

WORKED_ON = ("draft", "pending", "future")  # states of posts that nobody has read yet; they become drafts
MOST_TOPICS = 10


@dataclass
class Report:
    """How many posts became what, and what was left out of which."""

    counts: Counter[str] = field(default_factory=Counter)  # by what _take_in returns
    problems: list[str] = field(default_factory=list)


class Import:
    """An import, with the people who submit and approve its stories, and what it has found so far."""

    def __init__(
        self, export: Export, *, reporter: User, editor: User, credit: str, uploads: Path | None = None
    ) -> None:
        """`credit` is printed with photos whose caption names nobody; without `uploads` there are no photos."""
        self.export, self.reporter, self.editor = export, reporter, editor
        self.credit = credit
        self.uploads = uploads.resolve() if uploads else None
        self.report = Report()
        self._sections: dict[str, Section] = {}
        self._topics: dict[str, Topic] = {}
        self._journalists: dict[str, Journalist] = {}
        self._photos: dict[str, int | None] = {}

    def run(self, *, told: Callable[[int], object] = lambda _number: None) -> Report:
        """Store all posts. `told` hears how many have been read. About 120 queries for a post."""
        for number, post in enumerate(self.export.posts(), start=1):
            self.report.counts[self._take_in(post)] += 1
            told(number)
        return self.report

    def _take_in(self, post: Post) -> str:
        """Store one post, or nothing of it. Returns "published", "draft", "stored before", "left out" or "failed"."""
        if post.status != "publish" and post.status not in WORKED_ON:
            return "left out"
        if FormerAddress.objects.filter(path=_mark(post)).exists():
            return "stored before"
        try:
            with transaction.atomic():
                return self._store(post)
        except (DatabaseError, ValidationError) as failure:
            self._note(post, " ".join(failure.messages) if isinstance(failure, ValidationError) else str(failure))
            for found in (self._sections, self._topics, self._journalists, self._photos):
                found.clear()  # some were made in the transaction that is undone
            return "failed"

    def _store(self, post: Post) -> str:
        article = self._start(post)
        addresses = [FormerAddress(article=article, path=path) for path in _addresses(post)]
        FormerAddress.objects.bulk_create(addresses, ignore_conflicts=True)
        if post.status != "publish":
            return "draft"
        try:
            self._publish(article, post)
        except ValidationError as refusal:
            self._note(post, " ".join(refusal.messages))
            return "draft"
        return "published"

    def _start(self, post: Post) -> Article:
        """Start the working copy of a post."""
        read = texts.story_body(post.html, picture=partial(self._picture, post), story=self._story)
        text, city = texts.split_dateline(read, site=self.export.title)
        headline, now = texts.plain(post.title), timezone.now()
        article = Article(
            headline=texts.shortened(headline, most=140),
            deck=texts.first_sentences(texts.plain(post.excerpt) or body.text(text), most=300),
            slug=self._free_slug(post),
            section=self._section(post),
            dateline=city[:60],
        )
        lead = self.export.attachments.get(post.lead_photo or 0)
        article.lead_photo_id = self._photo(post, lead) if lead else None
        article.body = texts.without_first_picture(text, article.lead_photo_id)
        bylines = [Byline(journalist=self._journalist(author)) for author in post.authors if author.name]
        return workflow.start(
            article,
            by=self.reporter,
            now=min(post.published_at or now, now),
            bylines=bylines,
            topics=self._topics_of(post)[:MOST_TOPICS],
        )

    def _publish(self, article: Article, post: Post) -> None:
        """Submit and approve the story at its original date. Raises ValidationError if the checklist refuses it."""
        now = post.published_at
        if post.is_locked:
            raise ValidationError(_("It was behind a password, so it was not public."))
        if now is None or now > timezone.now():
            raise ValidationError(_("It has no date on which it was published."))
        if len(texts.plain(post.title)) > len(article.headline):
            raise ValidationError(_("Its headline is longer than 140 characters and was shortened. Write a new one."))
        with transaction.atomic():
            workflow.submit(article, by=self.reporter, now=now)
            workflow.approve(article, by=self.editor, version=article.version, now=now)

    def _note(self, post: Post, sentence: str) -> None:
        self.report.problems.append(f"{post.number} “{post.title}”: {sentence}")

    # -- What a post refers to ---------------------------------------------------------------------------------------

    def _story(self, address: str) -> int | None:
        """The imported story that had this URL on the old site."""
        if not self.export.is_of_this_site(address):
            return None
        path = moved.known_as(unquote(parts_of(address).path))
        return FormerAddress.objects.filter(path=path).values_list("article", flat=True).first() if path else None

    def _picture(self, post: Post, address: str, alt: str, caption: str) -> int | None:
        found = self.export.attachments.get(int(address)) if may_be_id(address) else self.export.attachment(address)
        return self._photo(post, found, alt=alt, caption=caption) if found else None

    def _photo(self, post: Post, attachment: Attachment, *, alt: str = "", caption: str = "") -> int | None:
        """The id of a photo in the library, taken in if it is not there yet. None if it cannot be used."""
        if self.uploads is None:
            return None
        if attachment.file not in self._photos:
            try:
                self._photos[attachment.file] = self._taken_in(attachment, alt=alt, caption=caption).pk
            except (OSError, ValidationError) as refusal:
                self._photos[attachment.file] = None
                reason = " ".join(refusal.messages) if isinstance(refusal, ValidationError) else refusal.strerror
                self._note(post, f"Photo {attachment.file}: {reason}")
        return self._photos[attachment.file]

    def _taken_in(self, attachment: Attachment, *, alt: str, caption: str) -> Photo:
        assert self.uploads
        path = (self.uploads / attachment.file).resolve()
        if not path.is_relative_to(self.uploads):
            raise ValidationError(_("It is not below the folder of uploads."))
        caption, credit = texts.split_credit(texts.plain(attachment.caption) or caption)
        words = attachment.alt or alt or caption or attachment.title
        with path.open("rb") as file:
            return photos.same_as(file) or photos.take_in(
                file,
                by=self.reporter,
                alt=texts.shortened(texts.plain(words), most=250),
                caption=texts.shortened(caption, most=400),
                credit=texts.shortened(credit, most=120) or self.credit,
            )

    # -- Names that posts share --------------------------------------------------------------------------------------

    def _section(self, post: Post) -> Section | None:
        """The section for the top of the branch of the main category, or of the first one."""
        main = [term for term in post.categories if term.slug == post.main_category]
        if not post.categories:
            return None
        term = self._root([*main, *post.categories][0])
        if term.slug not in self._sections:
            self._sections[term.slug] = _section(term)
        return self._sections[term.slug]

    def _root(self, term: Term) -> Term:
        return self.export.root(term.slug) or term

    def _topics_of(self, post: Post) -> list[Topic]:
        """Tags, and categories below the top."""
        below = [term for term in post.categories if self._root(term).slug != term.slug]
        return list(dict.fromkeys(self._topic(term) for term in (*post.tags, *below)))

    def _topic(self, term: Term) -> Topic:
        if term.slug not in self._topics:
            name, slug = texts.shortened(term.name, most=60), _slug(term, most=60)
            found = Topic.objects.filter(slug=slug).first() or Topic.objects.filter(name__iexact=name).first()
            self._topics[term.slug] = found or Topic.objects.create(name=name, slug=slug)
        return self._topics[term.slug]

    def _journalist(self, author: Term) -> Journalist:
        if author.slug not in self._journalists:
            slug = _slug(author, most=80)
            named = {"name": texts.shortened(author.name, most=80)}
            self._journalists[author.slug] = Journalist.objects.get_or_create(slug=slug, defaults=named)[0]
        return self._journalists[author.slug]

    def _free_slug(self, post: Post) -> str:
        """The post's slug if it is free; with "", the workflow makes one."""
        slug = slugify(post.slug)[:100].strip("-")
        return "" if Article.objects.filter(slug=slug).exists() else slug


def _section(term: Term) -> Section:
    """The section with this name or address, now or formerly, or a new one at the end of the navigation."""
    slug, name = _slug(term, most=40), texts.shortened(term.name, most=40)
    for known in ({"slug": slug}, {"former_slugs__slug": slug}, {"name__iexact": name}):
        if found := Section.objects.filter(**known).first():
            return found
    section = Section(slug=slug, name=name, position=Section.objects.count())
    try:
        section.full_clean()
    except ValidationError:  # the address of another page, such as /foto/
        section.slug = f"kanal-{slug}"[:40]
    section.save()
    return section


def _slug(term: Term, *, most: int) -> str:
    return (slugify(term.slug) or slugify(term.name) or "lain")[:most].strip("-")


def _mark(post: Post) -> str:
    """The path by which a stored post is recognized: WordPress's own URL for posts without a slug."""
    return f"/?p={post.number}"


def _addresses(post: Post) -> Iterable[str]:
    path = moved.known_as(unquote(parts_of(post.link).path))
    return [_mark(post), *([path] if path else [])]
