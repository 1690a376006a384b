"""The asylum officer's desk: own cases, the interview, the read-back, the worksheet and the signature."""
