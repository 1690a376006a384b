"""POPULATIONS: seeded people, officers and pressures that issue real commands to the real core.

Nobody in here exists. Whatever a plan wishes for, only what `core.decide` lets pass happens, and it happens on a real
ledger: what is impossible in the product is impossible in a simulation (docs/simulator.md).
"""
