"""Sending: what the outbox holds is brought to people by mail, message and call, once; what became of it comes back.

`setup` reads where to; `mail` and `twilio` carry; `carrying` says what a carrier is; `choosing` finds the way to a
receiver that is safe now; `sender` takes the turns; `reports` takes what carriers say later; `verbs` is the command.
"""
