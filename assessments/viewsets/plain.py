"""What our lists of things in the administration have in common: less than Wagtail offers."""

from typing import Any, ClassVar

from wagtail.admin.viewsets.model import ModelViewSet


class PlainViewSet(ModelViewSet):
    """A list of things without copies, references, search or generated forms.

    Attributes:
        absent: names of addresses that these things do not have.
    """

    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = None
    exclude_form_fields = ()
    absent: ClassVar[tuple[str, ...]] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out what is absent."""
        known = super().get_common_view_kwargs(**kwargs)
        return {name: value for name, value in known.items() if name not in self.absent}
