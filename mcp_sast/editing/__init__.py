"""Changes of a project's own files: what a finding asks for, as edits that touch nothing else."""
