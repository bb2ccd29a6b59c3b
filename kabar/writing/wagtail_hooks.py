"""The newsroom's door to the aids."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

from kabar.stories.editor.menu import Leads
from kabar.stories.models import Story
from kabar.writing import views
from kabar.writing.newsroom import KeepAsTemplate, TemplateViewSet

#: What the story form loads; each script stands for one aid and does nothing on other forms.
SCRIPTS = ("blocks-by-key.js", "paste.js", "checks.js", "count.js")


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Answer what the story form asks."""
    return [
        path("writing/paste/", views.paste, name="writing_paste"),
        path("writing/findings/", views.findings, name="writing_findings"),
        path("writing/findings/put-aside/", views.put_aside, name="writing_put_aside"),
        path("writing/templates/from/<int:pk>/", KeepAsTemplate.as_view(), name="writing_keep_as_template"),
    ]


@hooks.register("register_admin_viewset")
def templates() -> TemplateViewSet:
    """Open the door to the templates."""
    return TemplateViewSet()


@hooks.register("construct_snippet_action_menu", order=2000)
def offer_to_keep_as_template(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Let whoever manages templates keep the story on screen as one."""
    story = context.get("instance")
    if context["model"] is Story and story and request.user.has_perm("kabar_writing.add_storytemplate"):
        items.append(
            Leads("keep-as-template", _("Keep as a template…"), "copy", "writing_keep_as_template", 200)
        )


@hooks.register("insert_global_admin_css")
def aids_in_style() -> SafeString:
    """Dress the aids."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("kabar/writing/writing.css"))


@hooks.register("insert_editor_js")
def aids_of_the_form() -> SafeString:
    """Load the aids beside the form, and the place where they say what they did."""
    scripts = format_html_join(
        "\n",
        '<script type="module" src="{}"></script>',
        ((versioned_static(f"kabar/writing/{name}"),) for name in SCRIPTS),
    )
    return render_to_string("kabar/writing/note.html") + scripts
