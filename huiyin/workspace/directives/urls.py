"""Addresses of documents from above, under /desk/directives/."""

from django.urls import path

from huiyin.workspace.directives import pages

urlpatterns = [
    path("", pages.index, name="directives_index"),
    path("<uuid:uid>/", pages.one, name="directives_one"),
    path("<uuid:uid>/link/", pages.link, name="directives_link"),
    path("<uuid:uid>/unlink/<uuid:trace>/", pages.unlink, name="directives_unlink"),
]
