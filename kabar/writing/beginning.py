"""A new story begun from a template, and the row of templates above an empty form."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import reverse

from kabar.sections.models import Section
from kabar.staff.models import Author
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story, StoryByline
from kabar.writing.models import StoryTemplate
from kabar.writing.queries import templates_for

ASKED = "pola"


def begin_from(request: NewsroomRequest, story: Story) -> None:
    """Fill a new story in from the template its address names; an unknown one changes nothing."""
    template = chosen(request)
    if template is None:
        return
    section: Section | None = template.section
    if section and section.paper == story.paper:
        story.section = section
    story.kicker = template.kicker
    story.body = template.body
    story.topics = template.topics.all()
    story.bylines = bylines_of(template, Author.objects.filter(user=request.user).first())


def bylines_of(template: StoryTemplate, writer: Author | None) -> list[StoryByline]:
    """Return the names a story of the kind carries: whoever begins it where none is given."""
    lines = [(byline.author or writer, byline.role) for byline in template.bylines.all()]
    named = dict.fromkeys((author, role) for author, role in lines if author)
    if writer and not named:
        return [StoryByline(author=writer)]
    return [StoryByline(author=author, role=role, sort_order=n) for n, (author, role) in enumerate(named)]


def chosen(request: NewsroomRequest) -> StoryTemplate | None:
    """Return the template an address asks for, if it is open to who asks."""
    asked = request.GET.get(ASKED, "")
    if not asked.isdecimal():
        return None
    open_to_them = {template.pk: template for template in templates_for(request.user, request.paper.key)}
    return open_to_them.get(int(asked))


def offered(request: NewsroomRequest, story: Story) -> str:
    """Return the row of templates above the form of a story not begun yet."""
    if story.pk is not None or request.method != "GET":
        return ""
    templates = list(templates_for(request.user, request.paper.key))
    if not templates:
        return ""
    begin = reverse(Story.snippet_viewset.get_url_name("add"))
    return render_to_string(
        "kabar/writing/offered.html",
        {"templates": templates, "begin": begin, "asked": ASKED, "chosen": chosen(request)},
    )
