"""What library APIs do, as data: sources, sinks, messages, propagation, callbacks, registrations."""
