"""What a project lives with: ignores beside the code, in its configuration and in baselines; and what is wrong with them."""
