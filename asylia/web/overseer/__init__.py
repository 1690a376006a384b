"""The overseer's desk, read only: alarms, the record and its proof, who looked, what was refused; rates of nobody."""
