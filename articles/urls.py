from django.urls import URLPattern, path, re_path

from articles import archive, beacon, feeds, preview_views, sitemaps, views
from articles.search.page import search

STORY = "<slug:section>/<int:year>/<int:month>/<int:day>/<slug:slug>"
_FEEDS = {"rss": "rss/", "atom": "atom/", "json": "feed.json"}


def _feeds(below: str, source: str) -> list[URLPattern]:
    """A source in each form: /topik/pangan/rss/, /topik/pangan/atom/, /topik/pangan/feed.json."""
    return [
        path(below + end, feeds.feed, {"source": source, "form": form}, name=f"{source}_{form}")
        for form, end in _FEEDS.items()
    ]


# Asked for more often than all else together, so newsroom/urls.py looks here first: a story passes sixty patterns less.
stories = [
    path(f"{STORY}/", views.article, name="article"),
    path(f"{STORY}/lite/", views.article_lite, name="article_lite"),
    path(STORY, views.article_without_slash),  # Django would lead an old address to its slash first: two redirects
]

# The last ones take any first segment: models.section.RESERVED_SLUGS keeps a section from hiding what stands above.
urlpatterns = [
    path("", views.front_page, name="front"),
    path("foto/<path:name>", views.photo, name="photo"),
    path("pratinjau/<str:token>/", preview_views.shared, name="shared_preview"),
    path("pratinjau/<str:token>/foto/<path:name>", preview_views.shared_photo, name="shared_photo"),
    path("indeks/", archive.index, name="index"),
    path("ralat/", views.corrections, name="corrections"),
    path("pencabutan/", views.retractions, name="retractions"),
    path("cari/", search, name="search"),
    path("terpopuler/", beacon.most_read, name="most_read"),
    path("terbaca/<int:article>/", beacon.read, name="read"),
    *_feeds("", "feed"),
    *_feeds("topik/<slug:slug>/", "topic_feed"),
    *_feeds("penulis/<slug:slug>/", "journalist_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-kanal.xml", sitemaps.sections, name="sitemap_sections"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    re_path(r"^sitemap-(?P<year>\d{4})-(?P<number>\d{2})\.xml$", sitemaps.month, name="sitemap_month"),
    re_path(r"^sitemap-(?P<year>\d{4})-(?P<number>\d{2})-(?P<part>[2-9]|[1-9]\d{1,3})\.xml$", sitemaps.month),
    path("topik/<slug:slug>/", views.topic, name="topic"),
    path("penulis/<slug:slug>/", views.journalist, name="journalist"),
    *_feeds("<slug:slug>/", "section_feed"),
    path("<slug:section>/<int:year>/<int:month>/<int:day>/", archive.day_of_address),
    path("<slug:slug>/", views.section, name="section"),
]
