"""The draft as it stands in the form, which nobody has kept yet."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDictKeyError

from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import must


def asked_about(request: NewsroomRequest) -> Story:
    """Return the story a form is about, with the newest text kept of it; refuse who may not write on it."""
    number = request.POST.get("story") or request.GET.get("story") or ""
    if not number.isdecimal():
        must(request.user, "add", None)
        return Story(paper=request.paper.key, live=False)
    story = get_object_or_404(Story, pk=number)
    must(request.user, "change", story)
    return story


def in_the_form(request: NewsroomRequest, story: Story) -> Story | None:
    """Return the draft a form holds; None while it cannot be read as one."""
    draft = story.get_latest_revision_as_object() if story.pk else story
    form_class = Story.snippet_viewset.get_edit_handler().get_form_class()
    form = form_class(request.POST, instance=draft, for_user=request.user)
    form.defer_required_fields()
    try:
        whole = form.is_valid()
    except (MultiValueDictKeyError, ValidationError):
        # Half a form, as a page that is still loading sends it.
        return None
    return form.save(commit=False) if whole else None
