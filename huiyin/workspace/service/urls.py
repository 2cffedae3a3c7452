"""Addresses of contact and service, under /desk/service/."""

from django.urls import path

from huiyin.workspace.service import posts, promises, relief

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
]
