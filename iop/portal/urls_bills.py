"""Addresses of the portal: bills and payments."""

from django.urls import URLPattern, path

from iop.portal.views import bills

urlpatterns: list[URLPattern] = [
    path("my/bills/", bills.my_bills, name="my_bills"),
    path("my/bills/statements/<uuid:statement_id>/", bills.my_statement, name="my_statement"),
    path("my/bills/statements/<uuid:statement_id>/copy/", bills.my_statement_copy, name="my_statement_copy"),
    path("my/bills/receipts/<uuid:payment_id>/", bills.my_receipt, name="my_receipt"),
    path("my/bills/estimates/<uuid:estimate_id>/", bills.my_estimate, name="my_estimate"),
    path("my/bills/pay/", bills.my_pay, name="my_pay"),
    path("my/bills/test/<str:reference>/", bills.my_pay_test, name="my_pay_test"),
]
