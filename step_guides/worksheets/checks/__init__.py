"""« Pistes »: automatic remarks that coach and never block. Pure functions over a snapshot."""

from step_guides.worksheets.checks.remarks import Remark, Severity, dismissed_remarks, is_error, open_remarks, remarks

__all__ = ["Remark", "Severity", "dismissed_remarks", "is_error", "open_remarks", "remarks"]
