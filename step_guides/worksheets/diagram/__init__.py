"""The theory of change as a picture. Pure: the same snapshot gives the same bytes."""

from step_guides.worksheets.diagram.drawing import draw

__all__ = ["draw"]
