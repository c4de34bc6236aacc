"""One's own choice of what public boards show."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiayi.foundation.base import clock
from jiayi.foundation.base.errors import NotVisible
from jiayi.registry.organization import selectors, services
from jiayi.registry.organization.forms import PublicationForm
from jiayi.registry.organization.presenters.publication import publication_facts
from jiayi.registry.organization.services.staff import PUBLICATION_FIELDS
from jiayi.registry.organization.views.answers import form_page, saved


@require_http_methods(["GET", "POST"])
def my_publication(request: HttpRequest) -> HttpResponse:
    """What is known of the practitioner who signed in, and what of it may be shown in public."""
    viewer = request.viewer
    if viewer.practitioner_id is None:
        raise NotVisible
    person = selectors.practitioner_for(viewer, viewer.practitioner_id)
    form = PublicationForm(request.POST or None, initial={name: getattr(person, name) for name in PUBLICATION_FIELDS})
    if request.method == "POST" and form.is_valid():
        done = saved(
            form,
            lambda: services.choose_publication(
                by=viewer, practitioner_id=person.id, on=clock.today(), **form.cleaned_data
            ),
        )
        if done:
            messages.success(request, _("已保存。公示栏随之更新。"))
            return redirect("organization:my_publication")
    context = {"person": person, "facts": publication_facts(person)}
    return form_page(request, "organization/my_publication.html", form, context)
