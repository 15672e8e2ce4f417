"""How every form of the product is drawn: label, hint, what is wrong, then the field, tied together for those who listen."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draw forms and fields from ``templates/django/forms``; a form with errors begins with their summary."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
