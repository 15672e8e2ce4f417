"""Addresses of the portal: signing in from outside, and one's own account."""

from django.urls import path

from iop.portal.views import door

urlpatterns = [
    path("my/door/", door.door, name="door"),
    path("my/account/", door.my_account, name="my_account"),
    path("my/leave/", door.leave, name="leave"),
]
