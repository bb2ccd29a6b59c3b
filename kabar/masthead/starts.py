"""Has Wagtail's choosers started by a file of ours: a script within the page is refused in the newsroom."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser

START = (
    '{}<template data-controller="kabar-start" data-kabar-start-what-value="{}" '
    'data-kabar-start-with-value="{}"></template>'
)


def render(
    chooser: Any, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
) -> SafeString:
    """Return a chooser as Wagtail draws it, with what starts it as data instead of as a script."""
    said = {} if attrs is None else attrs
    chosen = chooser.get_value_data(value)
    options = chooser.get_js_init_options(said["id"], name, chosen)
    drawn = chooser.render_html(name, chosen, said)
    return format_html(START, drawn, chooser.js_constructor, json.dumps([said["id"], options]))


def replace() -> None:
    """Draw every chooser so, a plugin's too: there is no template to override."""
    BaseChooser.render = render
