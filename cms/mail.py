"""The only door to Django's mail: one function, texts from templates, the reader's language."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import translation


def send(
    name: str,
    to: str,
    context: Mapping[str, object],
    *,
    language: str = "",
    pdf: tuple[str, bytes] | None = None,
) -> None:
    """Send one mail.

    Args:
        name: the template's path without its ending, such as "emails/invitation"; the parts are
            `<name>_subject.txt`, `<name>_message.txt` and, if there is one, `<name>_message.html`.
        to: one address.
        context: what the templates need.
        language: "nl" or "en"; the language of this moment when left out.
        pdf: name and content of a file that goes along.

    Raises:
        django.template.TemplateDoesNotExist: when subject or text is missing.
        OSError: when the mail server cannot be reached.
    """
    with translation.override(language or translation.get_language()):
        values = dict(context)
        subject = " ".join(render_to_string(f"{name}_subject.txt", values).split())
        body = render_to_string(f"{name}_message.txt", values).strip() + "\n"
        message = EmailMultiAlternatives(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
        try:
            html = render_to_string(f"{name}_message.html", values)
        except TemplateDoesNotExist:
            html = ""
    if html:
        message.attach_alternative(html, "text/html")
    if pdf:
        message.attach(*pdf, "application/pdf")
    message.send()
