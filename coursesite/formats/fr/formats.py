TIME_FORMAT = r"H \h i"
DATETIME_FORMAT = r"j F Y à H \h i"
