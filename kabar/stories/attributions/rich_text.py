"""The mark of an attribution in the editor's rich text, and how it is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature, PluginFeature

ENTITY = "ATTRIBUTION"


class Passage(InlineEntityElementHandler):
    """A passage as the editor holds it: an entity with the key of its attribution."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """Return the key."""
        return {"key": attrs["data-attribution"]}


def passage(props: dict[str, Any]) -> Any:
    """Return a passage as the body keeps it."""
    return DOM.create_element("span", {"data-attribution": props.get("key")}, props["children"])


class Attributes(EntityFeature):
    """The entity, and the plugin that listens for its shortcut."""

    def construct_options(self, options: dict[str, Any]) -> None:
        """Add both to an editor."""
        super().construct_options(options)
        PluginFeature({"type": ENTITY}).construct_options(options)


def register(features: Any) -> None:
    """Teach the editor attributions."""
    said = {
        "type": ENTITY,
        "icon": "openquote",
        "description": _("Who says so? (Ctrl+')"),
        "attributes": ["key"],
        "allowlist": {"key": "^[a-z0-9]{4,12}$"},
    }
    features.register_editor_plugin("draftail", "attribution", Attributes(said))
    features.register_converter_rule(
        "contentstate",
        "attribution",
        {
            "from_database_format": {"span[data-attribution]": Passage(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: passage}},
        },
    )
