//! What contenders measure with, and the lines in which they tell it.

use std::hash::{DefaultHasher, Hash, Hasher};

use cpu_time::ThreadTime;

/// Pairs whose costs are compared, and that slow searches are timed on.
pub const FEW: usize = 20;
/// Rows of the table that slow searches do; the whole is so many times more.
pub const ROWS: usize = 5;

/// The processor time of a task, and what it gave.
pub fn seconds<T>(task: impl FnOnce() -> T) -> (f64, T) {
    let begun = ThreadTime::now();
    let result = task();
    (begun.elapsed().as_secs_f64(), result)
}

/// The median of several rounds, and what the last gave; what the others gave is gone before the next.
pub fn median<T>(rounds: usize, mut task: impl FnMut() -> T) -> (f64, T) {
    let (mut times, mut last) = (Vec::new(), None);
    for _ in 0..rounds {
        drop(last.take());
        let (time, result) = seconds(&mut task);
        times.push(time);
        last = Some(result);
    }
    times.sort_by(f64::total_cmp);
    (times[rounds / 2], last.expect("at least one round"))
}

/// In a column of the table.
pub fn figure(column: &str, value: f64) {
    println!("\nfigure\t{column}\t{value}");
}

/// What all must agree on.
pub fn answer(question: &str, costs: &[Option<u32>]) {
    let mut hasher = DefaultHasher::new();
    costs.hash(&mut hasher);
    let found = costs.iter().flatten().count();
    println!("\nanswer\t{question}\t{found} of {}, sum {:016x}", costs.len(), hasher.finish());
}

/// The greatest memory of this process so far, where the system tells it.
pub fn peak() {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    if let Some(kib) = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()) {
        figure("peak MB", kib / 1024.0);
    }
}

/// The bytes that are allocated now.
pub fn allocated() -> usize {
    tikv_jemalloc_ctl::epoch::advance().expect("statistics are on");
    tikv_jemalloc_ctl::stats::allocated::read().expect("statistics are on")
}

/// Times pairs one by one, and compares the first few.
pub fn query(pairs: &[(u32, u32)], question: &str, mut cost: impl FnMut(u32, u32) -> Option<u32>) {
    let (mut times, mut costs) = (Vec::new(), Vec::new());
    for &(from, to) in pairs {
        let (time, found) = seconds(|| cost(from, to));
        times.push(time);
        costs.push(found);
    }
    times.sort_by(f64::total_cmp);
    if question == "open" {
        figure("query µs", times[pairs.len() / 2] * 1e6);
    }
    answer(question, &costs[..FEW]);
    if pairs.len() > FEW {
        answer(&format!("{question}, {} pairs", pairs.len()), &costs);
    }
}
