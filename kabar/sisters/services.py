"""Every write between sister papers: a story offered, asked for, lent, ended; stories told in languages."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kabar import clock
from kabar.editions.models import Edition
from kabar.editions.services import open_edition
from kabar.sections.models import Section
from kabar.sisters import press_keys
from kabar.sisters.models import Loan, Stand, Translation
from kabar.sisters.queries import languages_of
from kabar.staff.models import User
from kabar.staff.permissions import where
from kabar.staff.services import record
from kabar.stories import access, addresses
from kabar.stories import press_keys as of_stories
from kabar.stories.models import Story
from kabar.stories.permissions import must, policy
from kabar.stories.refusals import StateConflict


def offer(story: Story, section: Section, *, by: User) -> Loan:
    """Offer a story to a section of another paper; it stands there at once where the same editor decides."""
    must(by, "publish", story)
    return _begin(story, section, Stand.STANDING if may_take(by, section) else Stand.OFFERED, by)


def ask_for(story: Story, section: Section, *, by: User) -> Loan:
    """Ask for a story of another paper; it stands at once where the same editor decides."""
    if not may_take(by, section):
        raise PermissionDenied
    return _begin(story, section, Stand.STANDING if may_lend(by, story) else Stand.ASKED, by)


def agree(loan: Loan, *, by: User) -> Loan:
    """Let a story that was offered or asked for stand; whoever did not begin it agrees."""
    allowed = may_take(by, loan.section) if loan.state == Stand.OFFERED else may_lend(by, loan.story)
    if not allowed:
        raise PermissionDenied
    with transaction.atomic():
        _must_be_lendable(loan.story, loan.section)
        _change(loan, (Stand(loan.state),), Stand.STANDING)
        _stand(loan, by)
    return loan


def end(loan: Loan, *, by: User) -> None:
    """End a loan, or decline what was offered or asked for; its address leads home from now on."""
    if not (may_take(by, loan.section) or may_lend(by, loan.story)):
        raise PermissionDenied
    with transaction.atomic():
        stood = loan.state == Stand.STANDING
        _change(loan, (Stand(loan.state),), Stand.ENDED)
        record("end loan", loan.story, by=by, paper=loan.paper, section=loan.section.slug)
        if stood:
            open_edition(Edition.Kind.FRONT, press_keys.of(loan))


def may_lend(user: User, story: Story) -> bool:
    """Tell whether someone decides what becomes of a story."""
    return policy.user_has_permission_for_instance(user, "publish", story)


def may_take(user: User, section: Section) -> bool:
    """Tell whether someone decides what stands in a section."""
    return where(user, "publish").covers(section.desk_id, section.paper)


def _begin(story: Story, section: Section, state: Stand, by: User) -> Loan:
    with transaction.atomic():
        _must_be_lendable(story, section)
        known = {"story": story, "paper": section.paper}
        terms = {"section": section, "state": state, "since": clock.now(), "begun_by": by}
        loan, new = Loan.objects.select_for_update().get_or_create(**known, defaults=terms)
        if not new:
            _change(loan, (Stand.ENDED,), state, section=section, since=clock.now(), begun_by=by)
        if state is Stand.STANDING:
            _stand(loan, by)
        else:
            act = "offer story" if state is Stand.OFFERED else "ask for story"
            record(act, story, by=by, paper=section.paper, section=section.slug)
        return loan


def _change(loan: Loan, allowed: Iterable[Stand], becomes: Stand, **also: object) -> None:
    """Move a loan from one of the allowed states; whoever comes second is told so."""
    changed = {"state": becomes, **also}
    if not Loan.objects.filter(pk=loan.pk, state__in=list(allowed)).update(**changed):
        raise StateConflict(_("Somebody was quicker with this loan, or it stands already; look at it again."))
    for name, value in changed.items():
        setattr(loan, name, value)


def _stand(loan: Loan, by: User) -> None:
    """Give a loan its address and have the lists printed in which it stands from now on."""
    path = loan.path or addresses.settle_in(loan.story, loan.section)
    Loan.objects.filter(pk=loan.pk).update(path=path, since=clock.now())
    loan.path = path
    record("lend story", loan.story, by=by, paper=loan.paper, section=loan.section.slug, path=path)
    open_edition(Edition.Kind.FRONT, press_keys.of(loan))


def _must_be_lendable(story: Story, section: Section) -> None:
    if section.paper == story.paper:
        raise ValidationError(_("This section belongs to the story's own paper; choose one of another."))
    if not story.live:
        raise ValidationError(_("Only a story that readers see can be lent."))
    if access.of(story) is not access.Access.OPEN:
        raise ValidationError(_("Only a story that everybody reads to the end can be lent."))


# --- translations -------------------------------------------------------------------------------------------


def translates(one: Story, other: Story, *, by: User) -> None:
    """Say that two stories tell the same in two languages, each page leading to the other."""
    must(by, "publish", one)
    must(by, "publish", other)
    with transaction.atomic():
        works = _works(one, other)
        _must_be_told_once(works, one, other)
        Translation.objects.filter(work__in=works).update(work=min(works))
        for story in (one, other):
            Translation.objects.get_or_create(story=story, defaults={"work": min(works)})
        record("link translation", one, by=by, other=other.pk)
        _reprint(min(works))


def stands_alone(story: Story, *, by: User) -> None:
    """Take a story from among those that tell the same."""
    must(by, "publish", story)
    with transaction.atomic():
        row = Translation.objects.filter(story=story.pk).first()
        if row is None:
            raise StateConflict(_("This story is linked to no translation any more."))
        _reprint(row.work)
        row.delete()
        record("unlink translation", story, by=by)


def _works(one: Story, other: Story) -> list[int]:
    """Return the works two stories are of by now, or the number of one that begins."""
    known = Translation.objects.select_for_update().filter(story__in=[one.pk, other.pk])
    return sorted({row.work for row in known}) or [one.pk]


def _must_be_told_once(works: list[int], one: Story, other: Story) -> None:
    known = Translation.objects.filter(story__in=[one.pk, other.pk]).values_list("story", flat=True)
    languages = languages_of(works) + [each.language for each in (one, other) if each.pk not in known]
    if one.pk == other.pk or len(set(languages)) < len(languages):
        raise ValidationError(_("A story has one translation in each language; there would be two in one."))


def _reprint(work: int) -> None:
    """Print again every story of a work, with its way to the others."""
    pks = Translation.objects.filter(work=work).values_list("story", flat=True)
    open_edition(Edition.Kind.FRONT, [of_stories.story(pk) for pk in pks])
