"""The tuning pages; each module is one place of the navigation."""
