"""The API's addresses, mounted at /desk/api/."""

from django.urls import path

from huiyin.api.api import api

urlpatterns = [path("", api.urls)]
