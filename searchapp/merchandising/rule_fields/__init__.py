"""Triggers, actions and times of rules as the fields of a form, for every form that has them."""
