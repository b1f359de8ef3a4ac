"""The checklist: what a story must have before it leaves the desk, and what would make it better.

`findings` returns everything, each with a sentence and its place in the form; `missing` only what blocks, for the
verbs; `untimely` only what depends on the moment at which an approved story goes live.
"""

from articles.checklist.finding import Finding, Gate
from articles.checklist.gate import findings, missing, untimely
from articles.checklist.required import is_heard

__all__ = ["Finding", "Gate", "findings", "is_heard", "missing", "untimely"]
