"""The web server's own log: it names the address of a request that it had to break off."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from coursesite.core.logs import WithoutTokens


class ServerLog(Logger):
    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in [*self.error_log.handlers, *self.access_log.handlers]:
            handler.addFilter(WithoutTokens())
