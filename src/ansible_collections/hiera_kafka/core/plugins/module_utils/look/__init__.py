"""Looks at a host: one question with all that the control node wants to know, and one answer; nothing is changed."""
