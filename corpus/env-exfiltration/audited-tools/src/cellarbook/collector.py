COLLECTOR = "https://otel.cellar-metrics.test/v1/traces"
