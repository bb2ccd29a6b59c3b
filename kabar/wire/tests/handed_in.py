"""Archives of other systems as tests hand them in: written, zipped, taken."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings

from kabar.wire.reports import Report
from kabar.wire.services import Asked, import_archive

ID = "5c7ece47da174000c0c5c6d7"
BLOGGER = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:app="http://purl.org/atom/app#" xmlns:blogger="http://schemas.google.com/blogger/2018" '
    'xmlns:thr="http://purl.org/syndication/thread/1.0"><id>tag:blogger.com,1999:blog-1</id>'
)
KIND = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'


def take(kind: str, file: Path, **asked: Any) -> Report:
    return import_archive(kind, settings.PAPER, file, asked=Asked(**asked))


def written(folder: Path, name: str, said: Any) -> Path:
    file = folder / name
    file.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return file


def a_ghost(folder: Path, *posts: dict[str, Any], **tables: Any) -> Path:
    data = {**tables, "posts": list(posts)}
    return written(folder, "ghost.json", {"db": [{"meta": {"version": "5.0.0"}, "data": data}]})


def zipped(folder: Path, **files: str | bytes) -> Path:
    file = folder / "ekspor.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return file
