"""Addresses of special rectification, under /desk/special/."""

from django.urls import path

from huiyin.workspace.special import indicators, themes

urlpatterns = [
    path("", themes.index, name="special_index"),
    path("<uuid:uid>/", themes.theme, name="special_theme"),
    path("<uuid:uid>/problems/", themes.problems, name="special_problems"),
    path("<uuid:uid>/problems/<uuid:listed>/off/", themes.take_off, name="special_take_off"),
    path("<uuid:uid>/new/", indicators.new, name="special_new"),
    path("<uuid:uid>/paste/", indicators.paste, name="special_paste"),
    path("indicators/<uuid:uid>/", indicators.indicator, name="special_indicator"),
    path("indicators/<uuid:uid>/drop/", indicators.drop, name="special_drop"),
]
