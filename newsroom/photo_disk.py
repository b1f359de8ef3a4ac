"""Photos in a folder of this machine. A file is there whole or not at all.

A name contains a digest of its content (articles/photos.py), so what has the name already is the same file. Django's
storage would leave half a file where the disk is full, which then counts as stored for ever, and would give the file
another name where two people upload one photo at the same moment, under which readers cannot get it.
"""

from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="newsroom.photo_disk.PhotoDisk")
class PhotoDisk(FileSystemStorage):
    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "IO[Any]") -> str:
        unfinished = f"{name}.{uuid4().hex}"
        try:
            super()._save(unfinished, content)  # type: ignore[misc]
            Path(self.path(unfinished)).replace(self.path(name))
        finally:
            self.delete(unfinished)
        return name
