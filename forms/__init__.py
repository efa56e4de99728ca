"""Questions and answers as data: a form, a draft, and what to ask next."""
