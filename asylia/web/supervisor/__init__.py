"""The supervisor's desk: draw an officer, review for legal sufficiency, both outcomes alike; never the band."""
