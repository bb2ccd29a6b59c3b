"""The blocks a story's body is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.apps import apps
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail.snippets.widgets import AdminSnippetChooser

from kabar.plugins import hooks
from kabar.stories.access import MARKER
from kabar.stories.languages import WRITTEN_IN
from kabar.video.embeds import check_embed

PROSE = ["bold", "italic", "link", "attribution"]


class Heading(blocks.StructBlock):
    """A heading inside the story."""

    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Heading")), ("3", _("Subheading"))], default="2"
    )

    class Meta:
        label = _("Heading")
        icon = "title"
        template = "kabar/stories/blocks/heading.html"


class QuoteSource(blocks.FieldBlock):
    """The key of the attribution a quote carries; the page's script fills it in and shows whose it is."""

    def __init__(self, required: bool = False, help_text: Any = None, **kwargs: Any) -> None:
        self.field = forms.RegexField(
            r"^[a-z0-9]{4,12}$",
            required=required,
            help_text=help_text,
            widget=forms.HiddenInput(attrs={"data-quote-source": ""}),
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "openquote"
        default = ""


class Quote(blocks.StructBlock):
    """Words set apart, with who said them and how the paper knows."""

    text = blocks.TextBlock(label=_("Words"))
    language = blocks.ChoiceBlock(
        label=_("Language, if another than the story's"),
        choices=WRITTEN_IN,
        required=False,
        help_text=_("Screen readers read it aloud in that language."),
    )
    who = blocks.CharBlock(label=_("Who said it"), required=False)
    role = blocks.CharBlock(label=_("Position"), required=False)
    attribution = QuoteSource(label=_("Source"))

    class Meta:
        label = _("Quote")
        icon = "openquote"
        template = "kabar/stories/blocks/quote.html"


class List(blocks.StructBlock):
    """A list, numbered or not."""

    ordered = blocks.BooleanBlock(label=_("Numbered"), required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(features=PROSE), label=_("Items"))

    class Meta:
        label = _("List")
        icon = "list-ul"
        template = "kabar/stories/blocks/list.html"


class PictureInText(blocks.StructBlock):
    """A picture between paragraphs; an empty caption or text uses the picture's own."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption here"), required=False)
    alt = blocks.CharBlock(label=_("Alternative text here"), required=False)
    size = blocks.ChoiceBlock(
        label=_("Width"), choices=[("column", _("Column")), ("wide", _("Wide"))], default="column"
    )

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "kabar/stories/blocks/picture.html"


class GalleryPicture(blocks.StructBlock):
    """One picture of a gallery."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption here"), required=False)

    class Meta:
        label = _("Picture")
        icon = "image"


class Gallery(blocks.StructBlock):
    """Several pictures shown together."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    pictures = blocks.ListBlock(GalleryPicture(), label=_("Pictures"), min_num=1)

    class Meta:
        label = _("Gallery")
        icon = "image"
        template = "kabar/stories/blocks/gallery.html"


class FactBox(blocks.StructBlock):
    """Background beside the story."""

    title = blocks.CharBlock(label=_("Title"))
    body = blocks.RichTextBlock(label=_("Text"), features=[*PROSE, "ul", "ol"])

    class Meta:
        label = _("Fact box")
        icon = "info-circle"
        template = "kabar/stories/blocks/fact_box.html"


class Embed(blocks.StructBlock):
    """Something shown elsewhere, from an address on the allow-list; nothing loads before a reader asks."""

    url = blocks.URLBlock(label=_("Address"), validators=[check_embed])
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        label = _("Embed")
        icon = "media"
        template = "kabar/stories/blocks/embed.html"


class Video(blocks.StructBlock):
    """A clip, shown by the browser itself; nothing of it is fetched before a reader asks."""

    clip = SnippetChooserBlock("kabar_video.Clip", label=_("Clip"))
    caption = blocks.CharBlock(label=_("Caption here"), required=False)

    class Meta:
        label = _("Video")
        icon = "media"
        template = "kabar/stories/blocks/video.html"


class StoryPointer(blocks.FieldBlock):
    """The number of a story, chosen among those readers can open."""

    def __init__(self, required: bool = True, help_text: Any = None, **kwargs: Any) -> None:
        self.asked = {"required": required, "help_text": help_text}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        """Return the field; stories are known by the time a form is shown."""
        return forms.IntegerField(
            widget=AdminSnippetChooser(model=apps.get_model("kabar_stories.Story")), **self.asked
        )

    def get_form_state(self, value: int | None) -> Any:
        """Return what the chooser shows of a story that is chosen."""
        return self.field.widget.get_value_data(value)

    class Meta:
        icon = "doc-full-inverse"


class AlsoRead(blocks.StructBlock):
    """A pointer to another story, ours by choice or another's by address."""

    story = StoryPointer(label=_("Story"), required=False)
    title = blocks.CharBlock(
        label=_("Title"),
        required=False,
        max_length=300,
        help_text=_("The story's own headline when left empty."),
    )
    url = blocks.CharBlock(
        label=_("Address"), required=False, max_length=1000, help_text=_("For what stands elsewhere.")
    )

    class Meta:
        label = _("Also read")
        icon = "link"
        template = "kabar/stories/blocks/also_read.html"


class MembersFrom(blocks.StaticBlock):
    """Where the part begins that members read, in a story that is not everybody's."""

    class Meta:
        label = _("Members read on from here")
        admin_text = _("What stands below is for those who may read on, if the story is not everybody's.")
        icon = "lock"


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Return every kind of block a body may hold, in the order a reporter reaches for them."""
    table = TypedTableBlock(
        [("text", blocks.CharBlock(required=False))],
        label=_("Table"),
        icon="table",
        template="kabar/stories/blocks/table.html",
    )
    return [
        (
            "paragraph",
            blocks.RichTextBlock(label=_("Paragraph"), features=PROSE, icon="pilcrow", required=False),
        ),
        ("heading", Heading()),
        ("quote", Quote()),
        ("list", List()),
        ("picture", PictureInText()),
        ("gallery", Gallery()),
        ("video", Video()),
        ("table", table),
        ("fact_box", FactBox()),
        ("embed", Embed()),
        ("also_read", AlsoRead()),
        (MARKER, MembersFrom()),
        *hooks.body_blocks(),
    ]


class BodyField(StreamField):
    """A story's body; its blocks stay out of migrations, so a plugin's do not write into ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(body_blocks(), *args[1:], **{**kwargs, "blank": kwargs.get("blank", True)})

    def deconstruct(self) -> Any:
        """Leave the blocks out of what a migration records."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
