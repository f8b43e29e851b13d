TIME_FORMAT = "H\u00a0\\h\u00a0i"
DATETIME_FORMAT = "j F Y à H\u00a0\\h\u00a0i"
