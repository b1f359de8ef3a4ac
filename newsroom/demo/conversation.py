"""The comments of the demo, with replies, complaints, decisions and appeals, in chronological order.

Everything goes through the verbs that people use, so the demo cannot contain what the rules forbid.

An entry of talk/*.toml is one comment. Its times are hours: `hours_after` the story appeared, the others after the
comment was sent; `hours_ago` of a complaint before the demo is loaded.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from articles.models import Article
from comments import appeals, complaints, highlights, moderation, own, pipeline, sanctions
from comments.models import Appeal, Comment, Decision, Sanction
from comments.refusals import Refused
from newsroom.accounts import consent
from newsroom.accounts.models import User
from newsroom.demo import people
from newsroom.duties.models import Policy

Entry = dict[str, Any]
Act = Callable[[], object]


class Conversation:
    """Plans and carries out all acts. `said` has the comments by their key in the files."""

    def __init__(self, cast: dict[str, User], now: datetime) -> None:
        self.cast, self.now = cast, now
        self.made, self.sari = cast[people.MODERATOR], cast[people.MANAGING_EDITOR]
        self.articles = {article.slug: article for article in Article.objects.all()}
        self.published = {
            slug: article.editions.order_by("number").values_list("published_at", flat=True)[0]
            for slug, article in self.articles.items()
            if article.editions.exists()
        }
        self.said: dict[str, Comment] = {}
        self._acts: list[tuple[datetime, int, Act]] = []

    def hold(self, entries: list[Entry]) -> None:
        """Carry out all entries with their consequences, in chronological order."""
        terms = Policy.objects.current(Policy.Kind.COMMENT_TERMS)
        stories = {entry["key"]: entry["story"] for entry in entries if "key" in entry and "story" in entry}
        for entry in entries:
            if "answers" in entry:
                entry["story"] = stories[entry["answers"]]
                stories[entry.get("key", "")] = entry["story"]
        for number, entry in enumerate(entries):
            entry.setdefault("key", f"#{number}")
            moment = self.published[entry["story"]] + timedelta(hours=entry["hours_after"])
            consent.accept(self.cast[entry["author"]], terms, now=moment)
            self._plan(entry, moment)
        for _moment, _order, act in sorted(self._acts, key=lambda planned: planned[:2]):
            act()

    def _plan(self, entry: Entry, sent: datetime) -> None:
        """Plan the comment and its consequences."""
        author, after = self.cast[entry["author"]], _after(sent)
        self._at(sent, lambda: self._send(entry, author, sent))
        for number, name in enumerate(entry.get("agreed", []), start=1):
            moment = sent + number * timedelta(minutes=17)
            self._at(moment, self._then(entry, own.agree, by=self.cast[name], now=moment))
        if "edited" in entry:
            moment = after(entry["edited_after"])
            self._at(moment, self._then(entry, pipeline.edit, text=entry["edited"], by=author, now=moment))
        for complaint in entry.get("complaint", []):
            self._complain(entry, complaint, sent)
        if "hidden" in entry:
            moment = after(entry.get("hidden_after", 0.6))
            why = {"reason": Decision.Reason(entry["hidden"]), "note": entry["hidden_note"]}
            self._at(moment, self._then(entry, moderation.hide, by=self.made, now=moment, **why))
        if "approved_after" in entry:
            moment, note = after(entry["approved_after"]), entry.get("approved_note", "")
            self._at(moment, self._then(entry, moderation.approve, by=self.made, note=note, now=moment))
        if "picked_after" in entry:
            moment = after(entry["picked_after"])
            self._at(moment, self._then(entry, highlights.pick, by=self.made, now=moment))
        if "pinned_after" in entry:
            moment = after(entry["pinned_after"])
            self._at(moment, self._then(entry, highlights.pin, by=author, now=moment))
        if "deleted_after" in entry:
            self._at(after(entry["deleted_after"]), self._then(entry, own.delete, by=author))
        if "sanction" in entry:
            self._sanction(entry, author, sent)
        if "appeal" in entry:
            self._appeal(entry, author, sent)

    def _send(self, entry: Entry, author: User, sent: datetime) -> None:
        article, parent = self.articles[entry["story"]], self.said.get(entry.get("answers", ""))
        try:
            self.said[entry["key"]] = pipeline.send(
                entry["text"], by=author, article=article, parent=parent, submission=uuid.uuid4(), now=sent
            )
        except Refused:
            if not entry.get("refused"):
                raise

    def _complain(self, entry: Entry, complaint: Entry, sent: datetime) -> None:
        ago = complaint.get("hours_ago")
        moment = self.now - timedelta(hours=ago) if ago else sent + timedelta(hours=complaint["after"])
        by = self.cast.get(complaint.get("by", ""))
        typed = {name: complaint[name] for name in ("reason", "words", "speaker") if name in complaint}
        device = "" if by else f"demo {entry['key']}"
        self._at(moment, self._then(entry, complaints.complain, by=by, device=device, now=moment, **typed))

    def _sanction(self, entry: Entry, author: User, sent: datetime) -> None:
        """Plan a sanction; a warning is acknowledged the next morning."""
        told = {**entry["sanction"]}
        moment = sent + timedelta(hours=told.pop("after"))
        read = moment + timedelta(hours=9)

        def impose() -> None:
            sanctions.impose(author, by=self.made, comment=self.said[entry["key"]], now=moment, **told)

        def acknowledge() -> None:
            sanctions.acknowledge(Sanction.objects.get(user=author, kind="warn"), by=author, now=read)

        self._at(moment, impose)
        if told["kind"] == Sanction.Kind.WARN:
            self._at(read, acknowledge)

    def _appeal(self, entry: Entry, author: User, sent: datetime) -> None:
        told, after = entry["appeal"], _after(sent)
        asked, decided = after(told["after"]), after(told.get("decided_after", 0))

        def appeal() -> None:
            decision = self._stored(entry).decision
            if decision:
                appeals.appeal(decision, by=author, words=told["words"], now=asked)

        def decide() -> None:
            made = Appeal.objects.get(decision=self._stored(entry).decision)
            appeals.decide(made, by=self.sari, upheld=told["upheld"], note=told["reply"], now=decided)

        self._at(asked, appeal)
        if "upheld" in told:
            self._at(decided, decide)

    def _at(self, moment: datetime, act: Act) -> None:
        if moment > self.now:
            raise ValueError(f"The demo cannot know what happens at {moment}: {act}")
        self._acts.append((moment, len(self._acts), act))

    def _then(self, entry: Entry, verb: Callable[..., object], **given: Any) -> Act:
        """A function that calls the verb with the comment as it is stored by then."""
        return lambda: verb(self._stored(entry), **given)

    def _stored(self, entry: Entry) -> Comment:
        return Comment.objects.select_related("author", "article", "decision").get(pk=self.said[entry["key"]].pk)


def _after(sent: datetime) -> Callable[[float], datetime]:
    return lambda hours: sent + timedelta(hours=hours)
