"""What reviewers do to pairs and read of them: changes, remarks, the queue, and its counts."""
