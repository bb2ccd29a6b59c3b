"""The pages on which stories are lent between papers and linked to their translations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from kabar.masthead.printed_time import exactly
from kabar.schedule.newsroom.views import try_to
from kabar.sections.models import Section
from kabar.sisters import queries, services
from kabar.sisters.guests import address_at_home
from kabar.sisters.models import Loan, Stand
from kabar.staff.models import User
from kabar.staff.permissions import must as must_somewhere
from kabar.stories.editor.about import AboutStory
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.models import Story
from kabar.stories.queries import at_path


def story_at(address: str) -> Story:
    """Return the live story at a whole address of one of our papers; refuse any other."""
    asked = urlsplit(address.strip())
    paper = settings.PAPER.for_host(asked.netloc)
    found = at_path(paper.key, asked.path) if paper and "\0" not in asked.path else None
    if found is None or not found.live:
        raise ValidationError(_("No story of our papers stands at this address; copy it from its page."))
    return found


class Lend(forms.Form):
    """To which section of which paper."""

    section = forms.ModelChoiceField(Section.objects.none(), label=gettext_lazy("To"))

    def __init__(self, sections: list[Section], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["section"]
        field.queryset = Section.objects.filter(pk__in=[section.pk for section in sections])
        field.label_from_instance = _named


class Ask(Lend):
    """Which story, by its address, and for which section."""

    address = forms.URLField(label=gettext_lazy("Address of the story"), assume_scheme="https")
    section = forms.ModelChoiceField(Section.objects.none(), label=gettext_lazy("For"))
    field_order = ("address", "section")


class Translated(forms.Form):
    """Which story tells the same."""

    address = forms.URLField(label=gettext_lazy("Address of the other story"), assume_scheme="https")


def _named(section: Section) -> str:
    return f"{settings.PAPER.for_key(section.paper).name}: {section.name}"


def _told(loan: Loan, user: User) -> dict[str, Any]:
    """Return a loan as it is listed, with what someone may do about it."""
    lends, takes = services.may_lend(user, loan.story), services.may_take(user, loan.section)
    waits = (loan.state == Stand.OFFERED and takes) or (loan.state == Stand.ASKED and lends)
    paper = settings.PAPER.for_key(loan.paper)
    return {
        "loan": loan,
        "to": _named(loan.section),
        "since": exactly(loan.since, paper.zone),
        "address": paper.address + loan.path if loan.path and loan.state == Stand.STANDING else "",
        "home": address_at_home(loan.story),
        "may_agree": waits,
        "may_end": (lends or takes) and loan.state != Stand.ENDED,
    }


class OfLoans(WagtailAdminTemplateMixin, TemplateView):
    """A page on which loans are agreed to and ended."""

    request: NewsroomRequest
    header_icon = "copy"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what a button says; what a form says is for the page."""
        verb, _colon, number = request.POST.get("do", "").partition(":")
        if verb in ("agree", "end") and number.isdecimal() and len(number) < 19:
            loans = Loan.objects.select_related("story__section", "section")
            loan = get_object_or_404(loans, pk=int(number))
            self.do(loan, verb)
        else:
            try_to(request, lambda: self.sent(verb), _("Done."))
        return redirect(request.path)

    def do(self, loan: Loan, verb: str) -> None:
        """Agree to a loan or end it."""
        act = services.agree if verb == "agree" else services.end
        said = _("The story stands there now.") if verb == "agree" else _("The loan has ended.")
        try_to(self.request, lambda: act(loan, by=self.request.user), said)

    def sent(self, verb: str) -> None:
        """Do what a form of the page says."""
        raise ValidationError(_("Nothing was chosen."))


def _valid(form: forms.Form) -> dict[str, Any]:
    """Return what a form says; refuse one that is not filled in."""
    if not form.is_valid():
        raise ValidationError([str(why) for whys in form.errors.values() for why in whys])
    return form.cleaned_data


class Sisters(OfLoans):
    """What was offered, asked for and lent between our papers."""

    template_name = "kabar/sisters/loans.html"
    page_title = gettext_lazy("Sister papers")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Open it to those who publish somewhere."""
        must_somewhere(request.user, "publish")
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the page."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def sections(self) -> list[Section]:
        """Return the sections for which somebody may ask; a paper that was given up has none any more."""
        every = queries.of_papers_here(Section.objects.order_by("paper", "position", "name"))
        return [section for section in every if services.may_take(self.request.user, section)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what waits and what stands, and the form that asks."""
        user = self.request.user
        loans = [_told(loan, user) for loan in queries.concerning(user)]
        return {**super().get_context_data(**kwargs), "loans": loans, "ask": Ask(self.sections())}

    def sent(self, verb: str) -> None:
        """Ask for a story."""
        said = _valid(Ask(self.sections(), self.request.POST))
        services.ask_for(story_at(said["address"]), said["section"], by=self.request.user)


class SistersOfStory(AboutStory, OfLoans):
    """Where else a story stands, and in which other languages it is told."""

    act = "publish"
    template_name = "kabar/sisters/story.html"
    page_title = gettext_lazy("Other papers and languages")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return its loans, its translations, and the forms for more."""
        story, user = self.story, self.request.user
        return {
            **super().get_context_data(**kwargs),
            "story": story,
            "loans": [_told(loan, user) for loan in queries.of_story(story)],
            "lend": Lend(queries.sections_of_sisters(story.paper)) if settings.PAPER.sisters else None,
            "translations": queries.told_alike(story),
            "translated": Translated(),
        }

    def do(self, loan: Loan, verb: str) -> None:
        """Do it only to a loan of this story."""
        if loan.story_id != self.story.pk:
            raise PermissionDenied
        super().do(loan, verb)

    def sent(self, verb: str) -> None:
        """Lend the story, link it to a translation, or take it from among them."""
        by, sent = self.request.user, self.request.POST
        if verb == "lend":
            said = _valid(Lend(queries.sections_of_sisters(self.story.paper), sent))
            services.offer(self.story, said["section"], by=by)
        elif verb == "translate":
            services.translates(self.story, story_at(_valid(Translated(sent))["address"]), by=by)
        elif verb == "alone":
            services.stands_alone(self.story, by=by)
        else:
            super().sent(verb)
