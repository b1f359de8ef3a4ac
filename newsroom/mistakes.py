"""Makes a refused form open at its first error, however far down the page that is."""

from django.forms import Form, RadioSelect


def point_at_first(form: Form) -> None:
    """Autofocus the first invalid field. Not radio buttons: each of them would get the attribute."""
    wrong = next((field for field in form.visible_fields() if field.errors), None)
    if wrong and not isinstance(wrong.field.widget, RadioSelect):
        wrong.field.widget.attrs["autofocus"] = True
