"""Read models: queues, search, deadlines, calendar. Disposable: all of it is rebuilt from the ledger."""
