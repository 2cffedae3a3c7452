"""Running the system (administrators) and reading its audit chain (auditors): two jobs, never one page."""
