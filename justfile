# What CI runs.
ci:
    bash .ci/run

# The tests alone.
test:
    cargo test

# The main job beside petgraph, medians in one run.
bench:
    cargo bench

# The documentation, opened.
doc:
    cargo doc --no-deps --all-features --open
