app_name = "competencies"
urlpatterns: list = []  # the framework has no page of its own
