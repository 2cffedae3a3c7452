"""Staff pages: form, one service call, template. No rules inside."""
