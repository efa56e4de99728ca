"""Tables, transactions, outbox, evidence and vault: what is kept, and nothing about why."""
