"""What is there before a browser test begins, and what the database holds after it. Called by `Site.ask`."""

import io
import json
import sys
import uuid
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from articles import contents, photos, preview_links, remarks, workflow
from articles.drafts import keep_unsaved
from articles.models import Article, Bundle, Byline, Edition, Journalist, Photo, Remark, Section, Topic
from articles.passages import Passage
from articles.workflow import bundles
from comments import (
    appeals,
    complaints,
    evidence,
    limits,
    moderation,
    own,
    pipeline,
    sanctions,
    terms,
    tidings,
    watching,
)
from comments.models import Comment, Commenter, Decision
from newsroom.accounts import consent, erasure
from newsroom.accounts.models import User
from newsroom.duties.models import Policy
from tests.browser.site import PASSWORD
from tests.comments import thread

OLDER_STORIES = ("Gudang Beras Kupang Terisi Separuh Menjelang Paceklik", "Petani Demak Menanam Padi Tahan Asin")
BODY = (
    "<p>Gudang itu terisi 41 persen, kata Kepala Gudang, Hasan Basri.</p><h2>Menjelang paceklik</h2>"
    "<p>“Panen mundur dua minggu,” katanya, seperti diberitakan Antara.</p>"
)


def answer() -> None:
    """Call the function that each line of the input names, and print what it returns, until the input ends."""
    for line in sys.stdin:
        question, about = json.loads(line)
        print(json.dumps({"answer": globals()[question](**about)}), flush=True)


def people() -> None:
    call_command("load_demo", without_stories=True)


def publish_older_stories() -> list[int]:
    return [_publish(_draft(headline)).article_id for headline in OLDER_STORIES]


def drafts(headlines: list[str], body: str = BODY) -> list[int]:
    return [_draft(headline, body).pk for headline in headlines]


def submitted(headlines: list[str]) -> list[int]:
    articles = [_draft(headline) for headline in headlines]
    for article in articles:
        workflow.submit(article, by=article.reporter)
    return [article.pk for article in articles]


def published(headlines: list[str]) -> dict[str, dict[str, Any]]:
    editions = [_publish(_draft(headline)) for headline in headlines]
    return {edition.headline: {"id": edition.article_id, "path": edition.path} for edition in editions}


def with_photo(headline: str, photo: int = 0) -> str:
    """The address of a story with this photo of the library, or with one of 1,400 px, as heavy as a real one."""
    shown = Photo.objects.filter(pk=photo).first() or _photo(Image.effect_noise((140, 93), 60))
    return _publish(_draft(headline, photo=shown)).path


def photo_to_come() -> str:
    """The address of a file of a photo that no story shows yet."""
    return f"/foto/{_photo(Image.radial_gradient('L')).renditions['wide'][0][2]}"


def shared(headline: str, hours_ago: int) -> dict[str, str]:
    """A draft of the demo's reporter and the address of a link to it, valid for 48 hours, made some hours ago."""
    article = _draft(headline)
    moment = timezone.now() - timedelta(hours=hours_ago)
    _link, token = preview_links.make(article, by=article.reporter, made_for="Pengacara", now=moment)
    desk = f"/admin/articles/article/{article.pk}/preview/"
    return {"link": f"/pratinjau/{token}/", "desk": desk}


def held_up() -> dict[str, Any]:
    """Stories that the checklist stops on each road: what each refers to was retracted after it had passed so far.

    The draft is the one that no gate has seen yet. `bundle` holds a story that was approved before the retraction.
    """
    target = _publish(_draft("Rujukan yang Kemudian Dicabut"))
    body = f'{BODY}<aside data-read-also="{target.article_id}"></aside>'
    draft, waiting, bundled = (_draft(f"Naskah yang Tertahan {name}", body) for name in ("Satu", "Dua", "Tiga"))
    update = _publish(_draft("Naskah Tayang yang Diperbarui")).article
    workflow.revise(update, by=update.reporter)
    update.body = body
    workflow.save(update, by=update.reporter, version=update.version)
    for article in (waiting, update, bundled):
        workflow.submit(article, by=article.reporter)
    bundle = _bundle(bundled)
    workflow.approve(bundled, by=_staff("editor"), version=bundled.version)
    words = {"ground": Edition.Ground.WRONG, "explanation": "Angka dalam berita ini keliru."}
    workflow.retract(target.article, by=_staff("managing"), **words)
    stories = {"draft": draft, "waiting": waiting, "update": update, "bundled": bundled}
    return {"bundle": bundle.pk, "target": target.article_id, **{name: story.pk for name, story in stories.items()}}


def embargoed(days: int) -> dict[str, Any]:
    """A submitted story, a submitted update of a live one and one in a bundle, each under embargo for some days."""
    waiting, bundled = _draft("Naskah yang Diembargo"), _draft("Naskah Bundel yang Diembargo")
    live = _publish(_draft("Naskah Tayang yang Pembaruannya Diembargo"))
    update = live.article
    workflow.revise(update, by=update.reporter)
    update.body = BODY.replace("41 persen", "67 persen")
    workflow.save(update, by=update.reporter, version=update.version)
    until = timezone.now() + timedelta(days=days)
    for article in (waiting, update, bundled):
        workflow.submit(article, by=article.reporter)
        workflow.set_embargo(article, by=article.reporter, reason="Menunggu konferensi pers.", until=until)
    bundle = _bundle(bundled)
    path = {"update_path": live.path, "bundle": bundle.pk}
    return {**path, "waiting": waiting.pk, "update": update.pk, "bundled": bundled.pk}


def live_ids(of: list[int]) -> list[int]:
    """Which of these stories readers see now."""
    found = Edition.objects.live().standing().filter(article__in=of)
    return sorted(found.values_list("article_id", flat=True))


def has_story(headline: str) -> bool:
    return Edition.objects.live().filter(headline=headline).exists()


def readers(names: list[str]) -> list[str]:
    """Readers with a verified address and a good record, who have not accepted any terms."""
    return [_reader(name).email for name in names]


def staff(names: list[str]) -> list[str]:
    """New editors without a second factor."""
    people = [_person(name, "Editor") for name in names]
    return [person.email for person in people]


def namesakes(name: str, mailboxes: list[str]) -> list[str]:
    """Editors who share a name."""
    return [_person(name, "Editor", mailbox).email for mailbox in mailboxes]


def editions(of: list[int]) -> dict[str, list[dict[str, Any]]]:
    """For each of these stories its editions: number, version and text."""
    found = Edition.objects.filter(article__in=of).order_by("number")
    rows: dict[str, list[dict[str, Any]]] = {str(pk): [] for pk in of}
    for edition in found:
        rows[str(edition.article_id)].append({"version": edition.version, "body": edition.body})
    return rows


def working_copy(of: int) -> dict[str, Any]:
    article = Article.objects.get(pk=of)
    return {name: getattr(article, name) for name in ("headline", "body", "version", "status")}


def a_talk(headline: str, roots: int = 1, replies: int = 0) -> dict[str, Any]:
    """A story with that many comments of one reader, the first of them answered, and a reader who looks on."""
    edition = _publish(_draft(headline))
    speaker, listener = (_commenter(f"{name} {edition.article_id}") for name in ("Hasan", "Putri"))
    said = thread.comments(speaker, edition, roots)
    for number in range(replies):
        answer = {"article": edition.article, "submission": uuid.uuid4(), "parent": said[0]}
        by = _commenter(f"Sri {number} {edition.article_id}")
        pipeline.send(f"Balasan nomor {number}.", by=by, **answer)
    return {
        "id": edition.article_id,
        "path": edition.path,
        "thread": f"/komentar/{edition.article_id}/",
        "reader": listener.email,
        "speaker": speaker.email,
        "said": [comment.pk for comment in said],
        "addresses": [comment.get_absolute_url() for comment in said],
    }


def said_by(email: str, on: int, text: str) -> str:
    """One more comment under a story; the address of its page."""
    by, article = User.objects.get(email=email), Article.objects.get(pk=on)
    return pipeline.send(text, by=by, article=article, submission=uuid.uuid4()).get_absolute_url()


def hide_comment(pk: int) -> None:
    comment = Comment.objects.get(pk=pk)
    moderation.hide(comment, by=_staff("moderator"), reason=Decision.Reason.SPAM, note="Menawarkan barang.")


def comments(on: int) -> list[str]:
    return list(Comment.objects.filter(article=on).order_by("pk").values_list("text", flat=True))


def a_paper() -> dict[str, str]:
    """Stories of every kind, with photo, references, topics and a thread: the addresses of their pages."""
    photo, neighbour = _photo(), _publish(_draft("Lumbung Desa di Timor Menunggu Hujan"))
    body = (
        f'{BODY}<figure data-photo="{photo.pk}"><figcaption>Pintu gudang.</figcaption></figure>'
        f'<aside data-read-also="{neighbour.article_id}"></aside>'
        '<ul><li>Menurut <a href="https://contoh.test/">data gudang</a> pekan ini</li></ul>'
        "<blockquote><p>Kami menunggu.</p></blockquote>"
    )
    main = _publish(_draft("Harga Beras di Kupang Naik Empat Hari Berturut-turut", body, photo=photo, topic="Pangan"))
    _correct(main.article)
    retracted = _publish(_draft("Berita yang Kemudian Dicabut"))
    workflow.retract(
        retracted.article,
        by=_staff("managing"),
        ground=Edition.Ground.WRONG,
        explanation="Angka dalam berita ini keliru dan tidak dapat diperbaiki.",
    )
    talk = _converse(main)
    waiting = _draft("Naskah yang Menunggu Editor", body, photo=photo, topic="Pangan")
    workflow.submit(waiting, by=waiting.reporter)
    own = _draft("Naskah yang Masih Ditulis", body, photo=photo, topic="Pangan")
    for article in (own, waiting):
        _remark_on(article)
    typed = {**contents.of(own), "headline": "Naskah yang Belum Disimpan", "body": body.replace("menunggu", "menanti")}
    unsaved = keep_unsaved(own, typed, by=own.reporter, version=own.version, sheet=uuid.uuid4())
    together = _draft("Naskah yang Terbit Bersama", body, photo=photo)
    return {
        "bundle": f"/admin/articles/bundle/{_bundle(together).pk}/",
        "article": main.path,
        **talk,
        "retraction": retracted.path,
        "topic": "/topik/pangan/",
        "journalist": f"/penulis/{_staff('reporter').journalist.slug}/",
        "form": f"/admin/articles/article/{own.pk}/change/",
        "history": f"/admin/articles/article/{own.pk}/history/",
        "compare": f"/admin/articles/article/{own.pk}/compare/?ke=naskah-{unsaved.pk}",
        "merge": f"/admin/articles/article/{own.pk}/merge/{unsaved.pk}/",
        "preview": f"/admin/articles/article/{own.pk}/preview/",
        "margin": f"/admin/articles/article/{own.pk}/remarks/",
        "approve": f"/admin/articles/article/{waiting.pk}/approve/",
    }


def _staff(who: str) -> User:
    return User.objects.get(email=f"{who}@demo.test")


def _person(name: str, role: str = "", mailbox: str = "") -> User:
    email = f"{mailbox or name.lower().replace(' ', '.')}@pembaca.test"
    person = User.objects.create_user(email, PASSWORD, display_name=name, is_staff=bool(role))
    person.groups.set(Group.objects.filter(name=role))
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def _reader(name: str) -> User:
    """Somebody whose comments no longer wait for a moderator."""
    reader = _person(name)
    reader.date_joined -= timedelta(days=30)
    reader.save(update_fields=["date_joined"])
    Commenter.objects.create(user=reader, passed=limits.TRUSTED)
    return reader


def _commenter(name: str) -> User:
    """A reader who has accepted the terms in force."""
    reader = _reader(name)
    consent.accept(reader, Policy.objects.current(Policy.Kind.COMMENT_TERMS), now=timezone.now())
    return reader


def _draft(headline: str, body: str = BODY, *, photo: Photo | None = None, topic: str = "") -> Article:
    article = Article(
        headline=headline,
        deck="Cerita yang sudah tayang, tempat cerita baru merujuk.",
        section=Section.objects.get(slug="daerah"),
        dateline="Kupang",
        body=body,
        lead_photo=photo,
    )
    reporter = _staff("reporter")
    workflow.start(article, by=reporter, bylines=[Byline(journalist=Journalist.objects.get(user=reporter))])
    if topic:
        article.topics.add(Topic.objects.get_or_create(slug=topic.lower(), defaults={"name": topic})[0])
    return article


def _remark_on(article: Article) -> None:
    """One that is open, with an answer, and one that was resolved."""
    editor, about = _staff("editor"), {"place": Remark.Place.BODY, "passage": Passage("41 persen")}
    remarks.answer(remarks.write(article, by=editor, text="Siapa?", **about).remark, by=article.reporter, text="BPS.")
    remarks.resolve(remarks.write(article, by=editor, text="Judulnya?", place="headline").remark, by=editor)


def _bundle(article: Article) -> Bundle:
    bundle = bundles.make(name=f"Bundel {article.pk}", by=_staff("editor"))
    bundles.add(bundle, article, by=_staff("editor"), version=bundle.version)
    return bundle


def _publish(article: Article) -> Edition:
    workflow.submit(article, by=article.reporter)
    return workflow.approve(article, by=_staff("editor"), version=article.version)


def _correct(article: Article) -> None:
    workflow.revise(article, by=article.reporter)
    article.body = article.body.replace("41 persen", "43 persen")
    workflow.save(article, by=article.reporter, version=article.version)
    workflow.submit(article, by=article.reporter)
    workflow.approve(
        article,
        by=_staff("editor"),
        version=article.version,
        kind=Edition.Kind.CORRECTION,
        public_note="Gudang terisi 43 persen, bukan 41 persen.",
    )


def _converse(edition: Edition) -> dict[str, str]:
    """A comment with an answer and a report, one that was hidden, and the addresses of what hangs on them."""
    hasan, seller = _commenter("Hasan Pembaca"), _commenter("Penjual Lumbung")
    root = thread.comment(hasan, edition, "Semoga hujan segera datang. Lihat https://contoh.test/hujan")
    hidden = thread.comment(seller, edition, "Beli lumbung murah di sini!")
    own.agree(root, by=seller)
    answer = {"article": edition.article, "submission": uuid.uuid4(), "parent": root}
    pipeline.send("Di tempat kami sudah hujan.", by=_commenter("Sri Pembaca"), **answer)
    moderation.hide(hidden, by=_staff("moderator"), reason=Decision.Reason.SPAM, note="Menawarkan barang.")
    report = complaints.complain(root, reason="false", device="x", words="Belum tentu hujan.")
    word = terms.add("lumbung murah", action="hold", by=_staff("moderator"))
    watch = watching.watch(hasan, by=_staff("moderator"), why="Sering dilaporkan.")
    return {
        "thread": f"/komentar/{edition.article_id}/",
        "replies": f"/komentar/balasan/{root.pk}/",
        "reply": f"/komentar/balas/{root.pk}/",
        "complain": f"/komentar/laporkan/{root.pk}/",
        "ticket": report.get_absolute_url(),
        "edit": f"/komentar/ubah/{root.pk}/",
        "delete": f"/komentar/hapus/{root.pk}/",
        "appeal": f"/komentar/banding/{hidden.decision_id}/",
        "author": hasan.email,
        "sanctioned": seller.email,
        "comment": f"/admin/comments/comment/{hidden.pk}/change/",
        "reported": f"/admin/comments/comment/{root.pk}/change/",
        "rule": f"/admin/comments/thread/{edition.article_id}/change/",
        "word": f"/admin/comments/term/{word.pk}/change/",
        "watched": f"/admin/comments/watch/{watch.pk}/change/",
    }


def _photo(drawn: Image.Image | None = None) -> Photo:
    content = io.BytesIO()
    (drawn or Image.linear_gradient("L")).resize((1400, 933)).convert("RGB").save(content, "JPEG")
    content.seek(0)
    alt, caption, credit = "Pintu gudang beras", "Gudang beras di Kupang.", "Namamedia.com/Rina Wulandari"
    return photos.take_in(content, by=_staff("reporter"), alt=alt, caption=caption, credit=credit)


def rulings() -> dict[str, str]:
    """What a reader and the desk find after decisions of every kind, and the addresses of these pages."""
    edition, made, sari = _publish(_draft("Pasar Malam di Kupang Dibuka Lagi")), _staff("moderator"), _staff("managing")
    warned, barred, leaving = (_commenter(f"{name} Dinilai") for name in ("Wati", "Joko", "Lintang"))
    rude, kept, good = thread.comments(barred, edition, 3)
    hidden = moderation.hide(rude, by=sari, reason=Decision.Reason.HATE, note="Menghina satu suku.")
    appeals.appeal(hidden, by=barred, words="Saya hanya mengutip berita itu.")
    report = complaints.complain(kept, reason="hate", device="y", words="Menghina.", by=warned)
    moderation.approve(kept, by=made, note="Ini kritik, bukan penghinaan.")
    complaints.complain(good, reason="false", device="z", words="Tidak benar.")
    evidence.keep(kept, by=made, until=timezone.now() + timedelta(days=30), why="Permintaan pengacara.")
    sanctions.impose(warned, kind="warn", reason="hate", note="Jaga bahasa Anda.", by=made, comment=kept)
    ban = sanctions.impose(barred, kind="ban", reason="hate", note="Berulang kali menghina.", by=sari, comment=rude)
    own.mute(good.author, by=warned)
    if_last = sanctions.impose(leaving, kind="premoderate", reason="spam", by=made)
    erasure.ask(leaving, now=timezone.now())
    appeals.appeal(ban, by=barred, words="Larangan ini terlalu berat.")
    moderator = "/admin/comments"
    return {
        "warned": warned.email,
        "barred": barred.email,
        "leaving": leaving.email,
        "ticket": report.get_absolute_url(),
        "appeal_sanction": f"/komentar/banding/sanksi/{if_last.pk}/",
        "stop": tidings.stop_path(warned),
        "sanction": f"{moderator}/sanction/{ban.pk}/change/",
        "case": f"{moderator}/comment/{kept.pk}/change/",
        "appealed": f"{moderator}/comment/{rude.pk}/change/",
    }
