"""What is known of the outside world: services with their hosts, packages and variables, and the kinds of shared hosts.

In: YAML files of rules/knowledge. Out: `Knowledge`, asked by effects and detection.
"""
