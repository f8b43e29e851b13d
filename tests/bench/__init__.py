"""`make bench`: what pages, saves and documents cost, each beside a floor measured in the same run, project and middleware."""
