//! A bar on a terminal for work that takes longer than a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Counts steps; shows itself on a terminal once a second has passed.
pub(crate) struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    #[allow(dead_code, reason = "not every example counts")]
    pub(crate) fn new(steps: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{wide_bar} {pos}/{len}, {per_sec}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self { bar, begun: Instant::now() }
    }

    /// For work that cannot be counted: the time that has passed, on a terminal, once that is a second.
    #[allow(dead_code, reason = "not every example waits")]
    pub(crate) fn waiting() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{spinner} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        if std::io::stderr().is_terminal() {
            let bar = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_secs(1));
                if !bar.is_finished() {
                    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
                    bar.enable_steady_tick(Duration::from_millis(200));
                }
            });
        }
        Self { bar, begun: Instant::now() }
    }

    /// Counts from where an earlier run stopped.
    #[allow(dead_code, reason = "not every example goes on from an earlier run")]
    pub(crate) fn after(done: u64, steps: u64) -> Self {
        let progress = Self::new(steps);
        progress.bar.set_position(done);
        progress.bar.reset_eta();
        progress
    }

    #[allow(dead_code, reason = "not every example counts")]
    pub(crate) fn step(&self) {
        if self.bar.is_hidden() && self.begun.elapsed() > Duration::from_secs(1) && std::io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
