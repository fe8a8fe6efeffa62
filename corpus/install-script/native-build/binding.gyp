{"targets": [{"target_name": "dip", "sources": ["dip.c"]}]}
