"""A page of the newsroom whose buttons do what they say."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.refusals import StateConflict


class Page(WagtailAdminTemplateMixin, TemplateView):
    """A page of the newsroom whose buttons say what they do in a field called `act`."""

    request: NewsroomRequest
    header_icon = "edit"
    title: Any = ""

    def get_page_title(self) -> str:
        """Name the page."""
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """End the way here with the page's own name; the head shows the last of it."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the button says; what is refused is said, and what was typed stands there again."""
        act = getattr(self, f"act_{request.POST.get('act', '')}", None)
        if act is None:
            raise PermissionDenied
        try:
            said = act(request.POST)
        except (ValidationError, StateConflict) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            messages.error(request, " ".join(said))
            return self.render_to_response(self.get_context_data(typed=request.POST, **kwargs))
        messages.success(request, said)
        return redirect(self.back())

    def back(self) -> str:
        """Return where to go when it is done."""
        return self.request.path
