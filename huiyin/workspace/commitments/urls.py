"""Addresses of declarations and commitments, under /desk/commitments/."""

from django.urls import path

from huiyin.workspace.commitments import pages

urlpatterns = [
    path("", pages.index, name="commitments_index"),
    path("new/", pages.new, name="commitments_new"),
    path("own/<uuid:uid>/", pages.own, name="commitments_own"),
    path("declared/<uuid:uid>/", pages.declared, name="commitments_declared"),
    path("<uuid:uid>/", pages.one, name="commitments_call"),
    path("<uuid:uid>/paste/", pages.paste, name="commitments_paste"),
]
