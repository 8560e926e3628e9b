# What CI runs.
ci:
    bash .ci/run

# The tests alone.
test:
    cargo test

# Each law on ten thousand generated networks, and on a hundred draws of the bundled one: see docs/laws.md.
laws cases="10000":
    PROPTEST_CASES={{cases}} cargo test --locked --release --test laws --test measures --test sweep --test powers --test sea_access --test binary

# Every reader fuzzed for so many seconds.
fuzz seconds="60":
    fuzz/run {{seconds}}

# The mutants of the searches, measures, costs and scenarios that the tests let live: all, or `--number N` of them.
mutants *options:
    .ci/mutants {{options}}

# The main job beside petgraph, medians in one run.
bench:
    cargo bench

# The world's rail and road networks fetched into DIR, and the same work on them with others: tables of ratios.
rivals DIR:
    python3 benches/rivals/fetch_world.py {{DIR}}
    cargo run --release --locked --manifest-path benches/rivals/Cargo.toml -- {{DIR}}/railways {{DIR}}/highways {{DIR}}/highways_and_marnet

# The listing of the public interface, made anew.
api:
    .ci/public-api docs/public-api.txt

# The documentation, opened.
doc:
    cargo doc --no-deps --all-features --open
