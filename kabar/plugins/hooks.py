"""The one list of extension points: what a plugin may add, and in which room of it Kabar looks.

- the app itself: models, templates, static files, tasks, admin hooks, as any Django app
- `blocks.py`, `body_blocks()`: further kinds of blocks for the body of a story
- `urls.py`, `urlpatterns`: further public addresses, tried before Kabar's own
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver

from kabar.plugins.discovery import Plugin


class PluginError(Exception):
    """A plugin does not keep to what is asked of it; the message names the plugin and the room."""


def body_blocks() -> list[tuple[str, Any]]:
    """Return the kinds of blocks that plugins add to the body of a story."""
    added: dict[str, Any] = {}
    for plugin, room in _rooms("blocks"):
        for name, block in _offered(plugin, room, "body_blocks")():
            if name in added:
                raise PluginError(
                    f"plugin {plugin.package}: another plugin has a block called {name!r} already"
                )
            added[name] = block
    return list(added.items())


def urlpatterns() -> list[URLPattern | URLResolver]:
    """Return the public addresses that plugins add."""
    return [pattern for plugin, room in _rooms("urls") for pattern in _offered(plugin, room, "urlpatterns")]


def _rooms(name: str) -> Iterator[tuple[Plugin, ModuleType]]:
    """Give each plugin that has a room of a name, and the room."""
    for plugin in settings.PLUGINS:
        path = f"{plugin.package}.{name}"
        if find_spec(path) is not None:
            yield plugin, import_module(path)


def _offered(plugin: Plugin, room: ModuleType, name: str) -> Any:
    try:
        return getattr(room, name)
    except AttributeError:
        raise PluginError(f"plugin {plugin.package}: {room.__name__} lacks {name}") from None
