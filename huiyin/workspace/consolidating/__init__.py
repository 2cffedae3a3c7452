"""Staff pages where people sign off what the machine proposes."""
