"""Addresses of the portal: groups of families, and what a group agreed on."""

from django.urls import path

from iop.portal.views import agreements, family_groups

GROUP = "shared/groups/<uuid:open_group_id>/"

urlpatterns = [
    path("shared/groups/", family_groups.shared_groups, name="shared_groups"),
    path(GROUP, family_groups.shared_group, name="shared_group"),
    path(GROUP + "join/", family_groups.shared_group_join, name="shared_group_join"),
    path(GROUP + "leave/", family_groups.shared_group_leave, name="shared_group_leave"),
    path("shared/reading/<uuid:material_id>/", family_groups.shared_material, name="shared_material"),
    path("my/group/", agreements.my_agreements, name="my_agreements"),
    path("my/group/<uuid:agreement_id>/agree/", agreements.my_agree, name="my_agree"),
    path("my/group/news/", agreements.my_news, name="my_news"),
]
