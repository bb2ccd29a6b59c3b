"""Dresses the newsroom in the paper's own face."""

from __future__ import annotations

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail import features as draftail
from wagtail.admin.staticfiles import versioned_static


@hooks.register("insert_global_admin_css")
def newsroom_style() -> SafeString:
    """Add the newsroom's style to every screen."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("kabar/newsroom/newsroom.css"))


@hooks.register("insert_global_admin_js")
def newsroom_keys() -> SafeString:
    """Listen for the keys of the cheat sheet on every screen."""
    return format_html(
        '<script type="module" src="{}"></script>', versioned_static("kabar/newsroom/shortcuts.js")
    )


@hooks.register("insert_global_admin_js", order=-1)
def starts() -> SafeString:
    """Start what Wagtail would start by a script in the page."""
    return format_html('<script src="{}"></script>', versioned_static("kabar/newsroom/starts.js"))


@hooks.register("insert_editor_js")
def keep_what_is_typed() -> SafeString:
    """Lose neither the first words typed into a form nor the last."""
    return format_html(
        '<script type="module" src="{}"></script>', versioned_static("kabar/newsroom/keeping.js")
    )


@hooks.register("register_rich_text_features", order=1000)
def links_of_a_newsroom(features: Any) -> None:
    """Begin a link with a web address: there is no tree of pages to choose from."""
    web = reverse_lazy("wagtailadmin_choose_page_external_link")
    link = draftail.EntityFeature(
        {
            "type": "LINK",
            "icon": "link",
            "description": _("Link"),
            "attributes": ["url", "id", "parentId"],
            "allowlist": {"href": "^(http:|https:|mailto:|/|undefined$)"},
            "chooserUrls": {
                "pageChooser": web,
                "externalLinkChooser": web,
                "emailLinkChooser": reverse_lazy("wagtailadmin_choose_page_email_link"),
                "phoneLinkChooser": web,
                "anchorLinkChooser": web,
            },
        },
        js=["wagtailadmin/js/page-chooser-modal.js"],
    )
    features.register_editor_plugin("draftail", "link", link)
