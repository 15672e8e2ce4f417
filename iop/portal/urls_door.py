"""Addresses of the portal: signing in from outside, one's own account, and the tablet in the waiting room."""

from django.urls import path

from iop.portal.views import account, apps, door, kiosk, passkeys

urlpatterns = [
    path("my/door/", door.door, name="door"),
    path("my/door/enter/<str:token>/", door.door_enter, name="door_enter"),
    path("my/door/passkey/", passkeys.door_passkey, name="door_passkey"),
    path("my/door/language/", door.door_language, name="door_language"),
    path("my/door/demo/", door.door_demo, name="door_demo"),
    path("welcome/<str:token>/", door.welcome, name="welcome"),
    path("my/here/", kiosk.kiosk, name="kiosk"),
    path("my/here/inside/", kiosk.kiosk_inside, name="kiosk_inside"),
    path("my/account/", account.my_account, name="my_account"),
    path("my/account/pin/", account.my_pin, name="my_pin"),
    path("my/apps/", apps.my_apps, name="my_apps"),
    path("my/apps/<int:app_id>/take-back/", apps.my_app_take_back, name="my_app_take_back"),
    path("my/account/language/", account.my_language, name="my_language"),
    path("my/account/device/", account.my_device, name="my_device"),
    path("my/account/elsewhere/", account.my_sessions_end, name="my_sessions_end"),
    path("my/account/passkey/", passkeys.my_passkey_offer, name="my_passkey_offer"),
    path("my/account/passkey/add/", passkeys.my_passkey_add, name="my_passkey_add"),
    path("my/account/passkey/<int:passkey_id>/remove/", passkeys.my_passkey_remove, name="my_passkey_remove"),
    path("my/leave/", door.leave, name="leave"),
]
