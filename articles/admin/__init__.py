"""The desk in the Django admin: stories, bundles, photos, people, sections and topics."""

from articles.admin import arranging, article, bundle, editions, notice, people, photo, shelves

__all__ = ["arranging", "article", "bundle", "editions", "notice", "people", "photo", "shelves"]
