"""The forms a viewer may fill in or see; restricted ones are not there for those without the permission."""

from collections.abc import Sequence

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care import permissions
from jiayi.service.care.rules.combining import combined
from jiayi.service.care.rules.parting import all_programmes, may_combine


def form_for(viewer: Viewer, code: str, *, also: Sequence[str] = (), to_write: bool = False) -> Form:
    """The form with this code, and with those that the same visit counts for `also`, as one that asks everything once.

    NotVisible where there is none, it is not for this viewer, or it cannot be combined so.
    """
    forms = [_one_for(viewer, one, to_write) for one in (code, *also)]
    if not also:
        return forms[0]
    if not may_combine(forms[0], forms[1:]):
        raise NotVisible
    return combined(forms)


def form_to_import(viewer: Viewer, code: str) -> Form:
    """The form whose historic records the viewer may take in by workbook; NotVisible otherwise."""
    found = rulebook().forms.get(code)
    if found is None or not all(viewer.can(one) for one in import_permissions(found)):
        raise NotVisible
    return found


def forms_to_import(viewer: Viewer) -> list[Form]:
    """Every form whose historic records the viewer may take in."""
    forms = rulebook().forms.values()
    return [one for one in forms if all(viewer.can(permission) for permission in import_permissions(one))]


def import_permissions(form: Form) -> tuple[str, ...]:
    """What somebody must hold who takes in records of this form."""
    return (permissions.IMPORT, permissions.WRITE_RESTRICTED) if form.restricted else (permissions.IMPORT,)


def _one_for(viewer: Viewer, code: str, to_write: bool) -> Form:
    found = rulebook().forms.get(code)
    if found is None or not viewer.can(permission_for(found.restricted, to_write=to_write)):
        raise NotVisible
    return found


def visit_forms(viewer: Viewer, programme: str) -> list[str]:
    """The forms that the viewer may fill in whose records are visits of a programme; its own before combined ones."""
    forms = rulebook().forms
    programmes = {code: all_programmes(one, forms) for code, one in forms.items()}
    found = [code for code in forms if programme in programmes[code]]
    allowed = [code for code in found if viewer.can(permission_for(forms[code].restricted, to_write=True))]
    return sorted(allowed, key=lambda code: len(programmes[code]))


def permission_for(is_restricted: bool, *, to_write: bool = False) -> str:
    """What a viewer must hold for a record or form of this kind."""
    if is_restricted:
        return permissions.WRITE_RESTRICTED if to_write else permissions.READ_RESTRICTED
    return permissions.WRITE if to_write else permissions.READ
