"""Hosts and URLs as a browser reads them: `host` parses, `pattern` judges texts with holes, `suffixes` knows registrable domains.

In: texts. Out: `Address`, `HostPattern`, names of domains.
"""
