"""The duty post's desk: stays, custody limits, and who may be sent at this moment."""
