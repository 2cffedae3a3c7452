"""回音 Huiyin: runs an organisation's improvement campaigns from plan to closing report."""
