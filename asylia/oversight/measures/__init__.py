"""The measures, one file each, one MEASURE in it; docs/oversight.md says how to write one."""
