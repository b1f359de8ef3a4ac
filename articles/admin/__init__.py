"""The desk: stories, photos, people and shelves in the Django admin."""

from articles.admin import arranging, article, bundle, editions, notice, people, photo, shelves

__all__ = ["arranging", "article", "bundle", "editions", "notice", "people", "photo", "shelves"]
