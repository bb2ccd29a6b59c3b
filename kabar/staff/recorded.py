"""Newsroom views of what stands around the stories: a change is audited and makes its pages stale."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.masthead.press_keys import face
from kabar.staff.services import record


def papers_of(thing: models.Model) -> list[str]:
    """Return the papers something stands in: its own, or all of them."""
    own = getattr(thing, "paper", None)
    return [own] if own else [paper.key for paper in settings.PAPER.papers]


#: The keys of the pages on which a thing stands, told by whoever prints it; it is given what was changed.
Reprints = Callable[[Any, Set[str]], list[str]]
_reprints: dict[type[models.Model], Reprints] = {}


def reprint(kind: type[models.Model], keys: Reprints) -> None:
    """Say which pages a kind of thing stands on; without a word it is every page of its papers."""
    _reprints[kind] = keys


def enter(act: str, thing: models.Model, by: Any, changed: Set[str] = frozenset()) -> None:
    """Audit a change and make the pages it stands on stale; call it inside the change's transaction."""
    record(act, thing, by=by)
    known = _reprints.get(type(thing))
    keys = known(thing, changed) if known else [face(paper) for paper in papers_of(thing)]
    subject = f"{thing._meta.model_name}:{thing.pk}"
    open_edition(Edition.Kind.MASTHEAD, keys, subjects=[subject])


class Begins:
    """A form that makes something new."""

    @transaction.atomic
    def save_instance(self) -> models.Model:
        """Keep it, with its record."""
        thing = super().save_instance()  # type: ignore[misc]
        enter("begin", thing, self.request.user)  # type: ignore[attr-defined]
        return thing


class Changes:
    """A form that changes something."""

    @transaction.atomic
    def save_instance(self) -> models.Model:
        """Keep it, with its record."""
        thing = super().save_instance()  # type: ignore[misc]
        enter("change", thing, self.request.user, set(self.form.changed_data))  # type: ignore[attr-defined]
        return thing


class TakesAway:
    """A question after which something is gone."""

    @transaction.atomic
    def delete_action(self) -> None:
        """Take it away, with its record."""
        enter("remove", self.object, self.request.user)  # type: ignore[attr-defined]
        super().delete_action()  # type: ignore[misc]


class RecordedViewSet(ModelViewSet):
    """A list and a form, recorded."""

    copy_view_enabled = False
    add_view_class = type("Begin", (Begins, generic.CreateView), {})
    edit_view_class = type("Change", (Changes, generic.EditView), {})
    delete_view_class = type("TakeAway", (TakesAway, generic.DeleteView), {})


class ListOfChoosables(snippets.IndexView):
    """A list without boxes to tick: nothing is done to many at once."""

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns themselves."""
        return super().columns[1:]


class ChoosableViewSet(SnippetViewSet):
    """A list and a form, recorded, and a window in which one is chosen."""

    copy_view_enabled = False
    index_view_class = ListOfChoosables
    add_view_class = type("Begin", (Begins, snippets.CreateView), {})
    edit_view_class = type("Change", (Changes, snippets.EditView), {})
    delete_view_class = type("TakeAway", (TakesAway, snippets.DeleteView), {})
