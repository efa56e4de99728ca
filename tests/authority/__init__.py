"""Who may do what: the table of docs/authority.md, played cell by cell."""
