"""Assignments: given out, changed, accepted, begun, dropped."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from kabar.desk import services
from kabar.desk.forms import AssignmentForm, ReasonForm
from kabar.desk.models import OPEN, Assignment
from kabar.desk.permissions import may_see, must_assign
from kabar.desk.views.page import DeskPage, DeskView, why
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.editor.starting import section_of_last_story
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy


class Assign(DeskPage):
    """A form: a story is wanted."""

    template_name = "kabar/desk/assign.html"
    page_title = gettext_lazy("Give out an assignment")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask before the form is shown; a story that exists may be meant."""
        super().setup(request, *args, **kwargs)
        asked = request.GET.get("story", "")
        self.story = get_object_or_404(Story, pk=asked) if asked.isascii() and asked.isdigit() else None
        must(request.user, "assign", self.story)

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show it, filled in with what is known."""
        return self.show(form=AssignmentForm(paper=request.paper.key, initial=self._known()))

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Give it out."""
        form = AssignmentForm(request.POST, paper=request.paper.key)
        if not form.is_valid():
            return self.show(form=form)
        try:
            given = services.assign(by=request.user, story=self.story, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, why(refusal))
            return self.show(form=form)
        messages.success(request, _("“%s” is given out.") % given)
        return redirect(self.back())

    def _known(self) -> dict[str, Any]:
        if self.story:
            return {"title": self.story.headline, "section": self.story.section_id}
        return {"section": section_of_last_story(self.request.user, self.request.paper.key)}


class OfAssignment:
    """About one assignment of this paper, which whoever writes for it may see."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find it."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        must(request.user, "view", None)
        shown = Assignment.objects.select_related("section", "who", "given_by", "story")
        self.assignment = get_object_or_404(shown, pk=kwargs["pk"])
        if not may_see(request.user, self.assignment):
            raise PermissionDenied


class ChangeAssignment(OfAssignment, DeskPage):
    """An assignment, and the form in which who gives out work may change it."""

    template_name = "kabar/desk/assignment.html"
    page_title = gettext_lazy("Assignment")

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Show it."""
        return self._show(self._form())

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Change it."""
        must_assign(request.user, self.assignment.section)
        form = self._form(request.POST)
        if not form.is_valid():
            return self._show(form)
        wanted = Assignment.objects.select_related("section").get(pk=pk)
        if self.attempt(
            lambda: services.change(wanted, by=request.user, **form.cleaned_data),
            _("“%s” is changed.") % form.cleaned_data["title"],
        ):
            return redirect(self.back())
        return redirect(request.get_full_path())

    def _form(self, data: Any = None) -> AssignmentForm:
        return AssignmentForm(data, instance=self.assignment, paper=self.assignment.paper)

    def _show(self, form: AssignmentForm) -> HttpResponse:
        may = {act: policy.user_has_permission(self.request.user, act) for act in ("assign", "add")}
        return self.show(
            assignment=self.assignment, form=form, dropping=ReasonForm(), may=may,
            open=self.assignment.progress in OPEN, mine=self.assignment.who_id == self.request.user.pk,
        )  # fmt: skip


class Accept(OfAssignment, DeskView):
    """A button: I take it."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Take it."""
        self.attempt(
            lambda: services.accept(self.assignment, by=request.user),
            _("“%s” is yours.") % self.assignment,
        )
        return redirect(self.back())


class Begin(OfAssignment, DeskView):
    """A button: I begin to write."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Make the story and open it."""
        begun = self.attempt(
            lambda: services.begin(self.assignment, by=request.user, paper=request.paper),
            _("“%s” is begun.") % self.assignment,
        )
        if begun and self.assignment.story_id:
            return redirect(reverse("stories:edit", args=[self.assignment.story_id]))
        return redirect(self.back())


class Drop(OfAssignment, DeskView):
    """A button beside a reason: nobody needs it any more."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Drop it."""
        reason = request.POST.get("reason", "")[:300]
        dropped = self.attempt(
            lambda: services.drop(self.assignment, by=request.user, reason=reason),
            _("“%s” is dropped.") % self.assignment,
        )
        return redirect(self.back() if dropped else reverse("kabar_desk:assignment", args=[pk]))
