"""What the pages of the desk have in common: a heading, the way back, one message about what happened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar.desk.services import Conflict
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.permissions import must
from kabar.stories.services import StateConflict


class DeskView(View):
    """A view of the desk."""

    request: NewsroomRequest

    def back(self) -> str:
        """Return where its visitor came from: a page of the newsroom, else the screen."""
        asked = self.request.POST.get("next") or self.request.GET.get("next") or ""
        screen = reverse("kabar_desk:screen")
        inside = asked.startswith(screen) and url_has_allowed_host_and_scheme(
            asked, {self.request.get_host()}
        )
        return asked if inside else screen

    def attempt(self, act: Callable[[], object], done: str) -> bool:
        """Do something and say in one message how it went; tell whether it was done."""
        try:
            act()
        except (Conflict, StateConflict, ValidationError) as refusal:
            messages.error(self.request, why(refusal))
            return False
        messages.success(self.request, done)
        return True


class DeskPage(WagtailAdminTemplateMixin, DeskView):
    """A page of the desk, with the way back to the screen."""

    header_icon = "list-ul"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the screen."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.get_page_title())}]

    def show(self, **context: Any) -> HttpResponse:
        """Answer with the page."""
        return self.render_to_response(self.get_context_data(back=self.back(), **context))


class OfStory:
    """About one story; its visitor's right to the act is asked before anything is loaded."""

    act = "view"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the story and ask."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.story = get_object_or_404(
            Story.objects.select_related("section", "latest_revision", "review__written_by"), pk=kwargs["pk"]
        )
        must(request.user, self.act, self.story)


def why(refusal: Exception) -> str:
    """Return a refusal in words."""
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


#: What differs in every answer though nothing changed.
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 when who asks has this very page already."""
    etag = f'"{hashlib.blake2b(TOKEN.sub(b"", response.content), digest_size=12).hexdigest()}"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
