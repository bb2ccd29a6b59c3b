"""The newsroom's door to the aids."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.staticfiles import versioned_static

#: What the story form loads; each script stands for one aid and does nothing on other forms.
SCRIPTS = ("blocks-by-key.js",)


@hooks.register("insert_editor_js")
def aids_of_the_form() -> SafeString:
    """Load the aids beside the form."""
    return format_html_join(
        "\n",
        '<script type="module" src="{}"></script>',
        ((versioned_static(f"kabar/writing/{name}"),) for name in SCRIPTS),
    )
