//! The line of a record. The position that a CSV reader gives stands before the line ends it has yet to skip.

/// Counts lines forward through a text.
pub(super) struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// The line of the first record at or after a byte; bytes must be asked for in rising order.
    pub(super) fn of_record(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&sign) = self.text.get(self.at) {
            if self.at >= byte && !matches!(sign, b'\r' | b'\n') {
                break;
            }
            self.line += u64::from(sign == b'\n');
            self.at += 1;
        }
        self.line
    }

    /// The byte where the record asked for last begins.
    pub(super) fn offset(&self) -> usize {
        self.at
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn line_ends_before_a_record_are_counted() {
        let mut lines = Lines::new("a\r\nb\n\n\nc");
        assert_eq!([0, 2, 4, 8].map(|byte| lines.of_record(byte)), [1, 2, 5, 5]);
    }
}
