"""What a project asks of its scans: files of configuration, checked as a whole."""
