"""Addresses of figures."""

from django.urls import path

from huiyin.workspace.figures import views

urlpatterns = [
    path("", views.index, name="figures_index"),
    path("<str:code>/", views.one, name="figures_one"),
]
