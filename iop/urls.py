"""Where every address leads. Each face keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
