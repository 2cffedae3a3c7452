"""Addresses of contact and service, under /desk/service/."""

from django.urls import path

from huiyin.workspace.service import pilots, posts, promises, relief, volunteers

urlpatterns = [
    path("", promises.index, name="service_index"),
    path("new/", promises.new, name="service_promise_new"),
    path("paste/", promises.paste, name="service_paste"),
    path("promises/<uuid:uid>/", promises.one, name="service_promise"),
    path("at/<slug:book>/<uuid:uid>/", promises.place, name="service_place"),
    path("relief/", relief.index, name="service_reliefs"),
    path("relief/new/", relief.new, name="service_relief_new"),
    path("relief/<uuid:uid>/", relief.one, name="service_relief"),
    path("posts/", posts.index, name="service_posts"),
    path("posts/<uuid:uid>/", posts.one, name="service_post_sheet"),
    path("volunteers/", volunteers.index, name="service_volunteers"),
    path("volunteers/new/", volunteers.new, name="service_volunteers_new"),
    path("volunteers/mine/", volunteers.mine, name="service_volunteer_mine"),
    path("volunteers/<uuid:uid>/", volunteers.one, name="service_volunteer_list"),
    path("volunteers/people/<uuid:uid>/", volunteers.person, name="service_volunteer"),
    path("volunteers/people/<uuid:uid>/certificate/<uuid:unit>/", volunteers.certify, name="service_certificate"),
    path("pilots/", pilots.index, name="service_pilots"),
    path("pilots/<uuid:uid>/", pilots.one, name="service_pilot"),
]
