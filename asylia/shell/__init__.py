"""The shell: read, decide, append, project, in one transaction; the only writer besides the simulator.

    from asylia.shell.house import House, founded
    from asylia.shell.submitting import Accepted, Conflict, submit
    from asylia.shell.reading import read_case

    house = founded(home)                                   # or House.open(home): ledger, regimes, clock
    submit(house, command, case, seen=12, key="...")        # Accepted | Refused | Conflict
    read_case(house, case)                                  # CaseFile

Staff, regimes, court orders and calendars are in `beside`, drafts in `drafting`, read models again from
the record in `rebuilding`. Nothing is imported here, because Django loads this package before its models.
"""
