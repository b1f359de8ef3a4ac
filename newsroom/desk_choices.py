"""Fields of the desk in which several rows are chosen."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.forms import CheckboxSelectMultiple

from newsroom.pointers import may_be_id


class _RowsOnly:
    """Drops what cannot be the id of a row: Django would look for it, and SQLite refuses a number that large."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        chosen = super().value_from_datadict(data, files, name)  # type: ignore[misc]
        return [value for value in chosen or [] if may_be_id(value)]


class CheckedRows(_RowsOnly, CheckboxSelectMultiple):
    """Rows to tick."""


class FoundRows(_RowsOnly, AutocompleteSelectMultiple):
    """Rows to search for."""
