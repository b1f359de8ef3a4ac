"""What moderators of the demo have besides comments: listed words, rules for stories, a watch, a sanction, figures."""

from datetime import datetime, timedelta

from articles.models import Article
from comments import rulings, sanctions, terms, transparency, watching
from newsroom.accounts.models import User
from newsroom.demo import people

HOUR = timedelta(hours=1)
LISTED = (  # phrase, what happens, why
    ("dasar goblok", "hold", "Hampir selalu hinaan; kadang kutipan."),
    ("bandar darat", "refuse", "Iklan taruhan yang datang bergelombang."),
    ("jual akun", "hold", "Penipuan, tetapi dipakai juga untuk bertanya."),
)


def tend(cast: dict[str, User], now: datetime) -> None:
    """List words, set rules for two stories, suspend and watch Joko, and count last month's figures."""
    made, sari, joko = cast[people.MODERATOR], cast[people.MANAGING_EDITOR], cast["Joko Susilo"]
    for phrase, action, note in LISTED:
        terms.add(phrase, action=action, note=note, by=made, now=now - 200 * HOUR)
    stories = {article.slug: article for article in Article.objects.filter(slug__in=people.RULED)}
    read_first, closing = (stories[slug] for slug in people.RULED)
    note = "Menyangkut anak dan sekolah yang dapat dikenali."
    rulings.rule(read_first, rule="premoderated", by=sari, note=note, now=now - 40 * HOUR)
    rulings.rule(closing, rule="automatic", closes_at=now + 30 * HOUR, by=made, note="Seusai final.", now=now - HOUR)
    watching.watch(read_first, by=made, why="Tuduhan terhadap orang yang dapat dikenali.", now=now - 30 * HOUR)
    sanctions.impose(
        joko,
        kind="suspend",
        until=now + 72 * HOUR,
        reason="abusive",
        note="Menyerang pembaca lain di tiga berita, setelah diperingatkan.",
        comment=joko.comments.get(text__endswith="Dasar sok tahu."),
        by=made,
        now=now - HOUR / 2,
    )
    sanctions.remark(joko, by=made, text="Sudah dua kali minta maaf lewat surel.", now=now - HOUR / 4)
    watching.watch(joko, by=made, why="Kembali menyerang setelah peringatan dibaca.", now=now - HOUR / 2)
    transparency.count_closed_months(now=now)
