"""Addresses of the desk."""

from django.urls import path

from huiyin.workspace.desk import views

urlpatterns = [
    path("", views.home, name="desk_home"),
    path("done/", views.done, name="desk_done"),
    path("started/", views.started, name="desk_started"),
]
