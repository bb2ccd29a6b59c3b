"""The editor for running text, safe for as many editors as open a form in the same moment."""

from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import HtmlToContentStateHandler
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class Converter(ContentstateConverter):
    """Reads each text with a parser of its own.

    Wagtail 8.0 keeps one parser for all requests of a process, so that the words of one story can get into
    the form of another (https://github.com/wagtail/wagtail/issues/14573).
    """

    def from_database_format(self, html: str) -> str:
        """What the editor in the browser begins with."""
        parser = HtmlToContentStateHandler(self.features)
        parser.feed(html)
        parser.close()
        begun: str = parser.contentstate.as_json()
        return begun


class RichTextArea(DraftailRichTextArea):
    """Wagtail's text editor over our converter."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.converter = Converter(self.features)
