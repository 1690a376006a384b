"""The specialist's desk: doubts and private wishes, met out of uniform; pages say what to do, never why."""
