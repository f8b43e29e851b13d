from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "step_guides.reviews"
    label = "reviews"
