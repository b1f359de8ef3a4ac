"""The models of the newsroom.

Imports go one way: section, topic, journalist, photo < article < edition < step < notice. What is stored
about an article (confirmation, draft, presence, reading, remark) is on the same level as the edition.
"""

from articles.models.article import Article, Byline
from articles.models.bundle import Bundle, BundleStory
from articles.models.confirmation import Confirmation
from articles.models.draft import Draft
from articles.models.edition import Edition, EditionByline, EditionPhoto, EditionTopic, ReadAlso
from articles.models.former_address import FormerAddress
from articles.models.front import FrontDraft, FrontRelease
from articles.models.hub_call import HubCall
from articles.models.journalist import BylineRole, Journalist
from articles.models.likeness import Likeness
from articles.models.notice import Notice
from articles.models.photo import Photo
from articles.models.presence import Presence
from articles.models.preview_link import PreviewLink
from articles.models.printed_month import PrintedMonth
from articles.models.reading import Reading
from articles.models.reads import Reads
from articles.models.remark import Remark, RemarkAct
from articles.models.search import SearchEntry, SearchWord
from articles.models.section import FormerSlug, Section
from articles.models.step import Step
from articles.models.topic import Topic

__all__ = [
    "Article",
    "Bundle",
    "BundleStory",
    "Byline",
    "BylineRole",
    "Confirmation",
    "Draft",
    "Edition",
    "EditionByline",
    "EditionPhoto",
    "EditionTopic",
    "FormerAddress",
    "FormerSlug",
    "FrontDraft",
    "FrontRelease",
    "HubCall",
    "Journalist",
    "Likeness",
    "Notice",
    "Photo",
    "Presence",
    "PreviewLink",
    "PrintedMonth",
    "ReadAlso",
    "Reading",
    "Reads",
    "Remark",
    "RemarkAct",
    "SearchEntry",
    "SearchWord",
    "Section",
    "Step",
    "Topic",
]
