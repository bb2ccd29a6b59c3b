"""Notes on a story, on a page and beside the story's form; and the hand-over of a shift."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kabar.desk import queries, services
from kabar.desk.beside import beside
from kabar.desk.forms import HandoverForm, NoteForm
from kabar.desk.models import EditorialNote, Handover
from kabar.desk.views.page import DeskPage, DeskView, OfStory, unless_known
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.permissions import must, policy

#: What a script beside the story's form sends, to be answered with the panel alone.
BESIDE = "X-Kabar-Beside"


class Side(OfStory, DeskView):
    """The panel beside the story's form, looked at again every few seconds."""

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Show it when it is news to who asks."""
        answer = render(request, "kabar/desk/beside.html", beside(self.story, request.user))
        return unless_known(request, answer)


class Notes(OfStory, DeskPage):
    """A story's notes, and a form for another."""

    template_name = "kabar/desk/notes.html"
    page_title = gettext_lazy("Notes")

    def get_page_subtitle(self) -> str:
        """Name the story."""
        return self.story.headline or _("Untitled")

    def get(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Show them."""
        return self._show(NoteForm())

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Keep another, or an answer to one."""
        must(request.user, "change", self.story)
        form = NoteForm(request.POST)
        if form.is_valid():
            asked = form.cleaned_data
            first = (
                get_object_or_404(EditorialNote, pk=asked["answers"], story=self.story)
                if asked["answers"]
                else None
            )
            services.note(
                self.story, asked["text"], by=request.user, path=asked["path"], answers=first,
                urgent=asked["urgent"],
            )  # fmt: skip
        elif BESIDE not in request.headers:
            return self._show(form)
        return _answer(self)

    def _show(self, form: NoteForm) -> HttpResponse:
        may_write = policy.user_has_permission_for_instance(self.request.user, "change", self.story)
        return self.show(form=form, story=self.story, notes=queries.notes_of(self.story), here=may_write)


class Resolve(OfStory, DeskView):
    """A button: this note is dealt with."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int, note: int) -> HttpResponse:
        """Close it."""
        written = get_object_or_404(EditorialNote.objects.select_related("story"), pk=note, story=self.story)
        services.resolve(written, by=request.user)
        return _answer(self)


def _answer(view: OfStory) -> HttpResponse:
    """Answer a script with the panel, and a form with the page of the notes."""
    request = view.request  # type: ignore[attr-defined]
    if BESIDE in request.headers:
        return render(request, "kabar/desk/beside.html", beside(view.story, request.user))
    return redirect(reverse("kabar_desk:notes", args=[view.story.pk]))


class HandOver(DeskPage):
    """A form: what the next shift must know."""

    template_name = "kabar/desk/hand_over.html"
    page_title = gettext_lazy("Hand over the shift")

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show it, with what is open now."""
        return self._show(HandoverForm(paper=request.paper.key))

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Leave the note."""
        form = HandoverForm(request.POST, paper=request.paper.key)
        if not form.is_valid():
            return self._show(form)
        self.attempt(
            lambda: services.hand_over(by=request.user, paper=request.paper.key, **form.cleaned_data),
            _("The next shift will find your note."),
        )
        return redirect(self.back())

    def _show(self, form: HandoverForm) -> HttpResponse:
        must(self.request.user, "add", None)
        lines = queries.open_lines(self.request.user, self.request.paper.key, None)
        return self.show(form=form, lines=lines)


class ReadHandover(DeskView):
    """A button: I have read it."""

    http_method_names = ["post"]

    def post(self, request: NewsroomRequest, pk: int) -> HttpResponse:
        """Put it away for everybody."""
        left = get_object_or_404(Handover, pk=pk, paper=request.paper.key)
        services.read_handover(left, by=request.user)
        return redirect(self.back())
