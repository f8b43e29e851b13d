"""Who may be certified, and why not yet. `leaves` is pure; `facts` reads everything a cohort needs in a constant number of queries."""
