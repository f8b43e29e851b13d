from django.urls import path

from step_guides.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.tools, name="tools"),
    path("<slug:slug>.<str:extension>", views.tool_file, name="tool_file"),
]
