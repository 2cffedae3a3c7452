"""The public face by itself, as on a public-side box: its pages lead to no workspace address (design §5a)."""

from django.urls import include, path

urlpatterns = [path("p/", include("huiyin.portal.urls"))]
