from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "modules.exercises"
    label = "exercises"
