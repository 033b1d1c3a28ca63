"""What people decided, applied to a record: state is the replay of the log."""
