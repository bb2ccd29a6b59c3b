"""The newsroom's room of partners: who takes the news by machine, with which sections and since when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from kabar.desk.views.page import DeskPage
from kabar.masthead.printed_time import exactly
from kabar.sections import queries as sections
from kabar.stories.editor.asking import NewsroomRequest
from kabar.stories.editor.guard import Guarded
from kabar.syndication.models import Partner
from kabar.syndication.partners import services
from kabar.syndication.partners.feeds import FORMS


class PartnerForm(forms.ModelForm):
    """A new partner."""

    class Meta:
        model = Partner
        fields = ("name", "slug", "sections", "per_minute")
        widgets = {"sections": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, paper: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].queryset = sections.of_paper(paper)  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Refuse a name in addresses that another has."""
        slug = self.cleaned_data["slug"]
        if Partner.objects.filter(paper=self.instance.paper, slug=slug).exists():
            raise forms.ValidationError(_("Another partner has this name in addresses."))
        return slug


class Partners(Guarded, DeskPage):
    """Who they are; a new one is entered below, and its key is shown this once."""

    act = "export"
    template_name = "kabar/syndication/partners.html"
    page_title = gettext_lazy("Partners")
    header_icon = "link-external"

    def get(self, request: NewsroomRequest) -> HttpResponse:
        """Show them."""
        return self._shown(PartnerForm(paper=request.paper.key))

    def post(self, request: NewsroomRequest) -> HttpResponse:
        """Take one on, or do something with one that is here."""
        for name, act in ACTS.items():
            if name in request.POST:
                return act(self, self._asked_for(request.POST[name]))
        form = PartnerForm(request.POST, instance=Partner(paper=request.paper.key), paper=request.paper.key)
        if not form.is_valid():
            return self._shown(form)
        chosen = form.cleaned_data["sections"]
        key = services.take_on(form.save(commit=False), chosen, by=request.user)
        return self._shown(PartnerForm(paper=request.paper.key), key=key, of=form.instance)

    def renew(self, partner: Partner) -> HttpResponse:
        """Give one another key, and show it."""
        key = services.new_key_for(partner, by=self.request.user)
        return self._shown(PartnerForm(paper=self.request.paper.key), key=key, of=partner)

    def close(self, partner: Partner) -> HttpResponse:
        """Close one."""
        return self._moved(services.close, partner)

    def reopen(self, partner: Partner) -> HttpResponse:
        """Open one again."""
        return self._moved(services.reopen, partner)

    def _moved(self, act: Callable[..., None], partner: Partner) -> HttpResponse:
        try:
            act(partner, by=self.request.user)
        except services.Conflict:
            messages.error(self.request, _("Somebody else has just changed “%s”.") % partner)
        return self._shown(PartnerForm(paper=self.request.paper.key))

    def _asked_for(self, number: str) -> Partner:
        known = number.isascii() and number.isdigit() and len(number) < 10
        return get_object_or_404(Partner, pk=int(number) if known else 0, paper=self.request.paper.key)

    def _shown(self, form: PartnerForm, key: str = "", of: Partner | None = None) -> HttpResponse:
        paper = self.request.paper
        partners = Partner.objects.filter(paper=paper.key).prefetch_related("sections")
        told = [self._told(each) for each in partners]
        example = _example(paper.address, of) if of else ""
        response = self.show(form=form, key=key, of=of, partners=told, example=example)
        response["Cache-Control"] = "no-store"
        return response

    def _told(self, partner: Partner) -> dict[str, Any]:
        zone = self.request.paper.zone
        addresses = [_feed(partner, form) for form in FORMS]
        return {
            "partner": partner,
            "addresses": [self.request.paper.address + address for address in addresses],
            "since": exactly(partner.key_at, zone),
            "asked": exactly(partner.asked_at, zone) if partner.asked_at else "",
        }


def _example(address: str, partner: Partner) -> str:
    """Return how a partner asks, with the end of its key alone."""
    return f'curl -H "Authorization: Bearer …{partner.hint}" {address}{_feed(partner, "ninjs.json")}'


def _feed(partner: Partner, form: str) -> str:
    return reverse("partner-feed", args=[partner.slug, form])


ACTS: dict[str, Callable[[Partners, Partner], HttpResponse]] = {
    "renew": Partners.renew, "close": Partners.close, "reopen": Partners.reopen,
}  # fmt: skip
