"""Where the newsroom finds its pictures."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from kabar.pictures.newsroom import newsroom_file

urlpatterns = [path(f"{settings.MEDIA_URL.lstrip('/')}<path:name>", newsroom_file, name="newsroom_file")]
