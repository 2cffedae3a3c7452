"""Pages of contact and service, under /desk/service/."""
