"""SIGKILL at random moments: imports, jobs, reports."""
