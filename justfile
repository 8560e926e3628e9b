# What CI runs.
ci:
    bash .ci/run

# The tests alone.
test:
    cargo test

# Each law on ten thousand cases.
laws cases="10000":
    PROPTEST_CASES={{cases}} cargo test --release --test laws

# Every reader fuzzed for so many seconds.
fuzz seconds="60":
    fuzz/run {{seconds}}

# The main job beside petgraph, medians in one run.
bench:
    cargo bench

# The listing of the public interface, made anew.
api:
    .ci/public-api docs/public-api.txt

# The documentation, opened.
doc:
    cargo doc --no-deps --all-features --open
