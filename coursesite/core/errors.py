"""What an action says when it will not do a thing. The middleware `Refusals` turns each into a page or a problem document."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An action refused. `message` is for the person, `code` is stable and for programs; `details` must be JSON."""

    status = 400
    code = "refused"

    def __init__(self, message: Any, *, code: str | None = None, **details: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code or self.code
        self.details = details


class Malformed(Refusal):
    """The syntax of the request is wrong."""

    status, code = 400, "malformed"


class NotAllowed(Refusal):
    """The object may be seen, this may not be done with it."""

    status, code = 403, "not_allowed"


class NotFound(Refusal):
    """The object is absent, or not to be known of: the two look alike."""

    status, code = 404, "not_found"


class WrongMethod(Refusal):
    """The address exists and answers another method."""

    status, code = 405, "wrong_method"


class WrongState(Refusal):
    """Allowed, but the object is in another state, or has moved since it was read."""

    status, code = 409, "wrong_state"


class TooLarge(Refusal):
    """A size was exceeded before anything was read."""

    status, code = 413, "too_large"


class TooOften(Refusal):
    """Tried more than is reasonable. `wait` says after how many seconds it may be tried again."""

    status, code = 429, "too_often"

    def __init__(self, message: Any, *, wait: int, code: str | None = None, **details: Any) -> None:
        super().__init__(message, code=code, **details)
        self.wait = wait


class CountersLost(Refusal):
    """Nothing can be counted: what is limited stays closed."""

    status, code = 503, "counters_lost"
    wait = 120


class Invalid(Refusal):
    """The content is refused. `errors` maps the name of a field to its messages."""

    status, code = 422, "invalid"

    def __init__(self, message: Any, *, errors: dict[str, list] | None = None, code: str | None = None, **details: Any) -> None:
        super().__init__(message, code=code, **details)
        self.errors = errors or {}
