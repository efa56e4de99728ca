"""One profile per office: letterhead, clock, places, categories, forms."""
