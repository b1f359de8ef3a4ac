"""Changes the address of a section. The old address keeps redirecting to the new one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import FormerSlug, Section
from newsroom.accounts.models import User


@transaction.atomic
def save(section: Section, *, by: User) -> Section:
    """Save a section. If its slug has changed, the old one is stored as a former slug.

    Published stories keep their addresses until their next edition.
    """
    right = "articles.change_section" if section.pk else "articles.add_section"
    if not by.has_perm(right):
        raise PermissionDenied(_("Only whoever arranges the sections may change one."))
    before = Section.objects.select_for_update().filter(pk=section.pk).first()
    section.save()
    FormerSlug.objects.filter(slug=section.slug).delete()  # a current slug takes precedence over a former one
    if before and before.slug != section.slug:
        FormerSlug.objects.create(section=section, slug=before.slug)
    return section
