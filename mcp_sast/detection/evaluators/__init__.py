"""One module an evaluator: a predicate over effects that gives findings. Rules name them; the runner walks this folder."""
