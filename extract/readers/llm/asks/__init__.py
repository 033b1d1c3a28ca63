"""What is asked: tasks, their templates, the windows of a long report, and the body of a request."""
