"""Addresses of declarations and commitments, under /desk/commitments/."""

from django.urls import path

from huiyin.workspace.commitments import after, pages

urlpatterns = [
    path("", pages.index, name="commitments_index"),
    path("new/", pages.new, name="commitments_new"),
    path("own/<uuid:uid>/", pages.own, name="commitments_own"),
    path("declared/<uuid:uid>/", pages.declared, name="commitments_declared"),
    path("<uuid:uid>/", pages.one, name="commitments_call"),
    path("<uuid:uid>/paste/", pages.paste, name="commitments_paste"),
    path("<uuid:uid>/extend/", after.extend, name="commitments_extend"),
    path("<uuid:uid>/withdraw/", after.withdraw, name="commitments_withdraw"),
    path("<uuid:uid>/publish/", after.publish, name="commitments_publish"),
]
