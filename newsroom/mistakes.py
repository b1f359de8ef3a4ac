"""Where a form that was refused opens: at the first field that is wrong, however far below the head of the page."""

from django.forms import Form, RadioSelect


def point_at_first(form: Form) -> None:
    """Let the browser put the caret there. Not among radio buttons, each of which would ask for it."""
    wrong = next((field for field in form.visible_fields() if field.errors), None)
    if wrong and not isinstance(wrong.field.widget, RadioSelect):
        wrong.field.widget.attrs["autofocus"] = True
