"""Copies of everything the office keeps: one sealed file, taken while the program runs."""
