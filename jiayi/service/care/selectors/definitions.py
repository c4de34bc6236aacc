"""The forms a viewer may fill in or see; restricted ones are not there for those without the permission."""

from jiayi.foundation.base.errors import NotVisible
from jiayi.foundation.base.viewer import Viewer
from jiayi.foundation.rulebook import rulebook
from jiayi.foundation.rulebook.schema import Form
from jiayi.service.care import permissions


def form_for(viewer: Viewer, code: str, *, to_write: bool = False) -> Form:
    """The form with this code; NotVisible where there is none, or it is not for this viewer."""
    found = rulebook().forms.get(code)
    if found is None or not viewer.can(permission_for(found.restricted, to_write=to_write)):
        raise NotVisible
    return found


def visit_forms(viewer: Viewer, programme: str) -> list[str]:
    """The forms that the viewer may fill in whose records are visits of a programme; its own before combined ones."""
    found = [(code, one) for code, one in rulebook().forms.items() if programme in one.programmes]
    allowed = [pair for pair in found if viewer.can(permission_for(pair[1].restricted, to_write=True))]
    return [code for code, one in sorted(allowed, key=lambda pair: len(pair[1].programmes))]


def permission_for(is_restricted: bool, *, to_write: bool = False) -> str:
    """What a viewer must hold for a record or form of this kind."""
    if is_restricted:
        return permissions.WRITE_RESTRICTED if to_write else permissions.READ_RESTRICTED
    return permissions.WRITE if to_write else permissions.READ
