from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "iop.pages"
    label = "pages"
    verbose_name = "Pages"
